package importer

import (
	"context"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/separator"
	"plugsheet/schemas/problem"
)

// pathRows is how many rows are read once more for how the paths of categories are written.
const pathRows = 2_000

// pathsOf is how the paths of a sheet's categories are written: as the settings say, or as its values show.
func (c *catalog) pathsOf(s *source) *separator.Paths {
	if s.paths != nil {
		return s.paths
	}
	s.paths = &separator.Paths{}
	column := s.head.at[field.Categories]
	texts := c.pathTexts(s, column)
	if c.separated {
		if found := separator.JudgePaths(texts, c.tree.sep, true); found.Mark == "" {
			s.paths.Root = found.Root
		}
	} else {
		*s.paths = separator.JudgePaths(texts, c.tree.sep, c.listsBars(s))
	}
	if c.tree.rows > 0 { // the sheet of categories says what is a root and what a name
		s.paths.Root, s.paths.Doubt = "", ""
	}
	c.tellPaths(s, s.paths, column)
	return s.paths
}

// listsBars tells whether somebody says that | separates several categories.
func (c *catalog) listsBars(s *source) bool {
	const name = "categories"
	if p := s.reader.profile; p != nil && strings.Contains(config.MarksOf(p.Config.Lists, name), "|") {
		return true
	}
	return config.MarksOf(c.config.Lists, name) != ""
}

// pathTexts are the different texts of a column of categories in the first rows.
func (c *catalog) pathTexts(s *source, column int) []string {
	var texts []string
	seen, n := map[string]bool{}, 0
	for data, err := range s.sheet.Rows(context.WithoutCancel(c.ctx)) {
		if err != nil || n == pathRows {
			break
		}
		if data.Number <= s.head.row || column > len(data.Cells) || s.repeats(data.Cells) {
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
func (c *catalog) tellPaths(s *source, p *separator.Paths, column int) {
	at, mark := s.sheet.At(0, column), strings.TrimSpace(p.Mark)
	switch {
	case p.Mark != "":
		c.tell(problem.Warnf(at, "found-separator", "categories like %q are taken as paths, with %q between the labels", p.Like, mark).
			Hintf("if they are labels as they stand, in plugsheet.yaml: separator: %q", c.tree.sep))
	case p.Doubt != "":
		c.tell(problem.Warnf(at, "perhaps-separator", "categories like %q are taken as one label each", p.Like).
			Hintf("if they are paths, in plugsheet.yaml: separator: %q", p.Doubt))
	}
	if p.Root != "" {
		c.tell(problem.Warnf(at, "root-category", "all categories stand below %q, which is left out", p.Root))
	}
}

// rewritten is a category cell with the separator that is expected.
func (c *catalog) rewritten(p *separator.Paths, text string) string {
	if c.tree.rows > 0 && c.tree.row(text) >= 0 {
		return text
	}
	return p.Rewrite(text, c.tree.sep)
}
