package studio

import (
	"strings"
	"testing"

	"plugsheet/schemas/bundle/diff"
	"plugsheet/schemas/problem"
)

// priceList is a sheet with a title above its header, and a blank row.
func priceList() *Grid {
	g := &Grid{File: "a.csv", Title: "a", Kind: "products", Head: 2}
	g.Add(1, []string{"Spring"})
	g.Add(2, []string{"sku", "price"})
	g.Add(3, []string{"A", "x"})
	g.Add(5, []string{"B"})
	g.Add(6, []string{"C", "x"})
	return g
}

func TestGrid(t *testing.T) {
	g := priceList()
	for _, c := range []struct {
		row, column int
		want        string
	}{{3, 2, "x"}, {5, 1, "B"}, {5, 2, ""}, {4, 1, ""}, {9, 1, ""}, {3, 0, ""}} {
		if got := g.Cell(c.row, c.column); got != c.want {
			t.Errorf("row %d, column %d: %q, want %q", c.row, c.column, got, c.want)
		}
	}
	if i, found := g.Find(5); i != 3 || !found || g.Len() != 5 || g.Columns != 2 || g.Header(2) != "price" {
		t.Errorf("%d %t %d %d %q", i, found, g.Len(), g.Columns, g.Header(2))
	}
}

// Problems of one kind in one column are one cause, with what can be done about all of them.
func TestCauses(t *testing.T) {
	g := priceList()
	at := func(row, column int) problem.Position {
		return problem.Position{File: "a.csv", Row: row, Column: column}
	}
	list := &problem.List{}
	list.Add(problem.Warnf(at(0, 1), "odd", "odd"),
		problem.Errorf(at(3, 2), "price", "this is no price").WithValue("x").Hintf("write it like 1.00"),
		problem.Errorf(at(6, 2), "price", "this is no price").WithValue("x").Hintf("write it like 1.00"),
		problem.Errorf(at(5, 2), "missing", "no value for %s", "priceCatalog").
			Hintf("fill it in, or in plugsheet.yaml: %s",
				problem.Paste(`defaults: { products: { priceCatalog: "1 €" } }`)),
		problem.Errorf(problem.Position{}, "none", "no products"))
	all := causes(&Check{Grids: []*Grid{g}, Problems: list}, problem.German)
	var got []string
	for _, one := range all {
		line := strings.Split(one.ID, "\x1f")[0] + " " + strings.Join(one.Values, "|")
		for _, r := range one.Remedies {
			line += "; " + r.Line
		}
		got = append(got, line)
	}
	want := `price x; skip: { products: { "price": ["x"] } }; skip-bad-rows: true
missing ; defaults: { products: { priceCatalog: "1 €" } }; skip: { products: { "price": [""] } }; skip-bad-rows: true
none 
odd `
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if all[0].Count != 2 || all[0].First != 3 || all[0].Header != "price" ||
		all[0].Message == "this is no price" {
		t.Errorf("%+v", all[0])
	}
}

func TestHistogram(t *testing.T) {
	r := &diff.Report{}
	for _, percent := range []float64{-80, -50, -3, 0, 4.9, 5, 60, 70} {
		r.Prices = append(r.Prices, diff.Change{Percent: &percent})
	}
	r.Prices = append(r.Prices, diff.Change{})
	var got []int
	for _, b := range histogram(r) {
		got = append(got, b.Count)
	}
	want := []int{1, 1, 0, 0, 1, 1, 1, 0, 0, 2}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
