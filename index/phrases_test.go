package index

import (
	"strings"
	"testing"
)

func somePhrases(t *testing.T, tag string, synonyms string, texts ...string) *Phrases {
	t.Helper()
	var list []Phrase
	for meaning, text := range texts {
		for p := range strings.SplitSeq(text, "|") {
			list = append(list, Phrase{p, meaning})
		}
	}
	var data []byte
	if synonyms != "" {
		data = []byte(synonyms)
	}
	p, err := NewPhrases(tag, list, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPhrases(t *testing.T) {
	english := somePhrases(t, "en", `[{"words":["lantern","storm light"]}]`,
		"how long does delivery take|when will my order arrive", "how do I return an item|send something back", "who cleans the lantern", "hello|good morning", "do you have a card")
	french := somePhrases(t, "fr-CA", "", "quel est le délai de livraison|quand vais-je être livré", "comment retourner un article", "j'ai oublié mon mot de passe")
	for _, c := range []struct {
		in   *Phrases
		text string
		want int // -1: not understood
	}{
		{english, "HOW LONG does delivery take?!", 0}, {english, "how long for the delivry", 0}, {english, "Hello! When does my order arrive?", 0},
		{english, "returning an item", 1}, {english, "may I send it back", 1}, {english, "cleaning of a storm light", 2}, {english, "hello", 3},
		{english, "do you have any idea of the time in Tokyo", -1}, {english, "", -1}, {english, "!?", -1}, {english, "the of and", -1},
		{english, strings.Repeat("nothing to see here ", 1000), -1}, {english, "\xff\xfe return an item", 1},
		{french, "delai de livraisons", 0}, {french, "retourné un article cassé", 1}, {french, "mdp oublié", 2}, {french, "quelle heure est-il à Tokyo", -1},
	} {
		got, ok := Understood(c.in.Match(c.text, 3))
		if ok != (c.want >= 0) || ok && got.Meaning != c.want {
			t.Errorf("%.60q: %v %v, want %d (%v)", c.text, got, ok, c.want, c.in.Match(c.text, 3))
		}
	}
	if got := english.Match("hello", 3); len(got) != 1 || got[0] != (Scored{3, 5, 1}) {
		t.Errorf("a phrase word for word: %v", got)
	}
	if got := english.Content("do you have the blue lantern no. 12"); got != "blue lantern 12" {
		t.Errorf("content %q", got)
	}
}

// Two runs must suggest the same.
func TestPhrasesAreTheSameEveryTime(t *testing.T) {
	p := somePhrases(t, "en", "", "red card|red house", "blue card|blue house", "green card|green house")
	first := p.Match("card house", 3)
	for range 50 {
		again := p.Match("card house", 3)
		for i := range first {
			if first[i] != again[i] {
				t.Fatalf("%v, then %v", first, again)
			}
		}
	}
}
