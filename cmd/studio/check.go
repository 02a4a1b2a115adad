package studio

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/annotate"
	"plugsheet/importer/fetch"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// options are those of an import with the choices of now.
func (s *spreadsheet) options() importer.Options {
	o := importer.Options{Inputs: s.set.Paths, Names: s.set.Names, Config: s.config}
	o.SkipBadRows = s.flag("skip-bad-rows") == "true"
	o.WithUnpublished = s.flag("with-unpublished") == "true"
	if file := s.flag("corrections"); file != "" && !filepath.IsAbs(file) {
		o.Corrections = filepath.Join(filepath.Dir(s.file), file)
	} else {
		o.Corrections = file
	}
	if own := s.ownCorrections(); o.Corrections == "" && exists(own) {
		o.Corrections = own
	}
	return o
}

// ownCorrections is the file of corrections of what comes from the web, beside which there can be none: it
// lies in the studio's folder, one for each address. Empty where an input is a file.
func (s *spreadsheet) ownCorrections() string {
	if slices.ContainsFunc(s.inputs, func(input string) bool { return !fetch.IsURL(input) }) {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(s.inputs, "\n")))
	return filepath.Join(s.of.Folder, fmt.Sprintf("web-%x%s", sum[:4], table.CorrectionsEnding))
}

