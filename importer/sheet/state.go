package sheet

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/stage"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Unpublished counts the products that are left out since one cell of theirs says that they are not
// published: drafts, hidden and archived ones. What else stands in their rows is not looked at.
type Unpublished struct {
	File     string `json:"file"`
	Sheet    string `json:"sheet,omitempty"` // empty for a text file
	Column   string `json:"column"`          // its letter
	Header   string `json:"header"`
	Value    string `json:"value"`              // empty for a blank cell
	Products int    `json:"products"`           // with all their rows
	Variants int    `json:"variants,omitempty"` // of products that stay
}

// stateColumn is a column of a sheet that says what is published.
type stateColumn struct {
	value.Column
	Number int
	Title  string
	Left   map[string]*leftOut // by value
	others []int               // further columns that must say the same: those of other places
	stock  int                 // the column of the stock, of which it may say no more; 0 for none
}

// leftOut counts what one value left out.
type leftOut struct{ Products, variants int }

// states are the columns of a sheet that say what is published, and what they left out in the present pass.
type states struct {
	Columns []*stateColumn
	left    int // rows, whatever left them out
	// Of rows of one product that follow each other: by what the last one is known, and whether its product
	// is left out.
	key    string
	hidden bool
	// Keys are those of products that are left out, by which their variants call them; nil for a sheet of
	// variants.
	Keys   map[string]bool
	Listed map[string]string // as in variants
	Traced []TracedLeft      // where that is noted
	trace  bool
}

// begin forgets what an earlier pass counted.
func (t *states) begin() {
	t.left, t.key, t.hidden, t.Traced = 0, "", false, nil
	for _, c := range t.Columns {
		c.Left = map[string]*leftOut{}
	}
}

// FindStates goes through a sheet for the columns that say what is published: the header promises it, and the
// values are such words. They are no keywords.
func (i *Job) FindStates(ctx context.Context, s *Source) error {
	if i.WithUnpublished {
		return nil
	}
	found := s.stateColumns()
	if len(found) == 0 {
		return nil
	}
	counts, err := i.countStates(ctx, s, found)
	if err != nil {
		return err
	}
	for n, c := range found {
		i.judgeState(s, c, counts[n])
	}
	s.States.trace = i.Traced
	if len(s.States.Columns) > 0 && s.Reader.Kind == kind.Products {
		s.States.Keys = map[string]bool{}
	}
	if g := s.Group; len(s.States.Columns) == 0 || g == nil || g.Kind == config.Consecutive {
		return nil
	}
	s.States.begin()
	// for the products whose variants stand in rows that only name them
	return i.survey(ctx, s, func(*Row) {})
}

// stateColumns are the columns whose headers promise to say what is published; of several places the first.
func (s *Source) stateColumns() (found []*stateColumn) {
	var place *stateColumn
	for n, c := range s.Head.Columns {
		role, _ := s.Reader.RoleOf(c)
		if role == value.Place && place != nil {
			place.others = append(place.others, c.Number)
			s.Head.Columns[n].Use = header.Unused
			continue
		}
		if role != value.NoRole {
			found = append(found, &stateColumn{Number: c.Number, Title: c.Title,
				stock: s.Reader.SoldOut(c, s.Head.At[field.Available])})
		}
		if role == value.Place {
			place = found[len(found)-1]
		}
	}
	return found
}

// countStates counts the values of columns, by column; in the further rows of a product those that are not
// blank.
func (i *Job) countStates(ctx context.Context, s *Source, found []*stateColumn) ([]map[string]int, error) {
	counts := make([]map[string]int, len(found))
	for n := range counts {
		counts[n] = map[string]int{}
	}
	key := ""
	err := i.survey(ctx, s, func(r *Row) {
		further := false
		if g := s.Group; g != nil && g.Kind == config.Consecutive {
			if further = g.Continues(r, key); !further {
				key = r.Cell(g.By).Text
			}
		}
		for n, c := range found {
			if text := r.Cell(c.Number).Text; text != "" || !further {
				counts[n][strings.Clone(text)]++
			}
			if c.stock > 0 && !value.FlagsSoldOut(r.Cell(c.Number).Text, r.Cell(c.stock).Text) {
				c.stock = 0
			}
		}
	})
	return counts, err
}

