package bundle

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddSynonyms(t *testing.T) {
	torch := Synonym{From: []string{"torch"}, To: []string{"lantern"}, Comment: "asked 12 times"}
	both := Synonym{Words: []string{"tent", "shelter"}}
	for _, c := range []struct {
		name, before string
		add          []Synonym
		want         string
		added        int
	}{
		{"no file", "", []Synonym{torch},
			"[\n  {\"from\":[\"torch\"],\"to\":[\"lantern\"],\"comment\":\"asked 12 times\"}\n]\n", 1},
		{"empty", "[]", []Synonym{both}, "[\n  {\"words\":[\"tent\",\"shelter\"]}\n]", 1},
		{"as people write", "[\n\t{ \"words\": [ \"a\",\n\t\t\"b\" ] }\n\n]\n\n", []Synonym{both, torch},
			"[\n\t{ \"words\": [ \"a\",\n\t\t\"b\" ] " +
				"},\n\t{\"words\":[\"tent\",\"shelter\"]},\n\t{\"from\":[\"torch\"],\"to\":[\"lantern\"]," +
				"\"comment\":\"asked 12 times\"}\n]\n\n", 2},
		{"one line", `[{"words":["a]","b"]}]`, []Synonym{both},
			"[{\"words\":[\"a]\",\"b\"]},\n  {\"words\":[\"tent\",\"shelter\"]}\n]", 1},
		{"there already", `[{"words":["shelter","tent"],"comment":"x"}]`, []Synonym{both},
			`[{"words":["shelter","tent"],"comment":"x"}]`, 0},
		{"a part of it", `[{"from":["torch","x"],"to":["y","lantern"]}]`, []Synonym{torch},
			`[{"from":["torch","x"],"to":["y","lantern"]}]`, 0},
		{"one way of two", `[{"words":["lantern","x","torch"]}]`, []Synonym{torch},
			`[{"words":["lantern","x","torch"]}]`, 0},
		{"two ways of one", `[{"from":["tent"],"to":["shelter"]}]`, []Synonym{both},
			"[{\"from\":[\"tent\"],\"to\":[\"shelter\"]},\n  {\"words\":[\"tent\",\"shelter\"]}\n]", 1},
		{"twice", "[]", []Synonym{both, both}, "[\n  {\"words\":[\"tent\",\"shelter\"]}\n]", 1},
		{"signs", "[]", []Synonym{{Words: []string{"<b>", "\"é\""}}},
			"[\n  {\"words\":[\"<b>\",\"\\\"é\\\"\"]}\n]", 1},
	} {
		dir := emptyBundle(t)
		path := filepath.Join(dir, SynonymsFile)
		if c.before != "" {
			write(t, path, c.before)
		}
		added, err := AddSynonyms(dir, c.add)
		if err != nil || added != c.added {
			t.Errorf("%s: %d added, %v", c.name, added, err)
		}
		got, err := os.ReadFile(path)
		if diff := cmp.Diff(c.want, string(got)); diff != "" || err != nil {
			t.Errorf("%s: %v %s", c.name, err, diff)
		}
		if _, err := Open(t.Context(), dir); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAddSynonymsRefuses(t *testing.T) {
	dir := emptyBundle(t)
	path := filepath.Join(dir, SynonymsFile)
	var invalid *Invalid
	if _, err := AddSynonyms(dir, []Synonym{{Words: []string{"alone"}}}); !errors.As(err, &invalid) {
		t.Error(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("it was written")
	}
	write(t, path, `[{"words":"no list"}]`)
	var damaged *DamagedError
	if _, err := AddSynonyms(dir, []Synonym{{Words: []string{"a", "b"}}}); !errors.As(err, &damaged) {
		t.Error(err)
	}
	if _, err := AddSynonyms(t.TempDir(), nil); !errors.Is(err, ErrNotBundle) {
		t.Error(err)
	}
	held, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Unlock()
	if _, err := AddSynonyms(dir, nil); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
}

// emptyBundle writes a bundle without products.
func emptyBundle(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	w, err := Create(dir, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
