package app

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestExactly demands "search for what I typed" in the page's three languages, and of each text of the English
// page that the others have it.
func TestExactly(t *testing.T) {
	text, err := os.ReadFile("static/words.js")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?:[{,]|\n) +([a-zA-Z]+): (?:\[?)"([^"]*)"`)
	page, _, _ := strings.Cut(string(text), "\n};")
	english := map[string]string{}
	for _, c := range []struct{ tag, exactly string }{{"en", "Search for what I typed"},
		{"fr", "Chercher ce que j’ai saisi"}, {"de", "Suchen, was ich getippt habe"}} {
		_, of, found := strings.Cut(page, "\n  "+c.tag+": {")
		of, _, _ = strings.Cut(of, "\n  },")
		said := map[string]string{}
		for _, m := range named.FindAllStringSubmatch(of, -1) {
			said[m[1]] = m[2]
		}
		if !found || said["exactly"] != c.exactly {
			t.Errorf("%s: %q, want %q", c.tag, said["exactly"], c.exactly)
		}
		if c.tag == "en" {
			english = said
		}
		for name := range english {
			if said[name] == "" && name != "unspoken" { // which is said in English only
				t.Errorf("%s has no text for %s", c.tag, name)
			}
		}
	}
	if len(english) < 70 {
		t.Errorf("%d texts are found", len(english))
	}
}
