package importer

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// The confidence of a proposal, in one place.
const (
	sureConfigured = 1.00 // the configuration says so
	sureProfile    = 0.95 // the header is the shop system's
	sureWord       = 0.90 // the header is a word for the field
	sureNamed      = 0.85 // at least: the header itself names the field
	sureNear       = 0.50 // the header is near to one, or holds one
	sureBlank      = 0.50 // the header says so, and no value speaks for or against it
	sureNot        = 0.20 // the header says so, and the values against it
	sureProposed   = 0.60 // no value alone makes a reference that sure
	sureEnough     = 0.50 // used from here on
	sureMaybe      = 0.30 // told of from here on
)

// candidate is one field that one column could be.
type candidate struct {
	column int // index into the titles
	field  int
	score  float64
	reason problem.Text
}

// columns decides what each column is: the surest pairs of column and field first, each column and each field once.
func (p *ProposedSheet) columns() {
	m := p.sample
	uses := p.uses()
	var all []candidate
	for n := range m.titles {
		if p.findState(n, uses[n]) {
			continue
		}
		if p.private(n, uses[n]) {
			uses[n].use = unused
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
	if p.reader.kind == kind.Products {
		p.keys()
		p.entitle()
		p.askForPrice(uses)
	}
}

// candidates are the fields that a column could be, by its header and, in a sheet of products, by its values.
func (p *ProposedSheet) candidates(n int, c column) []candidate {
	t, title := p.sample.traits[n], p.sample.titles[n]
	if title == "" || c.use == unused || c.tag != "" || p.reader.columns[value.Fold(title)] == config.Keyword {
		return nil
	}
	var list []candidate
	if c.use == asField {
		score, reason := p.named(c, t)
		list = append(list, candidate{n, c.field, score, reason})
	}
	if p.reader.kind == kind.Customers && c.use == extra && p.people[n].Sort == person.Email && p.people[n].Role < person.Supplier {
		return append(list, candidate{n, field.CustomerEmail, sureProposed - 0.01*float64(p.people[n].Role), problem.Textf("its values are e-mail addresses")})
	}
	if p.reader.kind != kind.Products || c.use == asField && c.rank < 0 || t.filled == 0 {
		return list
	}
	near := p.reader.near(title)
	for f := range p.reader.fields {
		if c.use == asField && f == c.field {
			continue
		}
		fit, _, _ := t.fit(f)
		if isPrice(f) && !t.reasonForPrice(c) {
			if near[f] && fit > 0.3 {
				resembles := problem.Textf("the header resembles %s", p.reader.fields[f].Name)
				list = append(list, candidate{n, f, sureMaybe + 0.1*fit, t.add(resembles, f)})
			}
			continue
		}
		if near[f] && (fit > 0.3 || !testable(f) || f == field.Description && t.share(t.texts) > 0.5) {
			resembles := problem.Textf("the header resembles %s", p.reader.fields[f].Name)
			list = append(list, candidate{n, f, sureNear + 0.3*fit, t.add(resembles, f)})
			continue
		}
		if score := fit * byValues(f, t); score >= sureMaybe {
			said, _ := t.say(f)
			list = append(list, candidate{n, f, score, said})
		}
	}
	return list
}

// byValues is how sure a field is by its values alone, when they suit it in full.
func byValues(f int, t *traits) float64 {
	switch f {
	case field.ImageURL, field.Currency:
		return 0.80
	case field.ProductURL:
		return 0.75
	case field.Description:
		return 0.65
	case field.Categories:
		if t.paths > 0 {
			return 0.75
		}
		return 0.45
	case field.PriceCatalog:
		return 0.70
	case field.Title, field.Reference:
		return 0.55
	case field.Brand:
		return 0.40
	case field.Available:
		return 0.35
	}
	return 0
}

// testable tells whether values can speak for or against a field.
func testable(f int) bool { return f != field.ShortDescription && f != field.Title }

// named is how sure a field is that the header says, after a look at the values.
func (p *ProposedSheet) named(c column, t *traits) (float64, problem.Text) {
	score, says := sureWord-0.0001*float64(c.rank%field.GeneralRank), problem.Textf("the header says so")
	switch {
	case c.rank < 0:
		return sureConfigured, problem.Textf("the configuration says so")
	case p.reader.profile != nil && c.rank < field.GeneralRank:
		score, says = sureProfile-0.0001*float64(c.rank), problem.Textf("a header of %s", p.reader.profile.Title)
	}
	if t.filled == 0 {
		return sureBlank, problem.Textf("%s; the column is blank", says)
	}
	if p.reader.kind != kind.Products {
		return score, says
	}
	name := p.reader.fields[c.field].Name
	bad, unfit := t.bad[name], t.unfit[name]
	switch c.field {
	case field.ImageURL, field.ProductURL:
		bad -= t.relative
	case field.PricePromotion, field.PriceSpecial:
		price := p.reader.fields[field.PriceCatalog].Name
		bad, unfit = t.bad[price], t.unfit[price]
	case field.PriceCatalog, field.Available:
	default:
		return score, says
	}
	if bad > 0 && (t.share(bad) > 0.2 || c.field == field.Available) {
		return sureNot, problem.Textf("%s, but %d of %d values do not suit it, such as %q", says, bad, t.filled, cut(unfit))
	}
	return score, t.add(says, c.field)
}

// say is what the values say for a field: "24 of 24 values are amounts"; it reports false where they say nothing.
func (t *traits) say(field int) (problem.Text, bool) {
	fit, n, why := t.fit(field)
	return problem.Textf("%d of %d values are %s", n, t.filled, why), fit > 0 && n > 0
}

// add puts what the values say for a field behind another reason.
func (t *traits) add(reason problem.Text, field int) problem.Text {
	if said, ok := t.say(field); ok {
		return problem.Textf("%s; %s", reason, said)
	}
	return reason
}

// decide is the outcome for one column.
func (p *ProposedSheet) decide(n int, use column, c candidate, found bool) ProposedColumn {
	t := p.sample.traits[n]
	out := ProposedColumn{
		Column: problem.ColumnName(n + 1), Header: p.sample.titles[n], Use: config.Keyword, Example: cut(t.example), field: -1, number: n + 1,
	}
	switch {
	case p.states[n] != "":
		out.Use, out.Confidence, out.Reason = config.State, sureWord, problem.Textf("says what is published; these are left out: %s", p.states[n])
		if p.states[n] == noneHidden {
			out.Reason = problem.Textf("says what is published")
		}
		return out
	case use.use == asField && use.tag != "":
		out.Use, out.Confidence, out.Reason = p.reader.fields[use.field].Name+":"+use.tag, sureWord, problem.Textf("the header says so")
		return out
	case p.reader.ignore[value.Fold(out.Header)]:
		out.Use, out.Confidence, out.Reason = config.Ignored, sureConfigured, problem.Textf("left out by the configuration")
		return out
	case p.private(n, use):
		return p.leaveOut(n, out)
	case use.use == unused && use.leftOut():
		out.Use, out.Confidence, out.Reason = config.Ignored, sureWord, internalWords(use.role)
		return out
	case use.foreign:
		out.Use, out.Confidence, out.Reason = config.Ignored, sureWord, problem.Textf("prices in another currency")
		return out
	case use.use == unused:
		out.Use, out.Confidence, out.Reason = config.Ignored, sureConfigured, problem.Textf("left out by the configuration")
		if p.reader.profile != nil && p.reader.profile.Ignores(value.Fold(out.Header)) {
			out.Confidence, out.Reason = sureProfile, problem.Textf("nothing for shoppers in %s", p.reader.profile.Title)
		}
		return out
	case found && c.score >= sureEnough:
		out.Use, out.field, out.Confidence, out.Reason, out.write = p.reader.fields[c.field].Name, c.field, c.score, c.reason, true
		return out
	}
	out.Confidence, out.Reason = sureWord, problem.Textf("no field; kept for the search")
	if p.reader.kind == kind.Customers {
		out.Reason = problem.Textf("no field; kept for customer fields")
	}
	if use.use == asField {
		score, reason := p.named(use, t)
		out.Reason = reason
		out.write = p.reader.kind == kind.Products && use.rank >= 0 && t.filled > 0
		if out.write && score != sureNot {
			out.Reason = problem.Textf("another column is %s", p.reader.fields[use.field].Name)
			out.write = p.reader.profile == nil || use.rank >= field.GeneralRank
		}
		return out
	}
	if why, is := idle(t); is && p.reader.kind == kind.Products {
		out.Use, out.Confidence, out.Reason, out.write = config.Ignored, sureEnough, why, t.filled > 0
		return out
	}
	if found {
		out.Maybe, out.Confidence, out.Reason = p.reader.fields[c.field].Name, c.score, c.reason
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
