package judge

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/schemas/bundle"
)

func TestReadCases(t *testing.T) {
	got, err := ReadCases(strings.NewReader(
		"\ufeffQuery,expected,grade\nred shoe,12,3\nxyzzy,,\n\"red shoe\",AB-1,0\n blue ,13\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Case{{"red shoe", []Want{{"12", 3}, {"AB-1", 0}}, 2}, {"xyzzy", nil, 3},
		{"blue", []Want{{"13", 1}}, 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := WriteCases(&b, got); err != nil {
		t.Fatal(err)
	}
	again, err := ReadCases(&b)
	if err != nil {
		t.Fatal(err)
	}
	want[1].Line, want[2].Line = 4, 5 // one row for each product
	if diff := cmp.Diff(want, again); diff != "" {
		t.Error(diff)
	}
}

func TestReadCasesErrors(t *testing.T) {
	for in, line := range map[string]int{
		"": 1, "a,b\n": 1, "query,expected,grade\nx,1,2\n,1,1\n": 3, "query,expected,grade\nx,1,good\n": 2,
		"query,expected,grade\nx,1,-1\n": 2, "query,expected\n\"x,1\n": 2,
	} {
		_, err := ReadCases(strings.NewReader(in))
		var e *CaseError
		if !errors.As(err, &e) || e.Line != line {
			t.Errorf("%q: %v, want line %d", in, err, line)
		}
	}
}

func TestScore(t *testing.T) {
	id := func(key string) bundle.ID {
		id, err := bundle.IntegerIDs.Mint(key)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	found := []product{{id("1"), "a"}, {id("2"), "b"}, {id("3"), "c"}}
	for _, c := range []struct {
		wants    []Want
		products []product
		want     Score
	}{
		{[]Want{{"1", 1}}, found, Score{1, 1, 1, 1, 1}},
		{[]Want{{"b", 1}}, found, Score{1, 0, 1, 0.5, 0.631}},
		{[]Want{{"9", 1}}, found, Score{Cases: 1}},
		{[]Want{{"1", 0}}, found, Score{Cases: 1}},
		{[]Want{{"1", 1}, {"9", 1}}, found, Score{1, 1, 0.5, 1, 0.613}},
		// a reference of several products
		{[]Want{{"a", 1}}, []product{{id("4"), "a"}, {id("1"), "a"}, {id("5"), "a"}}, Score{1, 1, 1, 1, 1}},
		{nil, found, Score{Cases: 1}},
		{nil, nil, Score{1, 1, 1, 1, 1}},
	} {
		got := score(Case{Wants: c.wants}, c.products)
		if got.NDCG = math.Round(got.NDCG*1000) / 1000; got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.wants, got, c.want)
		}
	}
}

// golden holds the scores that are reached: a worse ranking is a difference that someone must approve. Lines
// of data that is not here stay.
const golden = "testdata/ranking.txt"

func TestRanking(t *testing.T) {
	was, err := os.ReadFile(golden)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	lines := map[string]string{}
	var names []string
	for line := range strings.Lines(string(was)) {
		name, _, _ := strings.Cut(line, ":")
		lines[name] = line
		names = append(names, name)
	}
	note := func(name string, r Report) {
		if lines[name] == "" {
			names = append(names, name)
		}
		lines[name] = fmt.Sprintf("%s: %d cases, recall@1 %.3f, recall@5 %.3f, mrr %.3f, ndcg@10 %.3f\n",
			name, r.Cases, r.Recall1, r.Recall5, r.MRR, r.NDCG)
	}
	shop := open(t, sampleRecords(t))
	note("samples, generated", shop.generated(t, GenerateOptions{Codes: 20, Titles: 20, Seed: 1}))
	if rows := judgedRows(t); rows == nil {
		t.Log("the judged catalog is not here: its relevance is not measured")
	} else {
		c := open(t, judgedRecords(t, rows))
		note("judged, judged queries", c.run(t, judgedCases(t)))
		note("judged, title words", c.run(t, titleWords(rows)))
		note("judged, generated codes", c.generated(t, GenerateOptions{Codes: 300, Seed: 1}))
		note("judged, generated typos", c.generated(t, GenerateOptions{Titles: 300, Seed: 1}))
	}
	var now strings.Builder
	for _, name := range names {
		now.WriteString(lines[name])
	}
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(was), now.String()); diff != "" {
		t.Errorf("the ranking changed; UPDATE=1 takes it on: %s", diff)
	}
}