// judgeState takes a column for one of states if its values are.
func (i *Job) judgeState(s *Source, c *stateColumn, counts map[string]int) {
	at := s.Title(c.Number)
	role, sure := s.Reader.RoleOf(s.Head.Columns[at])
	if c.stock > 0 {
		return
	}
	blanks := counts[""]
	delete(counts, "")
	var ok bool
	if c.Column, ok = value.Judge(role, counts, blanks, sure); !ok {
		if role == value.Status && sellsOut(counts) {
			s.addStock(c.Number)
		}
		return
	}
	if role != value.Begun { // which is the first day besides
		s.Head.Columns[at].Use = header.Unused
	}
	s.States.Columns = append(s.States.Columns, c)
	for text := range counts {
		if s.Shop == nil && value.SoldOut(text) {
			s.Shop = &shopColumns{} // which says so of each product
		}
	}
	head := s.Sheet.At(0, c.Number)
	if strange := c.Strange(); len(strange) > 0 {
		slices.Sort(strange)
		n := 0
		for _, text := range strange {
			n += counts[text]
		}
		shown := strange[:min(5, len(strange))]
		i.Tell(problem.Warnf(head, "unknown-state",
			"%s: nobody knows whether that is published, so it is taken (%s)",
			config.QuotedTexts(shown), problem.Counted(n, "%d row", "%d rows")).
			Hintf("to leave such rows out, in plugsheet.yaml: %s",
				problem.Pastef("skip: { products: { %q: [%s] } }", c.Title, config.QuotedTexts(shown))))
	}
	if c.Doubtful {
		i.Tell(problem.Warnf(head, "blank-state",
			"the column says yes or nothing: what is blank is taken as published (%s)",
			problem.Counted(blanks, "%d row", "%d rows")).WithValue(c.Title).
			Hintf("to leave blank ones out, in plugsheet.yaml: %s",
				problem.Pastef(`skip: { products: { %q: [""] } }`, c.Title)))
	}
}

// survey calls fn for each data row, cells only.
func (i *Job) survey(ctx context.Context, s *Source, fn func(*Row)) error {
	r := &Row{Source: s, Text: make([]string, len(s.Reader.Fields)), Column: s.Head.At}
	i.Watch.To(stage.Read)
	defer i.Watch.To(stage.Check)
	for data, err := range s.Sheet.Rows(ctx) {
		if err != nil {
			return err
		}
		if i.begin(r, data) {
			fn(r)
		}
	}
	return nil
}

// withheld tells whether a row is left out since it, or its product, is not published.
func (s *Source) withheld(r *Row) bool {
	t := &s.States
	for _, f := range []int{field.ID, field.Reference} {
		r.Text[f] = cellText(r.Cell(r.Column[f]), true)
	}
	g, variant := s.Group, false
	switch {
	case s.Reader.Kind == kind.Variants:
		variant = true
	case g == nil:
	case g.Kind == config.Consecutive:
		variant = g.Continues(r, t.key)
		if variant && t.hidden {
			t.left++
			return true
		}
		if !variant {
			t.key = r.Cell(g.By).Text
		}
	default:
		if variant = g.IsVariation(r, t.Listed); variant && t.Keys[g.ParentOf(r, t.Listed)] {
			t.left++
			return true
		}
	}
	hidden := t.leaves(r, variant)
	if !variant {
		t.hidden = hidden
	}
	if hidden && !variant && t.Keys != nil {
		for _, key := range append(g.Keys(r), ParentKey(r.Text[field.ID])) {
			t.Keys[key] = true
		}
	}
	return hidden
}

// leaves tells whether a column of the row leaves it out, and counts it for the first that does.
func (t *states) leaves(r *Row, variant bool) bool {
	for _, c := range t.Columns {
		text := r.Cell(c.Number).Text
		if variant && (text == "" || c.Role() == value.Visibility) || !c.hides(r) {
			continue
		}
		n := c.Left[text]
		if n == nil {
			n = &leftOut{}
			c.Left[strings.Clone(text)] = n
		}
		t.left++
		if t.trace && len(t.Traced) < problem.Limit {
			t.Traced = append(t.Traced, TracedLeft{
				ID: strings.Clone(r.Text[field.ID]), Reference: strings.Clone(r.Text[field.Reference]),
				Row: r.Number, Column: c.Number, Text: strings.Clone(text),
			})
		}
		if variant {
			n.variants++
		} else {
			n.Products++
		}
		return true
	}
	return false
}

// hides tells whether the column, and those of the other places, say that a row's product is not published.
func (c *stateColumn) hides(r *Row) bool {
	if c.Read(r.Cell(c.Number).Text) != value.Hidden {
		return false
	}
	return !slices.ContainsFunc(c.others,
		func(n int) bool { return c.Column.Read(r.Cell(n).Text) == value.Shown })
}
