package propose

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// ids proposes that keys are ids as they stand where one of them is too long a number.
func (p *Proposal) ids() {
	for n := range p.Sheets {
		s := &p.Sheets[n]
		key := cmp.Or(s.Number(field.ID), s.Number(field.Reference))
		if s.Kind != string(kind.Products) || key == 0 {
			continue
		}
		for row := range s.sample.rows {
			text := s.sample.text(row, key)
			if _, err := bundle.IntegerIDs.Mint(text); errors.Is(err, bundle.ErrIDRange) {
				p.Settings = append(p.Settings, Setting{Key: "ids", Value: string(bundle.StringIDs),
					Reason: problem.Textf("%s is a whole number beyond 9007199254740991", text)})
				return
			}
		}
	}
}

// entitle makes the first column of different short texts the title where no column is.
func (p *Sheet) entitle() {
	d := p.Number(field.Description)
	if n := p.Number(field.Title); n > 0 && p.sample.traits[n-1].filled > 0 ||
		d > 0 && p.sample.traits[d-1].average() <= 120 {
		return
	}
	for n := range p.Columns {
		c := &p.Columns[n]
		t := p.sample.traits[c.number-1]
		_, configured := p.reader.Columns[value.Fold(c.Header)]
		other := c.Maybe != "" && c.Maybe != p.reader.Fields[field.Title].Name
		if c.field >= 0 || c.Use != config.Keyword || other || configured ||
			p.people[c.number-1].Stray() || p.inside(c.number-1) || !t.likeNames() {
			continue
		}
		if blank := p.of(field.Title); blank >= 0 {
			p.Columns[blank].Use, p.Columns[blank].field, p.Columns[blank].write = config.Keyword, -1, true
		}
		c.Use, c.field, c.write, c.weak = p.reader.Fields[field.Title].Name, field.Title, true, true
		c.Confidence, c.Maybe = sureEnough, ""
		c.Reason = problem.Textf("%d of %d values are %s", t.texts, t.filled,
			problem.Textf("short texts, nearly each once"))
		return
	}
}

// identify makes a column of codes the reference where no column is: those of which each has a title of its
// own, though both come again, as in a row for each size.
func (p *Sheet) identify() {
	name := cmp.Or(p.Number(field.Title), p.Number(field.Description))
	if name == 0 || p.Number(field.ID)+p.Number(field.Reference) > 0 {
		return
	}
	names := p.different([]int{name})
	for n := range p.Columns {
		c := &p.Columns[n]
		t := p.sample.traits[c.number-1]
		if c.field >= 0 || c.Use != config.Keyword || p.people[c.number-1].Stray() || p.inside(c.number-1) ||
			t.filled < p.Rows || t.share(t.codes) < 0.9 || names < 2 ||
			t.share(t.money+t.numbers) > 0.5 && !p.numbersThings(c.number-1) ||
			p.isRunning(c.number) && !sheet.NamesThings(c.Header) ||
			len(t.values) != names || p.different([]int{c.number, name}) != names {
			continue
		}
		c.Use, c.field, c.write = p.reader.Fields[field.Reference].Name, field.Reference, true
		c.Confidence, c.Maybe = sureEnough, ""
		c.Reason = problem.Textf("%d of %d values are %s", t.codes, t.filled,
			problem.Textf("codes, one for each title"))
		return
	}
}

// likeNames tells whether values could be the names of things: short texts, nearly each once, in every row.
func (t *traits) likeNames() bool {
	return t.filled > 0 && t.filled == t.rows && t.share(t.texts) >= 0.8 && t.share(len(t.values)) >= 0.8 &&
		t.average() >= 2 && t.average() <= 120 && t.paths == 0 && t.share(t.yesNo) < 0.5 &&
		t.share(t.amounts+t.pages+t.images+t.relative) < 0.5
}

// Twice counts the references that come again where they are the only key of the products.
func (p *Sheet) Twice() int {
	n := p.Number(field.Reference)
	if n == 0 || p.Number(field.ID) > 0 || p.group.KindOrDefault() != "" {
		return 0
	}
	t := p.sample.traits[n-1]
	return t.filled - len(t.values)
}

// distinguish proposes an id of the reference and of further columns where references come twice, unless rows
// are the same in all of them.
func (p *Sheet) distinguish() {
	text, same := p.key()
	if text == "" || same > 0 {
		return
	}
	t := p.sample.traits[p.Number(field.Reference)-1]
	reason := problem.Textf("%d of %d references come twice", p.Twice(), t.filled)
	p.Defaults = append(p.Defaults,
		Default{Field: p.reader.Fields[field.ID].Name, Template: text, Reason: reason})
}

