package index

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSuggest(t *testing.T) {
	x := catalog(t, "en", `
		Mobile phone case black
		Mobile phone case red
		Mobile phone Samsung
		Laptop case black
		Washing machine
		Café machine
		Headphones
	`)
	for _, c := range []struct {
		text string
		want []string // word: candidates with why
	}{
		{"cell phone", []string{"cell: mobile (beside)"}},
		{"hedphnoes", []string{"hedphnoes: headphones (spelling)"}},
		{"washmachine", []string{"washmachine: machine (part) washing (beginning)"}},
		{"caffe", []string{"caffe: café (spelling)"}},
		{"phonecase", []string{"phonecase: phone (part) case (part)"}},
		{"mobile phone", nil}, {"ab-1234x", nil}, {"x99999", nil}, {"", nil}, {"\xff\x00", nil},
	} {
		all, err := x.Suggest(t.Context(), c.text, 4)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range all {
			line := e.Word + ":"
			for _, w := range e.Words {
				line += fmt.Sprintf(" %s (%s)", w.Word, w.Why)
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestExplainFields(t *testing.T) {
	x := catalog(t, "en", shop)
	for _, c := range []struct {
		query string
		want  [][]string
	}{
		{"hedphones sony", [][]string{{"title"}, {"title", "brand"}}},
		{"notebook work", [][]string{{"description"}, {"description"}}},
		{"4006381333931", [][]string{{"code"}}},
		{"500 gb", [][]string{{"title"}}},
	} {
		page, err := x.Search(t.Context(), Query{Text: c.query, Limit: 1, Explain: true})
		if err != nil || len(page.Explain.Products) != 1 {
			t.Fatalf("%q: %+v, %v", c.query, page, err)
		}
		if diff := cmp.Diff(c.want, page.Explain.Products[0].Fields); diff != "" {
			t.Errorf("%q: %s", c.query, diff)
		}
	}
}

// TestRecord demands that each product's own line is found, long ones included.
func TestRecord(t *testing.T) {
	long := make([]string, 3000)
	for i := range long {
		long[i] = fmt.Sprintf("note: word%d", i)
	}
	lines := slices.Collect(records(t, shop))
	lines[5].Keywords = long
	x := indexOf(t, "en", slices.Values(lines))
	for i, want := range lines {
		got, err := x.record(i)
		if err != nil {
			t.Fatal(err)
		}
		if got.Product.Title != want.Product.Title || len(got.Keywords) != len(want.Keywords) {
			t.Errorf("product %d: %.200v", i, got)
		}
	}
}
