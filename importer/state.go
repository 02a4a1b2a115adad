package importer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// Unpublished counts the products that are left out since one cell of theirs says that they are not published: drafts, hidden
// and archived ones. What else stands in their rows is not looked at.
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
	number int
	title  string
	left   map[string]*leftOut // by value
}

// leftOut counts what one value left out.
type leftOut struct{ products, variants int }

// states are the columns of a sheet that say what is published, and what they left out in the present pass.
type states struct {
	columns []*stateColumn
	left    int // rows, whatever left them out
	// Of rows of one product that follow each other: by what the last one is known, and whether its product is left out.
	key    string
	hidden bool
	// keys are those of products that are left out, by which their variants call them; nil for a sheet of variants.
	keys   map[string]bool
	listed map[string]string // as in variants
	traced []tracedLeft      // where that is noted
	trace  bool
}

// begin forgets what an earlier pass counted.
func (t *states) begin() {
	t.left, t.key, t.hidden, t.traced = 0, "", false, nil
	for _, c := range t.columns {
		c.left = map[string]*leftOut{}
	}
}

// roleOf tells what a column promises of the state of a product: nothing where it is a field, or where the configuration says
// that it is a keyword. Sure says that the configuration calls it a column of states.
func (r *reader) roleOf(c column) (role value.Role, sure bool) {
	said := r.columns[value.Fold(c.title)]
	switch {
	case !r.kind.SellsThings() || said == config.Keyword:
		return value.NoRole, false
	case said == config.State:
		if role = value.RoleOf(c.title); role == value.NoRole {
			role = value.Status
		}
		return role, true
	case c.use == asField:
		return value.NoRole, false
	}
	if role = r.profileRole(c.title); role != value.NoRole {
		return role, true
	}
	return value.RoleOf(c.title), false
}

// findStates goes through a sheet for the columns that say what is published: the header promises it, and the values are such
// words. They are no keywords.
func (i *run) findStates(ctx context.Context, s *source) error {
	if i.o.WithUnpublished {
		return nil
	}
	var found []*stateColumn
	for _, c := range s.head.columns {
		if role, _ := s.reader.roleOf(c); role != value.NoRole {
			found = append(found, &stateColumn{number: c.number, title: c.title})
		}
	}
	if len(found) == 0 {
		return nil
	}
	counts := make([]map[string]int, len(found))
	for n := range counts {
		counts[n] = map[string]int{}
	}
	key := ""
	err := i.survey(ctx, s, func(r *row) {
		further := false
		if g := s.group; g != nil && g.kind == config.Consecutive {
			if further = g.continues(r, key); !further {
				key = r.cell(g.by).Text
			}
		}
		for n, c := range found {
			if text := r.cell(c.number).Text; text != "" || !further {
				counts[n][strings.Clone(text)]++
			}
		}
	})
	if err != nil {
		return err
	}
	for n, c := range found {
		i.judgeState(s, c, counts[n])
	}
	s.states.trace = i.trace != nil
	if len(s.states.columns) > 0 && s.reader.kind == kind.Products {
		s.states.keys = map[string]bool{}
	}
	if g := s.group; len(s.states.columns) == 0 || g == nil || g.kind == config.Consecutive {
		return nil
	}
	s.states.begin()
	return i.survey(ctx, s, func(*row) {}) // for the products whose variants stand in rows that only name them
}

// judgeState takes a column for one of states if its values are.
func (i *run) judgeState(s *source, c *stateColumn, counts map[string]int) {
	at := s.title(c.number)
	role, sure := s.reader.roleOf(s.head.columns[at])
	blanks := counts[""]
	delete(counts, "")
	var ok bool
	if c.Column, ok = value.Judge(role, counts, blanks, sure); !ok {
		return
	}
	s.head.columns[at].use = unused
	s.states.columns = append(s.states.columns, c)
	head := s.sheet.At(0, c.number)
	if strange := c.Strange(); len(strange) > 0 {
		slices.Sort(strange)
		n := 0
		for _, text := range strange {
			n += counts[text]
		}
		shown := strange[:min(5, len(strange))]
		i.tell(problem.Warnf(head, "unknown-state", "%s: nobody knows whether that is published, so it is taken (%s)",
			quotedTexts(shown), problem.Counted(n, "%d row", "%d rows")).
			Hintf("to leave such rows out, in plugsheet.yaml: skip: { products: { %q: [%s] } }", c.title, quotedTexts(shown)))
	}
	if c.Doubtful {
		i.tell(problem.Warnf(head, "blank-state", "the column says yes or nothing: what is blank is taken as published (%s)",
			problem.Counted(blanks, "%d row", "%d rows")).WithValue(c.title).
			Hintf("to leave blank ones out, in plugsheet.yaml: skip: { products: { %q: [\"\"] } }", c.title))
	}
}

