// Package odd looks at the products of an import as a whole and tells what looks odd: what each row may hold,
// and all of them together hardly mean, such as the same picture everywhere, or a promotion that is a tenth
// of the price. Nothing of it is wrong for sure, so that all of it are warnings.
package odd

import (
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/price"
	"plugsheet/schemas/problem"
)

// Products is what was seen of the products so far. The memory that it takes does not grow with their number.
// It is not for use by several goroutines at once.
type Products struct {
	all    int
	checks []check
	counts []tally
	same   [len(compared)]values
	prices prices
	speech speech
	now    seen // the product that is looked at
}

// tally counts what one check found.
type tally struct {
	hits, of int
	example  string
}

// add counts a product that the check is about.
func (t *tally) add(hit bool, text string) {
	t.of++
	if !hit {
		return
	}
	if t.hits++; t.hits == 1 {
		t.example = text
	}
}

// New begins a survey. The language is the one that the texts are said to be in.
func New(language string) *Products {
	checks := allChecks()
	return &Products{
		checks: checks, counts: make([]tally, len(checks)), prices: newPrices(), speech: newSpeech(language),
	}
}

// See looks at a product.
func (p *Products) See(r *bundle.Record) {
	p.all++
	s := &p.now
	*s = seen{Product: &r.Product, price: amountOf(r.Product.PriceCatalog)}
	if r.Product.PricePromotion != nil {
		s.promotion = amountOf(*r.Product.PricePromotion)
	} else if r.Offer != nil {
		s.promotion = amountOf(r.Offer.PricePromotion)
	}
	for n := range p.checks {
		if text, about := p.checks[n].text(s); about {
			p.counts[n].add(p.checks[n].hit(s), text)
		}
	}
	for n := range compared {
		p.same[n].add(compared[n].text(s.Product))
	}
	p.prices.add(s.price, r.Product.PriceCatalog)
	p.speech.add(s.Product)
}

// Price is the catalog price of the product that was seen last; false where it is no number.
func (p *Products) Price() (price.Price, bool) { return p.now.price.Price, p.now.price.known }

// Count is how many products were seen.
func (p *Products) Count() int { return p.all }

// Found is something odd.
type Found struct {
	Field string // of the product, as in the answer
	// Problem has no position: that of the field's column is the caller's to give.
	Problem problem.Problem
}

// Found tells what looks odd, the most telling first.
func (p *Products) Found() []Found {
	var all []Found
	for n, c := range p.checks {
		if t := p.counts[n]; t.hits >= c.from && float64(t.hits) >= c.share*float64(t.of) {
			all = append(all, Found{c.field, c.say(numbersOf(c.share, t.hits, t.of)...).WithValue(t.example)})
		}
	}
	all = append(all, p.prices.found()...)
	for n := range compared {
		if f, odd := compared[n].judge(&p.same[n]); odd {
			all = append(all, f)
		}
	}
	if f, odd := p.speech.found(); odd {
		all = append(all, f)
	}
	return all
}

// saying makes a warning, whose place is not known yet, of numbers.
type saying func(numbers ...any) problem.Problem

// remark is a warning with a code in these words.
func remark(code, format string) saying {
	return func(numbers ...any) problem.Problem {
		return problem.Warnf(problem.Position{}, code, format, numbers...)
	}
}

// numbersOf are how many of so many; one number where the share must be all of them.
func numbersOf(share float64, hits, of int) []any {
	if share == 1 {
		return []any{of}
	}
	return []any{hits, of}
}

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
	say   saying
}

// fewest is how many products must have the same value.
const fewest = 5

var compared = [...]comparison{
	{title, 0.5, func(p *bundle.Product) string { return p.Title },
		remark("same-title", "%d of %d products have the same title")},
	{image, 0.5, func(p *bundle.Product) string { return p.ImageURL },
		remark("same-picture", "%d of %d products have the same picture")},
	{page, 0.5, func(p *bundle.Product) string { return p.ProductURL },
		remark("same-link", "%d of %d products have the same link")},
	{description, 0.5, func(p *bundle.Product) string { return p.Description },
		remark("same-description", "%d of %d products have the same description")},
	{catalog, 1, func(p *bundle.Product) string { return p.PriceCatalog },
		remark("same-price", "all %d prices are the same")},
}

// judge tells whether too many products have one value.
func (c comparison) judge(v *values) (Found, bool) {
	text, n := v.most()
	if n < fewest || float64(n) < c.share*float64(v.all) || c.field == catalog && amountOf(text).number == 0 {
		return Found{}, false
	}
	return Found{c.field, c.say(numbersOf(c.share, n, v.all)...).WithValue(text)}, true
}
