package segment

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"
	zapx "github.com/blevesearch/zapx/v17"

	"plugsheet/index/segment/zap"
)

// folderVariable names the folder that TestMain opens as any program with bleve would.
const folderVariable = "PLUGSHEET_TEST_BLEVE"

// TestMain is a program that knows nothing of this package where folderVariable is set: it opens the index,
// counts and searches.
func TestMain(m *testing.M) {
	if dir := os.Getenv(folderVariable); dir != "" {
		if err := plain(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func plain(dir string) error {
	x, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return err
	}
	n, err := x.DocCount()
	if err != nil {
		return err
	}
	fmt.Println("documents", n)
	for _, q := range []query.Query{termQuery(words, "12D"), prefixQuery(words, "12"),
		bleve.NewMatchAllQuery()} {
		r, err := x.Search(bleve.NewSearchRequestOptions(q, 3, 0, false))
		if err != nil {
			return err
		}
		fmt.Println("hits", r.Total)
	}
	return x.Close()
}

func termQuery(field, term string) query.Query {
	q := bleve.NewTermQuery(term)
	q.SetField(field)
	return q
}

func prefixQuery(field, prefix string) query.Query {
	q := bleve.NewPrefixQuery(prefix)
	q.SetField(field)
	return q
}

// TestPlainBleve opens the index with bleve alone, in a process of its own.
func TestPlainBleve(t *testing.T) {
	dir, l, want := written(t, 3000)
	beginning := map[uint32]bool{}
	for key, products := range want {
		if strings.HasPrefix(key, words+"12") {
			for _, p := range products {
				beginning[p] = true
			}
		}
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), folderVariable+"="+dir)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	expect := fmt.Sprintf("documents %d\nhits %d\nhits %d\nhits %d\n", l.Products, len(want[words+"12D"]),
		len(beginning), l.Products)
	if string(out) != expect || len(beginning) == 0 {
		t.Errorf("got %q, want %q", out, expect)
	}
}

// TestOneFormat holds the segment that is written here against that of bleve's own writer: the same
// documents, terms and postings. Frequencies are not kept; of terms of one document ours say 1, since that is
// how a dictionary can hold them.
func TestOneFormat(t *testing.T) {
	dir, _, _ := written(t, 2500, 9000)
	runs, _ := writeRuns(t, 1, 2500, 9000)
	w := &write{Content{Products: 11500, Runs: runs}, t.TempDir()}
	path := filepath.Join(w.dir, "theirs.zap")
	if err := w.byBleve(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	var all []api.Segment
	for _, path := range []string{path, filepath.Join(dir, "store", "000000000002.zap")} {
		s, err := (&zapx.ZapPlugin{}).Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		all = append(all, s)
	}
	theirs, ours := all[0], all[1]
	read := scorch.SupportedSegmentTypeVersions(zapx.Type)
	if zapx.Version != zap.Version || !slices.Contains(read, zap.Version) {
		t.Errorf("version %d is written, and bleve has %d", zap.Version, zapx.Version)
	}
	if got, want := ours.Fields(),
		theirs.Fields(); !slices.Equal(got, want) || ours.Count() != theirs.Count() {
		t.Fatalf("fields %q, want %q; %d documents, want %d", got, want, ours.Count(), theirs.Count())
	}
	for i := range ours.Count() {
		if got, want := idOf(t, ours, i), idOf(t, theirs, i); got != want {
			t.Fatalf("document %d is %s, want %s", i, got, want)
		}
	}
	n := 0
	for _, f := range ours.Fields() {
		got, want := dictionary(t, ours, f), dictionary(t, theirs, f)
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("field %q, entry %d: %q, want %q", f, i, got[i], want[i])
			}
		}
		if len(got) != len(want) {
			t.Errorf("field %q: %d terms and postings, want %d", f, len(got), len(want))
		}
		n += len(got)
	}
	if n < 10_000 {
		t.Errorf("only %d terms and postings were compared", n)
	}
}

func idOf(t *testing.T, s api.Segment, doc uint64) string {
	t.Helper()
	id, err := s.DocID(doc)
	if err != nil {
		t.Fatal(err)
	}
	stored := ""
	if err := s.VisitStoredFields(doc, func(field string, _ byte, value []byte, _ []uint64) bool {
		stored += field + "=" + string(value) + ";"
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return string(id) + " " + stored
}

// dictionary lists the terms of a field with their postings.
func dictionary(t *testing.T, s api.Segment, field string) (all []string) {
	t.Helper()
	d, err := s.Dictionary(field)
	if err != nil {
		t.Fatal(err)
	}
	it := d.AutomatonIterator(nil, nil, nil)
	for {
		e, err := it.Next()
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			return all
		}
		all = append(all, e.Term) // its count is wrong behind a term of one document, in bleve itself
		list, err := d.PostingsList([]byte(e.Term), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		docs := list.Iterator(false, false, false, nil)
		for p, err := docs.Next(); p != nil; p, err = docs.Next() {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(p.Number()))
		}
	}
}

// TestBleveGoesOn lets bleve update, delete and merge by force what is written here.
func TestBleveGoesOn(t *testing.T) {
	dir, l, want := written(t, 3000)
	x, err := bleve.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	hits := func(field, term string) int {
		t.Helper()
		r, err := x.Search(bleve.NewSearchRequest(termQuery(field, term)))
		if err != nil {
			t.Fatal(err)
		}
		return int(r.Total)
	}
	advanced, err := x.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	const changed, gone = 100, 10
	b := bleveindex.NewBatch()
	left := 0
	for _, p := range want[words+"12D"] {
		if p >= changed+gone {
			left++
		}
	}
	for i := range changed {
		b.Update(&document{id: zap.ID(i), terms: []string{codes + "new", words + fmt.Sprint("new", i%10)}})
	}
	for i := range gone {
		b.Delete(zap.ID(changed + i))
	}
	if err := advanced.Batch(b); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		if n, err := x.DocCount(); err != nil || int(n) != l.Products-gone {
			t.Errorf("%s: %d documents, %v", when, n, err)
		}
		if got := hits(codes, "new"); got != changed {
			t.Errorf("%s: %d changed ones are found, want %d", when, got, changed)
		}
		if got := hits(words, "12D"); got != left || left == 0 {
			t.Errorf("%s: %d that stayed are found, want %d", when, got, left)
		}
	}
	check("updated")
	if err := advanced.(*scorch.Scorch).ForceMerge(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	check("merged")
}
