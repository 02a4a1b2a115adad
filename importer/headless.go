package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// headless tells by the values of a sheet without header what its columns are, as lines for plugsheet.yaml; none where the
// values do not look like products.
func (i *run) headless(ctx context.Context, s *table.Sheet) ([]string, error) {
	m := &sample{}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		m.rows = append(m.rows, slices.Clone(row.Cells))
		for len(m.titles) < len(row.Cells) {
			m.titles = append(m.titles, byPosition(len(m.titles)+1))
		}
		if len(m.rows) == sampleRows {
			break
		}
	}
	if len(m.rows) < 2 {
		return nil, nil
	}
	m.look()
	p := ProposedSheet{
		Kind: string(kind.Products), title: s.Title(), reader: newReader(kind.Products, i.words, i.config), sample: m, states: map[int]string{}, Rows: len(m.rows),
	}
	p.lookForPersons()
	p.columns()
	if p.likeness() == 0 {
		return nil, nil
	}
	return p.byPositions(), nil
}

// byPositions are the columns with a field as lines for plugsheet.yaml, which names them by their position.
func (p *ProposedSheet) byPositions() []string {
	var lines []string
	taken := map[string]bool{}
	for _, c := range p.Columns {
		taken[c.Use] = taken[c.Use] || c.field >= 0
	}
	for _, c := range p.Columns {
		use := c.Use
		if c.field < 0 && c.Maybe != "" && !taken[c.Maybe] { // what the values allow: a person looks at it before it counts
			use, taken[c.Maybe] = c.Maybe, true
		}
		if taken[use] {
			lines = append(lines, fmt.Sprintf("%q: %s", byPosition(c.number), use))
		}
	}
	for _, f := range []int{field.Title, field.Description} {
		if n := p.sample.texts(p.Columns); n >= 0 && !taken[p.reader.fields[f].Name] {
			p.Columns[n].field = f
			lines = append(lines, fmt.Sprintf("%q: %s", byPosition(p.Columns[n].number), p.reader.fields[f].Name))
		}
	}
	slices.Sort(lines)
	return lines
}

// askHeader asks for the header of a sheet whose values are those of products, and proposes one; false where they are not.
func (i *run) askHeader(ctx context.Context, s *table.Sheet) (bool, error) {
	lines, err := i.headless(ctx, s)
	if err != nil || len(lines) == 0 {
		return false, err
	}
	i.tell(problem.Errorf(s.At(0, 0), "no-header", "the values look like products, and no row names the columns").
		Hintf("write a header row above the rows; or, if this is right, in plugsheet.yaml:\n%s",
			"columns:\n  products:\n    "+strings.Join(lines, "\n    ")))
	return true, nil
}

// texts is the first column without a field whose values are texts, nearly each once, as titles are; -1 for none.
func (m *sample) texts(columns []ProposedColumn) int {
	return slices.IndexFunc(columns, func(c ProposedColumn) bool {
		t := m.traits[c.number-1]
		often := t.filled*10 >= len(m.rows)*9 && len(t.values)*10 >= t.filled*8
		return c.field < 0 && c.Maybe == "" && often && t.amounts == 0 && !value.Digits(t.example)
	})
}
