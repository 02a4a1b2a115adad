package importer

import (
	_ "embed" // for the profile
	"fmt"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"
)

//go:embed profiles/general.yaml
var general []byte

// words are what recognises sheets and columns; all keys are folded.
type words struct {
	sheets   map[string]kind
	columns  map[kind]map[string]word
	settings map[string]string // folded name → setting
}

// word is one way to write a field's header.
type word struct {
	field int // index into the kind's fields
	rank  int // 0 is the field's own name; smaller is better
}

// loadWords reads the embedded profile.
func loadWords() (*words, error) {
	var p struct {
		Sheets   map[kind][]string
		Columns  map[kind]map[string][]string
		Settings map[string][]string
	}
	if err := yaml.UnmarshalWithOptions(general, &p, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading the general profile: %w", err)
	}
	w := &words{sheets: map[string]kind{}, columns: map[kind]map[string]word{}, settings: map[string]string{}}
	for _, k := range kinds() {
		for _, name := range append([]string{string(k)}, p.Sheets[k]...) {
			w.sheets[fold(name)] = k
		}
		w.columns[k] = map[string]word{}
		for i, f := range fieldsOf(k) {
			for rank, name := range append([]string{f.name}, p.Columns[k][f.name]...) {
				if old, taken := w.columns[k][fold(name)]; !taken || rank < old.rank {
					w.columns[k][fold(name)] = word{i, rank}
				}
			}
		}
	}
	for setting, names := range p.Settings {
		for _, name := range append([]string{setting}, names...) {
			w.settings[fold(name)] = setting
		}
	}
	return w, nil
}

// fold is what is compared of a header, a name or a label: its letters and digits, in lower case and without accents.
func fold(s string) string {
	if simple(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// simple tells whether fold leaves s as it is.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// nearest gives the candidate that a typing error most likely meant, or "" when none is near. Of equally near ones the
// first counts.
func nearest(typed string, candidates []string) string {
	t := []rune(fold(typed))
	best, limit := "", 1+len(t)/4
	if len(t) < 3 {
		limit = 0 // anything is near to a word of two letters
	}
	for _, c := range candidates {
		if d := distance(t, []rune(fold(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// distance is the number of letters to insert, remove, replace or swap between a and b; anything above limit may stand
// for a larger number.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last, next = last, next, before
	}
	return last[len(b)]
}
