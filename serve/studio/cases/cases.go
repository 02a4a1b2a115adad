// Package cases measures search and bot by the same cases on two catalogs, the published one and the one that
// would take its place, and says which cases went better before.
package cases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
)

// Files of cases, as plugsheet search-test and bot-test read them.
const (
	SearchFile = "search-cases.csv"
	BotFile    = "bot-cases.csv"
)

const (
	maxCases = 16 << 20 // bytes of a file of cases
	maxWorse = 50       // that are told
	sampled  = 100      // products of which cases are made, where there is no file
	seed     = 1        // makes the same cases of the same catalog every time
)

// Options say what is measured. After is required.
type Options struct {
	Before  string         // the bundle that is published; empty: there is none
	After   string         // the one that would take its place
	Folders []string       // where files of cases may be; the first one counts
	Now     time.Time      // when the bot's cases are said that name no time
	Told    func(int, int) // how many of how many parts are done; nil: not called
}

// Report is what cases gave.
type Report struct {
	Search Outcome `json:"search"`
	Bot    Outcome `json:"bot"`
}

// Outcome is what the cases of search or bot gave.
type Outcome struct {
	File    string   `json:"file"` // empty: the cases were made of the catalog
	Cases   int      `json:"cases"`
	Figures []Figure `json:"figures"`
	Worse   []Worse  `json:"worse"` // the first ones
	Worst   int      `json:"worseCases"`
	Better  int      `json:"betterCases"`
}

// Figure is a share of the cases, from 0 to 1.
type Figure struct {
	Name   string   `json:"name"`
	Before *float64 `json:"before"` // nil: nothing is published
	After  float64  `json:"after"`
}

// Worse is a case that went better before.
type Worse struct {
	Text     string   `json:"text"`
	Expected []string `json:"expected"`
	Before   string   `json:"before"` // the place of what was expected, or the bot's answer; empty: not found
	After    string   `json:"after"`
}

// catalog is a bundle with its index.
type catalog struct {
	*bundle.Bundle
	index *index.Index
}

// Compare measures both catalogs. Indexes that are missing are built.
func Compare(ctx context.Context, o Options) (r Report, err error) {
	told := func(n int) {
		if o.Told != nil {
			o.Told(n, 4)
		}
	}
	after, err := open(ctx, o.After)
	if err != nil {
		return r, err
	}
	defer after.close()
	told(1)
	before := (*catalog)(nil)
	if o.Before != "" {
		if before, err = open(ctx, o.Before); err != nil {
			return r, err
		}
		defer before.close()
	}
	told(2)
	if r.Search, err = compareSearch(ctx, before, after, o); err != nil {
		return r, err
	}
	told(3)
	r.Bot, err = compareBot(ctx, before, after, o)
	return r, err
}

func open(ctx context.Context, dir string) (*catalog, error) {
	b, err := bundle.Open(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("reading the catalog: %w", err)
	}
	x, err := index.Open(ctx, b)
	if errors.Is(err, index.ErrMissing) {
		if err := build.Build(ctx, b, build.Options{}); err != nil {
			return nil, fmt.Errorf("building the index: %w", err)
		}
		x, err = index.Open(ctx, b)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	return &catalog{b, x}, nil
}

func (c *catalog) close() { c.index.Close() }

// readCases reads the first file of that name that there is; none gives an empty name.
func readCases[C any](o Options, name string,
	read func(f *os.File, name string) ([]C, error)) (string, []C, error) {
	for _, dir := range o.Folders {
		file := filepath.Join(dir, name)
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, fmt.Errorf("reading the cases: %w", err)
		}
		defer f.Close()
		cases, err := read(f, file)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", file, err)
		}
		return file, cases, nil
	}
	return "", nil, nil
}

// limited bounds what is read of a file of cases.
func limited(f *os.File, name string) interface{ Read([]byte) (int, error) } {
	return bounded.Reader(f, name, maxCases)
}

// hold counts a case that went otherwise than before, and notes one that went worse.
func (o *Outcome) hold(better, worse bool, w Worse) {
	if better {
		o.Better++
	}
	if worse {
		if o.Worst++; len(o.Worse) < maxWorse {
			o.Worse = append(o.Worse, w)
		}
	}
}

// figure makes a figure of two reports.
func figure[R any](name string, before *R, after R, of func(R) float64) Figure {
	f := Figure{Name: name, After: of(after)}
	if before != nil {
		v := of(*before)
		f.Before = &v
	}
	return f
}
