package importer

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// openInputs opens all inputs; every one that cannot be read is in the error. One that is named twice, as patterns that
// overlap do, is opened once.
func (i *run) openInputs(inputs []string) error {
	if len(inputs) == 0 {
		return errors.New("nothing to import: no input was named")
	}
	var failed []error
	for n, name := range inputs {
		if slices.Contains(inputs[:n], name) {
			i.tell(problem.Warnf(problem.Position{File: cmp.Or(i.o.Names[name], name)}, "named-twice", "named twice; it is read once"))
			continue
		}
		b, err := table.Open(name, table.Options{Encoding: i.o.Encoding, Otherwise: i.config.Encoding, Name: i.o.Names[name], Rows: i.o.Rows})
		if err != nil {
			failed = append(failed, err)
			continue
		}
		i.books = append(i.books, b)
		i.tell(b.Warnings...)
	}
	return errors.Join(failed...)
}

// sort decides for each sheet of the inputs what it holds: by the configuration, by its name, by the shop
// system that wrote it, and where there is no sheet of products yet, by its header.
func (i *run) sort(ctx context.Context) error {
	named := map[string]string{}
	for name, k := range i.config.Sheets {
		named[value.Fold(name)] = k
	}
	for name, k := range i.config.Persons {
		if kind.Kind(k) != kind.Products { // that is only a leave: sheets says it too, or the header
			named[value.Fold(name)] = k
		}
	}
	i.unmatchedSheets()
	var unknown []*table.Sheet
	for _, b := range i.books {
		for _, s := range b.Sheets {
			to, configured := named[value.Fold(s.Title())]
			k, known := i.words.Sheets[value.Fold(s.Title())]
			switch {
			case to == config.Ignored, isProblemList(s):
			case configured:
				if err := i.assign(ctx, s, kind.Kind(to)); err != nil {
					return err
				}
			case s.Hidden:
				p := problem.Warnf(s.At(0, 0), "hidden-sheet", "the sheet is hidden and left out")
				if known && len(i.sheets[k]) == 0 && i.holdsRows(ctx, s) {
					p = p.Hintf("show it, or in plugsheet.yaml: sheets: { %q: %s }", s.Title(), k)
				}
				i.tell(p)
			case known:
				if err := i.assign(ctx, s, k); err != nil {
					return err
				}
			case i.recognised[s].Fits:
				if err := i.assign(ctx, s, i.recognised[s].Profile.Kind); err != nil {
					return err
				}
			default:
				unknown = append(unknown, s)
			}
		}
	}
	unknown, err := i.assignPersons(ctx, unknown)
	if err != nil {
		return err
	}
	if len(i.sheets[kind.Products]) > 0 {
		if unknown, err = i.joinEqual(ctx, unknown); err != nil {
			return err
		}
		i.leaveOut(unknown, true)
		i.tellLeft()
		i.demandSome(false)
		return nil
	}
	return i.sortByHeader(ctx, unknown)
}

// unmatchedSheets warns of sheets that the configuration names and the inputs do not have.
func (i *run) unmatchedSheets() {
	var titles, folded []string
	for _, b := range i.books {
		for _, s := range b.Sheets {
			titles, folded = append(titles, s.Title()), append(folded, value.Fold(s.Title()))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(i.config.Sheets)) {
		if !slices.Contains(folded, value.Fold(name)) {
			i.tell(problem.Warnf(problem.Position{}, "unmatched-sheet", "no sheet %q here, which the configuration names under sheets", name).
				Hintf("%s", config.Meaning(name, titles)))
		}
	}
}

// holdsRows tells whether there is something below the first row of a sheet; where it cannot be read there is not.
func (i *run) holdsRows(ctx context.Context, s *table.Sheet) bool {
	n := 0
	for _, err := range s.Rows(ctx) {
		if err != nil {
			return false
		}
		if n++; n > 1 {
			return true
		}
	}
	return false
}
