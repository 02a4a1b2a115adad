package product

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/price"
	"plugsheet/schemas/problem"
)

// exampleProducts is how many products a report shows.
const exampleProducts = 3

// Summary is what is told of the products at the end.
type Summary struct {
	// what looks odd, each a warning at its column that is not among the problems of the import
	Odd      []problem.Problem
	Examples []Example // the first three products
	Offers   Offers    // products with a promotion for a time
}

// Example is one of the first products of an import, as it goes into the bundle.
type Example struct {
	Product    bundle.Product `json:"product"`
	Offer      *bundle.Offer  `json:"offer,omitempty"`
	Categories []string       `json:"categories,omitempty"` // as paths
}

// see notes a product that goes into the bundle, for what is told at the end.
func (c *catalog) see(r *sheet.Row, record *bundle.Record, in []int) {
	c.whole.See(record)
	c.madeUp.see(r, &record.Product)
	if all, ok := c.whole.Price(); ok && all.Unit != "" && record.Offer == nil &&
		record.Product.PricePromotion == nil {
		c.lower.see(r, all)
	}
	if len(c.summary.Examples) == exampleProducts {
		return
	}
	e := Example{Product: record.Product, Offer: record.Offer}
	for _, n := range in {
		e.Categories = append(e.Categories, strings.Join(c.Tree.Path(n), " "+c.Config.Separator+" "))
	}
	c.summary.Examples = append(c.summary.Examples, e)
}

// tellOdd notes what looks odd in the products as a whole, each at the column that it is about.
func (c *catalog) tellOdd() {
	for _, f := range c.whole.Found() {
		at, ok := c.placeOfField(f.Field)
		if !ok && slices.Contains(onlyOfColumns, f.Problem.Code) {
			continue // a default says so, on purpose
		}
		if _, coded := c.placeOfField("reference", "id"); !coded && f.Problem.Code == "code-title" {
			continue // the codes are made of the titles
		}
		f.Problem.Position = at
		c.summary.Odd = append(c.summary.Odd, f.Problem)
	}
	c.tellHidden()
	c.tellOver()
	c.tellMadeUp()
	c.tellLower()
}

// onlyOfColumns are oddities that are none where a default of the mapping makes the values.
var onlyOfColumns = []string{
	"same-picture", "same-link", "same-description", "same-price", "title-description",
}

// placeOfField is the column of a field in the first sheet of products that has it; false, with the sheet,
// where none has.
func (c *catalog) placeOfField(names ...string) (problem.Position, bool) {
	for _, name := range names {
		f := field.Index(field.Of(kind.Products), name)
		for _, s := range c.ByKind[kind.Products] {
			if f >= 0 && s.Head.At[f] > 0 {
				return s.Sheet.At(0, s.Head.At[f]), true
			}
		}
	}
	if len(c.ByKind[kind.Products]) == 0 {
		return problem.Position{}, false
	}
	return c.ByKind[kind.Products][0].Sheet.At(0, 0), false
}

// tellHidden notes that not even half of the products are published.
func (c *catalog) tellHidden() {
	hidden, most := 0, 0
	var at problem.Position
	for _, s := range c.ByKind[kind.Products] {
		for _, col := range s.States.Columns {
			for _, n := range col.Left {
				hidden += n.Products
				if n.Products > most {
					most, at = n.Products, s.Sheet.At(0, col.Number)
				}
			}
		}
	}
	if hidden < 5 || hidden < c.whole.Count() {
		return
	}
	c.summary.Odd = append(c.summary.Odd, problem.Warnf(at, "mostly-unpublished",
		"%d of %d products are not published: is the column about something else?", hidden,
		hidden+c.whole.Count()).
		Hintf("to take them all the same: %s", sheet.WithUnpublished))
}

// tellOver notes that most promotions are over.
func (c *catalog) tellOver() {
	o := c.summary.Offers
	if o.Over < 3 || o.Over*2 < o.All {
		return
	}
	at, _ := c.placeOfField("promotionUntil", "promotionPeriod", "promotionFrom")
	over := problem.Warnf(at, "promotions-over", "%d of %d promotions are over", o.Over, o.All)
	c.summary.Odd = append(c.summary.Odd, over)
}

