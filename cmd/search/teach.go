package search

import (
	"context"
	"path/filepath"

	"plugsheet/cmd/cli"
	"plugsheet/index/gaps"
	"plugsheet/schemas/bundle"
)

// shownGaps is how many groups of searches a page shows.
const shownGaps = 20

// Taught is what became of a decision about searches that found nothing.
type Taught = gapsChanged

// Gaps are the searches in a bundle's folder that found nothing for a word, as plugsheet gaps shows them.
func Gaps(ctx context.Context, p cli.Process, dir string) ([]gaps.Group, error) {
	w, err := openWork(ctx, p, dir)
	if err != nil {
		return nil, err
	}
	defer w.x.Close()
	return w.found.Groups, nil
}

// Teach does what plugsheet gaps does with --accept TYPED=MEANT, or without a meaning with --forget.
func Teach(ctx context.Context, p cli.Process, dir, typed, meant string) (*Taught, error) {
	w, err := openWork(ctx, p, dir)
	if err != nil {
		return nil, err
	}
	defer w.x.Close()
	d := decisions{forget: []string{typed}}
	if meant != "" {
		s, err := readSynonym(typed + "=" + meant)
		if err != nil {
			return nil, err
		}
		d = decisions{accept: []synonym{s}}
	}
	return d.change(ctx, p, w)
}

// openWork opens what decisions are carried out on. The caller closes its index.
func openWork(ctx context.Context, p cli.Process, dir string) (w work, err error) {
	w = work{o: gapsOptions{bundle: dir, limit: shownGaps, cases: filepath.Join(dir, casesFile)}, dir: dir,
		counts: gaps.Folder(dir)}
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return w, err
	}
	if w.x, err = cli.OpenIndex(ctx, p, b); err != nil {
		return w, err
	}
	if w.found, err = findGaps(ctx, w.x, w.counts, w.o); err != nil {
		w.x.Close()
	}
	return w, err
}
