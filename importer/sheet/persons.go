package sheet

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// KeepPersonsOut takes columns of secrets out of any sheet, and columns of persons out of one of products: a
// supplier's contact is nothing to search for. Of customers it finds the column with the e-mail where its
// header does not say so.
func (s *Source) KeepPersonsOut(ctx context.Context, tell func(...problem.Problem)) error {
	columns, err := s.persons(ctx)
	if err != nil {
		return err
	}
	var secret, stray []header.Column
	kept := s.Head.Columns[:0:0]
	for n, c := range s.Head.Columns {
		switch {
		case columns[n].Secret(s.Reader.Kind == kind.Customers):
			s.forget(c)
			if columns[n].Filled > 0 && c.Use != header.Unused {
				secret = append(secret, c)
			}
			continue
		case s.Reader.Strays(c, columns[n]):
			c.Use, c.Role = header.Unused, pricing.None // told of as this
			stray = append(stray, c)
		}
		kept = append(kept, c)
	}
	if s.Reader.Kind == kind.Customers {
		s.findEmail(kept, columns)
		s.People = columns
		s.Titles = s.titles()
	}
	s.Head.Columns = kept
	if len(secret) > 0 {
		tell(problem.Warnf(s.Sheet.At(s.Head.Row, secret[0].Number), "secret-column",
			"secrets are never read: %s", titlesOf(secret)).
			Hintf("leave them out of the export, or in plugsheet.yaml: %s",
				problem.Pastef("columns: { %s: { %s } }", s.Reader.Kind, ignoring(secret))))
	}
	if len(stray) > 0 {
		tell(problem.Warnf(s.Sheet.At(s.Head.Row, stray[0].Number), "person-column",
			"data of persons is not kept with products: %s", titlesOf(stray)).
			Hintf("if that is right, in plugsheet.yaml: %s",
				problem.Pastef("columns: { %s: { %s } }", s.Reader.Kind, ignoring(stray))))
	}
	return nil
}

// persons tells by the first rows of the sheet what each column of the header holds of persons.
func (s *Source) persons(ctx context.Context) ([]person.Column, error) {
	rows, err := s.Sample(ctx, PersonRows)
	if err != nil {
		return nil, err
	}
	h := HeadedRows{Rows: each.Of(rows, func(row table.Row) []table.Cell { return row.Cells })}
	return each.Of(s.Head.Columns, func(c header.Column) person.Column {
		return person.Look(c.Title, h.Values(c.Number-1))
	}), nil
}

// forget makes a column as good as not there.
func (s *Source) forget(c header.Column) {
	if c.Use == header.AsField && s.Head.At[c.Field] == c.Number {
		s.Head.At[c.Field] = 0
	}
	s.Head.Local = slices.DeleteFunc(s.Head.Local, func(l header.Column) bool { return l.Number == c.Number })
	s.Headless[c.Number] = true
	s.Secrets[value.Fold(c.Title)] = true
}

// findEmail finds the e-mail of customers by the values: the column of the persons themselves before that of
// others.
func (s *Source) findEmail(kept []header.Column, columns []person.Column) {
	if s.Head.At[field.CustomerEmail] > 0 {
		return
	}
	best, role := -1, person.Supplier
	for n, c := range kept {
		at := slices.IndexFunc(s.Head.Columns, func(o header.Column) bool { return o.Number == c.Number })
		if p := columns[at]; c.Use == header.Extra && p.Sort == person.Email && p.Role < role &&
			s.Reader.Columns[value.Fold(c.Title)] == "" {
			best, role = n, p.Role
		}
	}
	if best >= 0 {
		kept[best].Use, kept[best].Field = header.AsField, field.CustomerEmail
		s.Head.At[field.CustomerEmail] = kept[best].Number
	}
}

// titlesOf are the headers of columns for a message.
func titlesOf(columns []header.Column) string {
	return strings.Join(each.Of(columns, func(c header.Column) string {
		return strings.Join(strings.Fields(c.Title), " ")
	}), ", ")
}

// ignoring are columns as plugsheet.yaml leaves them out.
func ignoring(columns []header.Column) string {
	return strings.Join(each.Of(columns, func(c header.Column) string {
		return config.Quoted(c.Title) + ": " + config.Ignored
	}), ", ")
}

// PersonRows is how many rows of a sheet are looked at to tell whether they are persons.
const PersonRows = 200

// HeadedRows are the titles of a sheet and the rows below them, as far as they are looked at.
type HeadedRows struct {
	Titles []string
	Rows   [][]table.Cell
}

// Values are what the rows say in a column, counted from 0.
func (h HeadedRows) Values(n int) []string {
	rows := each.That(h.Rows, func(cells []table.Cell) bool { return n < len(cells) && !IsError(&cells[n]) })
	return each.Of(rows, func(cells []table.Cell) string { return cells[n].Text })
}

// FirstRows reads the first rows of a sheet: the header is the row that score is greatest of among the first
// ones, and no row where that is 0.
func FirstRows(ctx context.Context, s *table.Sheet, score func(cells []table.Cell) int) (h HeadedRows,
	err error) {
	best, seen := 0, 0
	for row, err := range s.Rows(ctx) {
		if err != nil {
			return h, err
		}
		n := 0
		if seen < shop.HeaderRows {
			n = score(row.Cells)
		}
		if n > best {
			best, h.Rows, h.Titles = n, nil, table.Texts(row.Cells)
		} else {
			h.Rows = append(h.Rows, slices.Clone(row.Cells))
		}
		if seen++; seen == shop.HeaderRows+PersonRows {
			break
		}
	}
	return h, nil
}
