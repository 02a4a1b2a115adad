package importer

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// rankByRole is the rank of a price that is found by its role: behind the words for the field.
const rankByRole = field.GeneralRank / 2

// readPrices looks at the headers of prices together. What is the shop's own business is left out, and of two
// prices the one that was crossed out becomes the catalog price, the other the promotion. What the
// configuration says stays.
func (r *reader) readPrices(columns []column) {
	if !r.kind.SellsThings() {
		return
	}
	for n := range columns {
		c := &columns[n]
		_, mapped := r.columns[value.Fold(c.title)]
		c.configured = mapped || r.ignore[value.Fold(c.title)]
		if c.role = r.priceRole(c.title, columns); c.role.Internal() && !c.configured && !r.ownField(*c) {
			c.use = unused
		}
	}
	r.readCurrencies(columns)
	p := priceColumns{columns: columns}
	p.find()
	p.assign()
}

// ownField tells whether a column is a field by the words of a shop system or the contract's own.
func (r *reader) ownField(c column) bool {
	return c.use == asField && (c.rank == 0 || r.profile != nil && c.rank < field.GeneralRank)
}

// priceRole is the role of a header. Odoo calls what a shop pays the standard price, Amazon what a customer
// pays.
func (r *reader) priceRole(title string, columns []column) pricing.Role {
	if value.Fold(title) != "standardprice" {
		return pricing.Of(title)
	}
	if slices.ContainsFunc(columns, func(c column) bool {
		f := value.Fold(c.title)
		return f == "itemsku" || f == "feedproducttype" || f == "externalproductid" || f == "sellersku"
	}) {
		return pricing.Price
	}
	return pricing.Cost
}

// priceColumns are the columns of a header that could be the price, as indices; -1 for none.
type priceColumns struct {
	columns            []column
	catalog, promotion int   // what words or the configuration say
	before             int   // crossed out, or recommended
	now                int   // what is paid where another price stands beside
	plain              []int // prices without more
}

// free tells whether a column may get another field: the configuration leaves it to its header.
func (p *priceColumns) free(n int) bool {
	c := p.columns[n]
	return !c.configured && c.tag == "" && (c.use == extra || c.use == asField && c.field == field.PriceCatalog && c.rank > 0)
}

// find sorts the columns.
func (p *priceColumns) find() {
	p.catalog, p.promotion, p.before, p.now = -1, -1, -1, -1
	for n, c := range p.columns {
		isField := c.use == asField && c.tag == ""
		switch {
		case isField && c.field == field.PricePromotion:
			p.promotion = n
		case isField && c.field == field.PriceCatalog && (p.catalog < 0 || c.rank < p.columns[p.catalog].rank):
			p.catalog = n
		}
		switch {
		case !p.free(n):
		case p.before < 0 && (c.role == pricing.List || c.role == pricing.Old):
			p.before = n
		case p.now < 0 && c.role == pricing.Now:
			p.now = n
		case c.role == pricing.Price:
			p.plain = append(p.plain, n)
		}
	}
}

// assign says which of the columns are the catalog price and the promotion.
func (p *priceColumns) assign() {
	if p.catalog >= 0 && p.columns[p.catalog].configured {
		return
	}
	paid := p.paid()
	switch {
	case p.promotion >= 0 && paid >= 0:
		p.set(paid, field.PriceCatalog)
		p.spare(p.before)
	case p.promotion >= 0:
		p.set(p.before, field.PriceCatalog)
	case paid >= 0 && p.now >= 0:
		p.set(paid, field.PriceCatalog)
		p.set(p.now, field.PricePromotion)
		p.spare(p.before)
	case p.before >= 0 && (paid >= 0 || p.now >= 0 && len(p.plain) == 0):
		p.set(p.before, field.PriceCatalog)
		p.set(max(paid, p.now), field.PricePromotion)
	case paid >= 0:
		p.set(paid, field.PriceCatalog)
	case p.now >= 0 && len(p.plain) == 0:
		p.set(p.now, field.PriceCatalog)
	case len(p.plain) == 0 && p.before >= 0 && p.columns[p.before].role == pricing.List:
		p.set(p.before, field.PriceCatalog)
	case len(p.plain) > 1:
		p.spare(p.before)
	}
}

// paid is the one price without more; -1 where there is none, or several and no word decides.
func (p *priceColumns) paid() int {
	named := 0 // of the prices without more, by words for the field
	for _, n := range p.plain {
		if p.columns[n].use == asField {
			named++
		}
	}
	if p.catalog >= 0 && p.catalog != p.before && p.catalog != p.now && (!p.free(p.catalog) || named < 2) {
		return p.catalog
	}
	if len(p.plain) == 1 {
		return p.plain[0]
	}
	return -1
}

// set makes a column a field.
func (p *priceColumns) set(n, field int) {
	if n < 0 {
		return
	}
	c := &p.columns[n]
	if c.use != asField || c.field != field {
		c.use, c.field, c.rank = asField, field, rankByRole
	}
}

