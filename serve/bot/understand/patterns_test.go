package understand

import (
	"slices"
	"strings"
	"testing"
)

// patternKinds are the kinds that a list of patterns has.
var patternKinds = map[string]string{
	"talk": "greeting thanks goodbye yes no bot filler",
	"question": "asks price stock owned it first second third fourth fifth last cheapest dearest largest " +
		"smallest filler others counted",
	"negation": "unwished until change none declined",
	"size":     "large small",
}

// patternComplaints are the entries of a list of patterns that do nothing: those of an unknown kind, that no
// text can be read as, that are there twice, or of which another kind says something else.
func patternComplaints(l *lexicon, list string, lines []string) (all []string) {
	in := map[string]string{} // expression to its kind
	for _, line := range lines {
		kind, texts, ok := strings.Cut(line, ": ")
		if !ok || !slices.Contains(strings.Fields(patternKinds[list]), kind) {
			all = append(all, "no kind: "+line)
			continue
		}
		for text := range strings.SplitSeq(texts, ",") {
			text = strings.TrimSpace(text)
			key := strings.Join(strings.Fields(text), " ")
			other, known := in[key]
			switch {
			case !isRead(l, strings.ReplaceAll(text, "…", " ")):
				all = append(all, kind+": "+text+" is never read so")
			case known && other == kind:
				all = append(all, kind+": "+text+" is there twice")
			case known:
				all = append(all, kind+": "+text+" stands in "+other)
			}
			in[key] = kind
		}
	}
	return all
}

// isRead tells whether a text is read as it stands, but for what an apostrophe takes away.
func isRead(l *lexicon, text string) bool {
	isElided := func(word string) bool { return l.elided[word] }
	return slices.Equal(l.words(text), slices.DeleteFunc(strings.Fields(text), isElided))
}

func TestPatternLists(t *testing.T) {
	for list := range patternKinds {
		for _, base := range Languages() {
			lines := readLines(list, base)
			if len(lines) == 0 {
				t.Errorf("%s has no list for %s", base, list)
			}
			for _, complaint := range patternComplaints(lexiconOf(base), list, lines) {
				t.Errorf("%s of %s: %s", list, base, complaint)
			}
		}
	}
	lines := []string{"asks: do u have, do you have, any … left", "it: any … left, it, it", "why: not",
		"filler: Über, l'eau"}
	want := []string{
		"asks: do u have is never read so", "it: any … left stands in asks", "it: it is there twice",
		"no kind: why: not", "filler: Über is never read so", "filler: l'eau is never read so",
	}
	if got := patternComplaints(lexiconOf("en"), "question", lines); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// With an apostrophe and without one a text says the same.
func TestApostrophes(t *testing.T) {
	for _, text := range []string{"c'est tout", "c est tout", "c’est tout"} {
		if got := ReaderOf("fr").Talk(text); got != Goodbye {
			t.Errorf("%q: %q", text, got)
		}
	}
	for tag, texts := range map[string][]string{
		"fr": {"j'aimerais une tente", "j aimerais une tente", "y a-t-il des tentes"},
		"it": {"c'è una tenda", "c e una tenda"},
	} {
		for _, text := range texts {
			if q := ReaderOf(tag).Question(text); !q.Asks || q.Content != 1 {
				t.Errorf("%s: %q: %+v", tag, text, q)
			}
		}
	}
}
