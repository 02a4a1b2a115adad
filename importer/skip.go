package importer

import (
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/schemas/problem"
)

// SkippedRow is a row that was left out for its errors: a product with all its rows, a variant of a product that stays, or a
// row of another sheet.
type SkippedRow struct {
	Kind  string           `json:"kind"` // of the sheet, as in [Config]; variants for a variant
	At    problem.Position `json:"position"`
	Key   string           `json:"key,omitempty"`   // its reference or id; never of a customer
	Title string           `json:"title,omitempty"` // of a product
}

// skip notes a row that is left out for its errors, where that is asked for.
func (i *run) skip(r *row) {
	k := r.source.reader.kind
	s := SkippedRow{At: r.source.sheet.At(r.number, 0)}
	switch k {
	case kind.Products:
		s.Key, s.Title = r.text[field.Reference], r.text[field.Title]
		if s.Key == "" {
			s.Key = r.text[field.ID]
		}
	case kind.Variants:
		s.Key = r.text[field.Reference]
	case kind.Customers:
	default:
		s.Key = r.text[0]
	}
	i.skipAt(k, s)
}

// skipVariant notes a row of a sheet of products that adds nothing to its product, for its errors.
func (i *run) skipVariant(g *grouping, r *row) {
	i.skipAt(kind.Variants, SkippedRow{At: r.source.sheet.At(r.number, 0), Key: g.code(r)})
}

// skipAt counts a row of a kind that is left out, and keeps it as long as there is room.
func (i *run) skipAt(k kind.Kind, s SkippedRow) {
	if !i.o.SkipBadRows {
		return
	}
	s.Kind = string(k)
	i.report.Skipped++
	if k == kind.Products {
		i.report.SkippedProducts++
	}
	if len(i.report.SkippedRows) < problem.Limit {
		i.report.SkippedRows = append(i.report.SkippedRows, s)
	}
}
