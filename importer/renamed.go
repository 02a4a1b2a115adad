package importer

import (
	"context"
	"maps"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// renamedRows is how many rows are read to tell whether a new column holds what a missing one held.
const renamedRows = 200

// alike is from where on a new column is proposed for a missing one: half of it is the names' likeness, half the values'.
const alike = 0.35

// unmatched warns of columns that the configuration names and the sheet does not have. Where a column that is new may be
// the same under another name it says so.
func (s *source) unmatched(ctx context.Context, c config.Config, tell func(...problem.Problem)) error {
	named := c.Columns[string(s.reader.kind)]
	var missing []string
	for _, title := range slices.Sorted(maps.Keys(named)) {
		if s.find(title) < 0 && !s.secrets[value.Fold(title)] {
			missing = append(missing, title)
		}
	}
	fresh := s.fresh(c)
	if len(missing) == 0 || len(fresh) == 0 {
		for _, title := range missing {
			tell(s.noColumn(title, "columns"))
		}
		return nil
	}
	seen, err := s.look(ctx, fresh)
	if err != nil {
		return err
	}
	for _, title := range missing {
		best, most := -1, alike
		for n, col := range fresh {
			if score := s.likeness(title, named[title], col, seen[n]); score > most {
				best, most = n, score
			}
		}
		if best < 0 {
			tell(s.noColumn(title, "columns"))
			continue
		}
		col := fresh[best]
		tell(problem.Warnf(s.sheet.At(s.head.row, col.number), "renamed-column", "was %q, now %q: same?", title, col.title).
			Hintf("if so, in place of %q, in plugsheet.yaml: columns: { %s: { %q: %s } }", title, s.reader.kind, col.title, named[title]))
		fresh, seen = slices.Delete(fresh, best, best+1), slices.Delete(seen, best, best+1)
	}
	return nil
}

// fresh are the columns that the configuration does not name and that were not there when it was written.
func (s *source) fresh(c config.Config) []column {
	known := map[string]bool{}
	for _, title := range c.Headers[string(s.reader.kind)] {
		known[value.Fold(title)] = true
	}
	for title := range c.Columns[string(s.reader.kind)] {
		known[value.Fold(title)] = true
	}
	return slices.DeleteFunc(slices.Clone(s.head.columns), func(col column) bool { return known[value.Fold(col.title)] || col.use == unused })
}

// look counts what the first rows hold in some columns.
func (s *source) look(ctx context.Context, columns []column) ([]*traits, error) {
	seen := make([]*traits, len(columns))
	for n := range seen {
		seen[n] = newTraits()
	}
	rows := 0
	for row, err := range s.sheet.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if row.Number <= s.head.row {
			continue
		}
		for n, col := range columns {
			if col.number <= len(row.Cells) {
				seen[n].see(row.Cells[col.number-1])
			}
		}
		if rows++; rows == renamedRows {
			break
		}
	}
	return seen, nil
}

// likeness tells from 0 to 1 how much a new column looks like a missing one that was mapped to a use. A column that is a
// word for another field is none.
func (s *source) likeness(title, to string, col column, t *traits) float64 {
	f := field.Index(s.reader.fields, to)
	if col.use == asField && col.field != f {
		return 0
	}
	score := likeNames(value.Fold(title), value.Fold(col.title)) / 2
	if col.use == asField {
		return score + 0.5
	}
	if f >= 0 && s.reader.kind == kind.Products {
		fit, _, _ := t.fit(f)
		return score + fit/2
	}
	return score
}

// likeNames is the share of pairs of letters that two names have in common, from 0 to 1 (the Dice coefficient).
func likeNames(a, b string) float64 {
	pairs := func(s string) map[string]int {
		m := map[string]int{}
		r := []rune(s)
		for i := range len(r) - 1 {
			m[string(r[i:i+2])]++
		}
		return m
	}
	x, y := pairs(a), pairs(b)
	both, all := 0, 0
	for p, n := range x {
		both += min(n, y[p])
		all += n
	}
	for _, n := range y {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(both) / float64(all)
}
