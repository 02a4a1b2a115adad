// Package cases measures search and bot by the same cases on two catalogs, the published one and the one that
// would take its place, and says which cases went better before.
package cases

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"plugsheet/index"
	"plugsheet/index/build"
	searches "plugsheet/index/judge"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/judge"
)

// Files of cases, as plugsheet search-test and bot-test read them.
const (
	searchFile = "search-cases.csv"
	botFile    = "bot-cases.csv"
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
func readCases[C any](o Options, name string, read func(io.Reader) ([]C, error)) (string, []C, error) {
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
		cases, err := read(bounded.Reader(f, file, maxCases))
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", file, err)
		}
		return file, cases, nil
	}
	return "", nil, nil
}

// measure gives the reports of both catalogs; nil where nothing is published.
func measure[R any](before, after *catalog, run func(*catalog) (R, error)) (then *R, now R, err error) {
	if now, err = run(after); err != nil || before == nil {
		return nil, now, err
	}
	was, err := run(before)
	return &was, now, err
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

// compareSearch searches the same on both catalogs.
func compareSearch(ctx context.Context, before, after *catalog, o Options) (out Outcome, err error) {
	out.Figures, out.Worse = []Figure{}, []Worse{}
	file, cases, err := readCases(o, searchFile, searches.ReadCases)
	if err == nil && file == "" {
		options := searches.GenerateOptions{Codes: sampled, Titles: sampled, Seed: seed}
		cases, err = searches.Generate(ctx, cmp.Or(before, after).Bundle, options)
	}
	if err != nil {
		return out, err
	}
	then, now, err := measure(before, after, func(c *catalog) (searches.Report, error) {
		return searches.Run(ctx, c.index, cases)
	})
	if err != nil {
		return out, err
	}
	out.File, out.Cases = file, len(cases)
	out.Figures = append(out.Figures,
		figure("first", then, now, func(r searches.Report) float64 { return r.Recall1 }),
		figure("first-five", then, now, func(r searches.Report) float64 { return r.Recall5 }))
	for n := 0; then != nil && n < len(cases); n++ {
		was, is := then.Results[n].Score.MRR, now.Results[n].Score.MRR
		out.hold(is > was, is < was, Worse{Text: cases[n].Query, Before: place(was), After: place(is),
			Expected: each.Of(cases[n].Wants, func(w searches.Want) string { return w.Product })})
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

// compareBot says the same to both bots. Without a bot there are no cases.
func compareBot(ctx context.Context, before, after *catalog, o Options) (out Outcome, err error) {
	out.Figures, out.Worse = []Figure{}, []Worse{}
	file, cases, err := readCases(o, botFile, judge.ReadCases)
	if err != nil {
		return out, err
	}
	if before != nil && len(before.BotScenarios()) == 0 {
		before = nil
	}
	if file == "" {
		cases = judge.Generate(cmp.Or(before, after).BotAnswers(), seed)
	}
	if len(after.BotScenarios()) == 0 && before == nil {
		return out, nil
	}
	then, now, err := measure(before, after, func(c *catalog) (r judge.Report, err error) {
		script, err := bot.Read(c.Bundle, c.index)
		if err != nil {
			return r, err
		}
		return judge.Run(ctx, script, cases, o.Now)
	})
	if err != nil {
		return out, err
	}
	out.File, out.Cases = file, len(cases)
	out.Figures = append(out.Figures,
		figure("right", then, now, func(r judge.Report) float64 { return r.Right }),
		figure("asked", then, now, func(r judge.Report) float64 { return r.Asked }),
		figure("wrong", then, now, func(r judge.Report) float64 { return r.Wrong }))
	if then != nil {
		out.compareTalks(then.Results, now.Results)
	}
	return out, nil
}

// compareTalks holds the answers to the same messages against each other. A message whose scenario is gone is
// not answered any more.
func (out *Outcome) compareTalks(before, after []judge.Result) {
	type said struct{ scenario, conversation, message string }
	now := map[said]judge.Result{}
	for _, r := range after {
		now[said{r.Scenario, r.Conversation, r.Message}] = r
	}
	for _, was := range before {
		is, answered := now[said{was.Scenario, was.Conversation, was.Message}]
		one := Worse{Text: was.Message, Expected: append([]string{}, was.Expected...), Before: answer(was)}
		if answered {
			one.After = answer(is)
		}
		out.hold(rank(is.Verdict) > rank(was.Verdict), rank(is.Verdict) < rank(was.Verdict), one)
	}
}

// rank orders verdicts: asking back is better than a wrong answer, and a wrong one better than none.
func rank(v judge.Verdict) int {
	return map[judge.Verdict]int{judge.Right: 3, judge.Asked: 2, judge.Wrong: 1}[v]
}

// answer is what the bot said, with the products that it showed.
func answer(r judge.Result) string {
	return strings.TrimSpace(r.Got + " " + strings.Join(r.Shown, " "))
}
