package studio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plugsheet/schemas/problem"
	"plugsheet/serve/loopback"
)

func pageFiles(t *testing.T) loopback.Files {
	t.Helper()
	files, err := loopback.ReadFiles(embedded)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	saidName = regexp.MustCompile(`\bsay\("([a-z0-9A-Z-]+)"`)
	imported = regexp.MustCompile(`(?m)^import .*?"(?:\./)?([^"]+)"`)
	filledIn = regexp.MustCompile(`\{\w+\}`)
)

// TestWords: each text of the page is there in each language, with the same things filled in.
func TestWords(t *testing.T) {
	files := pageFiles(t)
	said := map[string]bool{}
	for name, body := range files {
		if strings.HasSuffix(name, ".js") {
			for _, found := range saidName.FindAllSubmatch(body, -1) {
				said[string(found[1])] = true
			}
		}
	}
	forms := map[string]map[string]string{} // by text and language: what is filled in, in each form
	for _, l := range problem.Languages() {
		var words map[string]any
		if err := json.Unmarshal(files[fmt.Sprintf("words.%s.json", l)], &words); err != nil {
			t.Fatal(err)
		}
		for name, text := range words {
			var filled []string
			list, several := text.([]any)
			if !several {
				list = []any{text}
			}
			for _, form := range list[len(list)-1:] { // of one thing the number may be left out
				filled = filledIn.FindAllString(fmt.Sprint(form), -1)
			}
			slices.Sort(filled)
			if forms[name] == nil {
				forms[name] = map[string]string{}
			}
			forms[name][string(l)] = fmt.Sprint(len(list), filled)
		}
		for name := range said {
			if _, ok := words[name]; !ok {
				t.Errorf("%s: there is no text %q", l, name)
			}
		}
	}
	for name, of := range forms {
		if of["en"] != of["fr"] || of["en"] != of["de"] || of["en"] == "" {
			t.Errorf("%s: not the same is filled in: %v", name, of)
		}
	}
}

// maxPage bounds the scripts and styles of the page, in bytes: those that it shares with the desk too.
const maxPage = 150_000

// TestSize: the page is small, and made of its own files alone: no framework, and nothing that is built.
func TestSize(t *testing.T) {
	sum, files := 0, pageFiles(t)
	for name, body := range files {
		if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css") {
			sum += len(body)
		}
		for _, from := range imported.FindAllSubmatch(body, -1) {
			if _, own := files[string(from[1])]; strings.HasSuffix(name, ".js") && !own {
				t.Errorf("%s: %s is none of the page's own files: it is served as it stands", name, from[1])
			}
		}
		for _, word := range []string{"innerHTML", "insertAdjacentHTML", "outerHTML",
			"document.write", "eval("} {
			if bytes.Contains(body, []byte(word)) {
				t.Errorf("%s: a text could become HTML or a script by %s", name, word)
			}
		}
	}
	if sum > maxPage {
		t.Errorf("%d bytes of scripts and styles, at most %d", sum, maxPage)
	}
	t.Logf("%d bytes of scripts and styles", sum)
}
