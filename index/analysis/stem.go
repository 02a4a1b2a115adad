package analysis

import (
	"slices"
	"strconv"
	"strings"
)

// suffix is one rule of a light stemmer: an ending, what replaces it, and the fewest bytes that must stay
// before it.
type suffix struct {
	ending, instead string
	keep            int
}

// stemmer is a light stemmer: plural and gender, and no more, so that words of different meaning stay apart.
// Every step applies the first rule that fits. Unfinished and misspelt words are compared with stems: the
// fewer letters of the singular a stem exchanges, the better they are found, so that what only some words do
// stands in a list and not in a rule.
type stemmer struct {
	irregular map[string]string // whole words that no rule fits, to their stems
	steps     [][]suffix
	double    string // doubled letters at the end that become single after a step
	long      bool   // a doubled vowel before the last consonant becomes single: raam and ramen are one
}

// stemmerOf reads the stemmer of a language; one without endings is of none.
func stemmerOf(language string) stemmer {
	s := stemmer{irregular: map[string]string{}, long: slices.Contains(listed("long", ""), language)}
	s.double = strings.Join(listed("double", language), "")
	for _, pair := range listed("irregular", language) {
		word, stem, _ := strings.Cut(pair, " ")
		s.irregular[word] = stem
	}
	for _, name := range []string{"step1", "step2", "step3"} {
		var step []suffix
		for _, rule := range listed(name, language) {
			parts := strings.Fields(rule)
			keep, _ := strconv.Atoi(parts[2]) // a test reads the file
			step = append(step, suffix{parts[0], strings.TrimPrefix(parts[1], "-"), keep})
		}
		if step != nil {
			s.steps = append(s.steps, step)
		}
	}
	return s
}

// Stem gives the word's stem. Words with a digit and words of other alphabets stay as they are.
func (s stemmer) stem(word string) string {
	if len(s.steps) == 0 || len(word) < 3 || !LowerASCII(word) {
		return word
	}
	if stem, ok := s.irregular[word]; ok {
		return stem
	}
	if strings.HasSuffix(word, "eaux") {
		word = word[:len(word)-1] // it is French in any catalog
	}
	for _, step := range s.steps {
		word = s.apply(step, word)
	}
	if s.long {
		word = shortened(word)
	}
	return word
}

// shortened makes a doubled vowel before the last consonant single.
func shortened(word string) string {
	n := len(word)
	if n < 4 || word[n-3] != word[n-2] || !strings.ContainsRune("aeou", rune(word[n-2])) ||
		strings.ContainsRune("aeiou", rune(word[n-1])) {
		return word
	}
	return word[:n-2] + word[n-1:]
}

func (s stemmer) apply(step []suffix, word string) string {
	for _, r := range step {
		stem, ok := strings.CutSuffix(word, r.ending)
		if !ok || len(stem) < r.keep {
			continue
		}
		if r.ending == r.instead {
			return word
		}
		n := len(stem)
		if r.instead == "" && n > 3 && stem[n-1] == stem[n-2] && strings.IndexByte(s.double, stem[n-1]) >= 0 {
			stem = stem[:n-1]
		}
		return stem + r.instead
	}
	return word
}

// LowerASCII tells whether a word is of the letters a to z only.
func LowerASCII(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}
