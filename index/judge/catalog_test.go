package judge

import (
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/samples"
	"plugsheet/schemas/bundle"
)

// judgedData is the folder of the judged catalog, seen from this package.
const judgedData = "../../../shared/data/relevance"

// opened is a catalog with its index.
type opened struct {
	index  *index.Index
	bundle *bundle.Bundle
}

// open writes a bundle of the records, indexes and opens it.
func open(t *testing.T, records []bundle.Record) opened {
	t.Helper()
	dir := t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: bundle.IntegerIDs, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, r := range records {
		if err := w.Product(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := build.Build(t.Context(), b, build.Options{}); err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened{x, b}
}

func (o opened) run(t *testing.T, cases []Case) Report {
	t.Helper()
	r, err := Run(t.Context(), o.index, cases)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (o opened) generated(t *testing.T, g GenerateOptions) Report {
	t.Helper()
	cases, err := Generate(t.Context(), o.bundle, g)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	return o.run(t, cases)
}

// named is a record of the columns id, reference, title, brand and description, with what else is demanded
// made up.
func named(t *testing.T, cell func(name string) string, keywords ...string) bundle.Record {
	t.Helper()
	id, err := bundle.IntegerIDs.Mint(cell("id"))
	if err != nil {
		t.Fatal(err)
	}
	brand, description := cell("brand"), cell("description")
	if description == "" {
		description = cell("title")
	}
	r := bundle.Record{Categories: []bundle.ID{}, Keywords: keywords, Product: bundle.Product{
		ID: id, Title: cell("title"), Description: description, Reference: cell("reference"),
		PriceCatalog: "1 €",
		ProductURL:   "https://shop.example/p", ImageURL: "https://shop.example/i.jpg",
	}}
	if brand != "" {
		r.Product.Brand = &brand
	}
	return r
}

func table(t *testing.T, r io.Reader) []func(name string) string {
	t.Helper()
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []func(string) string
	for _, row := range rows[1:] {
		all = append(all, func(name string) string { return row[slices.Index(rows[0], name)] })
	}
	return all
}

func sampleRecords(t *testing.T) []bundle.Record {
	t.Helper()
	f, err := samples.FS().Open("shop/Products.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []bundle.Record
	for _, cell := range table(t, f) {
		if cell("id") != "" {
			all = append(all,
				named(t, cell, "EAN: "+cell("EAN"), "Color: "+cell("Color"), "Material: "+cell("Material")))
		}
	}
	return all
}

// judgedRows gives the judged catalog, nil where it is not here.
func judgedRows(t *testing.T) []func(name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join(judgedData, "catalog.csv"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return table(t, f)
}

func judgedRecords(t *testing.T, rows []func(name string) string) []bundle.Record {
	t.Helper()
	var all []bundle.Record
	for _, cell := range rows {
		all = append(all, named(t, cell, "ean: "+cell("ean"), "attributes: "+cell("attributes")))
	}
	return all
}

func judgedCases(t *testing.T) []Case {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(judgedData, "qrels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("query\tid\tgrade", "query\texpected\tgrade").Replace(string(data))
	var b strings.Builder
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		b.WriteString(strconv.Quote(cells[0]) + "," + cells[1] + "," + cells[2] + "\n")
	}
	cases, err := ReadCases(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// titleWords are cases of two or three words of a title in any order, chosen without regard to the judged
// queries.
func titleWords(rows []func(name string) string) (cases []Case) {
	r := rand.New(rand.NewPCG(11, 3))
	for range 400 {
		cell := rows[r.IntN(len(rows))]
		words := strings.Fields(cell("title"))
		if len(words) < 4 {
			continue
		}
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		cases = append(cases,
			Case{Query: strings.Join(words[:2+r.IntN(2)], " "), Wants: []Want{{cell("id"), 1}}})
	}
	return cases
}
