package sheet

import (
	"maps"
	"slices"

	"plugsheet/schemas/problem"
)

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
				c.Title, text, n.words()).Hintf("to take them all the same: --with-unpublished"))
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
