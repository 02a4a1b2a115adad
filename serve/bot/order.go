package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"plugsheet/index"
	"plugsheet/schemas/price"
	"plugsheet/serve/bot/understand"
)

// sortBy sorts products by price or size, those first that are wanted; what cannot be compared comes last,
// as it stood.
func sortBy(order understand.Order, products []index.Fit) {
	slices.SortStableFunc(products, comparing(order, products))
}

// comparing compares some of the products by price or size.
func comparing(order understand.Order, products []index.Fit) func(a, b index.Fit) int {
	measure := priceOf
	if order == understand.Largest || order == understand.Smallest {
		measure = sizes(products)
	}
	sign := 1
	if order == understand.Largest || order == understand.Dearest {
		sign = -1
	}
	return func(a, b index.Fit) int {
		x, okX := measure(a)
		y, okY := measure(b)
		switch {
		case okX && okY:
			return sign * cmp.Compare(x, y)
		case okX:
			return -1
		case okY:
			return 1
		}
		return 0
	}
}

// priceOf is what a product costs without an offer for a time.
func priceOf(f index.Fit) (float64, bool) {
	p := f.Record.Product
	for _, text := range []string{value(p.PricePromotion), value(p.PriceSpecial), p.PriceCatalog} {
		if n, ok := price.Read(text); ok {
			amount, err := strconv.ParseFloat(n.Number, 64)
			return amount, err == nil
		}
	}
	return 0, false
}

// sizes gives the size of each product by its title: the first number by which they differ, else "large"
// and "small".
func sizes(products []index.Fit) func(index.Fit) (float64, bool) {
	at := differing(products)
	return func(f index.Fit) (float64, bool) {
		if all := numbers(f.Record.Product.Title); at >= 0 && at < len(all) {
			return all[at], true
		}
		if at >= 0 {
			return 0, false
		}
		return understand.SizeWord(f.Record.Product.Title), true
	}
}

// differing is the place of the first number in which titles differ; -1 where they differ in none.
func differing(products []index.Fit) int {
	var first []float64
	for i, f := range products {
		all := numbers(f.Record.Product.Title)
		if i == 0 {
			first = all
			continue
		}
		for n := range min(len(all), len(first)) {
			if all[n] != first[n] {
				return n
			}
		}
	}
	return -1
}

// numbers are those of a text.
func numbers(text string) (all []float64) {
	between := func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }
	for word := range strings.FieldsFuncSeq(text, between) {
		word = strings.Replace(strings.Trim(word, ".,"), ",", ".", 1)
		if n, err := strconv.ParseFloat(word, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}
