package index

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// TestFetch: an index is brought to another folder by what has changed, answers there as here, and what was
// fetched wrong leaves the folder as it was.
func TestFetch(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	e := newEditor(1, 300)
	fetch := func(change func([]byte) ([]byte, error)) (fetched []string, err error) {
		b, err := bundle.Open(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := build.Parts(b)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		err = build.Fetch(t.Context(), to, parts, func(path string) ([]byte, error) {
			mu.Lock()
			defer mu.Unlock()
			fetched = append(fetched, path)
			data, err := b.Part(path)
			if err != nil {
				t.Error(err)
			}
			return change(data)
		})
		if err == nil {
			installBundle(t, b, to)
			build.Settle(to, parts, slog.New(slog.DiscardHandler))
		}
		return fetched, err
	}
	same := func(data []byte) ([]byte, error) { return data, nil }
	for n, title := range []string{"erster titel", "zweiter titel"} {
		e.records[7].Product.Title = title
		writeBundle(t, from, "de", e.all, e.categories())
		x := buildAndOpen(t, from)
		for _, change := range []func([]byte) ([]byte, error){
			func([]byte) ([]byte, error) { return nil, errors.New("away") },
			func(data []byte) ([]byte, error) { return append(data, 'x'), nil },
		} {
			if _, err := fetch(change); err == nil {
				t.Error("what was fetched wrong is taken")
			}
		}
		fetched, err := fetch(same)
		if segments := strings.Count(strings.Join(fetched, " "), ".zap"); err != nil || segments != 1 {
			t.Errorf("%d segments fetched: %v", segments, err)
		}
		b, err := bundle.Open(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		y, err := Open(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		queries := []string{title, "garten", "neu"}
		if d := cmp.Diff(answersOf(t, x, queries), answersOf(t, y, queries)); d != "" || !y.Whole {
			t.Errorf("release %d: %s", n, d)
		}
		if again, err := fetch(same); len(again) > 0 || err != nil {
			t.Errorf("again: %v %v", again, err)
		}
		y.Close()
		if left, err := os.ReadDir(filepath.Join(to, "index")); err != nil || len(left) > 2 { // with a lock
			t.Errorf("%v %v", left, err)
		}
	}
	other := map[string]string{"index/0123456789abcdef-v1-00000000/state.json": "", "index/../x": ""}
	if err := build.Fetch(t.Context(), to, other, nil); err != nil {
		t.Errorf("of another version: %v", err)
	}
}

// installBundle brings what is no index.
func installBundle(t *testing.T, b *bundle.Bundle, to string) {
	t.Helper()
	parts, _, err := b.Parts()
	if err == nil {
		_, err = bundle.Install(to, parts, b.Part)
	}
	if err != nil {
		t.Fatal(err)
	}
}
