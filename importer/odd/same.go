package odd

import (
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// keptValues is how many different values of a field are counted: what most products have stands among the
// first.
const keptValues = 64

// values counts how often each of the first different values of a field comes.
type values struct {
	all    int
	counts map[string]int
}

func (v *values) add(text string) {
	if text == "" {
		return
	}
	v.all++
	if n, kept := v.counts[text]; kept || len(v.counts) < keptValues {
		if v.counts == nil {
			v.counts = map[string]int{}
		}
		v.counts[text] = n + 1
	}
}

// most is the value that comes most often, the first in the order of texts among equals.
func (v *values) most() (text string, n int) {
	for t, count := range v.counts {
		if count > n || count == n && t < text {
			text, n = t, count
		}
	}
	return text, n
}

// comparison is a field that differs from product to product, or nearly.
type comparison struct {
	field string
	share float64 // of the products that may have one value
	text  func(*bundle.Product) string
	say   func(n, of int) problem.Problem
}

// fewest is how many products must have the same value.
const fewest = 5

var compared = [...]comparison{
	{title, 0.5, func(p *bundle.Product) string { return p.Title }, func(n, of int) problem.Problem {
		return remark("same-title", "%d of %d products have the same title", n, of)
	}},
	{image, 0.5, func(p *bundle.Product) string { return p.ImageURL }, func(n, of int) problem.Problem {
		return remark("same-picture", "%d of %d products have the same picture", n, of)
	}},
	{page, 0.5, func(p *bundle.Product) string { return p.ProductURL }, func(n, of int) problem.Problem {
		return remark("same-link", "%d of %d products have the same link", n, of)
	}},
	{description, 0.5, func(p *bundle.Product) string { return p.Description },
		func(n, of int) problem.Problem {
			return remark("same-description", "%d of %d products have the same description", n, of)
		}},
	{catalog, 1, func(p *bundle.Product) string { return p.PriceCatalog }, func(n, _ int) problem.Problem {
		return remark("same-price", "all %d prices are the same", n)
	}},
}

// judge tells whether too many products have one value.
func (c comparison) judge(v *values) (Found, bool) {
	text, n := v.most()
	if n < fewest || float64(n) < c.share*float64(v.all) || c.field == catalog && amountOf(text).number == 0 {
		return Found{}, false
	}
	return Found{c.field, c.say(n, v.all).WithValue(text)}, true
}
