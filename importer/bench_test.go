package importer

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
)

// BenchmarkImport imports generated csv rows of about 0.8 kB and says rows/s as a whole and of each stage.
// ROWS sets their number, 100,000 otherwise.
func BenchmarkImport(b *testing.B) {
	rows := 100_000
	if n, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		rows = n
	}
	file := filepath.Join(b.TempDir(), "Products.csv")
	if err := generate(file, rows); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		report, err := Run(b.Context(), Options{Inputs: []string{file},
			Bundle: filepath.Join(b.TempDir(), "bundle")})
		if err != nil || !report.Written || report.Counts.Products != rows {
			b.Fatalf("error %v, %d errors in the data, %d products", err, report.Problems.Errors(),
				report.Counts.Products)
		}
		for _, s := range report.Stages {
			b.ReportMetric(s.Duration.Seconds(), "s/"+string(s.Stage))
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-of-system")
}

// generate writes a catalog of so many products in 200 categories.
func generate(path string, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w,
		"id,reference,title,description,brand,categories,productUrl,imageUrl,priceCatalog,available,EAN,"+
			"Color,Material")
	const text = "A sturdy thing for every day, made to be used and to be repaired when it breaks after all. "
	for i := range rows {
		fmt.Fprintf(w,
			"%d,REF-%07d,Thing number %d,\"%s%s%s%s%s\",Brand %d,Group %d > Kind "+
				"%d,https://shop.example/p/%d,https://shop.example/i/%d.jpg,%d.%02d "+
				"€,%s,20731%08d,green,wood\n", i+1, i, i, text, text, text, text,
			text, i%50, i%20, i%200, i, i,
			i%900, i%100, []string{"yes", "no"}[i%2], i)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
