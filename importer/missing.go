package importer

import (
	"fmt"
	"slices"

	"plugsheet/schemas/problem"
)

// miss notes that a row has no value for a field that must have one; it is told at the end of the sheet, once when it is
// so in every row. It reports whether there is none.
func (r *row) miss(field int) bool {
	if r.text[field] != "" || r.broken[field] {
		return false
	}
	r.source.missing[field] = append(r.source.missing[field], int32(r.number))
	return true
}

// tellMissing tells of the values that are missing: once for a field without value in every row, else for each cell.
func (i *run) tellMissing(s *source) {
	if s.rows == 0 && s.states.left > 0 {
		return
	}
	if s.rows == 0 {
		i.tell(problem.Warnf(s.sheet.At(0, 0), "empty-sheet", "the sheet has no rows below its header"))
		return
	}
	var everywhere []field
	for f, rows := range s.missing {
		if len(rows) == s.rows {
			everywhere = append(everywhere, s.exemplary(f))
		}
	}
	slices.SortFunc(everywhere, func(a, b field) int {
		return fieldIndex(s.reader.fields, a.name) - fieldIndex(s.reader.fields, b.name)
	})
	var paste []field // no column looks like them
	for _, f := range everywhere {
		if s.nearest(f) == nil && f.example != "" {
			paste = append(paste, f)
		}
	}
	pasted := false
	for _, f := range everywhere {
		if titles := s.couldBePrice(); s.reader.kind == products && f.name == s.reader.fields[pPriceCatalog].name && len(titles) > 1 {
			i.tell(s.reader.whichPrice(s.sheet.At(s.head.row, 0), titles...))
			continue
		}
		p := problem.Errorf(s.sheet.At(0, 0), "missing-everywhere", "no row has a value for %s (%s)", f.words(), problem.Counted(s.rows, "%d row", "%d rows"))
		if col := s.nearest(f); col != nil {
			use := fmt.Sprintf("columns: { %s: { %q: %s } }", s.reader.kind, col.title, f.name)
			p = p.Hintf("if the column %q holds it, in plugsheet.yaml: %s", col.title, use)
		} else if !pasted && len(paste) > 0 {
			p, pasted = p.Hintf("add the column, or paste into plugsheet.yaml and adapt:\n%s", pasteDefaults(s.reader.kind, paste)), true
		}
		i.tell(p)
	}
	for f := range s.reader.fields {
		if rows := s.missing[f]; len(rows) < s.rows {
			for _, number := range rows {
				i.tell(missing(s, f, int(number)))
			}
		}
	}
}

// words are what a field is called where its value is missing.
func (f field) words() any {
	if f.said.String() != "" {
		return f.said
	}
	return f.name
}

// nearest is the first column that is no field and whose header has a word for one, in it or nearly; nil for none.
func (s *source) nearest(f field) *column {
	for n := range s.head.columns {
		c := &s.head.columns[n]
		_, said := s.reader.columns[fold(c.title)] // that it is a keyword
		if c.use == extra && !said && s.reader.near(c.title)[fieldIndex(s.reader.fields, f.name)] {
			return c
		}
	}
	return nil
}

func missing(s *source, f int, number int) problem.Problem {
	p := problem.Errorf(s.sheet.At(number, s.head.at[f]), "missing-value", "no value for %s, which every row must have",
		s.reader.fields[f].words())
	if e := s.reader.fields[f].example; e != "" {
		hint := fmt.Sprintf("defaults: { %s: { %s: %q } }", s.reader.kind, s.reader.fields[f].name, e)
		return p.Hintf("fill it in, or in plugsheet.yaml: %s", hint)
	}
	return p.Hintf("fill it in")
}
