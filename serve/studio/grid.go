package studio

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"sync"

	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

// maxWindow is how many rows of a grid are given at once.
const maxWindow = 500

// checks is the last check of the spreadsheet that is open.
type checks struct {
	mu      sync.Mutex
	dir     string // of the draft; empty: not made yet
	last    *lastCheck
	report  *diff.Report       // of the last comparison with what is published
	running context.CancelFunc // of the check that is under way
}

// lastCheck is a check of a spreadsheet that is, or was, open. Nobody changes it.
type lastCheck struct {
	*Check
	of     *open
	sorted map[*Grid][]problem.Problem // by row
}

// check answers POST /api/check: everything is checked, in the background, also with a cell as she types it.
// One that is under way is stopped.
func (s *Studio) check(w http.ResponseWriter, r *http.Request, v cellValue) {
	var typed *Corrected
	if v.Row > 0 {
		_, at, ok := s.cellOf(w, r, v)
		if !ok {
			return
		}
		typed = &Corrected{at, v.Value}
	}
	l := languageOf(r)
	s.work.begin(w, r, func(ctx context.Context, p Progress) (any, error) {
		c, err := s.checkNow(ctx, p, l, typed)
		if err != nil {
			return nil, err
		}
		return summary(c, l), nil
	})
}

// checkNow checks the spreadsheet that is open and keeps what came of it.
func (s *Studio) checkNow(ctx context.Context, p Progress, l problem.Language, typed *Corrected) (*Check,
	error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.checks.mu.Lock()
	if s.checks.running != nil {
		s.checks.running()
	}
	s.checks.running = stop
	draft, err := s.checks.draft()
	s.checks.mu.Unlock()
	if err != nil {
		return nil, err
	}
	var table *open
	var do func(context.Context, Progress) (*Check, error)
	free, err := s.use(l, func(t *open) { table, do = t, t.Check(draft, s.website, typed) })
	if err != nil {
		return nil, err
	}
	defer free()
	c, err := do(ctx, p)
	if err == nil {
		s.checks.keep(table, c)
	}
	return c, err
}

// draft is the folder of the draft.
func (k *checks) draft() (string, error) {
	if k.dir == "" {
		dir, err := os.MkdirTemp("", "plugsheet-studio-")
		if err != nil {
			return "", fmt.Errorf("making a folder for the draft: %w", err)
		}
		k.dir = dir
	}
	return filepath.Join(k.dir, "draft"), nil
}

// keep keeps a check, with its problems sorted by sheet and row.
func (k *checks) keep(of *open, c *Check) {
	last := &lastCheck{c, of, map[*Grid][]problem.Problem{}}
	for _, p := range append(c.Problems.Sorted(), c.Odd...) {
		for _, g := range c.Grids {
			if g.holds(p.Position) && p.Position.Row > 0 {
				last.sorted[g] = append(last.sorted[g], p)
			}
		}
	}
	for _, all := range last.sorted {
		sort.SliceStable(all, func(i, j int) bool { return all[i].Position.Row < all[j].Position.Row })
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = last
}

// close removes the draft.
func (k *checks) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.dir == "" {
		return nil
	}
	return os.RemoveAll(k.dir)
}

// checkSummary is what a check came to.
type checkSummary struct {
	Errors    int         `json:"errors"`
	Warnings  int         `json:"warnings"`
	Products  int         `json:"products"`
	Skipped   int         `json:"skipped"`
	Written   bool        `json:"written"`
	Command   Same        `json:"command"`
	Unkept    bool        `json:"unkept"` // cells are corrected by a command once the choices are kept
	Grids     []gridFacts `json:"grids"`
	Causes    []*cause    `json:"causes"`
	Corrected []fix       `json:"corrected"`
}

// gridFacts are what the page must know of a sheet before it shows rows of it.
type gridFacts struct {
	Title   string   `json:"title"`
	File    string   `json:"file"`
	Sheet   string   `json:"sheet"` // empty: the only one
	Kind    string   `json:"kind"`
	Rows    int      `json:"rows"`
	Columns int      `json:"columns"`
	Head    int      `json:"head"`
	Headers []string `json:"headers"`
}

