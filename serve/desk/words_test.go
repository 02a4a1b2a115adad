package desk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	said   = regexp.MustCompile(`\bsay\("([^"]+)"`)
	filled = regexp.MustCompile(`\{\w+\}`)
)

// TestWords: what an agent or a visitor reads is there in French and German, with the same things filled in.
func TestWords(t *testing.T) {
	scripts, err := filepath.Glob("static/*.js")
	must(t, err)
	for _, language := range []string{"fr", "de"} {
		words := map[string]string{}
		data, err := os.ReadFile("static/words." + language + ".json")
		must(t, err)
		must(t, json.Unmarshal(data, &words))
		for _, name := range scripts {
			text, err := os.ReadFile(name)
			must(t, err)
			if !strings.Contains(string(text), `from "./say.js"`) {
				continue // for developers
			}
			for _, found := range said.FindAllSubmatch(text, -1) {
				if words[string(found[1])] == "" {
					t.Errorf("%s: %s has no text for %q", language, name, found[1])
				}
			}
		}
		for english, text := range words {
			for _, part := range filled.FindAllString(english, -1) {
				if !strings.Contains(text, part) {
					t.Errorf("%s: %q lacks %s", language, text, part)
				}
			}
		}
	}
}
