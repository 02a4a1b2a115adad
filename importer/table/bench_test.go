package table

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRow is a product of 13 columns, about 260 bytes.
func benchRow(i int) []any {
	return []any{1_000_000 + i, fmt.Sprintf("REF-%07d", i),
		fmt.Sprintf("Product %d with a name of some words %d", i, i*7919%1000),
		fmt.Sprintf("Brand %d", i%200),
		float64(i*7919%100_000) / 100, "EUR", fmt.Sprintf("https://shop.example/p/%d", i),
		fmt.Sprintf("https://shop.example/i/%d.jpg", i),
		fmt.Sprintf("A description of the product that has several words & more, number %d", i),
		"Clothing > Hoodies", i % 500, 5901234123457 + i, i%2 == 0}
}

// BenchmarkCSV reads 100,000 rows of 13 columns.
func BenchmarkCSV(b *testing.B) {
	var text strings.Builder
	for i := range 100_000 {
		for j, v := range benchRow(i) {
			if j > 0 {
				text.WriteByte(',')
			}
			if s, ok := v.(string); ok && j == 8 {
				fmt.Fprintf(&text, "%q", s)
			} else {
				fmt.Fprint(&text, v)
			}
		}
		text.WriteByte('\n')
	}
	path := write(b, "Products.csv", text.String())
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := drain(b, path); n != 100_000 || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// benchBook writes the workbook of 100,000 rows and 13 columns, prices with a currency format.
func benchBook(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "Products.xlsx")
	f := excelize.NewFile()
	euro := `#,##0.00 "€"`
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &euro})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 100_000 {
		row := benchRow(i)
		first, price := fmt.Sprintf("A%d", i+1), fmt.Sprintf("E%d", i+1)
		if err := f.SetSheetRow("Sheet1", first, &row); err != nil {
			b.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", price, price, style); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkXLSX compares this package with a bare read by excelize, on the same file in the same run.
func BenchmarkXLSX(b *testing.B) {
	path := benchBook(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("table", func(b *testing.B) {
		b.SetBytes(info.Size())
		b.ReportAllocs()
		for b.Loop() {
			if n, err := drain(b, path); n != 100_000 || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.SetBytes(info.Size())
		b.ReportAllocs()
		for b.Loop() {
			if n, err := bareRows(path); n != 100_000 || err != nil {
				b.Fatal(n, err)
			}
		}
	})
}

// bareRows reads the first sheet with excelize's Rows and nothing else.
func bareRows(path string) (n int, err error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetList()[0])
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Close()
}
