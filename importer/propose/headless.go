package propose

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// headless tells by the values of a sheet without header what its columns are; false where the values do not
// look like products.
func (i *Inputs) headless(ctx context.Context, s *table.Sheet) (p Sheet, found bool, err error) {
	m := &sample{all: true}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return p, false, err
		}
		if len(m.rows) == sheet.SampleRows {
			m.all = false
			break
		}
		m.rows = append(m.rows, slices.Clone(row.Cells))
		for len(m.titles) < len(row.Cells) {
			m.titles = append(m.titles, header.ByPosition(len(m.titles)+1))
		}
	}
	if len(m.rows) < 2 {
		return p, false, nil
	}
	m.dropRepeated()
	m.look()
	p = Sheet{
		File: s.File, Sheet: s.Name, Kind: string(kind.Products), Rows: len(m.rows), All: m.all,
		title: s.Title(), headless: true, reader: header.NewReader(kind.Products, i.Words, i.Config),
		sample: m, states: map[int]string{},
	}
	to, known := i.Words.Sheets[value.Fold(s.Title())]
	p.Named = known && to == kind.Products
	p.lookForPersons()
	p.columns()
	p.priceByValues()
	if p.Number(field.ImageURL)+p.Number(field.ProductURL) == 0 && (p.tellsTimes() || p.tellsPersons()) {
		return p, false, nil
	}
	if n := p.of(field.Title); n >= 0 && p.Number(field.PriceCatalog) > 0 && len(m.rows) > 2 {
		p.Columns[n].weak = false // no header could say more than the values
	}
	if sum, _ := p.likeness(); sum == 0 {
		return p, false, nil
	}
	p.nameByPosition()
	p.defaults(i.Config)
	return p, true, nil
}

// tellsTimes tells whether a column holds dates, as statements and orders do.
func (p *Sheet) tellsTimes() bool {
	return slices.ContainsFunc(p.sample.traits, func(t *traits) bool {
		_, day := value.ReadDate(t.example)
		return day && !value.Digits(t.example) || t.share(t.times) > 0.5
	})
}

// tellsPersons tells whether a column holds the full names of persons, as lists of staff do.
func (p *Sheet) tellsPersons() bool {
	for n := range p.Columns {
		var texts []string
		for row := range p.sample.rows {
			texts = append(texts, p.sample.text(row, n+1))
		}
		if person.FullNames(texts) {
			return true
		}
	}
	return false
}

// priceByValues makes the one column of amounts, some with a decimal mark or nearly all of them round, the
// price where no column is. Beside pictures or pages any numbers may be it that do not count the rows.
func (p *Sheet) priceByValues() {
	if p.Number(field.PriceCatalog) > 0 {
		return
	}
	found := p.onlyAmounts(func(t *traits) bool { return t.money > 0 || t.round() })
	if len(found) == 0 && p.Number(field.ImageURL)+p.Number(field.ProductURL) > 0 {
		found = p.onlyAmounts(func(t *traits) bool { return len(t.values) > 1 })
	}
	if len(found) != 1 {
		return
	}
	c := &p.Columns[found[0]]
	t := p.sample.traits[c.number-1]
	c.Use, c.field, c.Maybe = p.reader.Fields[field.PriceCatalog].Name, field.PriceCatalog, ""
	c.Confidence = sureEnough
	c.Reason, _ = t.say(field.PriceCatalog)
}

// onlyAmounts are the columns, as indices, that hold nothing but amounts, do not count the rows, and are such
// as fits says.
func (p *Sheet) onlyAmounts(fits func(*traits) bool) (found []int) {
	for n, c := range p.Columns {
		t := p.sample.traits[c.number-1]
		if t.filled > 0 && t.money+t.numbers == t.filled && fits(t) && !p.isRunning(c.number) {
			found = append(found, n)
		}
	}
	return found
}

