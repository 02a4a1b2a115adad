package understand

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// listed is one entry of a list, with the list that it stands in.
type listed struct{ kind, word string }

// languages are those that have lists.
func listedLanguages(t *testing.T) (all []string) {
	t.Helper()
	files, err := words.ReadDir("words/stop")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		all = append(all, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	return all
}

// wordComplaints are the entries of the lists of words that do nothing: those that no text can be read as,
// those that are there twice, and those of which another list says something else.
func wordComplaints(l *lexicon, lists [][]listed) (all []string) {
	in := map[string]string{}  // word to its first list
	roots := map[string]bool{} // of the common words so far
	for _, list := range lists {
		for _, e := range list {
			other, known := in[e.word]
			switch {
			case !slices.Equal(l.words(e.word), []string{e.word}):
				all = append(all, e.kind+": "+e.word+" is never read so")
			case known && other == e.kind:
				all = append(all, e.kind+": "+e.word+" is there twice")
			case known && (e.kind != "common" || roots[l.root(e.word)]):
				all = append(all, e.kind+": "+e.word+" stands in "+other)
			}
			if !known {
				in[e.word] = e.kind
			}
			if e.kind == "common" {
				roots[l.root(e.word)] = true
			}
		}
	}
	return all
}

// entries are the words of a language's lists, those that are asked first first. A common word that stands in
// a list before it may be there for the other words of its root.
func entries(base string) (lists [][]listed) {
	for _, kind := range []string{"stop", "weak", "common"} {
		var list []listed
		for _, line := range readLines(kind, base) {
			for word := range strings.FieldsSeq(line) {
				list = append(list, listed{kind, word})
			}
		}
		lists = append(lists, list)
	}
	return lists
}

// TestWordComplaints shows that the rules can fail.
func TestWordComplaints(t *testing.T) {
	got := wordComplaints(lexiconOf("en"), [][]listed{
		{{"stop", "the"}, {"stop", "the"}, {"stop", "pls"}, {"stop", "l'eau"}, {"stop", "Über"}},
		{{"weak", "the"}, {"weak", "how"}},
		{{"common", "how"}, {"common", "hows"}, {"common", "the"}, {"common", "the"}},
	})
	want := []string{
		"stop: the is there twice", "stop: pls is never read so", "stop: l'eau is never read so",
		"stop: Über is never read so", "weak: the stands in stop", "common: the stands in stop",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWordLists(t *testing.T) {
	for _, base := range listedLanguages(t) {
		for _, complaint := range wordComplaints(lexiconOf(base), entries(base)) {
			t.Errorf("%s: %s", base, complaint)
		}
	}
}

// pairComplaints are the short forms that do nothing, or what nobody expects.
func pairComplaints(l *lexicon, lines []string) (all []string) {
	seen := map[string]bool{}
	plain := &lexicon{lang: l.lang}
	for _, line := range lines {
		from, to, ok := strings.Cut(line, " = ")
		long := strings.Fields(to)
		switch {
		case !ok || len(long) == 0:
			all = append(all, line+" stands for nothing")
		case !slices.Equal(plain.words(from), []string{from}):
			all = append(all, from+" is never read so")
		case !slices.Equal(plain.words(to), long):
			all = append(all, to+" is never read so")
		case seen[from]:
			all = append(all, from+" is there twice")
		case from == to:
			all = append(all, from+" stands for itself")
		}
		seen[from] = true
	}
	return all
}

func TestShortForms(t *testing.T) {
	for _, base := range listedLanguages(t) {
		for _, complaint := range pairComplaints(lexiconOf(base), readLines("short", base)) {
			t.Errorf("%s: %s", base, complaint)
		}
	}
	lines := []string{"pls = please", "pls = plus", "u", "x- = y", "a = Ä", "me = me"}
	want := []string{"pls is there twice", "u stands for nothing", "x- is never read so",
		"Ä is never read so", "me stands for itself"}
	if got := pairComplaints(lexiconOf("en"), lines); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// synonymComplaints are the lines of synonyms that do nothing, or only in part.
func synonymComplaints(l *lexicon, lines []string) (all []string) {
	forms := map[string]bool{}
	for _, line := range lines {
		if word, list, isForms := strings.Cut(line, " = "); isForms {
			for _, form := range append(strings.Fields(list), word) {
				if !slices.Equal(l.words(form), []string{form}) {
					all = append(all, form+" is never read so")
				}
			}
			for form := range strings.FieldsSeq(list) {
				if forms[form] || form == word {
					all = append(all, form+" is a form twice")
				}
				forms[form] = true
			}
			continue
		}
		texts := map[string]bool{}
		for text := range strings.SplitSeq(line, ",") {
			text = strings.TrimSpace(text)
			if l.expression(text).key == "" || texts[text] {
				all = append(all, text+" is empty, or there twice: "+line)
			}
			texts[text] = true
		}
		if len(texts) < 2 {
			all = append(all, "nothing means the same: "+line)
		}
	}
	return all
}

func TestSynonymLists(t *testing.T) {
	for _, base := range listedLanguages(t) {
		for _, complaint := range synonymComplaints(lexiconOf(base), readLines("synonyms", base)) {
			t.Errorf("%s: %s", base, complaint)
		}
	}
	lines := []string{"go = went Gone", "be = went", "hello, hi, hello", "alone", "one, !?"}
	want := []string{
		"Gone is never read so", "went is a form twice", "hello is empty, or there twice: hello, hi, hello",
		"nothing means the same: alone", "!? is empty, or there twice: one, !?",
	}
	if got := synonymComplaints(lexiconOf("en"), lines); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// An expression with a gap is found without anything in it, too: beside the same one without a gap it would
// be left out.
func TestGapsStandAlone(t *testing.T) {
	for _, base := range listedLanguages(t) {
		l := lexiconOf(base)
		for _, line := range readLines("synonyms", base) {
			if strings.Contains(line, " = ") {
				continue
			}
			keys := map[string]expression{}
			for text := range strings.SplitSeq(line, ",") {
				e := l.expression(text)
				if other, known := keys[e.key]; known && !e.equal(other) {
					t.Errorf("%s: %q stands beside the same with other gaps", base, text)
				}
				keys[e.key] = e
			}
		}
	}
}
