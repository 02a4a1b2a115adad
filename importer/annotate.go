package importer

import (
	"context"
	"slices"

	"plugsheet/importer/config"
	"plugsheet/importer/table"
	"plugsheet/schemas/problem"
)

// AnnotateOptions say what to mark, and where.
type AnnotateOptions struct {
	Inputs   []string          // as for [Run], and never changed
	Names    map[string]string // as for [Run]
	Encoding string            // as for [Run]
	Config   config.Config     // as for [Run]; only the encoding counts
	Out      string            // the workbook to write; a second workbook among the inputs gets one beside it
	Problems *problem.List     // of the report
	Language problem.Language  // of the notes and the list of problems
}

// Annotate writes a copy of the inputs as a workbook in which each cell with a problem has a colour and a note, and the
// first sheet lists all of them with links. It gives the paths of what it wrote. Errors are for files that cannot be
// read or written.
func Annotate(ctx context.Context, o AnnotateOptions) ([]string, error) {
	paths := map[string]string{}
	for path, name := range o.Names {
		paths[name] = path
	}
	var notes []table.Note
	for _, p := range o.Problems.Sorted() {
		p = p.In(o.Language)
		n := table.Note{At: p.Position, Severity: p.Severity, Title: p.Message(), Value: p.Value, Advice: p.Hint()}
		if path := paths[n.At.File]; path != "" {
			n.At.File = path
		}
		notes = append(notes, n)
	}
	var inputs []string
	for _, name := range o.Inputs {
		if !slices.Contains(inputs, name) { // as they were read
			inputs = append(inputs, name)
		}
	}
	written, err := table.Annotate(ctx, inputs, o.Out, notes, table.AnnotateOptions{
		Read: table.Options{Encoding: o.Encoding, Otherwise: o.Config.Encoding}, Words: annotateWords(o.Language), Dropped: o.Problems.Dropped(),
	})
	return written, named(err, o.Names)
}

func annotateWords(l problem.Language) table.AnnotateWords {
	return table.AnnotateWords{
		Problems: l.Say("Problems"), Severity: l.Say("Severity"), Sheet: l.Say("Sheet"), Cell: l.Say("Cell"),
		Wrong: l.Say("What is wrong"), Value: l.Say("What stands there"), Advice: l.Say("What to write"),
		Error: l.Say("error"), Warning: l.Say("warning"),
		Cut:       l.Say("is cut after 32,767 characters, the most that a cell of a workbook holds"),
		NotMarked: l.Say("%d more cells are coloured and have no note"),
		NotLinked: l.Say("%d more problems are listed without a link"),
		NotListed: l.Say("%d more problems were found and are not listed"),
	}
}

// isProblemList recognises the sheet that [Annotate] adds, so that the annotated copy can be put right and imported.
func isProblemList(s *table.Sheet) bool {
	for _, l := range problem.Languages() {
		if s.Name != "" && s.Name == annotateWords(l).Problems {
			return true
		}
	}
	return false
}
