package importer

import (
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/schemas/problem"
)

// LeftOut says how much is left out for one reason.
type LeftOut struct {
	Count  int          `json:"count"`
	What   string       `json:"what"` // products, variants, rows or sheets
	Reason problem.Text `json:"reason"`
}

// leftSheets are the codes of the problems of sheets that are left out.
var leftSheets = []string{
	"hidden-sheet", "unknown-sheet", "side-sheet", "form-sheet", "repeated-sheet", "empty-sheet",
	"orders-sheet", "other-sheet", "persons-no-products", "persons-without-key",
}

// countLeft notes how much is left out, reason by reason.
func (i *run) countLeft() {
	add := func(n int, what string, why problem.Text) {
		if n > 0 {
			i.report.Left = append(i.report.Left, LeftOut{n, what, why})
		}
	}
	for _, u := range i.Unpublished {
		why := problem.Textf("not published, since %q says %q", u.Header, u.Value)
		add(u.Products, "products", why)
		add(u.Variants, "variants", why)
	}
	errors := problem.Textf("with errors")
	add(i.SkippedProducts, "products", errors)
	add(i.Skipped-i.SkippedProducts, "rows", errors)
	for _, s := range i.Sources {
		for n, rule := range s.Skip {
			title := s.Head.Columns[s.Title(rule.Column)].Title
			add(s.Ruled[n], "rows", problem.Textf("by a rule of skip, for %q", title))
		}
	}
	sheets := map[string]bool{}
	var titles []string
	for _, p := range i.Problems.Sorted() {
		at := p.Position
		if name := at.String(); slices.Contains(leftSheets, p.Code) && !sheets[name] {
			sheets[name] = true
			titles = append(titles, config.Quoted(name))
		}
	}
	add(len(titles), "sheets", problem.Textf("told of above: %s", strings.Join(titles, ", ")))
}
