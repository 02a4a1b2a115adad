package importer

import (
	"fmt"

	"plugsheet/importer/field"
	"plugsheet/schemas/problem"
)

// duplicate is the problem of a key that an earlier product has.
func (c *catalog) duplicate(r *row, at, first problem.Position) problem.Problem {
	there := c.cellName(first, at)
	if r.ownID || r.column[field.Reference] == 0 {
		return c.hintID(r, problem.Errorf(at, "duplicate-id", "a second product with this id; the first is %s", there).
			WithValue(r.text[field.ID]))
	}
	p := problem.Errorf(at, "duplicate-reference", "a second product with this reference; the first is %s", there).
		WithValue(r.text[field.ID])
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
func (c *catalog) distinctID(r *row) (template, reference string) {
	p := c.advice(c.ctx, r.source)
	if p == nil || r.source.group != nil || len(r.taken) > 0 {
		return "", ""
	}
	_, d := p.paste(field.ID)
	if d == nil {
		return "", ""
	}
	if p.number(field.Reference) == 0 {
		reference = r.source.head.columns[r.source.title(r.column[field.Reference])].title
	}
	return d.Template, reference
}

// hintID says what to do about an id that comes twice: where references tell the products apart, the ids are none.
func (c *catalog) hintID(r *row, p problem.Problem) problem.Problem {
	if r.column[field.ID] == 0 {
		return p.Hintf("let the default for id in plugsheet.yaml name one more column that tells the products apart, " +
			"or delete one of the rows")
	}
	a := c.advice(c.ctx, r.source)
	if a != nil && r.source.group == nil && a.number(field.ID) == 0 && a.number(field.Reference) > 0 && a.twice() == 0 {
		title := r.source.head.columns[r.source.title(r.column[field.ID])].title
		return p.Hintf("give each product an id of its own, or go by the reference alone, in plugsheet.yaml: "+
			"columns: { products: { %q: keyword } }", title)
	}
	return p.Hintf("give each product an id of its own, or delete one of the rows")
}
