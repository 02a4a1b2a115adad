package product

import (
	"context"
	"fmt"
	"html"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// surveyRows is how many rows are read once more for what separates the values of a column.
const surveyRows = 20_000

// listMarks are the marks that separate the values of a field's cell. What a default wrote is no cell: it
// escapes what it inserts.
func (c *catalog) listMarks(r *sheet.Row, f int) string {
	s := r.Source
	if !strings.Contains(r.Text[f], ",") && c.Config.Lists == nil && s.Reader.Profile == nil ||
		r.FieldCell(f).Text == "" {
		return config.AnyMarks
	}
	if s.Lists == nil {
		s.Lists = map[int]string{}
	}
	marks, known := s.Lists[f]
	if !known {
		marks = c.findMarks(r, f)
		s.Lists[f] = marks
	}
	return marks
}

// findMarks tells what separates the values of a column: by the configuration, the shop system, or the values
// themselves. Where nothing tells, it asks, and shows both readings.
func (c *catalog) findMarks(r *sheet.Row, f int) string {
	s, name := r.Source, r.Source.Reader.Fields[f].Name
	if m := config.MarksOf(c.Config.Lists, name); m != "" {
		return m
	}
	own, all := config.OwnMarks, config.AnyMarks
	if p := s.Reader.Profile; p != nil {
		if m := config.MarksOf(p.Config.Lists, name); m == config.OneMarks {
			return m // a cell of that shop system holds one, whatever stands in its name
		} else if m != "" {
			return c.otherMark(s, s.Head.At[f], m)
		}
		if p.Config.Lists[name] == config.MaybeCommas {
			own, all = config.OneMarks, ","
		}
	}
	if c.Tree.Rows > 0 || c.Tree.Sep == "," { // the sheet of categories says what is a name
		return config.AnyMarks
	}
	v, example, err := c.surveyList(s, s.Head.At[f])
	switch {
	case err == nil && v == separator.Names:
		return own
	case err != nil || v != separator.Unsure:
		return all
	}
	parts := separator.Split(example, ",", c.Tree.Sep)
	for i, p := range parts {
		parts[i] = fmt.Sprintf("%q", separator.Label(strings.TrimSpace(p)))
	}
	c.Tell(problem.Errorf(s.Sheet.At(0, s.Head.At[f]), "unsure-list",
		"%s like %q can be one or several (%s), and nothing in the column decides", name, example,
		strings.Join(parts, ", ")).
		Hintf("where it is one, it is lists: { %s: none }; where commas separate several, in "+
			"plugsheet.yaml: %s", name, problem.Pastef(`lists: { %s: "," }`, name)))
	return all
}

// otherMark is the mark that separates the values of a column in the place of the shop system's, which no
// value has: another program may have written the file. It is the shop system's where nothing speaks for one.
func (c *catalog) otherMark(s *sheet.Source, column int, mark string) string {
	other := mark
	for _, text := range c.pathTexts(s, column) {
		text = html.UnescapeString(text)
		switch at := strings.IndexAny(text, ";|"); {
		case len(mark) != 1 || strings.Contains(text, mark):
			return mark
		case at >= 0 && text[at:at+1] != c.Tree.Sep:
			other = text[at : at+1]
		}
	}
	return other
}

// surveyList reads the first rows of a sheet once more for what the commas of a column are.
func (c *catalog) surveyList(s *sheet.Source, column int) (separator.Verdict, string, error) {
	found, paths := separator.NewColumn(c.Tree.Sep), c.pathsOf(s)
	for row, err := range s.Below(context.WithoutCancel(c.ctx), surveyRows) {
		if err != nil {
			return separator.None, "", err
		}
		cell := row.Cell(column)
		if _, settled := value.QuotedList(cell.Text); cell.Kind != table.Blank && !settled {
			found.Add(paths.Rewrite(cell.Text, c.Tree.Sep))
		}
	}
	v, example := found.Judge()
	return v, example, nil
}
