package propose

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// The confidence of a proposal, in one place.
const (
	sureConfigured = 1.00 // the configuration says so
	sureProfile    = 0.95 // the header is the shop system's
	sureWord       = 0.90 // the header is a word for the field
	sureNamed      = 0.85 // at least: the header itself names the field
	sureThing      = 0.70 // the header is a word for what the titles name
	sureNear       = 0.50 // the header is near to one, or holds one
	sureBlank      = 0.50 // the header says so, and no value speaks for or against it
	sureNot        = 0.20 // the header says so, and the values against it
	sureProposed   = 0.60 // no value alone makes a reference that sure
	sureEnough     = 0.50 // used from here on
	sureMaybe      = 0.30 // told of from here on
)

// mostlyBad is the share of values that do not suit from which a column is no price in spite of its header.
// With fewer, each bad one is told with its cell: without the column another price would go out.
const mostlyBad = 0.5

// candidate is one field that one column could be.
type candidate struct {
	column int // index into the titles
	field  int
	score  float64
	reason problem.Text
}

// columns decides what each column is: the surest pairs of column and field first, each column and each field
// once.
func (p *Sheet) columns() {
	m := p.sample
	uses := p.uses()
	var all []candidate
	for n := range m.titles {
		if p.findState(n, uses[n]) {
			continue
		}
		if p.private(n, uses[n]) {
			uses[n].Use = header.Unused
		}
		all = append(all, p.candidates(n, uses[n])...)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	byColumn, byField := map[int]candidate{}, map[int]bool{}
	for _, c := range all {
		if _, taken := byColumn[c.column]; !taken && !byField[c.field] && c.score >= sureMaybe {
			byColumn[c.column] = c
			byField[c.field] = c.score >= sureEnough
		}
	}
	for n, title := range m.titles {
		if title == "" {
			continue
		}
		c, found := byColumn[n]
		p.Columns = append(p.Columns, p.decide(n, uses[n], c, found))
	}
	if p.reader.Kind == kind.Products {
		p.keys()
		p.entitle()
		p.identify()
		if p.findSizes(uses); len(p.sizes) == 0 {
			p.askForPrice(uses)
		}
	}
}

// candidates are the fields that a column could be, by its header and, in a sheet of products, by its values.
func (p *Sheet) candidates(n int, c header.Column) []candidate {
	t, title := p.sample.traits[n], p.sample.titles[n]
	if title == "" || c.Use == header.Unused || c.Tag != "" ||
		p.reader.Columns[value.Fold(title)] == config.Keyword {
		return nil
	}
	var list []candidate
	if c.Use == header.AsField {
		score, reason := p.named(c, t)
		list = append(list, candidate{n, c.Field, score, reason})
	}
	if p.reader.Kind == kind.Customers && c.Use == header.Extra && p.people[n].Sort == person.Email &&
		p.people[n].Role < person.Supplier {
		return append(list, candidate{n, field.CustomerEmail, sureProposed - 0.01*float64(p.people[n].Role),
			problem.Textf("its values are e-mail addresses")})
	}
	if p.reader.Kind != kind.Products || c.Use == header.AsField && c.Rank < 0 || t.filled == 0 {
		return list
	}
	return append(list, p.otherFields(n, c)...)
}

// otherFields are the fields that a column could be besides that of its header: those that the header
// resembles or the values suit.
func (p *Sheet) otherFields(n int, c header.Column) (list []candidate) {
	near := p.reader.Near(p.sample.titles[n])
	if hasWord(p.sample.titles[n], besideNames()) {
		delete(near, field.Title)
	}
	for f := range p.reader.Fields {
		if c.Use == header.AsField && f == c.Field {
			continue
		}
		if score, reason := p.otherField(n, f, c, near[f]); score > 0 {
			list = append(list, candidate{n, f, score, reason})
		}
	}
	return list
}

// otherField is how sure a field is for a column whose header does not say it, and why; 0 where it is not to
// be told of. What header and values say together goes before what the header resembles, and that before the
// values alone.
func (p *Sheet) otherField(n, f int, c header.Column, near bool) (float64, problem.Text) {
	t := p.sample.traits[n]
	fit := t.fitOther(f, near)
	score, reason := p.saidTogether(n, f, c)
	switch {
	case score > 0:
		return score, reason
	case f == field.Reference && (p.onlyCounts(t) || !near && !p.headless && t.share(t.money) > 0.5):
		return 0, problem.Text{}
	case field.IsPrice(f) && !t.reasonForPrice(c):
		if near && fit > 0.3 {
			return sureMaybe + 0.1*fit, p.resembles(f, t)
		}
		return 0, problem.Text{}
	case near && t.suitsNear(f, fit):
		return sureNear + 0.3*fit - t.shared(f), p.resembles(f, t)
	}
	return t.alone(f, fit)
}

// saidTogether is how sure a field is for which the header and the values speak together, each too weak
// without the other: a stock, or a name or code of products.
func (p *Sheet) saidTogether(n, f int, c header.Column) (float64, problem.Text) {
	switch f {
	case field.Available:
		return p.stock(n, c)
	case field.Title:
		t := p.sample.traits[n]
		if sheet.NamesThings(p.sample.titles[n]) && t.share(t.texts) > 0.5 {
			return sureThing, problem.Textf("the header is a word for products")
		}
	case field.Reference:
		if p.numbersThings(n) && p.sample.traits[n].unique() && !p.isRunning(n+1) && !p.partOfNames(n) {
			return sureThing, problem.Textf("the header is a word for products")
		}
	case field.PriceCatalog:
		if p.onlyCurrency(n) {
			return sureProposed, problem.Textf("the header names a currency")
		}
	}
	return 0, problem.Text{}
}

// onlyCurrency tells whether a column of amounts is the only one with a currency in its header, and no other
// is called a price: "Bottle N$".
func (p *Sheet) onlyCurrency(n int) bool {
	for m, title := range p.sample.titles {
		code, rest := pricing.Currency(title)
		role := pricing.Of(rest)
		if (code != "") != (m == n) || role != pricing.None && !(m == n && role.Priced()) {
			return false
		}
	}
	t := p.sample.traits[n]
	_, discount := sheet.DiscountOf(p.sample.titles[n])
	return !discount && t.share(t.money+t.numbers) >= 0.9
}

// stock is how sure it is that a column tells whether there are some: by quantities, or by words below a
// header that has a role.
func (p *Sheet) stock(n int, c header.Column) (float64, problem.Text) {
	t := p.sample.traits[n]
	if sheet.IsQuantity(p.sample.titles[n]) && t.someLeft() {
		return sureProposed, problem.Textf("quantities, some of them 0")
	}
	if role, _ := p.reader.RoleOf(c); role != value.NoRole && t.tellsStock() {
		return sureProposed, problem.Textf("whether there are some")
	}
	return 0, problem.Text{}
}

// onlyCounts tells whether values are rather quantities, years or miles than references: a code by its values
// alone is longer, or has letters.
func (p *Sheet) onlyCounts(t *traits) bool {
	short := t.average() < 4 || t.average() < 8 && !p.headless
	return short && t.share(t.numbers+t.money) > 0.5
}

// resembles is the reason for a field that the header resembles, with what the values say for it.
func (p *Sheet) resembles(f int, t *traits) problem.Text {
	return t.add(problem.Textf("the header resembles %s", p.reader.Fields[f].Name), f)
}

// named is how sure a field is that the header says, after a look at the values.
func (p *Sheet) named(c header.Column, t *traits) (float64, problem.Text) {
	score, says := sureWord-0.0001*float64(c.Rank%field.GeneralRank), problem.Textf("the header says so")
	switch {
	case c.Rank < 0:
		return sureConfigured, problem.Textf("the configuration says so")
	case p.reader.Profile != nil && c.Rank < field.GeneralRank:
		score, says = sureProfile-0.0001*float64(c.Rank),
			problem.Textf("a header of %s", p.reader.Profile.Title)
	}
	if t.filled == 0 {
		return sureBlank, problem.Textf("%s; the column is blank", says)
	}
	if c.Field == field.PriceCatalog && t.zeros() {
		return sureNot, problem.Textf("%s, but all values are 0", says)
	}
	if p.reader.Kind != kind.Products {
		return score, says
	}
	name := p.reader.Fields[c.Field].Name
	bad, unfit, most := t.bad[name], t.unfit[name], 0.2
	switch c.Field {
	case field.ImageURL, field.ProductURL:
		bad -= t.relative
	case field.PricePromotion, field.PriceSpecial:
		price := p.reader.Fields[field.PriceCatalog].Name
		bad, unfit, most = t.bad[price], t.unfit[price], mostlyBad
	case field.PriceCatalog:
		most = mostlyBad
	case field.Available:
		most = mostlyBad // one word that nobody knows leaves the others
	default:
		return score, says
	}
	if t.share(bad) > most {
		return sureNot, problem.Textf("%s, but %d of %d values do not suit it, such as %q", says,
			bad, t.filled, cut(unfit))
	}
	return score, t.add(says, c.Field)
}

// decide is the outcome for one column.
func (p *Sheet) decide(n int, use header.Column, c candidate, found bool) Column {
	out := Column{
		Column: problem.ColumnName(n + 1), Header: p.sample.titles[n], Use: config.Keyword,
		Example: cut(p.sample.traits[n].example), field: -1, number: n + 1,
	}
	if p.settle(n, use, &out) {
		return out
	}
	if found && c.score >= sureEnough {
		out.Use, out.field, out.Confidence = p.reader.Fields[c.field].Name, c.field, c.score
		out.Reason, out.write = c.reason, true
		return out
	}
	if !found {
		return p.leftOver(n, use, out, nil)
	}
	return p.leftOver(n, use, out, &c)
}

// settle is the outcome for a column of which the header or the configuration says all; false for others.
func (p *Sheet) settle(n int, use header.Column, out *Column) bool {
	profile := p.reader.Profile
	switch {
	case p.states[n] == noneHidden:
		out.is(config.State, sureWord, problem.Textf("says what is published"))
	case p.states[n] != "":
		out.is(config.State, sureWord,
			problem.Textf("says what is published; these are left out: %s", p.states[n]))
	case use.Use == header.AsField && use.Tag != "":
		out.is(p.reader.Fields[use.Field].Name+":"+use.Tag, sureWord, problem.Textf("the header says so"))
	case p.reader.Ignore[value.Fold(out.Header)]:
		out.is(config.Ignored, sureConfigured, problem.Textf("left out by the configuration"))
	case p.private(n, use):
		*out = p.leaveOut(n, *out)
	case use.Use == header.Unused && use.LeftOut():
		out.is(config.Ignored, sureWord, header.InternalWords(use.Role))
	case use.Foreign:
		out.is(config.Ignored, sureWord, problem.Textf("prices in another currency"))
	case use.Use == header.Unused && profile != nil && profile.Ignores(value.Fold(out.Header)):
		out.is(config.Ignored, sureProfile, problem.Textf("nothing for shoppers in %s", profile.Title))
	case use.Use == header.Unused:
		out.is(config.Ignored, sureConfigured, problem.Textf("left out by the configuration"))
	default:
		return false
	}
	return true
}

// is settles what a column is used as, how surely and why.
func (c *Column) is(use string, sure float64, why problem.Text) {
	c.Use, c.Confidence, c.Reason = use, sure, why
}

// leftOver is the outcome for a column that is not surely a field; maybe is what it could be, nil for
// nothing.
func (p *Sheet) leftOver(n int, use header.Column, out Column, maybe *candidate) Column {
	t := p.sample.traits[n]
	out.Confidence, out.Reason = sureWord, problem.Textf("no field; kept for the search")
	if p.reader.Kind == kind.Customers {
		out.Reason = problem.Textf("no field; kept for customer fields")
	}
	if f := p.reader.Kept(&use); f != nil {
		out.Reason = problem.Textf("%s; kept for the search", f.Name)
	}
	if use.Use == header.AsField {
		score, reason := p.named(use, t)
		out.Reason = reason
		out.write = p.reader.Kind == kind.Products && use.Rank >= 0 && t.filled > 0
		if use.Field == field.PriceCatalog && t.zeros() {
			out.Use, out.Confidence = config.Ignored, sureEnough
			return out
		}
		if out.write && score != sureNot {
			out.Reason = problem.Textf("another column is %s", p.reader.Fields[use.Field].Name)
			out.write = p.reader.Profile == nil || use.Rank >= field.GeneralRank
		}
		return out
	}
	if why, is := idle(t); is && p.reader.Kind == kind.Products && !(sheet.IsStock(out.Header) && t.filled > 0) {
		out.Use, out.Confidence, out.Reason, out.write = config.Ignored, sureEnough, why, t.filled > 0
		return out
	}
	if maybe != nil {
		out.Maybe, out.Confidence, out.Reason = p.reader.Fields[maybe.field].Name, maybe.score, maybe.reason
	}
	return out
}

// idle tells why a column says nothing to a shopper; it reports false for one that may.
func idle(t *traits) (problem.Text, bool) {
	switch {
	case t.filled == 0:
		return problem.Textf("the column is blank"), true
	case t.spoiled > 0:
		return problem.Textf("long codes that a spreadsheet program has rounded"), true
	case t.filled >= 5 && len(t.values) == 1:
		return problem.Textf("always the same"), true
	case t.filled >= 2 && t.share(t.yesNo) == 1:
		return problem.Textf("only yes or no"), true
	case t.share(t.times) == 1:
		return problem.Textf("only dates"), true
	}
	return problem.Text{}, false
}

// cut shortens a text to 60 letters.
func cut(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:59]) + "…"
}
