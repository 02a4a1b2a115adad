// Package annotate writes the marked copy: the inputs as a workbook in which each cell with a problem has a
// note.
package annotate

import (
	"cmp"
	"context"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/mark"
	"plugsheet/importer/table"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// Options say what to mark, and where.
type Options struct {
	Inputs   []string          // as for [Run], and never changed
	Names    map[string]string // as for [Run]
	Encoding string            // as for [Run]
	Config   config.Config     // as for [Run]; only the encoding counts
	Out      string            // the workbook to write
	Problems *problem.List     // of the report
	Language problem.Language  // of the notes and the list of problems
}

// Marked is the workbook that [Annotate] wrote.
type Marked struct {
	Path string
	Only problem.Text // why it holds only the rows with problems; empty: it holds everything
	Lost []string     // things of worksheets that it lacks, as the format names them, such as "cellWatches"
}

// Write writes a copy of the inputs as a workbook in which each cell with a problem has a colour and a note,
// and the first sheet lists all of them with links; see [mark.Annotate]. Errors are for files that cannot be
// read or written.
func Write(ctx context.Context, o Options) (Marked, error) {
	paths := map[string]string{}
	for path, name := range o.Names {
		paths[name] = path
	}
	notes := each.Of(o.Problems.Sorted(), func(p problem.Problem) mark.Note {
		p = p.In(o.Language)
		p.Position.File = cmp.Or(paths[p.Position.File], p.Position.File)
		return mark.Note{At: p.Position, Severity: p.Severity, Title: p.Message(), Value: p.Value,
			Advice: p.Hint()}
	})
	c, err := mark.Annotate(ctx, each.Once(o.Inputs), o.Out, notes, mark.Options{
		Read: table.Options{Encoding: o.Encoding, Otherwise: o.Config.Encoding}, Language: o.Language,
		Dropped: o.Problems.Dropped(),
	})
	return Marked(c), table.Named(err, o.Names)
}

// IsProblemList recognises the sheet that [Annotate] adds, so that the annotated copy can be put right and
// imported.
func IsProblemList(s *table.Sheet) bool {
	return s.Name != "" && slices.ContainsFunc(problem.Languages(),
		func(l problem.Language) bool { return s.Name == l.Say("Problems") })
}