// command is one of plugsheet's for what is open, with the corrections that it would not find by itself. What
// is proposed and not kept yet it takes, too; what she chose herself counts there once it is kept.
func (s *spreadsheet) command(name string, more ...string) string {
	args := append([]string{"plugsheet", name}, s.inputs...)
	if own := s.ownCorrections(); s.flag("corrections") == "" && exists(own) {
		args = append(args, "--corrections", own)
	}
	if len(s.choices) == 0 && !bytes.Equal(s.before, s.after) {
		more = append(more, "--accept-map")
	}
	return cli.ShellLine(append(args, more...)...)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// flag is what the plugsheet.yaml, with the choices of now, says for a flag; empty for nothing.
func (s *spreadsheet) flag(name string) string {
	value, err := cli.FlagIn(s.after, name)
	if err != nil {
		return "" // the mapping was read, so this cannot be
	}
	return value
}

// Check implements [studio.Checker].
func (s *spreadsheet) Check(draft string) func(context.Context, studio.Progress) (*studio.Check, error) {
	o := s.options()
	o.Bundle, o.CustomerKey = draft, make([]byte, trialKey)
	known, limits := s.known(), s.limits()
	validate, publish := s.command("validate"), s.command("import", "-o", s.of.Bundle)
	return func(ctx context.Context, p studio.Progress) (*studio.Check, error) {
		o.Progress = func(at stage.Stage, done, total int64) { p("checking", done, total) }
		report, err := importer.Run(ctx, o)
		if err != nil {
			return nil, err
		}
		grids, err := s.grids(ctx, known)
		if err != nil {
			return nil, err
		}
		c := &studio.Check{
			Grids: grids, Problems: report.Problems, Odd: report.Odd, Products: report.Counts.Products,
			Skipped: report.Skipped, Written: report.Written, Limits: limits,
			Command: validate, Import: publish,
		}
		for _, one := range report.Corrected {
			c.Corrected = append(c.Corrected, studio.Corrected{At: one.At, Value: one.Value})
		}
		return c, nil
	}
}

// sheetName names a sheet of the inputs.
type sheetName struct{ file, sheet string }

// sheetFacts are what a sheet that is read holds, and the number of the row with its headers.
type sheetFacts struct {
	kind string
	head int
}

// known are the sheets that are read.
func (s *spreadsheet) known() map[sheetName]sheetFacts {
	known := map[sheetName]sheetFacts{}
	for _, one := range s.proposal.Sheets {
		known[sheetName{one.File, one.Sheet}] = sheetFacts{one.Kind, one.Head()}
	}
	return known
}

// grids are the sheets as they stand. They are read once: her files do not change while they are open here.
func (s *spreadsheet) grids(ctx context.Context,
	known map[sheetName]sheetFacts) (all []*studio.Grid, err error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.grid == nil {
		if s.grid, err = s.readGrids(ctx); err != nil {
			return nil, err
		}
	}
	for _, g := range s.grid {
		one := *g
		facts := known[sheetName{g.File, g.Sheet}]
		one.Kind, one.Head = facts.kind, facts.head
		all = append(all, &one)
	}
	return all, nil
}

func (s *spreadsheet) readGrids(ctx context.Context) (all []*studio.Grid, err error) {
	for _, path := range s.set.Paths {
		b, err := table.Open(path, table.Options{Otherwise: s.config.Encoding, Name: s.set.Names[path]})
		if err != nil {
			return nil, table.Named(err, s.set.Names)
		}
		for _, sheet := range b.Sheets {
			g := &studio.Grid{File: sheet.File, Sheet: sheet.Name, Title: sheet.Title()}
			var cells []string
			for row, err := range sheet.Rows(ctx) {
				if err != nil {
					return nil, errors.Join(err, b.Close())
				}
				cells = cells[:0]
				for _, c := range row.Cells {
					cells = append(cells, c.Text)
				}
				g.Add(row.Number, cells)
			}
			all = append(all, g)
		}
		if err := b.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Try implements [studio.Checker]: the row is imported with the first ones of its sheet, as they are in
// memory.
func (s *spreadsheet) Try(ctx context.Context, g *studio.Grid, at problem.Position, value string) (
	[]problem.Problem, error) {
	i, found := g.Find(at.Row)
	if !found {
		return nil, nil
	}
	_, texts := g.Row(i)
	for len(texts) < at.Column {
		texts = append(texts, "")
	}
	texts[at.Column-1] = value
	var books []*table.Book
	for _, b := range s.books {
		one := &table.Book{Name: b.Name}
		for _, sheet := range b.Sheets {
			if sheet.File == g.File && sheet.Name == g.Sheet {
				sheet = sheet.WithRow(at.Row, texts, trialRows)
			}
			one.Sheets = append(one.Sheets, sheet)
		}
		books = append(books, one)
	}
	o := s.options()
	o.Inputs, o.Books, o.CustomerKey, o.SkipBadRows = nil, books, make([]byte, trialKey), true
	report, err := importer.Run(ctx, o)
	if err != nil {
		return nil, err
	}
	var all []problem.Problem
	for _, p := range report.Problems.Sorted() {
		if g.File == p.Position.File && g.Sheet == p.Position.Sheet && p.Position.Row == at.Row &&
			!strings.HasPrefix(p.Code, "correction-") {
			all = append(all, p)
		}
	}
	return all, nil
}

// Correct implements [studio.Checker].
func (s *spreadsheet) Correct(ctx context.Context, at problem.Position, value string, undo bool) (err error) {
	o := s.options()
	o.Corrections = cmp.Or(o.Corrections, s.ownCorrections())
	if undo {
		_, _, err = importer.Uncorrect(ctx, o, at.String())
	} else {
		_, _, err = importer.Correct(ctx, o, at.String(), value)
	}
	return err
}

// Mark implements [studio.Checker].
func (s *spreadsheet) Mark(ctx context.Context, to string, problems *problem.List, l problem.Language) error {
	_, err := annotate.Write(ctx, annotate.Options{Inputs: s.set.Paths, Names: s.set.Names, Config: s.config,
		Out: to, Problems: problems, Language: l})
	return err
}

// Publish implements [studio.Publisher].
func (s *spreadsheet) Publish(to string, accept bool) func(context.Context, studio.Progress) (
	*studio.Published, error) {
	o := s.options()
	kept, limits := s.Keep(), s.limits()
	o.Bundle, o.Provenance = to, true
	return func(ctx context.Context, p studio.Progress) (*studio.Published, error) {
		if kept != nil {
			return nil, kept
		}
		out := &studio.Published{Files: []string{to, s.file}}
		o.Progress = func(_ stage.Stage, done, total int64) { p("importing", done, total) }
		o.Review = func(ctx context.Context, before, after *bundle.Bundle) error {
			r, err := diff.Compare(ctx, before, after)
			if err == nil && !accept {
				out.Beyond = r.Beyond(limits)
			}
			if len(out.Beyond) > 0 {
				return errBeyond
			}
			return err
		}
		report, err := importer.Run(ctx, o)
		if errors.Is(err, errBeyond) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if out.Digest = report.Digest; !report.Written {
			out.Errors = max(1, report.Problems.Errors())
			return out, nil
		}
		p("indexing", 0, 0)
		return out, cli.BuildIndex(ctx, s.of.Process, to)
	}
}

// errBeyond ends an import that changes more than may be without a yes.
var errBeyond = errors.New("the changes are too large")

// limits are those that the plugsheet.yaml sets, with the usual ones for the rest.
func (s *spreadsheet) limits() diff.Limits {
	percent := func(name string, otherwise int) int {
		n, err := strconv.Atoi(s.flag(name))
		if err != nil || n < 0 || n > 100 {
			return otherwise
		}
		return n
	}
	return diff.Limits{Gone: percent("max-gone", diff.DefaultGone),
		Moved: percent("max-price-moves", diff.DefaultMoved)}
}
