package sheet

import (
	"strings"

	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// columnFacts is what the cells of a column are, all of them.
type columnFacts struct {
	filled, fractions, dotted, marked, quoted, dates, doubtful int
	hundredths                                                 int  // fractions of .00
	several                                                    bool // doubtful words stand in other columns too
}

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
	switch number := value.NumberOf(c.Text); {
	case number == value.Fraction:
		f.fractions++
		if isHundredths(c.Text) {
			f.hundredths++
		}
	case number == value.NoNumber && strings.Contains(c.Text, ".") && !value.Exponential(c.Text):
		f.dotted++
	}
	if strings.HasPrefix(c.Text, "'") {
		f.marked++
		if strings.Contains(c.Text[1:], "'") || len(c.Text) > 1 && 'a' <= c.Text[1] && c.Text[1] <= 'z' {
			f.quoted++ // or 's and 't
		}
	}
	if w.key && (c.Kind == table.Date || value.DateShaped(c.Text)) {
		f.dates++
	}
}

// isHundredths tells whether a text is a whole number with two decimals.
func isHundredths(text string) bool {
	return (strings.HasSuffix(text, ".00") || strings.HasSuffix(text, ",00")) && value.NumberOf(text[:len(text)-3]) == value.Whole
}
