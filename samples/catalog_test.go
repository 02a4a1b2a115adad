package samples

import (
	"bytes"
	"encoding/csv"
	"testing"

	"plugsheet/samples/testdata/catalog"
)

func TestCatalog(t *testing.T) {
	var small, large bytes.Buffer
	for _, b := range []*bytes.Buffer{&small, &large} {
		n := 2000
		if b == &large {
			n = 5000
		}
		if err := catalog.Write(b, n); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.HasPrefix(large.Bytes(), small.Bytes()) {
		t.Error("a larger catalog does not begin with the smaller one")
	}
	rows, err := csv.NewReader(&large).ReadAll()
	if err != nil || len(rows) != 5001 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r[0]] {
			t.Errorf("reference %q twice", r[0])
		}
		seen[r[0]] = true
	}
}
