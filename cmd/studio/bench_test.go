package studio

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

	"plugsheet/samples/testdata/catalog"
	"plugsheet/schemas/problem"
	"plugsheet/serve/studio"
)

// thirtyThousand is a csv file of that many products.
func thirtyThousand(b *testing.B) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "export.csv")
	f, err := os.Create(name)
	must(b, err)
	w := bufio.NewWriter(f)
	must(b, catalog.Write(w, 30_000))
	must(b, w.Flush())
	must(b, f.Close())
	return name
}

func nothing(string, int64, int64) {}

// BenchmarkOpen is from a file that has been dropped to the mapping that is shown: at most 3 s are wanted.
func BenchmarkOpen(b *testing.B) {
	name := thirtyThousand(b)
	for b.Loop() {
		t, err := Importer{}.Open(b.Context(), []string{name}, nothing)
		must(b, err)
		_, err = t.Mapping(b.Context(), problem.English)
		must(b, err)
		must(b, t.Close())
	}
}

// BenchmarkChoose is from a choice to the new card: at most 150 ms are wanted.
func BenchmarkChoose(b *testing.B) {
	t, err := Importer{}.Open(b.Context(), []string{thirtyThousand(b)}, nothing)
	must(b, err)
	m, err := t.Mapping(b.Context(), problem.English)
	must(b, err)
	uses := []string{"brand", "title"}
	for n := 0; b.Loop(); n++ {
		c := studio.Choice{Kind: "products", Header: m.Sheets[0].Columns[2].Header, Use: uses[n%2]}
		must(b, t.Choose(b.Context(), c))
		_, err := t.Mapping(b.Context(), problem.English)
		must(b, err)
	}
	must(b, t.Close())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
