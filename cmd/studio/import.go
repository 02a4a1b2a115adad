package studio

import (
	"context"

	"plugsheet/cmd/cli"
	"plugsheet/importer"
	"plugsheet/importer/stage"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// shownProblems is how many problems of an import are told.
const shownProblems = 20

// Importing implements [studio.Table].
func (s *spreadsheet) Importing(l problem.Language) func(context.Context, string,
	studio.Progress) (studio.Imported, error) {
	o := s.options()
	o.SkipBadRows = true
	commands := s.command("import", "-o", "trial", "--skip-bad-rows")
	commands.Lines = append(commands.Lines, cli.ShellLine("plugsheet", "desk", "trial"))
	return func(ctx context.Context, bundle string, p studio.Progress) (studio.Imported, error) {
		o.Bundle, o.Progress = bundle, func(s stage.Stage, done, total int64) { p(string(s), done, total) }
		r, err := importer.Run(ctx, o)
		if err != nil {
			return studio.Imported{}, err
		}
		return studio.Imported{
			Written: r.Written, Products: r.Counts.Products, Skipped: r.Skipped, Errors: r.Problems.Errors(),
			Warnings: r.Problems.Warnings(), First: firstOf(r.Problems, l), Commands: commands,
		}, nil
	}
}

// firstOf are the first problems, errors before warnings, each with its cell.
func firstOf(list *problem.List, l problem.Language) []string {
	lines := []string{}
	for _, severity := range []problem.Severity{problem.Error, problem.Warning} {
		for _, p := range list.Sorted() {
			if p.Severity == severity && len(lines) < shownProblems {
				lines = append(lines, p.In(l).Line())
			}
		}
	}
	return lines
}
