package index

import "strings"

// suffix is one rule of a light stemmer: an ending, what replaces it, and the fewest bytes that must stay before it.
type suffix struct {
	ending, instead string
	keep            int
}

// stemmer is a light stemmer: plural and gender, and no more, so that words of different meaning stay apart. Every
// step applies the first rule that fits. The rules follow Harman's s-stemmer for English and the light stemmers of
// the University of Neuchâtel (Savoy) for the others, shortened, on folded words.
type stemmer struct {
	steps  [][]suffix
	double string // doubled letters at the end that become single after a step
}

var stemmers = map[string]stemmer{
	"en": {steps: [][]suffix{{
		{"ies", "y", 2}, {"sses", "ss", 1}, {"xes", "x", 1}, {"ches", "ch", 2}, {"shes", "sh", 2}, {"zzes", "zz", 1},
		{"us", "us", 0}, {"ss", "ss", 0}, {"is", "is", 0}, {"s", "", 2},
	}}},
	"fr": {double: "lnst", steps: [][]suffix{
		{{"eaux", "eau", 1}, {"aux", "al", 2}, {"x", "", 3}, {"s", "", 3}},
		{{"che", "c", 3}, {"ee", "e", 3}, {"e", "", 3}},
	}},
	"de": {steps: [][]suffix{
		{{"innen", "in", 3}, {"ern", "", 3}, {"em", "", 3}, {"en", "", 3}, {"er", "", 3}, {"es", "", 3}, {"e", "", 3},
			{"ss", "ss", 0}, {"s", "", 3}, {"n", "n", 0}},
	}},
	"es": {steps: [][]suffix{
		{{"ces", "z", 2}, {"eses", "es", 2}, {"es", "", 3}, {"s", "", 3}},
		{{"o", "", 3}, {"a", "", 3}, {"e", "", 3}},
	}},
	"it": {steps: [][]suffix{
		{{"che", "c", 2}, {"chi", "c", 2}, {"ghe", "g", 2}, {"ghi", "g", 2}, {"ie", "", 3}, {"ii", "", 3}, {"ia", "", 3},
			{"io", "", 3}, {"a", "", 3}, {"e", "", 3}, {"i", "", 3}, {"o", "", 3}},
	}},
	"nl": {double: "bdfgklmnprst", steps: [][]suffix{
		{{"heden", "heid", 2}, {"oenen", "oen", 2}, {"oen", "oen", 0}, {"eren", "er", 3}, {"en", "", 3}, {"ers", "er", 2}, {"els", "el", 2}, {"ss", "ss", 0}, {"s", "", 3}, {"e", "", 3}},
	}},
	"pt": {steps: [][]suffix{
		{{"oes", "ao", 2}, {"aes", "ao", 2}, {"ais", "al", 2}, {"eis", "el", 2}, {"ois", "ol", 2}, {"ns", "m", 2},
			{"res", "r", 3}, {"zes", "z", 3}, {"ses", "s", 3}, {"s", "", 3}},
		{{"o", "", 3}, {"a", "", 3}, {"e", "", 3}},
	}},
}

// stem gives the word's stem. Words with a digit and words of other alphabets stay as they are.
func (s stemmer) stem(word string) string {
	if len(s.steps) == 0 || len(word) < 3 || !lowerASCII(word) {
		return word
	}
	for _, step := range s.steps {
		word = s.apply(step, word)
	}
	return word
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

func lowerASCII(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}
