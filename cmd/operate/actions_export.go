package operate

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer/workbook"
	"plugsheet/schemas/files"
	"plugsheet/serve/store"
)

type actionsExportOptions struct {
	actionsOptions
	xlsx  string // empty: csv or JSON to stdout
	force bool
}

func newActionsExport(p cli.Process) *cobra.Command {
	o := actionsExportOptions{}
	c := &cobra.Command{
		Use:   "export [BUNDLE] [flags]",
		Short: "Write the actions as a table for a spreadsheet",
		RunE: func(c *cobra.Command, args []string) error {
			j, err := o.alone(c, p, args)
			if err != nil {
				return err
			}
			defer j.Close()
			return o.export(c.Context(), p, j)
		},
	}
	o.addFlags(c)
	c.Flags().StringVar(&o.xlsx, "xlsx", "", "write the workbook `FILE`")
	c.Flags().BoolVar(&o.force, "force", false, "replace FILE when it is there already")
	return c
}

func (o actionsExportOptions) export(ctx context.Context, p cli.Process, j *journal) error {
	if err := o.check(); err != nil {
		return err
	}
	r := o.read(ctx, j)
	switch {
	case o.xlsx != "":
		return r.end(p, "actions", o.writeWorkbook(p, r))
	case o.json:
		return r.end(p, "actions", writeActionsJSON(p.Stdout, r.rows()))
	}
	return r.end(p, "actions", writeActionsCSV(p.Stdout, r.rows()))
}

func (o actionsExportOptions) check() error {
	switch {
	case o.xlsx == "":
		return nil
	case o.json:
		return cli.UsageErrorf("--xlsx and --json exclude each other")
	case !strings.EqualFold(filepath.Ext(o.xlsx), ".xlsx"):
		return cli.UsageErrorf("--xlsx %q does not end in .xlsx", o.xlsx).
			WithHint("spreadsheet programs go by that: %s.xlsx", o.xlsx)
	}
	return cli.MayWrite(o.xlsx, o.force)
}

// writeWorkbook writes the file whole or not at all, and says so. Only its owner may
// read it: visitors' ids stand there.
func (o actionsExportOptions) writeWorkbook(p cli.Process, r *reading[store.Action]) error {
	var b bytes.Buffer
	n := 0
	rows := func(yield func([]string) bool) {
		for a := range r.rows() {
			if !yield(columnsOf(a)) {
				return
			}
			n++
		}
	}
	if err := workbook.WriteRows(&b, "Actions", actionHeaders(), rows); err != nil {
		return cli.WithHint(err, "take fewer with --since, or leave out --xlsx for comma-separated values")
	}
	if r.err != nil {
		return r.err
	}
	if err := files.WriteFile(o.xlsx, b.Bytes(), 0o600); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.Stdout, "%s written to %s\n", cli.Plural(n, "action"), o.xlsx)
	return err
}

// Where a cell may end for some country's spreadsheet program, and what begins a formula in one.
const (
	cellEnds      = ";,|\t\r\n"
	formulaStarts = "=+-@＝＋－＠\t\r"
)

// defuse puts an apostrophe before whatever a spreadsheet program may take for a formula: at the beginning
// of a value, and within one behind what may be the end of a cell.
func defuse(value string) string {
	var b strings.Builder
	begins := true
	for _, r := range value {
		if begins && strings.ContainsRune(formulaStarts, r) {
			b.WriteByte('\'')
		}
		begins = strings.ContainsRune(cellEnds, r)
		b.WriteRune(r)
	}
	return b.String()
}

// writeActionsCSV writes a table for spreadsheets. What they would take for a formula gets an apostrophe.
func writeActionsCSV(w io.Writer, all iter.Seq[store.Action]) error {
	c := csv.NewWriter(w)
	err := c.Write(actionHeaders())
	for a := range all {
		values := columnsOf(a)
		for i, v := range values {
			values[i] = defuse(v)
		}
		err = errors.Join(err, c.Write(values))
	}
	c.Flush()
	return errors.Join(err, c.Error())
}