// key looks for columns that together tell the products apart: the reference where it comes twice, the title,
// then those with the most different values. It is empty where there are none.
func (p *Sheet) key() (text string, same int) {
	var columns []int
	for _, f := range []int{field.Reference, field.Title, field.Description} {
		n := p.Number(f)
		if n > 0 && p.sample.traits[n-1].filled > 0 &&
			(f != field.Reference || p.sample.traits[n-1].filled == p.Rows) &&
			(f != field.Description || len(columns) == 0) {
			columns = append(columns, n)
		}
	}
	for len(columns) < 5 {
		most := p.different(columns)
		if len(columns) > 0 && most == p.Rows {
			break
		}
		best := p.next(columns, most)
		if best == 0 {
			break
		}
		columns = append(columns, best)
	}
	parts := each.Of(columns, func(n int) string { return "{" + p.placeholder(n) + "}" })
	return strings.Join(parts, " "), p.Rows - p.different(columns)
}

// next is the column that tells most rows apart beside others, which tell apart as many as most; 0 for none.
func (p *Sheet) next(columns []int, most int) int {
	best := 0
	for n, t := range p.sample.traits {
		if t.filled == 0 || t.average() > 40 || t.share(t.images+t.pages) > 0 ||
			slices.Contains(columns, n+1) || p.sample.titles[n] == "" || p.people[n].Stray() || p.inside(n) ||
			p.changes(n+1) || p.isRunning(n+1) || p.dropped(n) ||
			n+1 == p.Number(field.ID) || n+1 == p.Number(field.Reference) {
			continue
		}
		if d := p.different(append(slices.Clone(columns), n+1)); d > most {
			best, most = n+1, d
		}
	}
	return best
}

// dropped tells whether a column of a sheet without header is left out, so that no id can be made of it.
func (p *Sheet) dropped(n int) bool { return p.headless && p.Columns[n].Use == config.Ignored }

// isRunning tells whether a column counts the rows, so that a new row above changes what stands below.
func (p *Sheet) isRunning(number int) bool {
	first, err := strconv.Atoi(p.sample.text(0, number))
	for row := range p.sample.rows {
		if err != nil || p.sample.text(row, number) != strconv.Itoa(first+row) {
			return false
		}
	}
	return true
}

// changes tells whether a column is one of the prices, or of the stock.
func (p *Sheet) changes(number int) bool {
	return p.priced(number) || p.Number(field.Available) == number || sheet.IsStock(p.sample.titles[number-1])
}

// priced tells whether a column is one of the prices.
func (p *Sheet) priced(number int) bool {
	return p.Number(field.PriceCatalog) == number || p.Number(field.PricePromotion) == number ||
		p.Number(field.PriceSpecial) == number
}

// placeholder is the name of a column in a template: that of its field where the header itself names it, so
// that the template works without the rest of the proposal.
func (p *Sheet) placeholder(number int) string {
	title := p.sample.titles[number-1]
	if c, _ := p.reader.Read(title); c.Use == header.AsField && c.Tag == "" && p.Number(c.Field) == number {
		return p.reader.Fields[c.Field].Name
	}
	return title
}

// Fill is what fills one of some fields, for a hint: the column that holds it, or what the proposal puts
// there. It says nothing where the proposal leaves it open.
func (p *Sheet) Fill(fields ...int) sheet.Remedy {
	var r sheet.Remedy
	for _, f := range fields {
		if n := p.of(f); n >= 0 && p.Columns[n].write && p.Columns[n].Confidence < sureConfigured &&
			p.sample.traits[p.Columns[n].number-1].filled > 0 {
			col := p.Columns[n]
			r.Header, r.Field, r.Column = col.Header, col.field, col.number
		}
		for _, d := range p.Defaults {
			if d.Field == p.reader.Fields[f].Name && !d.Open {
				r.Default, r.Template = f, d.Template
			}
		}
	}
	return r
}

// numbersThings tells whether a column holds codes, or numbers, below a header that is a word for products or
// for a number, as menus have it.
func (p *Sheet) numbersThings(n int) bool {
	t := p.sample.traits[n]
	for text := range t.values {
		if strings.Contains(text, " ") { // "Lamp 20 cm" is a name
			return false
		}
	}
	title := p.sample.titles[n]
	return (sheet.NamesThings(title) || numberNames()[value.Fold(title)]) && t.share(t.codes) >= 0.9 &&
		t.share(t.money) == 0
}

// partOfNames tells whether a column's codes stand in the texts beside them: the X5 of "BMW X5 xDrive" is a
// model and no reference, in a sheet that numbers its products.
func (p *Sheet) partOfNames(n int) bool {
	numbered := slices.ContainsFunc(p.sample.titles, func(title string) bool {
		c, _ := p.reader.Read(title)
		return c.Use == header.AsField && c.Field == field.ID
	})
	if !numbered {
		return false
	}
	found := 0
	for _, cells := range p.sample.rows {
		code := cells[n].Text
		if slices.ContainsFunc(cells, func(c table.Cell) bool {
			return c.Text != code && slices.Contains(strings.Fields(c.Text), code)
		}) {
			found++
		}
	}
	return 2*found > len(p.sample.rows)
}
