package search

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/index/gaps"
	"plugsheet/index/judge"
	"plugsheet/schemas/bundle"
)

// searchFigures is the outcome of search-test as JSON.
type searchFigures struct {
	judge.Score
	Below   []belowBar      `json:"below"`   // figures that miss their bar
	Missing []judge.Missing `json:"missing"` // expected products that the catalog does not have
	Worst   []badCase       `json:"worst"`
}

type belowBar struct {
	Figure string  `json:"figure"`
	Value  float64 `json:"value"`
	Bar    float64 `json:"bar"`
}

// badCase is a query that did not go as expected.
type badCase struct {
	Line     int      `json:"line"`
	Query    string   `json:"query"`
	Expected []string `json:"expected"`
	Rank     int      `json:"rank"`  // of the first expected product; 0 when it was not found
	First    string   `json:"first"` // the reference of what came first; empty for nothing
	Total    int      `json:"total"` // products that were found
}

// printSearchFigures prints the figures to stdout and what is wrong with them to stderr.
func printSearchFigures(p cli.Process, o searchTestOptions, report judge.Report,
	missing []judge.Missing) error {
	out := searchFigures{Score: report.Score, Below: o.bars.missed(report.Score), Missing: missing,
		Worst: badCases(report.Worst(o.worst))}
	if err := o.printFigures(p, out, figuresText(out)); err != nil {
		return err
	}
	for _, m := range out.Missing {
		fmt.Fprintf(p.Stderr, "%s:%d: no product %q in %s\n", o.cases, m.Line, m.Product, o.bundle)
	}
	for _, b := range out.Below {
		fmt.Fprintf(p.Stderr, "%s: %s is %.4f, below %g\n", o.cases, b.Figure, b.Value, b.Bar)
	}
	if len(out.Missing)+len(out.Below) > 0 {
		return cli.ErrProblems
	}
	return nil
}

// missed are the bars that the figures do not reach.
func (b *bars) missed(f judge.Score) []belowBar {
	below := []belowBar{}
	for _, one := range b.all() {
		if one.of(f) < *one.least {
			below = append(below, belowBar{one.name, one.of(f), *one.least})
		}
	}
	return below
}

func figuresText(j searchFigures) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "cases     %d\nrecall@1  %.4f\nrecall@5  %.4f\nMRR       %.4f\nnDCG@10   %.4f\n",
		j.Cases, j.Recall1, j.Recall5, j.MRR, j.NDCG)
	for i, b := range j.Worst {
		if i == 0 {
			fmt.Fprintln(&out, "worst")
		}
		rank, first := "not found", "nothing"
		if b.Rank > 0 {
			rank = fmt.Sprintf("rank %d", b.Rank)
		}
		if b.First != "" {
			first = b.First
		}
		expected := strings.Join(b.Expected, "|")
		if expected == "" {
			rank, expected = "answered", "nothing"
		}
		fmt.Fprintf(&out, "%6d  %-9s  %q: expected %s, first is %s\n", b.Line, rank, b.Query, expected, first)
	}
	return out.Bytes()
}

// badCases turns results into what is said of them.
func badCases(results []judge.Result) []badCase {
	all := []badCase{}
	for _, r := range results {
		bad := badCase{Line: r.Line, Query: r.Query, Total: r.Total, Expected: []string{}}
		for _, w := range r.Wants {
			if w.Grade > 0 {
				bad.Expected = append(bad.Expected, w.Product)
			}
		}
		if r.Score.MRR > 0 && len(bad.Expected) > 0 {
			bad.Rank = int(math.Round(1 / r.Score.MRR))
		}
		if len(r.Found) > 0 {
			bad.First = r.Found[0]
		}
		all = append(all, bad)
	}
	return all
}

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
