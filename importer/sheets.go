package importer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// openInputs opens all inputs; every one that cannot be read is in the error.
func (i *run) openInputs(inputs []string) error {
	if len(inputs) == 0 {
		return errors.New("nothing to import: no input was named")
	}
	var failed []error
	for _, name := range inputs {
		b, err := table.Open(name, table.Options{})
		if err != nil {
			failed = append(failed, err)
			continue
		}
		i.books = append(i.books, b)
		i.problems.Add(b.Warnings...)
	}
	return errors.Join(failed...)
}

// sort decides for each sheet of the inputs what it holds: by the configuration, by its name, and where no sheet of
// products is named, by its header.
func (i *run) sort(ctx context.Context) error {
	named := map[string]string{}
	for name, k := range i.config.Sheets {
		named[fold(name)] = k
	}
	i.unmatchedSheets()
	var unknown []*table.Sheet
	for _, b := range i.books {
		for _, s := range b.Sheets {
			to, configured := named[fold(s.Title())]
			k, known := i.words.sheets[fold(s.Title())]
			switch {
			case to == asIgnored:
			case configured:
				i.sheets[kind(to)] = append(i.sheets[kind(to)], s)
			case s.Hidden:
				p := problem.Warnf(s.At(0, 0), "hidden-sheet", "the sheet is hidden and left out")
				if known {
					p = p.Hintf("show it, or in plugsheet.yaml: sheets: { %q: %s }", s.Title(), k)
				}
				i.problems.Add(p)
			case known:
				i.sheets[k] = append(i.sheets[k], s)
			default:
				unknown = append(unknown, s)
			}
		}
	}
	if len(i.sheets[products]) > 0 {
		i.leaveOut(unknown)
		i.demandSome()
		return nil
	}
	return i.sortByHeader(ctx, unknown)
}

// unmatchedSheets warns of sheets that the configuration names and the inputs do not have.
func (i *run) unmatchedSheets() {
	var titles, folded []string
	for _, b := range i.books {
		for _, s := range b.Sheets {
			titles, folded = append(titles, s.Title()), append(folded, fold(s.Title()))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(i.config.Sheets)) {
		if !slices.Contains(folded, fold(name)) {
			i.problems.Add(problem.Warnf(problem.Position{}, "unmatched-sheet", "no sheet %q here, which the configuration names under sheets", name).
				Hintf("%s", meant(name, titles)))
		}
	}
}

// sortByHeader looks among sheets whose names say nothing for the one that holds products.
func (i *run) sortByHeader(ctx context.Context, unknown []*table.Sheet) error {
	r := newReader(products, i.words, i.config)
	var alike []*table.Sheet
	for _, s := range unknown {
		yes, err := r.looksLikeProducts(ctx, s)
		if err != nil {
			return err
		}
		if yes {
			alike = append(alike, s)
		}
	}
	if len(alike) == 1 {
		i.sheets[products] = alike
		i.leaveOut(slices.DeleteFunc(unknown, func(s *table.Sheet) bool { return s == alike[0] }))
		return nil
	}
	for _, s := range alike {
		i.problems.Add(problem.Errorf(s.At(0, 0), "which-products", "several sheets look like products and none is named Products").
			Hintf("in plugsheet.yaml: sheets: { %q: products }", s.Title()))
	}
	i.leaveOut(slices.DeleteFunc(unknown, func(s *table.Sheet) bool { return slices.Contains(alike, s) }))
	i.demandSome()
	return nil
}

// looksLikeProducts tells whether a row among the first names at least two fields of a product, a title or reference
// among them.
func (r *reader) looksLikeProducts(ctx context.Context, s *table.Sheet) (bool, error) {
	number, cells, err := r.findHeader(ctx, s)
	if err != nil || number == 0 {
		return false, err
	}
	h, _ := r.resolve(s, number, cells)
	n := 0
	for _, column := range h.at {
		if column > 0 {
			n++
		}
	}
	return n >= 2 && (h.at[pTitle] > 0 || h.at[pReference] > 0), nil
}

// leaveOut names the sheets that are not read.
func (i *run) leaveOut(sheets []*table.Sheet) {
	known := make([]string, 0, 8)
	for _, k := range kinds() {
		known = append(known, k.sheetName())
	}
	for _, s := range sheets {
		hint := "sheets are named " + strings.Join(known, ", ")
		if near := nearest(s.Title(), known); near != "" {
			hint = fmt.Sprintf("did you mean %q? rename the sheet", near)
		}
		i.problems.Add(problem.Warnf(s.At(0, 0), "unknown-sheet", "the sheet %q is not known and left out", s.Title()).
			Hintf("%s; or in plugsheet.yaml: sheets: { %q: products }", hint, s.Title()))
	}
}

// demandSome tells of inputs in which there is nothing to import.
func (i *run) demandSome() {
	for _, s := range i.sheets {
		if len(s) > 0 {
			return
		}
	}
	if i.problems.Errors() > 0 {
		return
	}
	at := problem.Position{}
	if len(i.books) == 1 {
		at.File = i.books[0].Name
	}
	i.problems.Add(problem.Errorf(at, "no-catalog", "no sheet here is known, and none looks like a list of products").
		Hintf("a list of products has a header row with at least two of id, reference, title, price, url, image, description"))
}
