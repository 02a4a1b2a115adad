package table

import (
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"plugsheet/importer/table/text"
	"plugsheet/schemas/problem"
)

const (
	askedCells = 3    // how many cells a question about the encoding shows
	askedRunes = 40   // and how much of each
	askedRows  = 5000 // and among how many rows they are looked for
)

// askEncoding is the question in which of several encodings a text is: cells as they would read in each.
func (t *textFile) askEncoding(f *os.File) problem.Problem {
	names := append([]string{t.encoding.Name}, t.encoding.Rivals...)
	readings := t.readings(f, names)
	lines := make([]string, len(names))
	for n, name := range names {
		lines[n] = name + ": " + strings.Join(readings[n], ", ")
	}
	return problem.Errorf(problem.Position{File: t.path}, "unsure-encoding",
		"the letters can be read in several ways: %s", strings.Join(lines, "; ")).
		Hintf("name the one that reads well; for the first, in plugsheet.yaml: %s",
			problem.Pastef("encoding: %s", names[0]))
}

// readings are the first cells that read differently in some encodings, by encoding.
func (t *textFile) readings(f *os.File, names []string) [][]string {
	found := make([][]string, len(names))
	scanners := make([]*text.Scanner, len(names))
	for n, name := range names {
		e, err := text.NamedEncoding(name, nil)
		if err != nil {
			return found
		}
		scanners[n] = text.NewScanner(e.Reader(io.NewSectionReader(f, 0, 1<<62)), t.delim)
	}
	var cells []Cell
	for range askedRows {
		rows := make([][]string, len(names))
		for n, c := range scanners {
			if c.Record() != nil {
				return found
			}
			cells = csvCells(cells[:0], c)
			rows[n] = Texts(cells)
		}
		for column, first := range rows[0] {
			differs := slices.ContainsFunc(rows[1:],
				func(r []string) bool { return column < len(r) && r[column] != first })
			if !differs {
				continue
			}
			for n := range rows {
				if column < len(rows[n]) {
					found[n] = append(found[n], shortened(rows[n][column]))
				}
			}
			if len(found[0]) == askedCells {
				return found
			}
		}
	}
	return found
}

// shortened is the beginning of a text in quotes.
func shortened(text string) string {
	if rs := []rune(text); len(rs) > askedRunes {
		text = string(rs[:askedRunes]) + "…"
	}
	return strconv.Quote(text)
}
