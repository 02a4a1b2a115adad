package propose

import (
	"context"
	"maps"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// renamedRows is how many rows are read to tell whether a new column holds what a missing one held.
const renamedRows = 200

// alike is from where on a new column is proposed for a missing one: half of it is the names' likeness, half
// the values'.
const alike = 0.35

// tellUnmatched warns of columns that the configuration names and the sheet does not have. Where a column
// that is new may be the same under another name it says so.
func tellUnmatched(ctx context.Context, s *sheet.Source, c config.Config,
	tell func(...problem.Problem)) error {
	named := c.Columns[string(s.Reader.Kind)]
	var missing []string
	for _, title := range slices.Sorted(maps.Keys(named)) {
		if s.Find(title) < 0 && !s.Secrets[value.Fold(title)] {
			missing = append(missing, title)
		}
	}
	fresh := freshColumns(s, c)
	if len(missing) == 0 || len(fresh) == 0 {
		for _, title := range missing {
			tell(s.NoColumn(title, "columns"))
		}
		return nil
	}
	seen, err := traitsOf(ctx, s, fresh)
	if err != nil {
		return err
	}
	for _, title := range missing {
		best, most := -1, alike
		for n, col := range fresh {
			if score := likenessTo(s, title, named[title], col, seen[n]); score > most {
				best, most = n, score
			}
		}
		if best < 0 {
			tell(s.NoColumn(title, "columns"))
			continue
		}
		col := fresh[best]
		tell(problem.Warnf(s.Sheet.At(s.Head.Row, col.Number), "renamed-column",
			"was %q, now %q: same?", title, col.Title).
			Hintf("if so, in place of %q, in plugsheet.yaml: %s", title,
				problem.Pastef("columns: { %s: { %q: %s } }", s.Reader.Kind, col.Title, named[title])))
		fresh, seen = slices.Delete(fresh, best, best+1), slices.Delete(seen, best, best+1)
	}
	return nil
}

// freshColumns are the columns that the configuration does not name and that were not there when it was
// written.
func freshColumns(s *sheet.Source, c config.Config) []header.Column {
	k := string(s.Reader.Kind)
	known := value.FoldedSet(slices.AppendSeq(slices.Clone(c.Headers[k]), maps.Keys(c.Columns[k])))
	return each.That(s.Head.Columns,
		func(col header.Column) bool { return !known[value.Fold(col.Title)] && col.Use != header.Unused })
}

// traitsOf counts what the first rows hold in some columns.
func traitsOf(ctx context.Context, s *sheet.Source, columns []header.Column) ([]*traits, error) {
	seen := each.Of(columns, func(header.Column) *traits { return newTraits() })
	for row, err := range s.Below(ctx, renamedRows) {
		if err != nil {
			return nil, err
		}
		for n, col := range columns {
			if col.Number <= len(row.Cells) {
				seen[n].see(row.Cells[col.Number-1])
			}
		}
	}
	return seen, nil
}

// likenessTo tells from 0 to 1 how much a new column looks like a missing one that was mapped to a use. A
// column that is a word for another field is none.
func likenessTo(s *sheet.Source, title, to string, col header.Column, t *traits) float64 {
	f := field.Index(s.Reader.Fields, to)
	if col.Use == header.AsField && col.Field != f {
		return 0
	}
	score := likeNames(value.Fold(title), value.Fold(col.Title)) / 2
	if col.Use == header.AsField {
		return score + 0.5
	}
	if f >= 0 && s.Reader.Kind == kind.Products {
		fit, _, _ := t.fit(f)
		return score + fit/2
	}
	return score
}

// likeNames is the share of pairs of letters that two names have in common, from 0 to 1 (the Dice
// coefficient).
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
