package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"plugsheet/importer/bot"
	"plugsheet/importer/category"
	"plugsheet/importer/correct"
	"plugsheet/importer/customer"
	"plugsheet/importer/form"
	"plugsheet/importer/kind"
	"plugsheet/importer/origin"
	"plugsheet/importer/product"
	"plugsheet/importer/propose"
	"plugsheet/importer/stage"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scan"
)

// Run imports. The error is for what stops an import: a file that cannot be read, a folder that cannot be
// written, a setting that makes no sense, a cancelled context; problems in the data are in the report, and
// with any error among them the bundle is left as it was.
func Run(ctx context.Context, o Options) (Report, error) {
	i := newRun(o)
	i.report.Problems = i.Problems
	err := i.Close(i.all(ctx))
	i.report.Tally, i.report.Profiles, i.report.Corrected = i.Tally, i.Profiles, i.Corrected
	i.report.Stages = i.Watch.Times()
	return i.report, err
}

// run is one import under way.
type run struct {
	*propose.Inputs
	o      Options
	report Report
	trace  *origin.Trace // nil unless asked for
}

func newRun(o Options) *run {
	i := &run{o: o, Inputs: propose.NewInputs(o.Config, o.Names, o.Encoding)}
	i.Progress, i.WithUnpublished, i.Rows = o.Progress, o.WithUnpublished, o.Rows
	i.SkipBadRows = o.SkipBadRows || len(o.Config.LeaveOut) > 0
	i.Corrections = correct.Files{Named: o.Corrections, Near: o.Near, Typed: o.Typed}
	i.Given = o.Books
	return i
}

// open finds out what the inputs hold, up to the headers of their sheets.
func (i *run) open(ctx context.Context) error {
	i.Allow = scan.NewAllow(i.Config.Allow)
	if err := i.Find(ctx, i.o.Inputs); err != nil {
		return err
	}
	if err := i.readSettings(ctx); err != nil {
		return err
	}
	return i.openSources(ctx)
}

// all is the import from end to end.
func (i *run) all(ctx context.Context) error {
	if err := i.open(ctx); err != nil {
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
	if err := i.create(dir); err != nil {
		return err
	}
	tree := &category.Sheets{Job: i.Job, Tree: category.NewTree(i.Config.IDKind(), i.Config.Separator)}
	i.Reading = true
	for _, step := range []func(context.Context) error{
		tree.Read,
		func(ctx context.Context) (err error) {
			i.report.Summary, err = product.Read(ctx, tree, i.trace, i.now())
			return err
		},
		func(context.Context) error { return tree.Write() },
		func(ctx context.Context) error { return form.Read(ctx, i.Job) },
		func(ctx context.Context) error { return customer.ReadFields(ctx, i.Job) },
		func(ctx context.Context) error { return customer.Read(ctx, i.Job) },
		func(ctx context.Context) error { return bot.Read(ctx, i.Job) },
		func(ctx context.Context) error { return i.commit(ctx, dir) },
	} {
		if err = step(ctx); err != nil {
			break
		}
	}
	return errors.Join(err, i.trace.Close(), i.Writer.Close())
}

// create begins the bundle in a folder, and the note of where everything comes from, where that is asked for.
func (i *run) create(dir string) (err error) {
	i.Writer, err = bundle.Create(dir, bundle.WriteOptions{
		IDs: i.Config.IDKind(), Language: i.Config.Language, TimeZone: i.Config.TimeZone,
		CustomerKey:  i.o.CustomerKey,
		CustomersFor: i.o.CustomersFor, CustomerIdentity: i.o.CustomerIdentity,
	})
	if err != nil {
		return fmt.Errorf("beginning the bundle: %w", err)
	}
	if i.o.Provenance && dir != "" {
		i.Traced = true
		if i.trace, err = origin.NewTrace(); err != nil {
			return errors.Join(err, i.Writer.Close())
		}
	}
	return nil
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
	if !bundle.IsSiteName(i.o.Site) {
		return "",
			fmt.Errorf("%q cannot be a website's id: letters, digits, - and _ only, at most 64", i.o.Site)
	}
	if i.o.Bundle == "" {
		return "", nil
	}
	return bundle.SiteDir(i.o.Bundle, i.o.Site), nil
}

// openSources resolves the headers of all sheets but the settings.
func (i *run) openSources(ctx context.Context) error {
	for _, k := range kind.All() {
		for _, s := range i.Sheets[k] {
			if k == kind.Settings {
				continue
			}
			src, err := i.Open(ctx, s, k)
			if err != nil {
				return err
			}
			if src != nil {
				i.ByKind[k] = append(i.ByKind[k], src)
			}
		}
	}
	return nil
}

// commit puts the bundle into place, unless there were errors that skipping their rows does not mend, or that
// leave no product.
func (i *run) commit(ctx context.Context, dir string) error {
	i.leave()
	i.countLeft()
	nothing := i.SkippedProducts > 0 && i.Counts.Products == 0
	if i.Problems.Errors() > 0 && (!i.o.SkipBadRows || i.Blocked || nothing) {
		i.Skipped, i.SkippedRows = 0, nil
		return nil
	}
	i.Watch.To(stage.Commit)
	if err := i.review(ctx, dir); err != nil {
		return err
	}
	result, err := i.Writer.Commit(ctx)
	if err != nil {
		return fmt.Errorf("writing the bundle: %w", err)
	}
	i.Watch.To(stage.Check)
	i.report.Digest, i.report.Bundle, i.report.Written = result.Digest, dir, dir != ""
	i.report.Result = result
	return i.trace.End(dir, result.Digest, i.Sources)
}