// spare makes a column no field.
func (p *priceColumns) spare(n int) {
	if n >= 0 && !p.columns[n].configured && p.columns[n].use == asField {
		p.columns[n].use = extra
	}
}

// isPair tells whether the promotion is what everybody pays, and the catalog price what was paid before.
func (r *reader) isPair(columns []column) bool {
	catalog, promotion := pricing.None, pricing.None
	for _, c := range columns {
		switch {
		case c.use != asField || c.tag != "":
		case c.field == field.PriceCatalog:
			catalog = c.role
		case c.field == field.PricePromotion:
			promotion = c.role
		}
	}
	before := catalog == pricing.List || catalog == pricing.Old
	return r.kind.SellsThings() && (before && promotion.Priced() || catalog == pricing.Price && promotion == pricing.Now)
}

// keepTexts keeps columns whose header only looks like one of the shop's own business: a margin of "wide
// lined" is none. It reads the first rows where there is such a column.
func (s *source) keepTexts(ctx context.Context) error {
	amounts, texts := map[int]bool{}, map[int]bool{}
	for n, c := range s.head.columns {
		if c.use == unused && c.leftOut() && c.role != pricing.Supplier && !s.reader.ignoredByProfile(c.title) {
			amounts[n] = false
		}
	}
	if len(amounts) == 0 {
		return nil
	}
	seen := 0
	for row, err := range s.sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		if row.Number <= s.head.row {
			continue
		}
		for n := range amounts {
			if number := s.head.columns[n].number; number <= len(row.Cells) {
				cell := row.Cells[number-1]
				amounts[n] = amounts[n] || isMoney(cell)
				texts[n] = texts[n] || cell.Text != ""
			}
		}
		if seen++; seen == sampleRows {
			break
		}
	}
	for n, money := range amounts {
		if !money && texts[n] {
			s.head.columns[n].use, s.head.columns[n].role = extra, pricing.None
		}
	}
	return nil
}

// isMoney tells whether a cell holds an amount, or a part in percent.
func isMoney(c table.Cell) bool {
	if c.Kind == table.Number {
		return true
	}
	_, fault := pricing.Read(strings.TrimSuffix(strings.TrimSpace(c.Text), "%"))
	return fault == "" || fault == pricing.Negative
}

// leftOut tells whether a column is left out by what its header says.
func (c column) leftOut() bool { return c.role.Internal() && !c.configured }

// ignoredByProfile tells whether the shop system's profile leaves a column out.
func (r *reader) ignoredByProfile(title string) bool {
	return r.profile != nil && r.profile.Ignores(value.Fold(title))
}

// tellInternal says once that a column is left out because it is the shop's own business.
func (i *run) tellInternal(s *source, n int) {
	c := s.head.columns[n]
	s.head.columns[n].role = pricing.None
	i.tell(problem.Warnf(s.sheet.At(0, c.number), "internal-column", "the column is left out: %s", internalWords(c.role)).WithValue(c.title).
		Hintf("if that is wrong, give the column another header"))
}

// internalWords are what a column of the shop's own business holds.
func internalWords(r pricing.Role) problem.Text {
	switch r {
	case pricing.Cost:
		return problem.Textf("it looks like what the shop pays, which is not for customers")
	case pricing.Group:
		return problem.Textf("it looks like a price for some customers or for a quantity, and not for everybody")
	case pricing.Margin:
		return problem.Textf("it looks like what the shop earns, which is not for customers")
	}
	return problem.Textf("it looks like what the shop knows of a supplier, which is not for customers")
}

// tellConfigured warns of columns that look like the shop's own business and are used all the same, because
// the configuration says so.
func (s *source) tellConfigured(tell func(...problem.Problem)) {
	for _, c := range s.head.columns {
		if c.configured && c.use != unused && c.role.Internal() {
			tell(problem.Warnf(s.sheet.At(s.head.row, c.number), "internal-column-used",
				"the configuration uses this column, but %s", internalWords(c.role)).WithValue(c.title).
				Hintf("if it is for customers, give the column another header"))
		}
	}
}

// whichPrice asks which of some columns is the price.
func (r *reader) whichPrice(at problem.Position, titles ...string) problem.Problem {
	return problem.Errorf(at, "which-price", "which column is the price: %s?", titleList(titles)).
		Hintf("in plugsheet.yaml, with the header of the one that is: columns: { %s: { %q: priceCatalog } }", r.kind, titles[0])
}

// titleList is such as "Preis", "VK".
func titleList(titles []string) string {
	list := make([]string, len(titles))
	for i, t := range titles {
		list[i] = strconv.Quote(t)
	}
	return strings.Join(list, ", ")
}

// couldBePrice are the headers of the columns that could be the price where none is.
func (s *source) couldBePrice() []string {
	var titles []string
	for _, c := range s.head.columns {
		if c.use == extra && !c.configured && c.tag == "" && c.role.Priced() {
			titles = append(titles, c.title)
		}
	}
	return titles
}