// round tells whether the values are round numbers, as prices without a decimal mark are: hardly one is no
// multiple of ten.
func (t *traits) round() bool {
	n := 0
	for text, times := range t.values {
		if len(text) > 2 && strings.HasSuffix(text, "0") {
			n += times
		}
	}
	return t.filled >= 5 && t.share(n) >= 0.8
}

// nameByPosition settles what the columns of a sheet without header are: what the values allow counts too,
// since a person looks at it before it is taken. All others are left out.
func (p *Sheet) nameByPosition() {
	taken := map[string]bool{}
	for _, c := range p.Columns {
		taken[c.Use] = taken[c.Use] || c.field >= 0
	}
	for n := range p.Columns {
		c := &p.Columns[n]
		if c.field < 0 && c.Maybe != "" && !taken[c.Maybe] {
			c.Use, c.Maybe, taken[c.Maybe] = c.Maybe, "", true
			c.field = field.Index(p.reader.Fields, c.Use)
		}
	}
	if c := &p.Columns[0]; c.field < 0 && !taken["id"] && !taken["reference"] && p.numbersRows() {
		c.Use, c.field, c.Maybe, c.Confidence = "reference", field.Reference, "", sureEnough
		c.Reason = problem.Textf("codes, each once")
	}
	for _, f := range []int{field.Title, field.Description} {
		name := p.reader.Fields[f].Name
		if n := p.sample.texts(p.Columns); n >= 0 && !taken[name] {
			c := &p.Columns[n]
			t := p.sample.traits[c.number-1]
			c.Use, c.field, c.Maybe, c.Confidence = name, f, "", sureEnough
			c.Reason = problem.Textf("%d of %d values are %s", t.texts, t.filled,
				problem.Textf("short texts, nearly each once"))
		}
	}
	for n := range p.Columns {
		c := &p.Columns[n]
		if c.write = c.field >= 0; !c.write {
			c.Use, c.Maybe = config.Ignored, ""
		}
	}
}

// numbersRows tells whether the first column has small numbers, each once and in no order, as articles that
// were deleted and added again have them. Quantities are rarely that dense.
func (p *Sheet) numbersRows() bool {
	t, most := p.sample.traits[0], 2*len(p.sample.rows)
	for text := range t.values {
		if n, err := strconv.Atoi(text); err != nil || n < 1 || n > most {
			return false
		}
	}
	return len(t.values) == len(p.sample.rows) && most >= 10 && !p.isRunning(1)
}

// byPositions are the columns with a field as lines for plugsheet.yaml, which names them by their position.
func (p *Sheet) byPositions() []string {
	fields := each.That(p.Columns, func(c Column) bool { return c.field >= 0 })
	return each.Of(fields, func(c Column) string { return fmt.Sprintf("%q: %s", c.Header, c.Use) })
}

// askHeader asks for the header of a sheet whose values are those of products, and proposes one; false where
// they are not.
func (i *Inputs) askHeader(ctx context.Context, s *table.Sheet) (bool, error) {
	p, found, err := i.headless(ctx, s)
	if err != nil || !found {
		return false, err
	}
	i.without = append(i.without, p)
	i.Tell(problem.Errorf(s.At(0, 0), "no-header",
		"the values look like products, and no row names the columns").
		Hintf("write a header row above the rows; or, if this is right, in plugsheet.yaml:\n%s",
			problem.Paste("columns:\n  products:\n    "+strings.Join(p.byPositions(), "\n    "))))
	return true, nil
}

// texts is the first column without a field whose values are texts, nearly each once, as titles are; -1 for
// none.
func (m *sample) texts(columns []Column) int {
	return slices.IndexFunc(columns, func(c Column) bool {
		t := m.traits[c.number-1]
		often := t.filled*10 >= len(m.rows)*9 && len(t.values)*10 >= t.filled*8
		return c.field < 0 && c.Maybe == "" && often && t.amounts == 0 && t.share(t.texts+t.long) >= 0.5
	})
}
