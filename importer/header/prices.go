package header

import (
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// rankByRole is the rank of a price that is found by its role: behind the words for the field.
const rankByRole = field.GeneralRank / 2

// ReadPrices looks at the headers of prices together. What is the shop's own business is left out, and of two
// prices the one that was crossed out becomes the catalog price, the other the promotion. What the
// configuration says stays.
func (r *Reader) ReadPrices(columns []Column) {
	if !r.Kind.SellsThings() {
		return
	}
	for n := range columns {
		c := &columns[n]
		_, mapped := r.Columns[value.Fold(c.Title)]
		c.Configured = mapped || r.Ignore[value.Fold(c.Title)]
		if c.Role = r.priceRole(c.Title, columns); c.Role.Internal() && !c.Configured && !r.ownField(*c) {
			c.Use = Unused
		}
	}
	r.readCurrencies(columns)
	readLevels(columns)
	p := priceColumns{columns: columns}
	p.find()
	p.assign()
	p.leaveUntaxed()
	leaveLevels(columns)
	p.daysOfSale()
}

// daysOfSale makes "On sale from" and the like the days of the promotion where there is one.
func (p *priceColumns) daysOfSale() {
	days := map[int]int{field.ListedFrom: field.PromotionFrom, field.ListedUntil: field.PromotionUntil}
	if !slices.ContainsFunc(p.columns, func(c Column) bool {
		return c.Use == AsField && c.Field == field.PricePromotion
	}) {
		return
	}
	for n, c := range p.columns {
		f, is := days[c.Field]
		if is && c.Use == AsField && !c.Configured && strings.Contains(value.Fold(c.Title), "onsale") {
			p.columns[n].Field = f
		}
	}
}

// leaveUntaxed leaves out prices without taxes that no field is, beside a price: they are what the shop, or a
// dealer, reckons with.
func (p *priceColumns) leaveUntaxed() {
	if !slices.ContainsFunc(p.columns, func(c Column) bool {
		return c.Use == AsField && c.Field == field.PriceCatalog
	}) {
		return
	}
	for n := range p.columns {
		c := &p.columns[n]
		net := c.Role.Priced() && pricing.Net(c.Title) || pricing.NetAlone(c.Title)
		if c.Use == Extra && !c.Configured && c.Tag == "" && net {
			c.Use, c.Role = Unused, pricing.Untaxed
		}
	}
}

// ownField tells whether a column is a field by the words of a shop system or the contract's own.
func (r *Reader) ownField(c Column) bool {
	return c.Use == AsField && (c.Rank == 0 || r.Profile != nil && c.Rank < field.GeneralRank)
}

// priceRole is the role of a header. Odoo calls what a shop pays the standard price, Amazon what a customer
// pays.
func (r *Reader) priceRole(title string, columns []Column) pricing.Role {
	if r.Profile != nil {
		switch w, known := r.Profile.Words[value.Fold(title)]; {
		case known && field.IsPrice(w.Field) && pricing.Of(title).Internal():
			return pricing.Price // Shopware's price_EK is what everybody pays
		case known && w.Field == field.Brand:
			return pricing.None
		}
	}
	if value.Fold(title) != "standardprice" {
		return pricing.Of(title)
	}
	if slices.ContainsFunc(columns, func(c Column) bool {
		f := value.Fold(c.Title)
		return f == "itemsku" || f == "feedproducttype" || f == "externalproductid" || f == "sellersku"
	}) {
		return pricing.Price
	}
	return pricing.Cost
}

// priceColumns are the columns of a header that could be the price, as indices; -1 for none.
type priceColumns struct {
	columns            []Column
	catalog, promotion int   // what words or the configuration say
	before             int   // crossed out, or recommended
	now                int   // what is paid where another price stands beside
	plain              []int // prices without more
}

// free tells whether a column may get another field: the configuration leaves it to its header.
func (p *priceColumns) free(n int) bool {
	c := p.columns[n]
	return !c.Configured && c.Tag == "" &&
		(c.Use == Extra || c.Use == AsField && c.Field == field.PriceCatalog && c.Rank > 0)
}

// find sorts the columns.
func (p *priceColumns) find() {
	p.catalog, p.promotion, p.before, p.now = -1, -1, -1, -1
	for n, c := range p.columns {
		isField := c.Use == AsField && c.Tag == ""
		switch {
		case isField && c.Field == field.PricePromotion:
			p.promotion = n
		case isField && c.Field == field.PriceCatalog &&
			(p.catalog < 0 || c.Rank < p.columns[p.catalog].Rank):
			p.catalog = n
		}
		switch {
		case !p.free(n):
		case p.before < 0 && (c.Role == pricing.List || c.Role == pricing.Old):
			p.before = n
		case p.now < 0 && c.Role == pricing.Now:
			p.now = n
		case c.Role == pricing.Price:
			p.plain = append(p.plain, n)
		}
	}
	p.usual()
}

// usual makes the usual price of two the one before, where nothing else is it: "Price" and "Regular price".
func (p *priceColumns) usual() {
	if len(p.plain) != 2 || p.before >= 0 || p.now >= 0 || p.promotion >= 0 {
		return
	}
	first, second := p.plain[0], p.plain[1]
	if !pricing.Usual(p.columns[second].Title) {
		first, second = second, first
	}
	if pricing.Usual(p.columns[second].Title) && !pricing.Usual(p.columns[first].Title) {
		p.columns[second].Role, p.before, p.plain = pricing.Old, second, []int{first}
	}
}

// assign says which of the columns are the catalog price and the promotion.
func (p *priceColumns) assign() {
	if p.catalog >= 0 && p.columns[p.catalog].Configured {
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
	case len(p.plain) == 0 && p.before >= 0 && p.columns[p.before].Role == pricing.List:
		p.set(p.before, field.PriceCatalog)
	case len(p.plain) > 1:
		p.spare(p.before)
	}
}

// gross is of several prices the one that says to be with taxes, which is what customers pay; -1 for none.
// The others are then no field.
func (p *priceColumns) gross() int {
	found := -1
	for _, n := range p.plain {
		switch {
		case !pricing.Gross(p.columns[n].Title):
		case found >= 0:
			return -1
		default:
			found = n
		}
	}
	if found < 0 || len(p.plain) < 2 || p.catalog >= 0 && !p.free(p.catalog) {
		return -1
	}
	for _, n := range p.plain {
		if n != found {
			p.spare(n)
		}
	}
	return found
}

// paid is the one price without more; -1 where there is none, or several and no word decides.
func (p *priceColumns) paid() int {
	if g := p.gross(); g >= 0 {
		return g
	}
	named := 0 // of the prices without more, by words for the field
	for _, n := range p.plain {
		if p.columns[n].Use == AsField {
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
	if c.Use != AsField || c.Field != field {
		c.Use, c.Field, c.Rank = AsField, field, rankByRole
	}
}

// spare makes a column no field.
func (p *priceColumns) spare(n int) {
	if n >= 0 && !p.columns[n].Configured && p.columns[n].Use == AsField {
		p.columns[n].Use = Extra
	}
}

// isPair tells whether the promotion is what everybody pays, and the catalog price what was paid before.
func (r *Reader) isPair(columns []Column) bool {
	catalog, promotion := pricing.None, pricing.None
	for _, c := range columns {
		switch {
		case c.Use != AsField || c.Tag != "":
		case c.Field == field.PriceCatalog:
			catalog = c.Role
		case c.Field == field.PricePromotion:
			promotion = c.Role
		}
	}
	before := catalog == pricing.List || catalog == pricing.Old
	return r.Kind.SellsThings() &&
		(before && promotion.Priced() || catalog == pricing.Price && promotion == pricing.Now)
}

// LeftOut tells whether a column is left out by what its header says.
func (c Column) LeftOut() bool { return c.Role.Internal() && !c.Configured }

// IgnoredByProfile tells whether the shop system's profile leaves a column out.
func (r *Reader) IgnoredByProfile(title string) bool {
	return r.Profile != nil && r.Profile.Ignores(value.Fold(title))
}

// InternalWords are what a column of the shop's own business holds.
func InternalWords(r pricing.Role) problem.Text {
	if words, known := internalWords[r]; known {
		return words
	}
	return problem.Textf("it looks like what the shop knows of a supplier, which is not for customers")
}

var internalWords = map[pricing.Role]problem.Text{
	pricing.Cost: problem.Textf("it looks like what the shop pays, which is not for customers"),
	pricing.Group: problem.Textf(
		"it looks like a price for some customers or for a quantity, and not for everybody"),
	pricing.Margin: problem.Textf("it looks like what the shop earns, which is not for customers"),
	pricing.Memo: problem.Textf(
		"it looks like notes that the shop writes for itself, which are not for customers"),
	pricing.Untaxed: problem.Textf("it looks like a price without taxes, beside the one that customers pay"),
}

// WhichPrice asks which of some columns is the price.
func (r *Reader) WhichPrice(at problem.Position, titles ...string) problem.Problem {
	return problem.Errorf(at, "which-price", "which column is the price: %s?", TitleList(titles)).
		Hintf("in plugsheet.yaml, with the header of the one that is: %s",
			problem.Pastef("columns: { %s: { %q: priceCatalog } }", r.Kind, titles[0]))
}

// TitleList is such as "Preis", "VK".
func TitleList(titles []string) string {
	list := make([]string, len(titles))
	for i, t := range titles {
		list[i] = strconv.Quote(t)
	}
	return strings.Join(list, ", ")
}
