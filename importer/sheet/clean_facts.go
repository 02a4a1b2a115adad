package sheet

import (
	"strings"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// columnFacts is what the cells of a column are, all of them.
type columnFacts struct {
	filled, fractions, dotted, marked, quoted, dates, doubtful int

	hundredths     int             // 1001.00, 1,001.0
	grouped, short int             // 1,001; numbers of up to three digits
	several        bool            // doubtful words stand in other columns too
	shapes         map[string]bool // of keys that are no dates
}

// mostShapes is how many shapes of codes are kept of a column.
const mostShapes = 100

// look reads the sheet once more for what its columns hold. Where that fails, the reading proper fails too
// and tells of it.
func (k *cleaner) look() {
	if k.looked {
		return
	}
	k.looked = true
	s := k.source
	for data, err := range s.Sheet.Rows(k.ctx) {
		if err != nil {
			return
		}
		if data.Number <= s.Head.Row || s.Area.LastRow > 0 && data.Number > s.Area.LastRow ||
			s.Repeats(data.Cells) {
			continue
		}
		for n, c := range data.Cells {
			if c.Kind == table.Blank || n+1 >= len(k.columns) || k.columns[n+1] == nil {
				continue
			}
			k.columns[n+1].add(c)
		}
	}
	columns := 0
	for _, w := range k.columns {
		if w != nil && w.facts.doubtful > 0 {
			columns++
		}
	}
	for _, w := range k.columns {
		if w != nil {
			w.facts.several = columns > 1
		}
	}
}

// add takes in a cell of the column.
func (w *cleaning) add(c table.Cell) {
	f := &w.facts
	if _, ok := value.Hundredths(c.Text); ok && c.Kind != table.Number {
		f.hundredths++
	}
	switch value.NullWord(c.Text) {
	case value.Nothing:
		return
	case value.Perhaps:
		f.doubtful++
	}
	f.filled++
	if c.Kind == table.Number {
		return
	}
	if w.id {
		f.addGroups(c.Text)
	}
	switch number := value.NumberOf(c.Text); {
	case number == value.Fraction:
		f.fractions++
	case number == value.NoNumber && strings.Contains(c.Text, ".") && !value.Exponential(c.Text):
		f.dotted++
	}
	f.addMark(c.Text)
	switch {
	case !w.key:
	case c.Kind == table.Date || value.DateShaped(c.Text):
		f.dates++
	case len(f.shapes) < mostShapes:
		if f.shapes == nil {
			f.shapes = map[string]bool{}
		}
		f.shapes[value.Shape(c.Text)] = true
	}
}

// addMark notes an apostrophe at the beginning.
func (f *columnFacts) addMark(text string) {
	rest, marked := strings.CutPrefix(text, "'")
	if !marked {
		return
	}
	f.marked++
	if strings.Contains(rest, "'") || rest != "" && 'a' <= rest[0] && rest[0] <= 'z' {
		f.quoted++ // or 's and 't
	}
}

// addGroups notes a whole number with marks of thousands, and one that is too short for them.
func (f *columnFacts) addGroups(text string) {
	if _, mark := value.Grouped(text); mark != 0 {
		f.grouped++
	} else if len(text) < 4 && value.Digits(text) {
		f.short++
	}
}
