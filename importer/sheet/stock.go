package sheet

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"plugsheet/importer/header"
	"plugsheet/importer/value"
)

//go:embed stock.txt
var stockText string

// generalHeaders are the folded headers of stocks, running promotions and discounts, by what they are.
var generalHeaders = sync.OnceValue(func() map[string]string { return headersIn(stockText) })

// headersIn reads a list of headers: lines of a name, a colon, and headers with commas between them.
func headersIn(list string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(list) {
		name, headers, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, h := range strings.Split(headers, ",") {
			all[value.Fold(h)] = name
		}
	}
	return all
}

// counts tells whether a column is one of the quantities.
func (c *shopColumns) counts(column int) bool {
	return c != nil && slices.Contains(c.stock.quantities, column)
}

// generalColumns finds in a sheet of no known shop system the columns of a stock, whether the promotion
// runs, and what is taken off the price; nil where there is none.
func (s *Source) generalColumns() *shopColumns {
	out := &shopColumns{}
	for _, c := range s.Head.Columns {
		if c.Number == 0 || c.Use != header.Extra || s.Reader.Columns[value.Fold(c.Title)] != "" {
			continue
		}
		switch name := generalHeader(c.Title); name {
		case "percent", "amount", "discount":
			out.discounts = append(out.discounts, Discount{c.Number, c.Title, discountMode(name, c.Title)})
		case "stock":
			out.stock.quantities = append(out.stock.quantities, c.Number)
		case "sale":
			out.saleFlag = c.Number
		}
	}
	if len(out.stock.quantities) == 0 && out.saleFlag == 0 && len(out.discounts) == 0 {
		return nil
	}
	return out
}
