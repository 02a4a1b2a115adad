package product

import (
	"fmt"

	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// duplicate is the problem of a key that an earlier product has.
func (c *catalog) duplicate(r *sheet.Row, at, first problem.Position) problem.Problem {
	there := c.CellName(first, at)
	if r.OwnID || r.Column[field.Reference] == 0 {
		return c.hintID(r, problem.Errorf(at, "duplicate-id", "a second product with this id; the first is %s", there).
			WithValue(r.Text[field.ID]))
	}
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s", there).
		WithValue(r.Text[field.ID])
	if text, reference := c.distinctID(r); text != "" {
		paste := fmt.Sprintf("defaults: { products: { id: %q } }", text)
		if reference != "" {
			paste = fmt.Sprintf("\n%s\ncolumns: { products: { %q: keyword } }", paste, reference)
		}
		return p.Hintf("give each product a reference of its own, or in plugsheet.yaml an id made of other columns: %s", paste)
	}
	return p.Hintf("give each product a reference of its own, or delete one of the rows")
}

// distinctID is a template for ids that no two rows share, as the proposal has it; empty where columns do not tell the
// rows apart. The reference is the header of the column that is none then.
func (c *catalog) distinctID(r *sheet.Row) (template, reference string) {
	p := c.Advice(c.ctx, r.Source)
	if p == nil || r.Source.Group != nil || len(r.Taken) > 0 {
		return "", ""
	}
	d := p.Fill(field.ID)
	if d.Template == "" {
		return "", ""
	}
	if p.Number(field.Reference) == 0 {
		reference = r.Source.Head.Columns[r.Source.Title(r.Column[field.Reference])].Title
	}
	return d.Template, reference
}

// hintID says what to do about an id that comes twice: where references tell the products apart, the ids are none.
func (c *catalog) hintID(r *sheet.Row, p problem.Problem) problem.Problem {
	if r.Column[field.ID] == 0 {
		return p.Hintf("let the default for id in plugsheet.yaml name one more column that tells the products apart, " +
			"or delete one of the rows")
	}
	a := c.Advice(c.ctx, r.Source)
	if a != nil && r.Source.Group == nil && a.Number(field.ID) == 0 && a.Number(field.Reference) > 0 && a.Twice() == 0 {
		title := r.Source.Head.Columns[r.Source.Title(r.Column[field.ID])].Title
		return p.Hintf("give each product an id of its own, or go by the reference alone, in plugsheet.yaml: "+
			"columns: { products: { %q: keyword } }", title)
	}
	return p.Hintf("give each product an id of its own, or delete one of the rows")
}
