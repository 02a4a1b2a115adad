package product

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"

	"plugsheet/importer/category"
	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// pathRows is how many rows are read once more for how the paths of categories are written.
const pathRows = 2_000

// pathsOf is how the paths of a sheet's categories are written: as the settings say, or as its values show.
func (c *catalog) pathsOf(s *sheet.Source) *separator.Paths {
	if s.Paths != nil {
		return s.Paths
	}
	s.Paths = &separator.Paths{}
	column := s.Head.At[field.Categories]
	texts := c.pathTexts(s, column)
	if c.Separated {
		if found := separator.JudgePaths(texts, c.Tree.Sep, true); found.Mark == "" {
			s.Paths.Root = found.Root
		}
	} else {
		*s.Paths = separator.JudgePaths(texts, c.Tree.Sep, c.listsBars(s))
	}
	if c.Tree.Rows > 0 { // the sheet of categories says what is a root and what a name
		s.Paths.Root, s.Paths.Doubt = "", ""
	}
	c.tellPaths(s, s.Paths, column)
	return s.Paths
}

// listsBars tells whether somebody says that | separates several categories.
func (c *catalog) listsBars(s *sheet.Source) bool {
	const name = "categories"
	if p := s.Reader.Profile; p != nil && strings.Contains(config.MarksOf(p.Config.Lists, name), "|") {
		return true
	}
	return config.MarksOf(c.Config.Lists, name) != ""
}

// pathTexts are the different texts of a column of categories in the first rows.
func (c *catalog) pathTexts(s *sheet.Source, column int) []string {
	var texts []string
	seen, n := map[string]bool{}, 0
	for data, err := range s.Sheet.Rows(context.WithoutCancel(c.ctx)) {
		if err != nil || n == pathRows {
			break
		}
		if data.Number <= s.Head.Row || column > len(data.Cells) || s.Repeats(data.Cells) {
			continue
		}
		n++
		for _, text := range listed(strings.TrimSpace(data.Cells[column-1].Text)) {
			if text != "" && !seen[text] {
				text = strings.Clone(text)
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// listed are the items of a list as programs write it: ["Food, Drinks >> Tea"]; of other texts the text.
func listed(text string) []string {
	if list, ok := value.QuotedList(text); ok {
		return list
	}
	return []string{text}
}

// tellPaths tells how the paths are read where that is not certain.
func (c *catalog) tellPaths(s *sheet.Source, p *separator.Paths, column int) {
	at, mark := s.Sheet.At(0, column), strings.TrimSpace(p.Mark)
	switch {
	case p.Mark != "":
		c.Tell(problem.Warnf(at, "found-separator",
			"categories like %q are taken as paths, with %q between the labels", p.Like, mark).
			Hintf("if they are labels as they stand, in plugsheet.yaml: %s",
				problem.Pastef("separator: %q", c.Tree.Sep)))
	case p.Doubt != "":
		c.Tell(problem.Warnf(at, "perhaps-separator",
			"categories like %q are taken as one label each", p.Like).
			Hintf("if they are paths, in plugsheet.yaml: %s", problem.Pastef("separator: %q", p.Doubt)))
	}
	if p.Root != "" {
		c.Tell(problem.Warnf(at, "root-category", "all categories stand below %q, which is left out", p.Root))
	}
}

// categoriesOf resolves what a row says of its categories: they as indices, and their ids.
func (c *catalog) categoriesOf(r *sheet.Row) (in []int, ids []bundle.ID) {
	ids = []bundle.ID{}
	before, at := len(c.Tree.List), r.At(field.Categories)
	for _, cell := range c.categoryCells(r) {
		found := c.Tree.Place(cell.text, cell.marks, at)
		for n := before; n < len(c.Tree.List); n++ {
			c.MintCategory(n)
		}
		before = len(c.Tree.List)
		for _, p := range found.Problems {
			c.Tell(problem.Errorf(at, p.Code, "%s", p.Message).WithValue(p.Value).Hintf("%s", p.Hint))
		}
		for _, n := range found.In {
			if !slices.Contains(in, n) {
				in = append(in, n)
			}
		}
	}
	for _, n := range in {
		switch id := c.Tree.List[n].Id; {
		case !id.IsZero():
			ids = append(ids, id)
		case c.Tree.List[n].Skipped:
			c.Tell(problem.Warnf(at, "skipped-category",
				"the category is left out for the errors in its row").WithValue(r.Text[field.Categories]))
		}
	}
	return in, ids
}

// categoryCell is a text that names categories, with the marks that separate several in it.
type categoryCell struct{ text, marks string }

// categoryCells are what a row says of its categories: the cell of the field, the path that it makes with the
// labels below it, and the cells of further categories.
func (c *catalog) categoryCells(r *sheet.Row) (cells []categoryCell) {
	levels, text := c.levelsOf(r.Source), r.Text[field.Categories]
	path, composed := levels.Path(text, r.Cell, c.Tree.Sep)
	if composed {
		cells = append(cells, categoryCell{path, config.AnyMarks})
	} else if list, ok := value.QuotedList(text); ok {
		for _, item := range list {
			cells = append(cells, categoryCell{c.categoryCell(r, item, true).text, ""})
		}
	} else if text != "" {
		cells = append(cells, c.categoryCell(r, text, r.FieldCell(field.Categories).Text != ""))
	}
	for _, n := range levels.More {
		if more := sheet.WordOf(r.Cell(n)); more != "" && value.NullWord(more) != value.Nothing {
			cells = append(cells, c.categoryCell(r, more, true))
		}
	}
	return cells
}

// categoryCell is a text of categories as the column's values show that it is to be read. What a default
// wrote is no cell.
func (c *catalog) categoryCell(r *sheet.Row, text string, written bool) categoryCell {
	marks := c.listMarks(r, field.Categories)
	if !written {
		return categoryCell{text, marks}
	}
	p := c.pathsOf(r.Source)
	c.Tree.Below(p.Root)
	if c.Tree.Rows == 0 || c.Tree.Row(text) < 0 {
		text = p.Rewrite(text, c.Tree.Sep)
	}
	return categoryCell{text, p.Others(marks)}
}

// levelsOf are the further columns of a sheet's categories.
func (c *catalog) levelsOf(s *sheet.Source) category.Levels {
	l, known := c.levels[s]
	if !known {
		l = category.FindLevels(context.WithoutCancel(c.ctx), s, c.Tell)
		c.levels[s] = l
	}
	return l
}

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
