package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"plugsheet/importer/correct"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/schemas/problem"
)

// Correct has later imports read a cell as a value: it writes that into the file of corrections of the
// cell's input, whose name it gives. The options are those of an import. The cell is named as problems name
// it, "shop.xlsx!Products!C7", or by the end of that where one sheet has it. With the value that the cell
// has, an earlier correction of it is taken back.
func Correct(ctx context.Context, o Options, cell, value string) (c correct.Correction, file string,
	err error) {
	if c, file, err = correctionOf(ctx, o, cell); err == nil {
		c.Value = strings.TrimSpace(value)
		err = correct.Keep(file, c)
	}
	return c, file, err
}

// Uncorrect takes the correction of a cell back; see [Correct].
func Uncorrect(ctx context.Context, o Options, cell string) (c correct.Correction, file string, err error) {
	if c, file, err = correctionOf(ctx, o, cell); err == nil {
		c.Value = c.Was
		err = correct.Keep(file, c)
	}
	return c, file, err
}

// correctionOf names a cell so that it is found again; the value is not filled in.
func correctionOf(ctx context.Context, o Options, cell string) (c correct.Correction, file string,
	err error) {
	named := o.Corrections
	if _, err := os.Stat(named); errors.Is(err, fs.ErrNotExist) {
		o.Corrections = "" // the first correction makes it
	}
	i := newRun(o)
	defer func() { err = i.Close(err) }()
	if err := i.open(ctx); err != nil {
		return c, "", err
	}
	row, column, ok := problem.ParseCell(cell[strings.LastIndexByte(cell, '!')+1:])
	var found []*sheet.Source
	for _, s := range i.Sources {
		full := s.Sheet.At(row, column).String()
		if full == cell || strings.HasSuffix(full, "!"+cell) || strings.HasSuffix(full, "/"+cell) {
			found = append(found, s)
		}
	}
	if !ok || len(found) != 1 {
		return c, "",
			fmt.Errorf("%q is no cell of one of the sheets that are imported: %d fit", cell, len(found))
	}
	s := found[0]
	place := correct.Place{Row: row, Column: column, Head: s.Head.Row, Keys: s.Head.At[:1]}
	if s.Reader.Kind == kind.Products || s.Reader.Kind == kind.Variants {
		place.Keys = []int{s.Head.At[field.Reference], s.Head.At[field.ID]}
	}
	s.Sheet.Correct(nil)
	if c, ok, err = correct.Of(ctx, s.Sheet, place); err == nil && !ok {
		err = fmt.Errorf("no row of data has the cell %s", cell)
	}
	return c, correct.Files{Named: named, Near: o.Near}.Of(s.Sheet.File), err
}
