package propose

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
)

// sample is the header of a sheet and its first rows. Once read it does not change.
type sample struct {
	header int // its row; 0 where there is none
	titles []string
	rows   [][]table.Cell
	all    bool     // there are no more rows
	above  []string // texts above the header

	// rows with one text alone, as price lists have them between and below their products; not among rows
	headings int
	traits   []*traits
}

// Memory keeps what the first rows of sheets hold from one proposal to the next. It is for [Options.Books],
// whose rows stay the same; a sheet with corrections is looked at anew each time.
type Memory struct{ samples map[seen]*sample }

// seen is a look at the first rows of a sheet.
type seen struct {
	sheet         *table.Sheet
	header, limit int
}

// sampleOf is [readSample], or what it gave before.
func (m *Memory) sampleOf(ctx context.Context, r *header.Reader, s *table.Sheet, limit int) (*sample, error) {
	if m == nil || s.IsCorrected() {
		return readSample(ctx, r, s, limit)
	}
	number, _, err := r.FindHeader(ctx, s)
	if err != nil {
		return nil, err
	}
	key := seen{s, number, limit}
	if known, ok := m.samples[key]; ok {
		return known, nil
	}
	read, err := readSample(ctx, r, s, limit)
	if err != nil {
		return nil, err
	}
	if m.samples == nil {
		m.samples = map[seen]*sample{}
	}
	m.samples[key] = read
	return read, nil
}

// readSample reads the first rows of a sheet. Where no row names a field, the first row of the best filled
// among the first ones that holds nothing but different texts is taken for the header.
func readSample(ctx context.Context, r *header.Reader, s *table.Sheet, limit int) (*sample, error) {
	number, header, err := r.FindHeader(ctx, s)
	if err != nil {
		return nil, err
	}
	guessed := number == 0
	m := &sample{header: number, all: true}
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if len(m.rows) == limit+shop.HeaderRows {
			m.all = false
			break
		}
		if row.Number == number {
			m.titles = table.Texts(header)
			m.rows = m.rows[:0]
			continue
		}
		if row.Number > number {
			m.rows = append(m.rows, slices.Clone(row.Cells))
		} else {
			m.above = append(m.above, table.Texts(row.Cells)...)
		}
	}
	if guessed {
		m.guess()
	}
	if len(m.rows) > limit {
		m.rows, m.all = m.rows[:limit], false
	}
	m.dropHeadings()
	m.dropSideTable(r)
	m.dropRepeated()
	m.look()
	return m, nil
}

// guess looks for a header among the rows by their look alone.
func (m *sample) guess() {
	best, at := 1, -1
	for n, cells := range m.rows[:min(shop.HeaderRows, len(m.rows))] {
		if w := headerWidth(cells); w > best {
			best, at = w, n
		}
	}
	if at < 0 {
		m.rows = nil
		return
	}
	m.header = at + 1
	m.titles = table.Texts(m.rows[at])
	m.rows = m.rows[at+1:]
}

// dropHeadings takes the headings and the sums out of the rows: they say nothing about what a column holds.
// What stands below the last product heads nothing and is not counted.
func (m *sample) dropHeadings() {
	if len(m.titles) < 3 {
		return
	}
	pending := 0
	m.rows = slices.DeleteFunc(m.rows, func(cells []table.Cell) bool {
		if _, column := sheet.Sums(cells); column > 0 {
			return true // the import leaves it out
		}
		text, _ := sheet.Alone(cells)
		if sheet.IsHeading(text) {
			pending++
			return true
		}
		m.headings, pending = m.headings+pending, 0
		return false
	})
	if !m.all {
		m.headings += pending
	}
}

// dropSideTable takes the headers of a table beside the list away: the import leaves it out.
func (m *sample) dropSideTable(r *header.Reader) {
	rows := each.Of(m.rows, func(cells []table.Cell) table.Row { return table.Row{Cells: cells} })
	if from := sheet.SideTable(r, m.titles, rows); from > 0 {
		clear(m.titles[from-1:])
	}
}

// dropRepeated takes out the rows that say the same as an earlier one in all cells: the import leaves them out.
func (m *sample) dropRepeated() {
	seen := map[string]bool{}
	m.rows = slices.DeleteFunc(m.rows, func(cells []table.Cell) bool {
		key := strings.Join(table.Texts(cells), "\x00")
		again := seen[key]
		seen[key] = true
		return again
	})
}

// headerWidth is the number of cells of a row that could be a header: different short texts with letters; 0
// for others.
func headerWidth(cells []table.Cell) int {
	seen := map[string]bool{}
	for _, c := range cells {
		if c.Text == "" {
			continue
		}
		if c.Kind != table.Text || len(c.Text) > 60 || seen[c.Text] ||
			!strings.ContainsFunc(c.Text, unicode.IsLetter) || strings.Contains(c.Text, "://") {
			return 0
		}
		seen[c.Text] = true
	}
	return len(seen)
}

// look counts what the columns hold.
func (m *sample) look() {
	m.traits = make([]*traits, len(m.titles))
	for n := range m.titles {
		t := newTraits()
		for _, cells := range m.rows {
			t.see(table.Row{Cells: cells}.Cell(n + 1))
		}
		m.traits[n] = t
	}
}

// column is the number of the column with one of some headers, from 1; 0 for none.
func (m *sample) column(headers ...string) int {
	for _, h := range headers {
		folded := value.Fold(h)
		if n := slices.IndexFunc(m.titles,
			func(t string) bool { return t != "" && value.Fold(t) == folded }); n >= 0 {
			return n + 1
		}
	}
	return 0
}

// text is what a row says in a column, counted from 1.
func (m *sample) text(row, column int) string {
	return table.Row{Cells: m.rows[row]}.Cell(column).Text
}

// Values are the first different values of a column, at most so many, each cut after 60 letters.
func (p Sheet) Values(c Column, most int) []string {
	texts := each.Of(p.sample.rows, func(cells []table.Cell) string {
		return cut(table.Row{Cells: cells}.Cell(c.number).Text)
	})
	list := each.Once(each.That(texts, func(text string) bool { return text != "" }))
	return append([]string{}, list[:min(most, len(list))]...)
}

// Title is what the sheet is called in a plugsheet.yaml.
func (p Sheet) Title() string { return p.title }

// Head is the number of the row with the headers; 0 where there is none.
func (p Sheet) Head() int {
	if p.sample == nil || p.headless {
		return 0
	}
	return p.sample.header
}