// madeUp counts addresses that a default or baseUrl makes with a host that is only an example.
type madeUp struct {
	hosts []string
	count map[int]int // by field
	first map[int]string
}

// newMadeUp finds the examples that were kept in a mapping.
func newMadeUp(c config.Config) *madeUp {
	m := &madeUp{count: map[int]int{}, first: map[int]string{}}
	defaults := c.Defaults[string(kind.Products)]
	for _, text := range []string{c.BaseURL, defaults["productUrl"], defaults["imageUrl"]} {
		text, _, _ = strings.Cut(text, "{")
		u, err := url.Parse(text)
		if err == nil && value.IsExampleHost(u.Hostname()) && !slices.Contains(m.hosts, u.Host) {
			m.hosts = append(m.hosts, u.Host)
		}
	}
	return m
}

// see counts the addresses of a product that do not stand in its row.
func (m *madeUp) see(r *sheet.Row, p *bundle.Product) {
	for _, host := range m.hosts {
		for f, address := range map[int]string{field.ProductURL: p.ProductURL, field.ImageURL: p.ImageURL} {
			if strings.Contains(address, "://"+host) && !strings.Contains(r.FieldCell(f).Text, host) {
				if m.count[f]++; m.count[f] == 1 {
					m.first[f] = address
				}
			}
		}
	}
}

// tellMadeUp notes addresses that lead nowhere, since an example was kept in the mapping.
func (c *catalog) tellMadeUp() {
	for _, f := range []int{field.ProductURL, field.ImageURL} {
		if c.madeUp.count[f] == 0 {
			continue
		}
		at, _ := c.placeOfField(field.Of(kind.Products)[f].Name)
		c.summary.Odd = append(c.summary.Odd, problem.Warnf(at, "example-address",
			"addresses that lead nowhere, made with an example that nobody adapted: %d",
			c.madeUp.count[f]).
			WithValue(c.madeUp.first[f]).
			Hintf("put the shop's own address in place of %s in plugsheet.yaml",
				strings.Join(c.madeUp.hosts, ", ")))
	}
}

// lowerPrices counts, by the address of a column that is kept for the search only, the amounts that are a
// little lower than the price: those of a promotion that customers would not see.
type lowerPrices map[*header.Column]*lowerPrice

type lowerPrice struct {
	lower, same, other int
	first              string
}

// fewOthers is how many other values there may be before a column is not looked at any more.
const fewOthers = 20

// see counts a row, of a product with a price and without a promotion.
func (l lowerPrices) see(r *sheet.Row, all price.Price) {
	for n := range r.Source.Head.Columns {
		col := &r.Source.Head.Columns[n]
		if text := r.Cell(col.Number).Text; col.Use == header.Extra && text != "" {
			if l[col] == nil {
				l[col] = &lowerPrice{}
			}
			l[col].add(text, all)
		}
	}
}

func (l *lowerPrice) add(text string, all price.Price) {
	if l.other > fewOthers {
		return
	}
	part, _ := price.Read(text)
	high, _ := all.Thousandths()
	amount, ok := part.Thousandths()
	switch {
	case !ok || part.Unit != all.Unit || amount > high || amount*10 < high*3:
		l.other++
	case amount == high:
		l.same++
	default:
		l.first = cmp.Or(l.first, text)
		l.lower++
	}
}

// tellLower notes columns of such amounts.
func (c *catalog) tellLower() {
	for _, s := range c.ByKind[kind.Products] {
		for n := range s.Head.Columns {
			col := &s.Head.Columns[n]
			l := c.lower[col]
			meant := s.Reader.Columns[value.Fold(col.Title)] == config.Keyword
			if meant || l == nil || l.lower == 0 || l.lower+l.same < 9*l.other {
				continue
			}
			c.summary.Odd = append(c.summary.Odd, problem.Warnf(s.Sheet.At(0, col.Number), "lower-price",
				"amounts a little lower than the prices, which are kept for the search only: %d", l.lower).
				WithValue(l.first).
				Hintf("if it is a promotion, in plugsheet.yaml: %s",
					problem.Pastef("columns: { products: { %q: pricePromotion } }", col.Title)))
		}
	}
}
