package importer

import (
	"context"
	"fmt"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/separator"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// surveyRows is how many rows are read once more for what separates the values of a column.
const surveyRows = 20_000

// listMarks are the marks that separate the values of a field's cell. What a default wrote is no cell: it escapes what it
// inserts.
func (c *catalog) listMarks(r *row, f int) string {
	s := r.source
	if !strings.Contains(r.text[f], ",") && c.config.Lists == nil && s.reader.profile == nil || r.fieldCell(f).Text == "" {
		return config.AnyMarks
	}
	if s.lists == nil {
		s.lists = map[int]string{}
	}
	marks, known := s.lists[f]
	if !known {
		marks = c.findMarks(r, f)
		s.lists[f] = marks
	}
	return marks
}

// findMarks tells what separates the values of a column: by the configuration, the shop system, or the values themselves. Where
// nothing tells, it asks, and shows both readings.
func (c *catalog) findMarks(r *row, f int) string {
	s, name := r.source, r.source.reader.fields[f].Name
	if m := config.MarksOf(c.config.Lists, name); m != "" {
		return m
	}
	if p := s.reader.profile; p != nil {
		if m := config.MarksOf(p.Config.Lists, name); m != "" {
			return m
		}
	}
	if c.tree.rows > 0 || c.tree.sep == "," { // the sheet of categories says what is a name
		return config.AnyMarks
	}
	v, example, err := c.surveyList(s, s.head.at[f])
	switch {
	case err == nil && v == separator.Names:
		return config.OwnMarks
	case err != nil || v != separator.Unsure:
		return config.AnyMarks
	}
	parts := separator.Split(example, ",", c.tree.sep)
	for i, p := range parts {
		parts[i] = fmt.Sprintf("%q", separator.Label(strings.TrimSpace(p)))
	}
	c.tell(problem.Errorf(s.sheet.At(0, s.head.at[f]), "unsure-list",
		"%s like %q can be one or several (%s), and nothing in the column decides", name, example, strings.Join(parts, ", ")).
		Hintf("where it is one, it is lists: { %s: none }; where commas separate several, in plugsheet.yaml: lists: { %s: \",\" }", name, name))
	return config.AnyMarks
}

// surveyList reads the first rows of a sheet once more for what the commas of a column are.
func (c *catalog) surveyList(s *source, column int) (separator.Verdict, string, error) {
	found, seen, paths := separator.NewColumn(c.tree.sep), 0, c.pathsOf(s)
	for data, err := range s.sheet.Rows(context.WithoutCancel(c.ctx)) {
		if err != nil {
			return separator.None, "", err
		}
		if data.Number <= s.head.row {
			continue
		}
		if column <= len(data.Cells) && data.Cells[column-1].Kind != table.Blank {
			found.Add(paths.Rewrite(data.Cells[column-1].Text, c.tree.sep))
		}
		if seen++; seen == surveyRows {
			break
		}
	}
	v, example := found.Judge()
	return v, example, nil
}
