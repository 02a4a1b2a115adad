package propose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Discount is what a column is proposed to take off the price, where neither its header nor its cells say it.
type Discount struct {
	Header string       `json:"header"`
	Mode   string       `json:"mode"` // as under discounts in plugsheet.yaml
	Reason problem.Text `json:"reason"`
}

// discounts proposes what bare numbers in columns of discounts are.
func (p *Sheet) discounts(c config.Config) {
	if p.Kind != string(kind.Products) || p.reader.Profile != nil {
		return
	}
	settled := value.FoldedSet(slices.Collect(maps.Keys(c.Discounts)))
	for n, title := range p.sample.titles {
		if mode, is := sheet.DiscountOf(title); !is || mode != "" || p.Columns == nil ||
			settled[value.Fold(title)] {
			continue
		}
		if d, ok := p.discount(n + 1); ok {
			d.Header = title
			p.Discounts = append(p.Discounts, d)
		}
	}
}

// discount is what a column of bare numbers takes off; false where its cells say it, or there is nothing to
// take off. What nothing decides takes off nothing, and the import tells of it.
func (p *Sheet) discount(column int) (d Discount, ok bool) {
	numbers, parts, fives, above := 0, 0, 0, 0
	for row := range p.sample.rows {
		text := strings.TrimLeft(p.sample.text(row, column), "-−– ")
		off, bare := pricing.Value(text)
		switch {
		case text == "" || bare && off == 0:
			continue
		case !bare:
			return d, false
		}
		numbers++
		if off < 1 {
			parts++
		}
		if off == float64(5*(int(off)/5)) && off <= 90 {
			fives++
		}
		if price, ok := pricing.Value(p.sample.text(row, p.Number(field.PriceCatalog))); ok && price > 0 &&
			off >= price {
			above++
		}
	}
	switch {
	case numbers == 0:
		return d, false
	case parts == numbers:
		return Discount{Mode: config.Fraction, Reason: problem.Textf("all are below 1: a part of the price")},
			true
	case parts == 0 && (above > 0 || numbers > 2 && fives == numbers):
		return Discount{Mode: config.Percent,
			Reason: problem.Textf("the numbers are such as percentages are")}, true
	}
	return Discount{Mode: config.Unsure,
		Reason: problem.Textf("percentages or amounts? no promotion until somebody says it")}, true
}

// discounted are the lines of the columns of discounts.
func (p Proposal) discounted() (lines []string) {
	for _, s := range p.Sheets {
		for _, d := range s.Discounts {
			lines = append(lines,
				fmt.Sprintf("  %s: %s # %s\n", config.Quoted(d.Header), d.Mode, comment(d.Reason.String())))
		}
	}
	return lines
}