// survey calls fn for each data row, cells only.
func (i *run) survey(ctx context.Context, s *source, fn func(*row)) error {
	r := &row{source: s, text: make([]string, len(s.reader.fields)), column: s.head.at}
	i.watch.to(StageRead)
	defer i.watch.to(StageCheck)
	for data, err := range s.sheet.Rows(ctx) {
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
func (s *source) withheld(r *row) bool {
	t := &s.states
	if len(t.columns) == 0 {
		return false
	}
	for _, f := range []int{field.ID, field.Reference} {
		r.text[f] = cellText(r.cell(r.column[f]), true)
	}
	g, variant := s.group, false
	switch {
	case s.reader.kind == kind.Variants:
		variant = true
	case g == nil:
	case g.kind == config.Consecutive:
		variant = g.continues(r, t.key)
		if variant && t.hidden {
			t.left++
			return true
		}
		if !variant {
			t.key = r.cell(g.by).Text
		}
	default:
		if variant = g.isVariation(r, t.listed); variant && t.keys[g.parentOf(r, t.listed)] {
			t.left++
			return true
		}
	}
	hidden := t.leaves(r, variant)
	if !variant {
		t.hidden = hidden
	}
	if hidden && !variant && t.keys != nil {
		for _, key := range append(g.keys(r), parentKey(r.text[field.ID])) {
			t.keys[key] = true
		}
	}
	return hidden
}

// leaves tells whether a column of the row leaves it out, and counts it for the first that does.
func (t *states) leaves(r *row, variant bool) bool {
	for _, c := range t.columns {
		text := r.cell(c.number).Text
		if variant && (text == "" || c.Role() == value.Visibility) || c.Read(text) != value.Hidden {
			continue
		}
		n := c.left[text]
		if n == nil {
			n = &leftOut{}
			c.left[strings.Clone(text)] = n
		}
		t.left++
		if t.trace && len(t.traced) < problem.Limit {
			t.traced = append(t.traced, tracedLeft{
				ID: strings.Clone(r.text[field.ID]), Reference: strings.Clone(r.text[field.Reference]), Row: r.number, Column: c.number, Text: strings.Clone(text),
			})
		}
		if variant {
			n.variants++
		} else {
			n.products++
		}
		return true
	}
	return false
}

// tellStates tells how many products a sheet's columns of states left out, by column and value.
func (i *run) tellStates(s *source) {
	for _, c := range s.states.columns {
		for _, text := range slices.Sorted(maps.Keys(c.left)) {
			n := c.left[text]
			i.report.Unpublished = append(i.report.Unpublished, Unpublished{
				File: s.sheet.File, Sheet: s.sheet.Name, Column: problem.ColumnName(c.number), Header: c.title, Value: text,
				Products: n.products, Variants: n.variants,
			})
			i.tell(problem.Warnf(s.sheet.At(0, c.number), "unpublished", "left out as not published, since %q says %q: %s",
				c.title, text, n.words()).Hintf("to take them all the same: --with-unpublished"))
		}
	}
}

func (n *leftOut) words() problem.Text {
	switch {
	case n.variants == 0:
		return problem.Counted(n.products, "%d product", "%d products")
	case n.products == 0:
		return problem.Counted(n.variants, "%d variant", "%d variants")
	}
	return problem.Textf("%s, %s", problem.Counted(n.products, "%d product", "%d products"),
		problem.Counted(n.variants, "%d variant", "%d variants"))
}

// demandPublished asks where not one product is published: the column may mean something else.
func (c *catalog) demandPublished() {
	if c.number > 0 {
		return
	}
	for _, s := range c.byKind[kind.Products] {
		for _, column := range s.states.columns {
			for _, text := range slices.Sorted(maps.Keys(column.left)) {
				c.tell(problem.Errorf(s.sheet.At(0, column.number), "all-unpublished", "no product would be left: none is published, it seems").
					WithValue(text).
					Hintf("to take them all the same: --with-unpublished; or, if %q says something else, in plugsheet.yaml: "+
						"columns: { products: { %q: keyword } }", column.title, column.title))
				return
			}
		}
	}
}

// quotedTexts are texts in quotes.
func quotedTexts(texts []string) string {
	list := make([]string, len(texts))
	for n, text := range texts {
		list[n] = quoted(text)
	}
	return strings.Join(list, ", ")
}
