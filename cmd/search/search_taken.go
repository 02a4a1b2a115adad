package search

import (
	"fmt"
	"strconv"

	"plugsheet/cmd/cli"
	"plugsheet/index"
)

// taken says what a search asked for besides its words, and what became of it.
func taken(page index.Page) (notes []string) {
	for _, l := range page.LeftOut {
		note := fmt.Sprintf("left out: %q, which %s in the title", l.Typed, have(l.Products))
		if l.Behind > 0 {
			note += fmt.Sprintf("; %s it elsewhere, and come last", have(l.Behind))
		}
		notes = append(notes, note)
	}
	if l := page.Price; l != nil {
		notes = append(notes, "price: "+limit(l))
	}
	if page.Unpriced {
		notes = append(notes,
			"price: not limited, since the catalog's prices are in another currency, or in several")
	}
	return notes
}

// have says how many products have something.
func have(products int) string {
	if products == 1 {
		return "1 product has"
	}
	return cli.Plural(products, "product") + " have"
}

// limit says what products may cost.
func limit(l *index.PriceRange) string {
	amount := func(thousandths int64) string {
		return strconv.FormatFloat(float64(thousandths)/1000, 'f', -1, 64) + " " + l.Unit
	}
	switch {
	case l.To >= index.Unlimited:
		return "at least " + amount(l.From)
	case l.From == 0:
		return "at most " + amount(l.To)
	}
	return amount(l.From) + " to " + amount(l.To)
}
