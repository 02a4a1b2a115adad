package importer

import (
	"context"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/person"
	"plugsheet/importer/pricing"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// keepPersonsOut takes columns of secrets out of any sheet, and columns of persons out of one of products: a supplier's
// contact is nothing to search for. Of customers it finds the column with the e-mail where its header does not say so.
func (s *source) keepPersonsOut(ctx context.Context, tell func(...problem.Problem)) error {
	columns, err := s.persons(ctx)
	if err != nil {
		return err
	}
	var secret, stray []column
	kept := s.head.columns[:0:0]
	for n, c := range s.head.columns {
		switch {
		case columns[n].Secret(s.reader.kind == kind.Customers):
			s.forget(c)
			if columns[n].Filled > 0 && c.use != unused {
				secret = append(secret, c)
			}
			continue
		case s.reader.strays(c, columns[n]):
			c.use, c.role = unused, pricing.None // told of as this
			stray = append(stray, c)
		}
		kept = append(kept, c)
	}
	if s.reader.kind == kind.Customers {
		s.findEmail(kept, columns)
		s.people = columns
		for _, c := range s.head.columns {
			s.titles = append(s.titles, c.title)
		}
	}
	s.head.columns = kept
	if len(secret) > 0 {
		tell(problem.Warnf(s.sheet.At(s.head.row, secret[0].number), "secret-column", "secrets are never read: %s", titlesOf(secret)).
			Hintf("leave them out of the export, or in plugsheet.yaml: columns: { %s: { %s } }", s.reader.kind, ignoring(secret)))
	}
	if len(stray) > 0 {
		tell(problem.Warnf(s.sheet.At(s.head.row, stray[0].number), "person-column", "data of persons is not kept with products: %s", titlesOf(stray)).
			Hintf("if that is right, in plugsheet.yaml: columns: { %s: { %s } }", s.reader.kind, ignoring(stray)))
	}
	return nil
}

// persons tells by the first rows of the sheet what each column of the header holds of persons.
func (s *source) persons(ctx context.Context) ([]person.Column, error) {
	var h headedRows
	for row, err := range s.sheet.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if row.Number > s.head.row {
			h.rows = append(h.rows, slices.Clone(row.Cells))
		}
		if len(h.rows) == personRows {
			break
		}
	}
	columns := make([]person.Column, len(s.head.columns))
	for n, c := range s.head.columns {
		columns[n] = person.Look(c.title, h.values(c.number-1))
	}
	return columns, nil
}

// strays tells whether a column of products is one of persons that is not kept. What the configuration wants for the search
// is kept where only the header speaks against it.
func (r *reader) strays(c column, p person.Column) bool {
	open := c.use == extra || c.use == unused && c.leftOut()
	if r.kind != kind.Products && r.kind != kind.Variants || !open || !p.Stray() {
		return false
	}
	return p.Proven || r.columns[value.Fold(c.title)] != config.Keyword
}

// forget makes a column as good as not there.
func (s *source) forget(c column) {
	if c.use == asField && s.head.at[c.field] == c.number {
		s.head.at[c.field] = 0
	}
	s.head.local = slices.DeleteFunc(s.head.local, func(l column) bool { return l.number == c.number })
	s.headless[c.number] = true
	s.secrets[value.Fold(c.title)] = true
}

// findEmail finds the e-mail of customers by the values: the column of the persons themselves before that of others.
func (s *source) findEmail(kept []column, columns []person.Column) {
	if s.head.at[field.CustomerEmail] > 0 {
		return
	}
	best, role := -1, person.Supplier
	for n, c := range kept {
		at := slices.IndexFunc(s.head.columns, func(o column) bool { return o.number == c.number })
		if p := columns[at]; c.use == extra && p.Sort == person.Email && p.Role < role && s.reader.columns[value.Fold(c.title)] == "" {
			best, role = n, p.Role
		}
	}
	if best >= 0 {
		kept[best].use, kept[best].field = asField, field.CustomerEmail
		s.head.at[field.CustomerEmail] = kept[best].number
	}
}

// titlesOf are the headers of columns for a message.
func titlesOf(columns []column) string {
	list := make([]string, len(columns))
	for n, c := range columns {
		list[n] = strings.Join(strings.Fields(c.title), " ")
	}
	return strings.Join(list, ", ")
}

// ignoring are columns as plugsheet.yaml leaves them out.
func ignoring(columns []column) string {
	list := make([]string, len(columns))
	for n, c := range columns {
		list[n] = quoted(c.title) + ": " + config.Ignored
	}
	return strings.Join(list, ", ")
}
