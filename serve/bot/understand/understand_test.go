package understand

import (
	"strings"
	"testing"
)

func matcher(t *testing.T, tag string, synonyms string, texts ...string) *Matcher {
	t.Helper()
	var list []Phrase
	for intent, text := range texts {
		for p := range strings.SplitSeq(text, "|") {
			list = append(list, Phrase{p, intent})
		}
	}
	var data []byte
	if synonyms != "" {
		data = []byte(synonyms)
	}
	p, err := New(tag, list, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMatch(t *testing.T) {
	english := matcher(t, "en", `[{"words":["lantern","storm light"]}]`,
		"how long does delivery take|when will my order arrive",
		"how do I return an item|send something back", "who cleans the lantern",
		"hello|good morning", "do you have a card")
	french := matcher(t, "fr-CA", "", "quel est le délai de livraison|quand vais-je être livré",
		"comment retourner un article", "j'ai oublié mon mot de passe")
	for _, c := range []struct {
		in   *Matcher
		text string
		want int // -1: not understood
	}{
		{english, "HOW LONG does delivery take?!", 0}, {english, "how long for the delivry", 0},
		{english, "Hello! When does my order arrive?", 0}, {english, "returning an item", 1},
		{english, "may I send it back", 1}, {english, "cleaning of a storm light", 2},
		{english, "a storm light, which storm light is cleaned", 2}, {english, "hello", 3},
		{english, "do you have any idea of the time in Tokyo", -1}, {english, "", -1}, {english, "!?", -1},
		{english, "the of and", -1}, {english, strings.Repeat("nothing to see here ", 1000), -1},
		{english, "\xff\xfe return an item", 1}, {french, "delai de livraisons", 0},
		{french, "retourné un article cassé", 1}, {french, "mdp oublié", 2},
		{french, "quelle heure est-il à Tokyo", -1},
	} {
		got, ok := Best(c.in.Match(c.text, 3))
		if ok != (c.want >= 0) || ok && got.Intent != c.want {
			t.Errorf("%.60q: %v %v, want %d (%v)", c.text, got, ok, c.want, c.in.Match(c.text, 3))
		}
	}
	if got := english.Match("hello", 3); len(got) != 1 || got[0] != (Candidate{3, 5, 1}) {
		t.Errorf("a phrase word for word: %v", got)
	}
}

// Two runs must suggest the same.
func TestMatchIsTheSameEveryTime(t *testing.T) {
	p := matcher(t, "en", "", "red card|red house", "blue card|blue house", "green card|green house")
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

// TestSynonyms: other words for the same thing are understood, in several pieces, in other forms, and not for
// their parts.
func TestSynonyms(t *testing.T) {
	english := matcher(t, "en", "", "how do I return an item|send something back|return label",
		"do you deliver abroad|international shipping", "sold out|out of stock", "sign up|create an account",
		"opening hours|when are you open")
	french := matcher(t, "fr", "", "comment retourner un article|faire un retour",
		"article arrivé cassé|il est fissuré", "payer en 3 fois|mensualités",
		"je veux parler à un conseiller")
	for _, c := range []struct {
		in   *Matcher
		text string
		want int // -1: not understood
	}{
		{english, "can I bring the blue lantern back", 0}, {english, "I sent it back", 0},
		{english, "bring me a lantern for my back yard", -1}, {english, "do you ship to Portugal", 1},
		{english, "notify me", 2}, {english, "the cat ran out of the house", -1},
		{english, "she signed a letter", -1}, {french, "je voudrais le rendre", 0},
		{french, "mon assiette est fêlée", 1}, {french, "on peut regler en trois fois", 2},
		{french, "passez moi quelqu'un", 3}, {french, "en 3 fosi", -1}, {french, "parler à un consieller", 3},
		{english, "oepning huors", 4}, {english, "brign it bcak", -1},
	} {
		got, ok := Best(c.in.Match(c.text, 3))
		if ok != (c.want >= 0) || ok && got.Intent != c.want {
			t.Errorf("%.60q: %v %v, want %d (%v)", c.text, got, ok, c.want, c.in.Match(c.text, 3))
		}
	}
}

func BenchmarkNew(b *testing.B) {
	var list []Phrase
	for i := range 240 {
		list = append(list,
			Phrase{[]string{"how long does delivery take", "send something back", "opening hours"}[i%3] +
				strings.Repeat(" x", i%7), i / 4})
	}
	for b.Loop() {
		if _, err := New("en", list, nil); err != nil {
			b.Fatal(err)
		}
	}
}
