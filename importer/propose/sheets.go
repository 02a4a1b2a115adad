package propose

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"plugsheet/importer/annotate"
	"plugsheet/importer/config"
	"plugsheet/importer/correct"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Find opens the inputs and finds what each of their sheets holds.
func (i *Inputs) Find(ctx context.Context, inputs []string) (err error) {
	if wrong := i.Config.Check(); wrong != nil {
		return &config.Error{Reason: wrong.Reason, Hint: wrong.Hint}
	}
	if i.Words, err = field.LoadWords(); err != nil {
		return err
	}
	if err := i.openInputs(ctx, inputs); err != nil {
		return err
	}
	if err := i.recogniseSheets(ctx); err != nil {
		return err
	}
	if err := i.sort(ctx); err != nil {
		return err
	}
	i.adopt()
	return nil
}

// openInputs opens all inputs; every one that cannot be read is in the error. One that is named twice, as
// patterns that overlap do, is opened once.
func (i *Inputs) openInputs(ctx context.Context, inputs []string) error {
	if i.Given != nil {
		i.Books = i.Given
		for _, b := range i.Books {
			b.Limit(i.Rows)
			i.Tell(b.Warnings...)
		}
		return i.correct(ctx)
	}
	if len(inputs) == 0 {
		return errors.New("nothing to import: no input was named")
	}
	var failed []error
	for n, name := range inputs {
		if table.IsCorrections(cmp.Or(i.names[name], name)) {
			continue // a pattern such as *.csv names them too
		}
		if slices.Contains(inputs[:n], name) {
			i.Tell(problem.Warnf(problem.Position{File: cmp.Or(i.names[name], name)}, "named-twice",
				"named twice; it is read once"))
			continue
		}
		b, err := table.Open(name, table.Options{Encoding: i.encoding, Otherwise: i.Config.Encoding,
			Name: i.names[name], Rows: i.Rows})
		if err != nil {
			failed = append(failed, err)
			continue
		}
		i.Books = append(i.Books, b)
		i.Tell(b.Warnings...)
	}
	if len(failed) > 0 || len(i.Books) == 0 {
		return errors.Join(failed...)
	}
	return i.correct(ctx)
}

// sheets are those of all inputs.
func (i *Inputs) sheets() []*table.Sheet {
	return slices.Concat(each.Of(i.Books, func(b *table.Book) []*table.Sheet { return b.Sheets })...)
}

// correct lets the sheets be read as the corrections beside them say.
func (i *Inputs) correct(ctx context.Context) (err error) {
	most := i.Rows
	if i.proposing {
		most = 2 * sheet.SampleRows
	}
	i.corrected, err = correct.Apply(ctx, i.sheets(), i.Corrections, most)
	if most == 0 {
		i.Tell(i.corrected.Problems...)
	}
	return err
}

// TellCorrected tells what came of the corrections of a sheet that is read, and counts them.
func (i *Inputs) TellCorrected(s *table.Sheet, k kind.Kind) {
	problems, cells := i.corrected.Tell(s, k == kind.Customers)
	i.Tell(problems...)
	i.Corrected = append(i.Corrected, cells...)
}

// sort decides for each sheet of the inputs what it holds: by the configuration, by its name, by the shop
// system that wrote it, and where there is no sheet of products yet, by its header.
func (i *Inputs) sort(ctx context.Context) error {
	named := map[string]string{}
	for name, k := range i.Config.Sheets {
		named[value.Fold(name)] = k
	}
	for name, k := range i.Config.Persons {
		if kind.Kind(k) != kind.Products { // that is only a leave: sheets says it too, or the header
			named[value.Fold(name)] = k
		}
	}
	i.unmatchedSheets()
	var unknown []*table.Sheet
	for _, s := range i.sheets() {
		to, configured := named[value.Fold(s.Title())]
		k, known := i.Words.Sheets[value.Fold(s.Title())]
		switch {
		case to == config.Ignored, annotate.IsProblemList(s):
			continue
		case configured:
			k = kind.Kind(to)
		case s.Hidden:
			p := problem.Warnf(s.At(0, 0), "hidden-sheet", "the sheet is hidden and left out")
			if known && len(i.Sheets[k]) == 0 && i.holdsRows(ctx, s) {
				p = p.Hintf("show it, or in plugsheet.yaml: %s",
					problem.Pastef("sheets: { %q: %s }", s.Title(), k))
			}
			i.Tell(p)
			continue
		case known:
		case i.recognised[s].Fits:
			k = i.recognised[s].Profile.Kind
		default:
			unknown = append(unknown, s)
			continue
		}
		if err := i.assign(ctx, s, k); err != nil {
			return err
		}
	}
	unknown, err := i.assignPersons(ctx, unknown)
	if err == nil {
		unknown, err = i.assignTrees(ctx, unknown)
	}
	if err == nil {
		unknown, err = i.assignOwn(ctx, unknown)
	}
	if err != nil {
		return err
	}
	if len(i.Sheets[kind.Products]) > 0 {
		unknown = i.leaveTopics(ctx, header.NewReader(kind.Products, i.Words, i.Config), unknown)
		if unknown, err = i.joinEqual(ctx, unknown); err != nil {
			return err
		}
		if err := i.leaveOut(ctx, unknown, true); err != nil {
			return err
		}
		i.tellLeft()
		i.demandSome(false)
		return nil
	}
	return i.sortByHeader(ctx, unknown)
}

// unmatchedSheets warns of sheets that the configuration names and the inputs do not have.
func (i *Inputs) unmatchedSheets() {
	titles := each.Of(i.sheets(), (*table.Sheet).Title)
	folded := each.Of(titles, value.Fold)
	for _, name := range slices.Sorted(maps.Keys(i.Config.Sheets)) {
		if !slices.Contains(folded, value.Fold(name)) {
			i.Tell(problem.Warnf(problem.Position{}, "unmatched-sheet",
				"no sheet %q here, which the configuration names under sheets", name).
				Hintf("%s", config.Meaning(name, titles)))
		}
	}
}

// holdsRows tells whether there is something below the first row of a sheet; where it cannot be read there is
// not.
func (i *Inputs) holdsRows(ctx context.Context, s *table.Sheet) bool {
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

// recogniseSheets finds the profile of each sheet of the inputs.
func (i *Inputs) recogniseSheets(ctx context.Context) error {
	all, err := shop.Load()
	if err != nil {
		return err
	}
	i.recognised = map[*table.Sheet]shop.Recognised{}
	for _, s := range i.sheets() {
		if i.recognised[s], err = shop.Recognise(ctx, s, all, i.Config.Profile); err != nil {
			return err
		}
	}
	return nil
}

// adopt takes from the profiles of the sheets that are read what the configuration leaves open and holds for
// all of them.
func (i *Inputs) adopt() {
	for _, k := range kind.All() {
		for _, s := range i.Sheets[k] {
			r := i.recognised[s]
			if r.Profile == nil || r.Profile.Kind != k {
				continue
			}
			i.Profiles = append(i.Profiles, shop.Use{
				File: s.File, Sheet: s.Name, Profile: r.Profile.Name, Title: r.Profile.Title,
				Headers: r.Known, Named: r.Named,
			})
			if i.Separator == "" {
				i.Separator = r.Profile.Config.Separator
			}
			if i.Config.BaseURL == "" {
				i.Config.BaseURL = r.Profile.Config.BaseURL
			}
		}
	}
}
