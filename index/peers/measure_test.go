package main

import (
	"strings"
	"testing"
	"time"
)

func TestMakeQueries(t *testing.T) {
	b, err := catalog(t.Context(), t.TempDir(), 300)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := makeQueries(t.Context(), b, 100)
	if err != nil {
		t.Fatal(err)
	}
	var count [kinds]int
	for _, q := range queries {
		count[q.kind]++
		if strings.TrimSpace(q.text) == "" {
			t.Error("an empty query")
		}
	}
	if count != [kinds]int{60, 20, 10, 10} {
		t.Errorf("by kind: %v", count)
	}
}

// TestEngines: each engine finds a code and a word as it stands, or the comparison means nothing.
func TestEngines(t *testing.T) {
	dir := t.TempDir()
	b, err := catalog(t.Context(), dir, 300)
	if err != nil {
		t.Fatal(err)
	}
	queries, err := makeQueries(t.Context(), b, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []engine{&own{}, &fts{}, &usual{}} {
		if err := e.build(t.Context(), b, dir); err != nil {
			t.Fatalf("%s: %v", e.name(), err)
		}
		if err := e.settle(); err != nil {
			t.Fatalf("%s: %v", e.name(), err)
		}
		for _, q := range queries {
			found, err := e.search(t.Context(), q)
			if err != nil || found == 0 && q.kind != typo {
				t.Errorf("%s: %q: %d, %v", e.name(), q.text, found, err)
			}
		}
		if err := e.close(); err != nil {
			t.Errorf("%s: %v", e.name(), err)
		}
	}
}

func TestFigures(t *testing.T) {
	var times []time.Duration
	for i := range 200 {
		times = append(times, time.Duration(200-i)*time.Microsecond)
	}
	if got := mean(times); got != 100.5 {
		t.Errorf("mean %v, want 100.5", got)
	}
	if got := p99(times); got != 198 {
		t.Errorf("p99 %v, want 198", got)
	}
	if mean(nil) != 0 || p99(nil) != 0 {
		t.Error("no times give a figure")
	}
}

func TestNamed(t *testing.T) {
	for list, want := range map[string]string{"": "plugsheet fts5 bleve", "fts5": "plugsheet fts5", "bleve,fts5": "plugsheet bleve fts5", "lucene": ""} {
		engines, err := named(list)
		var names []string
		for _, e := range engines {
			names = append(names, e.name())
		}
		if got := strings.Join(names, " "); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", list, got, err)
		}
	}
}
