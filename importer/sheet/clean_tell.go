package sheet

import (
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/header"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// problems tell what was done to the cells of a sheet, once a column.
func (k *cleaner) problems() []problem.Problem {
	var ps []problem.Problem
	for _, w := range k.columns {
		if w == nil || k.unread(w) {
			continue
		}
		if len(w.said) > 0 {
			ps = append(ps, k.nothingSaid(w))
		}
		for _, what := range slices.Sorted(maps.Keys(w.done)) {
			ps = append(ps, k.changed(w, what))
		}
	}
	return ps
}

// unread tells whether nobody reads the column.
func (k *cleaner) unread(w *cleaning) bool {
	at := k.source.Title(w.column.Number)
	return at >= 0 && k.source.Head.Columns[at].Use == header.Unused
}

// nothingSaid tells of words for nothing.
func (k *cleaner) nothingSaid(w *cleaning) problem.Problem {
	words, n := slices.Sorted(maps.Keys(w.said)), 0
	for _, count := range w.said {
		n += count
	}
	at := k.source.Sheet.At(0, w.column.Number)
	return problem.Warnf(at, "null-word", "cells that say only %s are taken as blank (%s)",
		config.QuotedTexts(words[:min(5, len(words))]), cellsOf(n)).
		WithValue(w.column.Title).
		Hintf("leave such cells blank; where the word is meant, %s keeps it in plugsheet.yaml",
			k.keeping(w, words[0]))
}

// changed tells of one sort of change.
func (k *cleaner) changed(w *cleaning, what change) problem.Problem {
	at, text, n := k.source.Sheet.At(0, w.column.Number), w.example[what], w.done[what]
	all := k.keeping(w, "*")
	switch what {
	case nullsKept:
		return problem.Warnf(at, "doubtful-null", "%q may say that there is no value; it is kept (%s)", text,
			cellsOf(n)).
			Hintf("leave such cells blank; or, where the word is meant, in plugsheet.yaml: %s",
				k.keeping(w, text))
	case floated:
		return problem.Warnf(at, "float-code",
			"codes such as %q are read without the .0, which a program added (%s)", text, cellsOf(n)).
			Hintf("export the column as text; where the .0 is meant, in plugsheet.yaml: %s", all)
	case floatsKept:
		return problem.Warnf(at, "doubtful-float",
			"codes such as %q may have been whole numbers; they are kept (%s)", text, cellsOf(n)).
			Hintf("export the column as text; where the .0 is meant, in plugsheet.yaml: %s", all)
	case ungrouped:
		return problem.Warnf(at, "grouped-id",
			"ids such as %q are read without the marks of thousands (%s)", text, cellsOf(n)).
			Hintf("export the column as text; where the marks are meant, in plugsheet.yaml: %s", all)
	case marksKept:
		return problem.Warnf(at, "doubtful-apostrophe",
			"some codes begin with an apostrophe, which is kept (%s)", cellsOf(n)).WithValue(text).
			Hintf("take it away where it only marks a text; where it is meant, in plugsheet.yaml: %s", all)
	case formulasKept:
		return problem.Warnf(at, "formula-code",
			"some cells begin with =, as formulas do; they are kept (%s)", cellsOf(n)).WithValue(text).
			Hintf("export the values of the formulas; where the text is meant, in plugsheet.yaml: %s", all)
	case tagsOnly:
		return problem.Warnf(at, "only-tags", "cells that hold only HTML tags, such as %q, are taken as blank (%s)",
			text, cellsOf(n)).Hintf("write the text itself, or leave such cells blank")
	default:
		return problem.Warnf(at, "doubtful-newline",
			"some texts hold \\n, which may stand for a line break; it is kept (%s)", cellsOf(n)).
			WithValue(text).Hintf("write line breaks as such; where it is meant, in plugsheet.yaml: %s", all)
	}
}

func cellsOf(n int) problem.Text { return problem.Counted(n, "%d cell", "%d cells") }

// keeping is the setting that lets a text stand.
func (k *cleaner) keeping(w *cleaning, text string) problem.Paste {
	return problem.Pastef("keep: { %s: { %q: [%q] } }", k.source.Reader.Kind, w.column.Title, text)
}

// WithUnpublished is the option that takes products which are not published.
const WithUnpublished problem.Paste = "--with-unpublished"

// TellStates tells how many products a sheet's columns of states left out, by column and value.
func (i *Job) TellStates(s *Source) {
	for _, c := range s.States.Columns {
		for _, text := range slices.Sorted(maps.Keys(c.Left)) {
			n := c.Left[text]
			i.Unpublished = append(i.Unpublished, Unpublished{
				File: s.Sheet.File, Sheet: s.Sheet.Name, Column: problem.ColumnName(c.Number),
				Header: c.Title, Value: text,
				Products: n.Products, Variants: n.variants,
			})
			i.Tell(problem.Warnf(s.Sheet.At(0, c.Number), "unpublished",
				"left out as not published, since %q says %q: %s",
				c.Title, text, n.words()).Hintf("to take them all the same: %s", WithUnpublished))
		}
	}
}

func (n *leftOut) words() problem.Text {
	switch {
	case n.variants == 0:
		return problem.Counted(n.Products, "%d product", "%d products")
	case n.Products == 0:
		return problem.Counted(n.variants, "%d variant", "%d variants")
	}
	return problem.Textf("%s, %s", problem.Counted(n.Products, "%d product", "%d products"),
		problem.Counted(n.variants, "%d variant", "%d variants"))
}

// TracedLeft is a row that was left out as not published, and the cell that says so.
type TracedLeft struct {
	ID        string `json:"id,omitempty"`
	Reference string `json:"reference,omitempty"`
	Row       int    `json:"row"`
	Column    int    `json:"column"`
	Text      string `json:"text,omitempty"`
}

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
