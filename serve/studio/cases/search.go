package cases

import (
	"context"
	"os"
	"strconv"

	"plugsheet/index/judge"
	"plugsheet/schemas/each"
)

// compareSearch searches the same on both catalogs.
func compareSearch(ctx context.Context, before, after *catalog, o Options) (out Outcome, err error) {
	out.Figures, out.Worse = []Figure{}, []Worse{}
	file, cases, err := readCases(o, SearchFile, func(f *os.File, name string) ([]judge.Case, error) {
		return judge.ReadCases(limited(f, name))
	})
	if err != nil {
		return out, err
	}
	if file == "" {
		from := after
		if before != nil {
			from = before
		}
		options := judge.GenerateOptions{Codes: sampled, Titles: sampled, Seed: seed}
		if cases, err = judge.Generate(ctx, from.Bundle, options); err != nil {
			return out, err
		}
	}
	now, err := judge.Run(ctx, after.index, cases)
	if err != nil {
		return out, err
	}
	var then *judge.Report
	if before != nil {
		r, err := judge.Run(ctx, before.index, cases)
		if err != nil {
			return out, err
		}
		then = &r
	}
	out.File, out.Cases = file, len(cases)
	out.Figures = append(out.Figures,
		figure("first", then, now, func(r judge.Report) float64 { return r.Recall1 }),
		figure("first-five", then, now, func(r judge.Report) float64 { return r.Recall5 }))
	for n := 0; then != nil && n < len(cases); n++ {
		was, is := then.Results[n].Score.MRR, now.Results[n].Score.MRR
		out.hold(is > was, is < was, Worse{Text: cases[n].Query, Before: place(was), After: place(is),
			Expected: each.Of(cases[n].Wants, func(w judge.Want) string { return w.Product })})
	}
	return out, nil
}

// place is where the first wanted product stands, by its reciprocal; empty where it is not among the first
// ones.
func place(reciprocal float64) string {
	if reciprocal <= 0 {
		return ""
	}
	return strconv.Itoa(int(1/reciprocal + 0.5))
}