// fix is a corrected cell.
type fix struct {
	Grid   int    `json:"grid"`
	Row    int    `json:"row"`
	Column int    `json:"column"`
	Cell   string `json:"cell"`
	Was    string `json:"was"`
	Value  string `json:"value"`
}

// summary is a check as the page shows it.
func summary(c *Check, l problem.Language) checkSummary {
	sum := checkSummary{
		Errors: c.Problems.Errors(), Warnings: c.Problems.Warnings() + len(c.Odd),
		Products: c.Products, Skipped: c.Skipped,
		Written: c.Written, Command: c.Command, Unkept: c.Correct, Grids: []gridFacts{}, Causes: causes(c, l),
		Corrected: []fix{},
	}
	for n, g := range c.Grids {
		f := gridFacts{g.Title, g.File, g.Sheet, g.Kind, g.Len(), g.Columns, g.Head, []string{}}
		for column := 1; column <= g.Columns; column++ {
			f.Headers = append(f.Headers, g.Header(column))
		}
		sum.Grids, sum.Corrected = append(sum.Grids, f), append(sum.Corrected, c.fixes(n)...)
	}
	return sum
}

// problems answers GET /api/problems: what the last check came to.
func (s *Studio) problems(w http.ResponseWriter, r *http.Request) {
	s.withCheck(w, r, func(c *lastCheck) { loopback.Write(w, summary(c.Check, languageOf(r))) })
}

// window is some rows of a sheet, with what is wrong in them.
type window struct {
	From  int         `json:"from"` // place of the first among the rows
	Rows  []windowRow `json:"rows"`
	Marks []mark      `json:"marks"`
	Fixed []fix       `json:"fixed"`
	Next  int         `json:"next"` // place of the next row with a problem of a cause; -1: none
}

type windowRow struct {
	Number int      `json:"number"`
	Cells  []string `json:"cells"`
}

// grid answers GET /api/grid?grid=0&from=0&count=100: rows of a sheet. With cause= and after= (a row's
// number) it tells the place of the next row with such a problem.
func (s *Studio) grid(w http.ResponseWriter, r *http.Request) {
	ask := func(name string) int { n, _ := strconv.Atoi(r.FormValue(name)); return max(n, 0) }
	s.withCheck(w, r, func(c *lastCheck) {
		out := window{From: ask("from"), Rows: []windowRow{}, Marks: []mark{}, Fixed: []fix{}, Next: -1}
		if n := ask("grid"); n < len(c.Grids) {
			c.show(&out, n, ask("count"), languageOf(r))
			g, id := c.Grids[n], r.FormValue("cause")
			rest := c.sorted[g][after(c.sorted[g], ask("after")):]
			if at := slices.IndexFunc(rest, func(p problem.Problem) bool { return causeID(p) == id }); at >= 0 {
				out.Next, _ = g.Find(rest[at].Position.Row)
			}
		}
		loopback.Write(w, out)
	})
}

// show puts rows of a sheet into a window, with what is wrong in them.
func (c *lastCheck) show(out *window, grid, count int, l problem.Language) {
	g := c.Grids[grid]
	for i := out.From; i < min(out.From+min(count, maxWindow), g.Len()); i++ {
		number, cells := g.Row(i)
		out.Rows = append(out.Rows, windowRow{number, cells})
	}
	if len(out.Rows) == 0 {
		return
	}
	first, last := out.Rows[0].Number, out.Rows[len(out.Rows)-1].Number
	all := c.sorted[g]
	out.Marks = each.Of(all[after(all, first-1):after(all, last)],
		func(p problem.Problem) mark { return markOf(p, l) })
	shown := func(f fix) bool { return f.Row >= first && f.Row <= last }
	out.Fixed = append(out.Fixed, each.That(c.fixes(grid), shown)...)
}

// after is the place of the first problem below a row.
func after(all []problem.Problem, row int) int {
	return sort.Search(len(all), func(i int) bool { return all[i].Position.Row > row })
}
