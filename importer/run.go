package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/shop"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/problem"
)

// Run imports. The error is for what stops an import: a file that cannot be read, a folder that cannot be written, a
// setting that makes no sense, a cancelled context; problems in the data are in the report, and with any error among
// them the bundle is left as it was.
func Run(ctx context.Context, o Options) (Report, error) {
	i := &run{
		o: o, config: o.Config, problems: &problem.List{}, sheets: map[kind.Kind][]*table.Sheet{}, byKind: map[kind.Kind][]*source{},
		watch: newStopwatch(), badRows: map[rowPlace]bool{}, coded: map[string]bool{},
		refused: map[*table.Sheet]bool{},
	}
	i.report.Problems = i.problems
	err := i.all(ctx)
	for _, b := range i.books {
		err = errors.Join(err, b.Close())
	}
	err = named(err, o.Names)
	i.report.Stages = i.watch.times()
	return i.report, err
}

// run is one import under way.
type run struct {
	o         Options
	config    config.Config // completed by the Settings sheet and the defaults
	unspoken  bool          // nobody said the language: English is the default
	words     *field.Words
	problems  *problem.List
	proposing bool              // a mapping is looked for; nothing is imported
	reading   bool              // the rows are being read: headers and settings are good or told of
	bad       bool              // an error was told of in the row that is being read
	blocked   bool              // an error was told of that skipping rows does not mend
	badRows   map[rowPlace]bool // rows with an error; at most as many as problems are kept
	report    Report
	// recognised are the shop systems of the sheets, and separator what they put between the labels of a category path.
	recognised map[*table.Sheet]shop.Recognised
	separator  string
	separated  bool            // the separator is said by the settings
	allow      scan.Allow      // the shop's own, which is nobody's
	coded      map[string]bool // by header: whether its numbers are those of products; see [scan.IsCoded]
	watch      *stopwatch

	books   []*table.Book
	sheets  map[kind.Kind][]*table.Sheet
	left    []leftSheet // sheets of persons that are not read, and all sheets that must not be products
	refused map[*table.Sheet]bool
	without []ProposedSheet // sheets of products that have no header, as their values are
	// sheetNames are the sheets of one list whose names are their products' value of a field.
	sheetNames map[*table.Sheet]int
	sources    []*source
	byKind     map[kind.Kind][]*source
	tree       *tree
	writer     *bundle.Writer
	trace      *provenance // nil unless asked for
}

// tell notes problems. An error spoils the row that is being read; one that is not about a row spoils everything.
func (i *run) tell(ps ...problem.Problem) {
	for _, p := range ps {
		if p.Severity != problem.Error {
			continue
		}
		i.bad = true
		at := rowPlace{p.Position.File, p.Position.Sheet, p.Position.Row}
		if !i.reading || at.row == 0 {
			i.blocked = true
		}
		if len(i.badRows) < problem.Limit {
			i.badRows[at] = true
		}
	}
	i.problems.Add(ps...)
}

// rowPlace is a row of a sheet.
type rowPlace struct {
	file, sheet string
	row         int
}

// all is the import from end to end.
func (i *run) all(ctx context.Context) (err error) {
	if wrong := i.config.Check(); wrong != nil {
		return &config.Error{Reason: wrong.Reason, Hint: wrong.Hint}
	}
	i.allow = scan.NewAllow(i.config.Allow)
	if i.words, err = field.LoadWords(); err != nil {
		return err
	}
	if err := i.openInputs(i.o.Inputs); err != nil {
		return err
	}
	if err := i.recogniseSheets(ctx); err != nil {
		return err
	}
	if err := i.sort(ctx); err != nil {
		return err
	}
	i.adopt()
	if err := i.readSettings(ctx); err != nil {
		return err
	}
	if err := i.openSources(ctx); err != nil {
		return err
	}
	dir, err := i.folder()
	if err != nil {
		return err
	}
	made := missingFolders(dir)
	defer func() {
		if !i.report.Written {
			removeEmpty(made)
		}
	}()
	i.writer, err = bundle.Create(dir, bundle.WriteOptions{
		IDs: i.config.IDKind(), Language: i.config.Language, TimeZone: i.config.TimeZone, CustomerKey: i.o.CustomerKey,
		CustomersFor: i.o.CustomersFor, CustomerIdentity: i.o.CustomerIdentity,
	})
	if err != nil {
		return fmt.Errorf("beginning the bundle: %w", err)
	}
	if i.o.Provenance && dir != "" {
		if i.trace, err = newProvenance(); err != nil {
			return errors.Join(err, i.writer.Close())
		}
	}
	if err = i.read(ctx); err == nil {
		i.countLeft()
		err = i.commit(ctx, dir)
	}
	return errors.Join(err, i.trace.close(), i.writer.Close())
}

