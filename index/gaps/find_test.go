package gaps

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index"
	"plugsheet/index/build"
	"plugsheet/schemas/bundle"
)

// catalog is the index of a shop with one product a title.
func catalog(t *testing.T, titles ...string) *index.Index {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	w, err := bundle.Create(dir, bundle.WriteOptions{Language: "en"})
	check(t, err)
	defer w.Close()
	for i, title := range titles {
		id, err := bundle.IntegerIDs.Mint(strconv.Itoa(i + 1))
		check(t, err)
		check(t,
			w.Product(bundle.Record{Categories: []bundle.ID{}, Keywords: []string{}, Product: bundle.Product{
				ID: id, Title: title, ProductURL: "https://shop.example/p", Description: "x",
				ImageURL: "https://shop.example/i.jpg", Reference: fmt.Sprint("REF-", i+1),
				PriceCatalog: "1 €",
			}}))
	}
	_, err = w.Commit(ctx)
	check(t, err)
	b, err := bundle.Open(ctx, dir)
	check(t, err)
	check(t, build.Build(ctx, b, build.Options{}))
	x, err := index.Open(ctx, b)
	check(t, err)
	t.Cleanup(func() { x.Close() })
	return x
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	x := catalog(t, "Storm lantern", "Camping lantern, large", "Washing machine", "Phone case", "Tent")
	var all []Count
	for i, q := range []string{
		"torch", "torches", "toorches", "zeppelin ballon", "ballon zeppelin", "zeppelinballon",
		"balloon zeppelin", "washmachine", "lanterns", "porch", "QQ-9999", "kord", "kard", "phonographs",
		"photographs", "the flute", "flute",
	} {
		all = append(all,
			Count{q, 30 - i, fmt.Sprintf("2030-01-%02d", 20-i), fmt.Sprintf("2030-02-%02d", i+1)})
	}
	groups, answered, err := Find(t.Context(), x, all, 100)
	check(t, err)
	if answered != 1 {
		t.Errorf("%d are answered, want the one of lanterns", answered)
	}
	var got []string
	for _, g := range groups {
		line := fmt.Sprintf("%s %d %s %s", strings.Join(g.Spellings, "|"), g.Count, g.First, g.Last)
		got = append(got, line+proposed(g))
	}
	want := []string{
		"zeppelin ballon|ballon zeppelin|zeppelinballon|balloon zeppelin 102 2030-01-14 2030-02-07 " +
			"ballon|balloon? zeppelin?",
		"torch|torches|toorches 87 2030-01-18 2030-02-03 torch|toorches?",
		"phonographs|photographs 33 2030-01-06 2030-02-15 phonographs|photographs? phonographs=phone " +
			"(beginning, 1: Phone case)",
		"the flute|flute 29 2030-01-04 2030-02-17 flute?",
		"washmachine 23 2030-01-13 2030-02-08 washmachine? washmachine=machine (part, 1: Washing machine) " +
			"washmachine=washing (beginning, 1: Washing machine)",
		"porch 21 2030-01-11 2030-02-10 porch?", "QQ-9999 20 2030-01-10 2030-02-11 QQ-9999?",
		"kord 19 2030-01-09 2030-02-12 kord?", "kard 18 2030-01-08 2030-02-13 kard?",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	few, _, err := Find(t.Context(), x, all, 1)
	check(t, err)
	if len(few) != len(groups) || len(few[1].Proposals) != 0 {
		t.Errorf("with a limit of 1: %+v", few)
	}
}

// proposed writes a group's unknown words and what may be meant by them.
func proposed(g Group) (text string) {
	for _, u := range g.Unknown {
		text += fmt.Sprintf(" %s?", strings.Join(u.Spellings, "|"))
	}
	for _, p := range g.Proposals {
		text += fmt.Sprintf(" %s=%s (%s, %d: %s)", p.Typed, p.Meant, p.Why, p.Products, p.First[0].Title)
	}
	return text
}

// TestFindPartly demands that a word which the catalog does not hold is a gap also where the query's other
// words found products, that it is one gap with whatever other words it was asked, and that what may be meant
// goes well with them.
func TestFindPartly(t *testing.T) {
	x := catalog(t, "Blue storm lantern", "Blue camping lantern", "Blue lantern, large", "Red tent",
		"Red lantern", "Steel knife", "Wooden block")
	var all []Count
	for i, q := range []string{"blue flurbel", "flurbel", "large flurbell", "red lantren", "steel tentbloc",
		"blue red", "blue with lantern", "red tent 99"} {
		all = append(all, Count{q, 20 - i, "2030-01-01", "2030-02-01"})
	}
	groups, answered, err := Find(t.Context(), x, all, 100)
	check(t, err)
	if answered != 3 {
		t.Errorf("%d are answered, want the corrected one, the one without a product of both words, and "+
			"the one with a stop word", answered)
	}
	var got []string
	for _, g := range groups {
		line := fmt.Sprintf("%s %d finds %d", strings.Join(g.Spellings, "|"), g.Count, g.Products)
		got = append(got, line+proposed(g))
	}
	want := []string{
		"blue flurbel|flurbel|large flurbell 57 finds 3 flurbel|flurbell? flurbel=lantern (beside, 3: Blue " +
			"lantern, large)",
		"steel tentbloc 16 finds 1 tentbloc? tentbloc=tent (part, 1: Red tent)",
		"red tent 99 13 finds 2 99?",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{"blue flurbel": "3 0 true 3", "blue lantern": "4 3 false 3",
		"red": "2 2 false 2", "flurbel": "0 0 true 0"} {
		f, err := Look(t.Context(), x, text)
		check(t, err)
		if got := fmt.Sprint(f.Products, f.Whole, f.Missing, len(f.First)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestFindNothing(t *testing.T) {
	x := catalog(t, "Tent")
	groups, answered, err := Find(t.Context(), x,
		[]Count{{"tent", 1, "2030-01-01", "2030-01-01"}, {"!?", 1, "2030-01-01", "2030-01-01"}}, 10)
	if err != nil || answered != 1 || len(groups) != 1 || groups[0].Query != "!?" {
		t.Errorf("%+v, %d, %v", groups, answered, err)
	}
	if groups, _, err := Find(t.Context(), x, nil, 10); err != nil || len(groups) != 0 {
		t.Errorf("%+v, %v", groups, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Find(ctx, x, []Count{{"tent", 1, "", ""}}, 10); err == nil {
		t.Error("a search went on after the context's end")
	}
}

// BenchmarkGroups groups as many queries as a file ever holds, all different.
func BenchmarkGroups(b *testing.B) {
	var all []reading
	for i := range maxQueries {
		r := reading{Count: Count{Query: strconv.Itoa(i), Count: 1}}
		for j := range 1 + i%3 {
			stem := strings.Repeat(string(rune('a'+(i*7+j*5)%26)), 3) +
				strings.Map(func(d rune) rune { return d - '0' + 'g' }, strconv.Itoa(i*7919))
			r.words = append(r.words, index.Word{Typed: stem, Stem: stem})
		}
		all = append(all, r)
	}
	for b.Loop() {
		groups(all)
	}
}
