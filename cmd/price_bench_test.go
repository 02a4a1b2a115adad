//go:build linux

package cmd

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkOnePrice changes one price of a generated csv and measures the way of that price: from the
// start of the program's own import, a process, to the first answer of a running server that has it. The
// stages are reported as percentages of the whole: those of the import, the index (what the import does
// after its commit) and the server, which notices the new bundle by itself. PLUGSHEET_BENCH_PRODUCTS is
// the number of products, 100,000 by default.
func BenchmarkOnePrice(b *testing.B) {
	rows := benchNumber(b, "PLUGSHEET_BENCH_PRODUCTS", 100_000)
	program := buildProgram(b)
	dir := b.TempDir()
	catalog, bundle := filepath.Join(dir, "catalog.csv"), filepath.Join(dir, "bundle")
	edit := newPriceEdit(b, generated(b, rows))
	edit.write(b, catalog, 0)
	if out, err := exec.Command(program, "import", catalog, "-o", bundle).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	s := launch(b, program, bundle)
	defer s.stop(b)
	shares := map[string]float64{}
	var order []string
	for i := 1; b.Loop(); i++ {
		b.StopTimer()
		edit.write(b, catalog, i)
		b.StartTimer()
		begin := time.Now()
		out, err := exec.Command(program, "import", catalog, "-o", bundle, "--json").Output()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		imported := time.Since(begin)
		for !strings.Contains(s.get(b, "/products?limit=1&searchQuery="+edit.reference), edit.price(i)) {
			time.Sleep(time.Millisecond)
		}
		whole := time.Since(begin)
		rest := imported
		for _, stage := range stageTimes(b, out) {
			if _, seen := shares[stage.Stage]; !seen {
				order = append(order, stage.Stage)
			}
			shares[stage.Stage] += 100 * stage.Time.Seconds() / whole.Seconds()
			rest -= stage.Time
		}
		shares["index"] += 100 * rest.Seconds() / whole.Seconds()
		shares["server"] += 100 * (whole - imported).Seconds() / whole.Seconds()
	}
	for _, stage := range append(order, "index", "server") {
		b.ReportMetric(shares[stage]/float64(b.N), "%-"+stage)
	}
}

// priceEdit is a catalog in which one price changes.
type priceEdit struct {
	rows      [][]string
	cell      *string // the price
	reference string  // the product's
}

// newPriceEdit reads a generated csv and takes the product in the middle of it.
func newPriceEdit(b *testing.B, name string) priceEdit {
	b.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	row := rows[len(rows)/2]
	return priceEdit{
		rows: rows, reference: row[slices.Index(rows[0], "reference")],
		cell: &row[slices.Index(rows[0], "priceCatalog")],
	}
}

// price is the price of the nth edit, as the cell and the answer have it.
func (e priceEdit) price(n int) string { return strconv.Itoa(70_000+n) + ".5" }

// write writes the csv with the nth price.
func (e priceEdit) write(b *testing.B, name string, n int) {
	b.Helper()
	*e.cell = e.price(n)
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(e.rows); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, text.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
}
