package vocabulary

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"plugsheet/index/analysis"
)

// entry is a word where it stands in the files.
type entry struct {
	at       string // file and line
	language int
	written  string // with its star
	key      string
}

// entries reads the files as they are written.
func entries(t *testing.T) (all []entry) {
	t.Helper()
	v := Shared()
	paths, err := fs.Glob(files, "words/*.txt")
	if err != nil || len(v.groups) == 0 {
		t.Fatal(err, len(v.groups))
	}
	for _, path := range paths {
		text, err := fs.ReadFile(files, path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			first, _, _ := strings.Cut(line, "|")
			for l, column := range strings.Split(line, "|") {
				for word := range strings.SplitSeq(column, ",") {
					word = strings.TrimSpace(word)
					key := v.stems(l, v.words(l, strings.TrimSuffix(word, "*")))
					all = append(all, entry{path + ": " + strings.TrimSpace(first), l, word, key})
				}
			}
		}
	}
	return all
}

// TestEntries finds what can never match, what stands twice in one place, and words of two meanings that do
// not say so.
func TestEntries(t *testing.T) {
	if _, err := read(files); err != nil {
		t.Fatal(err)
	}
	type name struct {
		language int
		key      string
	}
	places := map[name][]entry{}
	for _, e := range entries(t) {
		if e.written == "" || e.key == "" {
			t.Errorf("%s: %q in %s can never match", e.at, e.written, Languages[e.language])
		}
		places[name{e.language, e.key}] = append(places[name{e.language, e.key}], e)
	}
	for n, all := range places {
		for i, e := range all {
			starred := strings.HasSuffix(e.written, "*")
			switch {
			case i > 0 && all[i-1].at == e.at:
				t.Errorf("%s: %q stands twice in %s", e.at, e.written, Languages[n.language])
			case len(all) > 1 && !starred:
				t.Errorf("%s: %q means something else in %s, too: both need a star, or one goes", e.at,
					e.written, all[(i+1)%len(all)].at)
			case len(all) == 1 && starred:
				t.Errorf("%s: %q has a star and one meaning", e.at, e.written)
			}
		}
	}
}

// TestSorted keeps the files in order, so that a line has one place.
func TestSorted(t *testing.T) {
	paths, _ := fs.Glob(files, "words/*.txt")
	for _, path := range paths {
		text, err := fs.ReadFile(files, path)
		if err != nil {
			t.Fatal(err)
		}
		last := ""
		for line := range strings.Lines(string(text)) {
			folded := analysis.Fold(strings.SplitN(line, "|", 2)[0])
			if folded < last {
				t.Errorf("%s: %q stands behind its place", path, strings.TrimSpace(line))
			}
			last = folded
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		words, home string
		n           int
		want        string // one of the English words; empty where nothing is found
	}{
		{"couch grey", "en", 1, "sofa"},
		{"ordinateurs portables gris", "en", 2, "laptop"},
		{"planche a repasser", "en", 3, "ironing board"},
		{"souris sans fil", "en", 1, "mouse"},
		{"sans fil", "de", 2, "wireless"},
		{"fernseher", "fr", 1, "television"},
		{"stuhle", "en", 1, "chair"},
		{"flurbel", "en", 0, ""},
		{"the", "en", 0, ""},
		{"the", "fr", 1, "tea"},
		{"kuchen", "fr", 1, "cake"},
		{"kuche", "fr", 1, "kitchen"},
	} {
		n, groups := Shared().Find(strings.Fields(c.words), c.home)
		if n != c.n {
			t.Errorf("%s takes %d words instead of %d", c.words, n, c.n)
		}
		if found := slices.ContainsFunc(groups, func(g Found) bool {
			return slices.Contains(g.Group[0],
				c.want)
		}); found != (c.want != "") {
			t.Errorf("%s: %v, want %q", c.words, groups, c.want)
		}
	}
}
