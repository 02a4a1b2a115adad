package sheet

import (
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/shop"
	"plugsheet/importer/value"
)

// shopColumns are the columns that say something only together, as a shop system's profile names them: in a sheet by
// their numbers, 0 for one that it does not have.
type shopColumns struct {
	stock     stockColumns
	onSale    int // yes where the promotion is paid; every other cell takes it away
	saleFlag  int // of no shop system: no takes the promotion away
	discounts []Discount
	untraced  map[string]bool // folded words of a product whose stock is not counted
	open      map[string]bool // folded words of a product that is sold beyond its stock
}

// stockColumns are those of a stock.
type stockColumns struct {
	quantities                 []int
	tracked, policy, orderable int
}

// ShopColumnsOf finds a profile's columns in a sheet; nil where there is nothing to put together.
func (s *Source) ShopColumnsOf() *shopColumns {
	p := s.Reader.Profile
	if s.Reader.Kind != kind.Products {
		return nil
	}
	if p == nil {
		return s.generalColumns()
	}
	at := func(headers config.Headers) int {
		for _, h := range headers {
			if n := s.Find(h); n >= 0 {
				return s.Head.Columns[n].Number
			}
		}
		return 0
	}
	out := &shopColumns{
		onSale: at(p.OnSale), untraced: value.FoldedSet(p.Stock.Untracked), open: value.FoldedSet(p.Stock.Open),
		stock: stockColumns{tracked: at(p.Stock.Tracked), policy: at(p.Stock.Policy), orderable: at(p.Stock.Orderable)},
	}
	quantities := shop.NewPatterns(p.Stock.Quantity)
	for _, c := range s.Head.Columns {
		if c.Number > 0 && quantities.Match(value.Fold(c.Title)) {
			out.stock.quantities = append(out.stock.quantities, c.Number)
		}
	}
	if len(out.stock.quantities) == 0 && out.stock.orderable == 0 && out.onSale == 0 {
		return nil
	}
	return out
}

// fill says of a row what the columns say together: whether it is to be had, where no column of its own says so, and that a
// promotion is not paid.
func (c *shopColumns) fill(r *Row) {
	if c == nil {
		return
	}
	if c.saleFlag > 0 && r.Text[field.PricePromotion] != "" {
		if yes, ok := value.YesNo(r.Cell(c.saleFlag).Text); ok && !yes {
			r.Text[field.PricePromotion] = ""
		}
	}
	if c.onSale > 0 && r.Text[field.PricePromotion] != "" {
		if yes, _ := value.InStock(r.Cell(c.onSale).Text); !yes {
			r.Text[field.PricePromotion] = ""
		}
	}
	if r.Text[field.Available] != "" || r.Broken[field.Available] {
		return
	}
	if text, column := c.available(r); text != "" {
		r.Put(Taken{Text: text, Source: r.Source, row: int32(r.Number), column: int16(column), Field: uint8(field.Available)})
	}
}

// available is what a row says of its stock, and in which column; nothing where that is not known.
func (c *shopColumns) available(r *Row) (text string, column int) {
	t := c.stock
	if no := r.Cell(t.orderable).Text; t.orderable > 0 && no != "" {
		if yes, ok := value.InStock(no); ok && !yes {
			return "no", t.orderable
		}
	}
	text, column = c.quantity(r)
	tracked := value.Fold(r.Cell(t.tracked).Text)
	switch {
	case t.tracked > 0 && c.untraced[tracked] && (tracked != "" || text != "" || r.Text[field.PriceCatalog]+r.Text[field.PricePromotion] != ""):
		return "yes", t.tracked
	case text == "":
		return "", 0
	case t.policy > 0 && c.open[value.Fold(r.Cell(t.policy).Text)]:
		return "yes", t.policy
	}
	return text, column
}

// quantity is the first quantity that says there is some, else the first at all.
func (c *shopColumns) quantity(r *Row) (text string, column int) {
	for _, n := range c.stock.quantities {
		cell := r.Cell(n).Text
		if cell == "" {
			continue
		}
		if some, ok := value.InStock(cell); ok && some {
			return cell, n
		}
		if text == "" {
			text, column = cell, n
		}
	}
	return text, column
}

// byProfile takes out of a field's value what says nothing to people, as the shop system's profile has it.
func (i *Job) byProfile(r *Row, f int) {
	p := r.Source.Reader.Profile
	if p == nil {
		return
	}
	if cut := p.Strip[f]; cut != nil && (f != field.Categories || len(i.Sheets[kind.Categories]) == 0) {
		whole := r.Text[f]
		r.Text[f] = strings.TrimSpace(cut.ReplaceAllString(whole, ""))
		if f == field.Reference && r.Text[f] != whole {
			r.Words = append(r.Words, r.HeaderOf(f)+": "+whole)
		}
	}
	if slices.Contains(p.Blank[f], r.Text[f]) {
		r.Text[f] = ""
	}
}

// WithoutCosts takes out of a text that lists attributes, such as color=Red,cost=12.34, those that are the shop's own
// business.
func WithoutCosts(text string) string {
	if !strings.Contains(text, "=") {
		return text
	}
	parts := strings.Split(text, ",")
	kept := slices.DeleteFunc(slices.Clone(parts), func(part string) bool {
		name, _, pair := strings.Cut(part, "=")
		return pair && pricing.Of(strings.TrimSpace(name)).Internal()
	})
	if len(kept) == len(parts) {
		return text
	}
	return strings.Join(kept, ",")
}
