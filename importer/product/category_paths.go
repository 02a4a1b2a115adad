package product

import (
	"context"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/separator"
	"plugsheet/importer/sheet"
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
		if text := strings.TrimSpace(data.Cells[column-1].Text); text != "" && !seen[text] {
			text = strings.Clone(text)
			seen[text] = true
			texts = append(texts, text)
		}
	}
	return texts
}

// tellPaths tells how the paths are read where that is not certain.
func (c *catalog) tellPaths(s *sheet.Source, p *separator.Paths, column int) {
	at, mark := s.Sheet.At(0, column), strings.TrimSpace(p.Mark)
	switch {
	case p.Mark != "":
		c.Tell(problem.Warnf(at, "found-separator",
			"categories like %q are taken as paths, with %q between the labels", p.Like, mark).
			Hintf("if they are labels as they stand, in plugsheet.yaml: separator: %q", c.Tree.Sep))
	case p.Doubt != "":
		c.Tell(problem.Warnf(at, "perhaps-separator",
			"categories like %q are taken as one label each", p.Like).
			Hintf("if they are paths, in plugsheet.yaml: separator: %q", p.Doubt))
	}
	if p.Root != "" {
		c.Tell(problem.Warnf(at, "root-category", "all categories stand below %q, which is left out", p.Root))
	}
}

// rewritten is a category cell with the separator that is expected.
func (c *catalog) rewritten(p *separator.Paths, text string) string {
	if c.Tree.Rows > 0 && c.Tree.Row(text) >= 0 {
		return text
	}
	return p.Rewrite(text, c.Tree.Sep)
}

// categoriesOf resolves the category cell: the categories as indices, and their ids.
func (c *catalog) categoriesOf(r *sheet.Row) (in []int, ids []bundle.ID) {
	text := r.Text[field.Categories]
	if text == "" {
		return nil, []bundle.ID{}
	}
	before, at := len(c.Tree.List), r.At(field.Categories)
	marks := c.listMarks(r, field.Categories)
	if r.FieldCell(field.Categories).Text != "" { // what a default wrote is no cell
		p := c.pathsOf(r.Source)
		text, marks = c.rewritten(p, text), p.Others(marks)
		c.Tree.Below(p.Root)
	}
	found := c.Tree.Place(text, marks, at)
	for n := before; n < len(c.Tree.List); n++ {
		c.MintCategory(n)
	}
	for _, p := range found.Problems {
		c.Tell(problem.Errorf(at, p.Code, "%s", p.Message).WithValue(p.Value).Hintf("%s", p.Hint))
	}
	ids = make([]bundle.ID, 0, len(found.In))
	for _, n := range found.In {
		switch id := c.Tree.List[n].Id; {
		case !id.IsZero():
			ids = append(ids, id)
		case c.Tree.List[n].Skipped:
			c.Tell(problem.Warnf(at, "skipped-category",
				"the category is left out for the errors in its row").WithValue(text))
		}
	}
	return found.In, ids
}