// removeEmpty takes away folders, the innermost first, up to one that holds something.
func removeEmpty(folders []string) {
	for _, folder := range folders {
		if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
}

// now is the time for the report.
func (i *run) now() time.Time {
	if i.o.Clock != nil {
		return i.o.Clock()
	}
	return time.Now()
}

// missingFolders are those on the way to a folder that do not exist, the innermost first.
func missingFolders(dir string) []string {
	var missing []string
	for dir != "" {
		if _, err := os.Lstat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
			break
		}
		missing = append(missing, dir)
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return missing
}

// folder is where the bundle goes.
func (i *run) folder() (string, error) {
	if i.o.Site != "" && !isSite(i.o.Site) {
		return "", fmt.Errorf("%q cannot be a website's id: letters, digits, - and _ only, at most 64", i.o.Site)
	}
	if i.o.Bundle == "" || i.o.Site == "" {
		return i.o.Bundle, nil
	}
	return filepath.Join(i.o.Bundle, bundle.SitesDir, i.o.Site), nil
}

// isSite tells whether a website's id can be a folder's name.
func isSite(s string) bool {
	return len(s) <= 64 && strings.IndexFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// openSources resolves the headers of all sheets but the settings.
func (i *run) openSources(ctx context.Context) error {
	for _, k := range kind.All() {
		for _, s := range i.sheets[k] {
			if k == kind.Settings {
				continue
			}
			src, ok, err := i.open(ctx, s, k)
			if err != nil {
				return err
			}
			if ok {
				i.byKind[k] = append(i.byKind[k], src)
			}
		}
	}
	return nil
}

// read reads the sheets into the bundle, kind by kind.
func (i *run) read(ctx context.Context) error {
	i.tree = newTree(i.config.IDKind(), i.config.Separator)
	i.reading = true
	for _, step := range []func(context.Context) error{
		i.readCategories, i.readProducts, func(context.Context) error { return i.writeCategories() },
		i.readForm, i.readCustomerFields, i.readCustomers, i.readBot,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// commit puts the bundle into place, unless there were errors that skipping their rows does not mend.
func (i *run) commit(ctx context.Context, dir string) error {
	if i.problems.Errors() > 0 && (!i.o.SkipBadRows || i.blocked) {
		i.report.Skipped, i.report.SkippedRows = 0, nil
		return nil
	}
	i.watch.to(StageCommit)
	if err := i.review(ctx, dir); err != nil {
		return err
	}
	result, err := i.writer.Commit(ctx)
	if err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	i.watch.to(StageCheck)
	i.report.Digest, i.report.Bundle, i.report.Written = result.Digest, dir, dir != ""
	i.report.Result = result
	return i.trace.end(dir, result.Digest, i.sources)
}

// faults tells of what a record's schema refuses. at gives the place for a fault of the record with an index and of one
// of its keys; the zero place means that it has been told of. An error that is none of the data is given back.
func (i *run) faults(err error, at func(index int, name string) problem.Position) error {
	var invalid *bundle.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	for _, f := range invalid.Faults {
		parts := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
		index, name := 0, ""
		if n, err := strconv.Atoi(parts[0]); err == nil {
			index = n
			parts = parts[1:]
		}
		if len(parts) > 0 && parts[0] == "product" {
			parts = parts[1:]
		}
		if len(parts) > 0 {
			name = parts[0]
		}
		if p := at(index, name); p != (problem.Position{}) {
			i.tell(problem.Errorf(p, "schema", "%s %s", name, f.Message))
		}
	}
	return nil
}

// placeOf is the cell of a record's key among those of its row; the zero place where an error of the row was told of.
func (i *run) placeOf(k kind.Kind, name string, cells []problem.Position) problem.Position {
	if i.toldAt(cells[0]) {
		return problem.Position{}
	}
	return cells[max(0, field.Index(field.Of(k), name))]
}

// toldAt tells whether there is an error in a row already, so that what follows from it need not be told.
func (i *run) toldAt(at problem.Position) bool {
	return i.badRows[rowPlace{at.File, at.Sheet, at.Row}] || i.badRows[rowPlace{at.File, at.Sheet, 0}]
}

// cellName names a cell for a message about another one: with its file and sheet only where they differ.
func (i *run) cellName(p, other problem.Position) string {
	if p.File == other.File && p.Sheet == other.Sheet {
		return p.Cell()
	}
	return p.String()
}

// progress tells the caller how far the reading has come.
func (i *run) progress(s *table.Sheet) {
	if i.o.Progress == nil {
		return
	}
	var done, total int64
	for _, src := range i.sources {
		d, t := src.sheet.Size()
		if src.sheet == s || d == t {
			done += d
		}
		total += t
	}
	i.o.Progress(StageRead, done, total)
}
