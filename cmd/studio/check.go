package studio

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/annotate"
	"plugsheet/importer/correct"
	"plugsheet/importer/fetch"
	"plugsheet/importer/stage"
	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// options are those of an import with the choices of now.
func (s *spreadsheet) options() importer.Options {
	o := importer.Options{Inputs: s.set.Paths, Names: s.set.Names, Config: s.config, Near: filepath.Dir(s.file)}
	o.SkipBadRows = s.flag("skip-bad-rows") == "true"
	o.WithUnpublished = s.flag("with-unpublished") == "true"
	if file := s.flag("corrections"); file != "" && !filepath.IsAbs(file) {
		o.Corrections = filepath.Join(filepath.Dir(s.file), file)
	} else {
		o.Corrections = file
	}
	return o
}

// command is one of plugsheet's for what is open. What is proposed and not kept yet it takes, too; what she
// chose herself counts there once it is kept.
func (s *spreadsheet) command(name string, more ...string) studio.Same {
	chose := len(s.choices) > 0
	if !chose && !bytes.Equal(s.before, s.after) {
		more = append(more, "--accept-map")
	}
	line := s.of.line(s.inputs, name, slices.Concat(s.inputs, more)...)
	return studio.Same{Lines: []string{line}, After: chose}
}

// line is a command of plugsheet's about inputs, from the folder in which their plugsheet.yaml is found.
func (i Importer) line(inputs []string, name string, args ...string) string {
	args = append([]string{"plugsheet", name}, args...)
	if !fetch.IsURL(inputs[0]) || i.Folder == "." {
		return cli.ShellLine(args...)
	}
	for n, arg := range args {
		if rest, err := filepath.Rel(i.Folder, arg); err == nil && slices.Contains(i.paths(inputs), arg) {
			args[n] = rest
		}
	}
	return cli.ShellLine("cd", i.Folder) + " && " + cli.ShellLine(args...)
}

// paths are what of a command is a path.
func (i Importer) paths(inputs []string) []string {
	isURL := func(input string) bool { return fetch.IsURL(input) }
	return append(slices.DeleteFunc(slices.Clone(inputs), isURL), i.Bundle)
}

// flag is what the plugsheet.yaml, with the choices of now, says for a flag; empty for nothing.
func (s *spreadsheet) flag(name string) string {
	value, err := cli.FlagIn(s.after, name)
	if err != nil {
		return "" // the mapping was read, so this cannot be
	}
	return value
}

// Check implements [studio.Table].
func (s *spreadsheet) Check(draft, website string, typed *studio.Corrected) func(context.Context,
	studio.Progress) (*studio.Check, error) {
	o := s.options()
	o.Bundle, o.CustomerKey, o.Typed = draft, make([]byte, trialKey), (*correct.Cell)(typed)
	known, limits := s.known(), s.limits()
	validate, publish := s.command("validate"), s.Publication(website, false)
	unkept := !bytes.Equal(s.before, s.after)
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
		return &studio.Check{
			Grids: grids, Problems: report.Problems, Odd: report.Odd, Products: report.Counts.Products,
			Skipped: report.Skipped, Written: report.Written, Limits: limits,
			Command: validate, Import: publish, Correct: unkept,
			Corrected: each.Of(report.Corrected, func(c correct.Cell) studio.Corrected { return studio.Corrected(c) }),
		}, nil
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

// Try implements [studio.Table]: the row is imported with the first ones of its sheet, as they are in
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
	return each.That(report.Problems.Sorted(), func(p problem.Problem) bool {
		return g.File == p.Position.File && g.Sheet == p.Position.Sheet && p.Position.Row == at.Row &&
			!strings.HasPrefix(p.Code, "correction-")
	}), nil
}

// Correct implements [studio.Table].
func (s *spreadsheet) Correct(ctx context.Context, at problem.Position, value string, undo bool) (err error) {
	o := s.options()
	if undo {
		_, _, err = importer.Uncorrect(ctx, o, at.String())
	} else {
		_, _, err = importer.Correct(ctx, o, at.String(), value)
	}
	return err
}

// Mark implements [studio.Table].
func (s *spreadsheet) Mark(ctx context.Context, to string, problems *problem.List, l problem.Language) error {
	_, err := annotate.Write(ctx, annotate.Options{Inputs: s.set.Paths, Names: s.set.Names, Config: s.config,
		Out: to, Problems: problems, Language: l})
	return err
}
