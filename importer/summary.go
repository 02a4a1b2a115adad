package importer

import (
	"net/url"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// exampleProducts is how many products a report shows.
const exampleProducts = 3

// Example is one of the first products of an import, as it goes into the bundle.
type Example struct {
	Product    bundle.Product `json:"product"`
	Offer      *bundle.Offer  `json:"offer,omitempty"`
	Categories []string       `json:"categories,omitempty"` // as paths
}

// LeftOut says how much is left out for one reason.
type LeftOut struct {
	Count  int          `json:"count"`
	What   string       `json:"what"` // products, variants, rows or sheets
	Reason problem.Text `json:"reason"`
}

// see notes a product that goes into the bundle, for what is told at the end.
func (c *catalog) see(r *row, record *bundle.Record, in []int) {
	c.whole.See(record)
	c.madeUp.see(r, &record.Product)
	if len(c.report.Examples) == exampleProducts {
		return
	}
	e := Example{Product: record.Product, Offer: record.Offer}
	for _, n := range in {
		e.Categories = append(e.Categories, strings.Join(c.tree.path(n), " "+c.config.Separator+" "))
	}
	c.report.Examples = append(c.report.Examples, e)
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
		c.report.Odd = append(c.report.Odd, f.Problem)
	}
	c.tellHidden()
	c.tellOver()
	c.tellMadeUp()
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
		for _, s := range c.byKind[kind.Products] {
			if f >= 0 && s.head.at[f] > 0 {
				return s.sheet.At(0, s.head.at[f]), true
			}
		}
	}
	if len(c.byKind[kind.Products]) == 0 {
		return problem.Position{}, false
	}
	return c.byKind[kind.Products][0].sheet.At(0, 0), false
}

// tellHidden notes that not even half of the products are published.
func (c *catalog) tellHidden() {
	hidden, most := 0, 0
	var at problem.Position
	for _, s := range c.byKind[kind.Products] {
		for _, col := range s.states.columns {
			for _, n := range col.left {
				hidden += n.products
				if n.products > most {
					most, at = n.products, s.sheet.At(0, col.number)
				}
			}
		}
	}
	if hidden < 5 || hidden < c.whole.Count() {
		return
	}
	c.report.Odd = append(c.report.Odd, problem.Warnf(at, "mostly-unpublished",
		"%d of %d products are not published: is the column about something else?", hidden, hidden+c.whole.Count()).
		Hintf("to take them all the same: --with-unpublished"))
}

// tellOver notes that most promotions are over.
func (c *catalog) tellOver() {
	o := c.report.Offers
	if o.Over < 3 || o.Over*2 < o.All {
		return
	}
	at, _ := c.placeOfField("promotionUntil", "promotionPeriod", "promotionFrom")
	over := problem.Warnf(at, "promotions-over", "%d of %d promotions are over", o.Over, o.All)
	c.report.Odd = append(c.report.Odd, over)
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
	texts := []string{c.BaseURL}
	for _, name := range []string{"productUrl", "imageUrl"} {
		texts = append(texts, c.Defaults[string(kind.Products)][name])
	}
	for _, text := range texts {
		text, _, _ = strings.Cut(text, "{")
		u, err := url.Parse(text)
		if err == nil && isExampleHost(u.Hostname()) && !slices.Contains(m.hosts, u.Host) {
			m.hosts = append(m.hosts, u.Host)
		}
	}
	return m
}

// isExampleHost tells whether a host is one of those that stand for another one and belong to nobody.
func isExampleHost(host string) bool {
	host = strings.ToLower(host)
	for _, name := range []string{"example", "test", "invalid", "example.com", "example.org", "example.net"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return strings.HasPrefix(host, "your-shop.") || strings.HasPrefix(host, "yourshop.")
}

// see counts the addresses of a product that do not stand in its row.
func (m *madeUp) see(r *row, p *bundle.Product) {
	for _, host := range m.hosts {
		for f, address := range map[int]string{field.ProductURL: p.ProductURL, field.ImageURL: p.ImageURL} {
			if strings.Contains(address, "://"+host) && !strings.Contains(r.fieldCell(f).Text, host) {
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
		c.report.Odd = append(c.report.Odd, problem.Warnf(at, "example-address",
			"%d addresses lead nowhere: they are made with an example, which nobody adapted", c.madeUp.count[f]).
			WithValue(c.madeUp.first[f]).
			Hintf("put the shop's own address in place of %s in plugsheet.yaml", strings.Join(c.madeUp.hosts, ", ")))
	}
}

// leftSheets are the codes of the problems of sheets that are left out.
var leftSheets = []string{
	"hidden-sheet", "unknown-sheet", "side-sheet", "form-sheet", "repeated-sheet", "empty-sheet", "orders-sheet",
}

// countLeft notes how much is left out, reason by reason.
func (i *run) countLeft() {
	add := func(n int, what string, why problem.Text) {
		if n > 0 {
			i.report.Left = append(i.report.Left, LeftOut{n, what, why})
		}
	}
	for _, u := range i.report.Unpublished {
		why := problem.Textf("not published, since %q says %q", u.Header, u.Value)
		add(u.Products, "products", why)
		add(u.Variants, "variants", why)
	}
	errors := problem.Textf("with errors")
	add(i.report.SkippedProducts, "products", errors)
	add(i.report.Skipped-i.report.SkippedProducts, "rows", errors)
	for _, s := range i.sources {
		for n, rule := range s.skip {
			title := s.head.columns[s.title(rule.column)].title
			add(s.ruled[n], "rows", problem.Textf("by a rule of skip, for %q", title))
		}
	}
	sheets := map[string]bool{}
	var titles []string
	for _, p := range i.problems.Sorted() {
		at := p.Position
		if name := at.String(); slices.Contains(leftSheets, p.Code) && !sheets[name] {
			sheets[name] = true
			titles = append(titles, quoted(name))
		}
	}
	add(len(titles), "sheets", problem.Textf("told of above: %s", strings.Join(titles, ", ")))
}
