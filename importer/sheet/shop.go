package sheet

import (
	_ "embed"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/pricing"
	"plugsheet/importer/shop"
	"plugsheet/importer/value"
	"plugsheet/schemas/words"
)

//go:embed stock.txt
var stockText string

// shopColumns are the columns that say something only together, as a shop system's profile names them: in a
// sheet by their numbers, 0 for one that it does not have.
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
	at := s.numberOf
	out := &shopColumns{
		onSale: at(p.OnSale), untraced: value.FoldedSet(p.Stock.Untracked),
		open: value.FoldedSet(p.Stock.Open),
		stock: stockColumns{tracked: at(p.Stock.Tracked), policy: at(p.Stock.Policy),
			orderable: at(p.Stock.Orderable)},
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

// numberOf is the number of the first of some headers that the sheet has; 0 for none.
func (s *Source) numberOf(headers config.Headers) int {
	for _, h := range headers {
		if n := s.Find(h); n >= 0 {
			return s.Head.Columns[n].Number
		}
	}
	return 0
}

// fill says of a row what the columns say together: whether it is to be had, where no column of its own says
// so, and that a promotion is not paid.
func (c *shopColumns) fill(r *Row) {
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
		r.Put(Taken{Text: text, Source: r.Source, row: int32(r.Number), column: int16(column),
			Field: uint8(field.Available)})
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
	for _, s := range r.Source.States.Columns {
		if state := r.Cell(s.Number).Text; value.SoldOut(state) { // Status: active, sold out
			return state, s.Number
		}
	}
	text, column = c.quantity(r)
	tracked := value.Fold(r.Cell(t.tracked).Text)
	switch {
	case t.tracked > 0 && c.untraced[tracked] &&
		(tracked != "" || text != "" || r.Text[field.PriceCatalog]+r.Text[field.PricePromotion] != ""):
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

// WithoutCosts takes out of a text that lists attributes, such as color=Red,cost=12.34, those that are the
// shop's own business.
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

// Discount is a column that takes something off the price, in a sheet of no known shop system.
type Discount struct {
	Column int
	Header string
	Mode   string // config.Percent or config.Amount where the header says it
}

// generalHeader is what a header of no known shop system is. Of a discount it may name the currency too.
func generalHeader(title string) string {
	name := generalHeaders()[value.Fold(title)]
	switch {
	case isStockOfWords(title):
		return "stock"
	case name != "" && name != "core" && name != "around":
		return name
	}
	code, rest := pricing.Currency(title)
	if name := generalHeaders()[value.Fold(rest)]; code != "" && (name == "discount" || name == "amount") {
		return "amount"
	}
	return ""
}

// DiscountOf tells whether a header of no known shop system is one of discounts, and how much they take off,
// where it says so.
func DiscountOf(title string) (mode string, is bool) {
	switch name := generalHeader(title); name {
	case "percent", "amount", "discount":
		return discountMode(name, title), true
	}
	return "", false
}

// discountMode is how much a header of discounts takes off, where it says so.
func discountMode(name, title string) string {
	switch {
	case name == "percent" || strings.Contains(title, "%"):
		return config.Percent
	case name == "amount":
		return config.Amount
	}
	return ""
}

// Discounts are the columns that take something off the row's price; none where a column says that no
// promotion runs.
func (r *Row) Discounts() []Discount {
	shop := r.Source.Shop
	if shop == nil || len(shop.discounts) == 0 {
		return nil
	}
	if yes, ok := value.YesNo(r.Cell(shop.saleFlag).Text); ok && !yes {
		return nil
	}
	return shop.discounts
}

// TakesOff tells whether a column of the sheet, or of its shop system, takes something off the prices.
func (s *Source) TakesOff() bool {
	if p := s.Reader.Profile; p != nil {
		return p.Discount != (shop.Discount{})
	}
	return s.Shop != nil && len(s.Shop.discounts) > 0
}

// generalHeaders are the folded headers of stocks, running promotions and discounts, by what they are.
var (
	stockLists     = words.InFile(stockText)
	generalHeaders = stockLists.Names()
	stockCores     = stockLists.Set("core")
	stockAround    = stockLists.Set("around")
)

// IsStock tells whether a header says how many there are, or whether there are any.
func IsStock(title string) bool { return generalHeader(title) == "stock" }

// isStockOfWords tells whether a header of several words speaks of a stock and of nothing else.
func isStockOfWords(title string) bool {
	tokens, isCore := pricing.Tokens(title), func(t string) bool { return stockCores()[t] }
	return len(tokens) > 1 && slices.ContainsFunc(tokens, isCore) &&
		!slices.ContainsFunc(tokens, func(t string) bool { return !isCore(t) && !stockAround()[t] })
}

// IsQuantity tells whether a header names a quantity, which may be that of a package.
func IsQuantity(title string) bool { return generalHeaders()[value.Fold(title)] == "quantity" }

// addStock takes a column for one of a stock, as its values say.
func (s *Source) addStock(column int) {
	if s.Shop == nil {
		s.Shop = &shopColumns{}
	}
	s.Shop.stock.quantities = append(s.Shop.stock.quantities, column)
}

// sellsOut tells whether all values of a column say whether there are any, and one that there are none.
func sellsOut(values map[string]int) bool {
	none := false
	for text := range values {
		yes, known := value.InStock(text)
		if !known {
			return false
		}
		none = none || !yes
	}
	return none
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
