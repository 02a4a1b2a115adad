package importer

import (
	"context"
	"fmt"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
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
func (i *run) tellMissing(ctx context.Context, s *source) {
	if s.rows == 0 && s.states.left > 0 {
		return
	}
	if s.rows == 0 {
		i.tell(problem.Warnf(s.sheet.At(0, 0), "empty-sheet", "the sheet has no rows below its header"))
		return
	}
	if len(s.missing) == 0 {
		return
	}
	var everywhere []int
	for f := range s.reader.fields {
		switch rows := s.missing[f]; {
		case len(rows) == s.rows:
			everywhere = append(everywhere, f)
		default:
			for _, number := range rows {
				i.tell(i.missing(ctx, s, f, int(number)))
			}
		}
	}
	i.tellEverywhere(ctx, s, everywhere)
}

// tellEverywhere tells of fields that no row has a value for. The defaults for all of them are one hint.
func (i *run) tellEverywhere(ctx context.Context, s *source, fields []int) {
	var paste []field.Field
	for _, f := range fields {
		if col, text := i.remedy(ctx, s, f); col == "" && text.Example != "" {
			paste = append(paste, text)
		}
	}
	pasted := false
	for _, f := range fields {
		titles := s.couldBePrice()
		if s.reader.kind == kind.Products && f == field.PriceCatalog && len(titles) > 1 {
			i.tell(s.reader.whichPrice(s.sheet.At(s.head.row, 0), titles...))
			continue
		}
		p := problem.Errorf(s.sheet.At(0, 0), "missing-everywhere", "no row has a value for %s (%s)",
			wordsOfField(s.reader.fields[f]), problem.Counted(s.rows, "%d row", "%d rows"))
		if col, to := i.remedy(ctx, s, f); col != "" {
			use := fmt.Sprintf("columns: { %s: { %q: %s } }", s.reader.kind, col, to.Name)
			p = p.Hintf("if the column %q holds it, in plugsheet.yaml: %s", col, use)
		} else if !pasted && to.Example != "" {
			p = p.Hintf("add the column, or paste into plugsheet.yaml and adapt:\n%s", pasteDefaults(s.reader.kind, paste))
			pasted = true
		}
		i.tell(p)
	}
}

// remedy is what fills a field that is missing: a column, or else a default in the field's example. Of products it is
// what the proposal says, so that no hint contradicts plugsheet map.
func (i *run) remedy(ctx context.Context, s *source, f int) (column string, to field.Field) {
	to = s.exemplary(f)
	if s.reader.kind != kind.Products {
		if col := s.nearest(to); col != nil {
			return col.title, to
		}
		return "", to
	}
	p := i.advice(ctx, s)
	if p == nil {
		return "", to
	}
	fields := []int{f}
	if f == field.ID {
		fields = []int{field.Reference, field.ID}
	}
	col, template := p.paste(fields...)
	switch {
	case col != nil && s.head.at[col.field] != col.number:
		return col.Header, s.reader.fields[col.field]
	case template != nil:
		to = s.reader.fields[field.Index(s.reader.fields, template.Field)]
		to.Example = template.Template
	case f == field.PriceCatalog:
		if near := s.nearest(to); near != nil {
			return near.title, to
		}
	default:
		to.Example = ""
	}
	return "", to
}

// advice is what the proposal says of a sheet that is read; nil where there is none.
func (i *run) advice(ctx context.Context, s *source) *ProposedSheet {
	if s.advice == nil {
		p, err := i.proposeSheet(context.WithoutCancel(ctx), s.sheet, s.reader.kind, sampleRows)
		s.advice = &p
		s.advised = err == nil && p.sample.header > 0
	}
	if !s.advised {
		return nil
	}
	return s.advice
}

// words are what a field is called where its value is missing.
func wordsOfField(f field.Field) any {
	if f.Said.String() != "" {
		return f.Said
	}
	return f.Name
}

// nearest is the first column that is no field and whose header has a word for one, in it or nearly; nil for none.
func (s *source) nearest(f field.Field) *column {
	for n := range s.head.columns {
		c := &s.head.columns[n]
		_, said := s.reader.columns[value.Fold(c.title)] // that it is a keyword
		if c.use == extra && !said && s.reader.near(c.title)[field.Index(s.reader.fields, f.Name)] {
			return c
		}
	}
	return nil
}

// missing is the problem of a row without a value that it must have.
func (i *run) missing(ctx context.Context, s *source, f int, number int) problem.Problem {
	p := problem.Errorf(s.sheet.At(number, s.head.at[f]), "missing-value", "no value for %s, which every row must have",
		wordsOfField(s.reader.fields[f]))
	if col, to := i.remedy(ctx, s, f); col == "" && to.Example != "" {
		hint := fmt.Sprintf("defaults: { %s: { %s: %q } }", s.reader.kind, to.Name, to.Example)
		return p.Hintf("fill it in, or in plugsheet.yaml: %s", hint)
	}
	return p.Hintf("fill it in")
}
