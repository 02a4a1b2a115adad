package judge

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"plugsheet/schemas/bundle/scenario"
)

func TestGenerate(t *testing.T) {
	answers := []scenario.Answer{
		{Scenario: "fr", ID: "colis", Phrases: []string{"Où est ma commande ?", "colis"}},
		{Scenario: "fr", ID: "oui", Phrases: []string{"oui", "👍"}},
		{Scenario: "en", ID: "order", Phrases: []string{"where's my order"}},
	}
	cases := Generate(answers, 1)
	if !reflect.DeepEqual(cases, Generate(answers, 1)) {
		t.Error("the same seed gives other cases")
	}
	var got []string
	for _, c := range cases {
		got = append(got, strings.Join(c.Expected, "|")+": "+c.Message)
	}
	for _, want := range []string{"colis: Où est ma commande ?", "colis: ou est ma commande", "colis: colis",
		"oui: oui", "oui: 👍", "order: where's my order"} {
		if !slices.Contains(got, want) {
			t.Errorf("no case %q in %q", want, got)
		}
	}
	if len(cases) != 9 { // those, and a typo in each phrase with a word of five letters
		t.Errorf("%d cases: %q", len(cases), got)
	}
	var text bytes.Buffer
	if err := WriteCases(&text, cases); err != nil {
		t.Fatal(err)
	}
	read, err := ReadCases(&text)
	for i := range read {
		read[i].Line = 0
	}
	if err != nil || !reflect.DeepEqual(read, cases) {
		t.Errorf("read again: %v, %v", read, err)
	}
}

// A typo never makes what another answer is asked by.
func TestGenerateMakesNoPhraseTwice(t *testing.T) {
	var answers []scenario.Answer
	for _, p := range []string{"boats", "boots", "boat", "coats", "beats"} {
		answers = append(answers, scenario.Answer{Scenario: "en", ID: p, Phrases: []string{p}})
	}
	for seed := range uint64(2000) {
		seen := map[string]bool{}
		for _, c := range Generate(answers, seed) {
			if seen[c.Message] {
				t.Fatalf("seed %d: %q twice", seed, c.Message)
			}
			seen[c.Message] = true
		}
	}
}
