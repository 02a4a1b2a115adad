package analysis

import "strings"

// suffix is one rule of a light stemmer: an ending, what replaces it, and the fewest bytes that must stay
// before it.
type suffix struct {
	ending, instead string
	keep            int
}

// stemmer is a light stemmer: plural and gender, and no more, so that words of different meaning stay apart.
// Every step applies the first rule that fits. The rules follow Harman's s-stemmer for English and the light
// stemmers of the University of Neuchâtel (Savoy) for the others, shortened, on folded words; the Dutch ones
// Porter's, with z and v as s and f. Unfinished and misspelt words are compared with stems: the fewer letters
// of the singular a stem exchanges, the better they are found, so that what only some words do stands in a
// list and not in a rule.
type stemmer struct {
	irregular map[string]string // whole words that no rule fits, to their stems
	steps     [][]suffix
	double    string // doubled letters at the end that become single after a step
	long      bool   // a doubled vowel before the last consonant becomes single: raam and ramen are one
}

// irregularEnglish are the nouns of shops whose plural has another stem, and those in -s that are no plural.
var irregularEnglish = map[string]string{
	"men": "man", "mens": "man", "gentlemen": "gentleman", "mice": "mouse", "feet": "foot", "geese": "goose",
	"lives": "life", "knives": "knife", "leaves": "leaf", "scarves": "scarf", "loaves": "loaf",
	"halves": "half", "hooves": "hoof", "wolves": "wolf", "calves": "calf", "lens": "lens", "lenses": "lens",
	"buses": "bus", "gas": "gas", "gases": "gas", "canvas": "canvas", "canvases": "canvas", "atlas": "atlas",
	"cactuses": "cactus", "irises": "iris", "quizzes": "quiz", "caches": "cache", "niches": "niche",
	"axes": "axe", "potatoes": "potato", "tomatoes": "tomato", "mosquitoes": "mosquito", "mangoes": "mango",
	"heroes": "hero", "cookies": "cookie", "movies": "movie", "hoodies": "hoodie", "beanies": "beanie",
	"brownies": "brownie", "selfies": "selfie", "onesies": "onesie", "smoothies": "smoothie",
	"zombies": "zombie", "walkies": "walkie", "talkies": "talkie", "booties": "bootie", "pixies": "pixie",
	"genies": "genie", "calories": "calorie", "birdies": "birdie", "bogies": "bogie", "oldies": "oldie",
	"neckties": "necktie", "bowties": "bowtie", "hippies": "hippie", "bikinis": "bikini", "skis": "ski",
	"taxis": "taxi", "minis": "mini", "kiwis": "kiwi", "series": "series", "species": "species",
}

var stemmers = map[string]stemmer{
	"en": {irregular: irregularEnglish, steps: [][]suffix{{
		{"shelves", "shelf", 0}, {"women", "woman", 0}, {"womens", "woman", 0}, {"children", "child", 0},
		{"childrens", "child", 0}, {"teeth", "tooth", 0}, {"ies", "y", 2}, {"sses", "ss", 1}, {"xes", "x", 1},
		{"ches", "ch", 2}, {"shes", "sh", 2}, {"zzes", "zz", 1}, {"us", "us", 0}, {"ss", "ss", 0},
		{"is", "is", 0}, {"s", "", 2},
	}}},
	"fr": {double: "lnst", steps: [][]suffix{
		{{"eaux", "eau", 1}, {"yaux", "yau", 1}, {"aux", "al", 2}, {"x", "", 3}, {"s", "", 3}},
		{{"che", "c", 3}, {"ive", "if", 2}, {"euve", "euf", 1}, {"euse", "eu", 2},
			{"aise", "ai", 3}, {"oise", "oi", 3}, {"aise", "ais", 0}, {"oise", "ois", 0}, {"ise", "i", 2},
			{"ee", "", 3}, {"e", "", 3}},
	}},
	"de": {steps: [][]suffix{
		{{"innen", "in", 3}, {"eln", "el", 2}, {"ern", "", 3}, {"em", "", 3}, {"en", "", 3}, {"er", "", 3},
			{"es", "", 3}, {"e", "", 3}, {"ss", "ss", 0}, {"aus", "aus", 0}, {"eis", "eis", 0},
			{"glas", "glas", 0}, {"gras", "gras", 0}, {"gas", "gas", 0}, {"s", "", 3}},
	}},
	"es": {steps: [][]suffix{
		{{"ces", "z", 2}, {"eses", "es", 2}, {"es", "", 3}, {"s", "", 3}},
		{{"o", "", 3}, {"a", "", 3}, {"e", "", 3}},
	}},
	"it": {steps: [][]suffix{
		{{"chio", "c", 2}, {"chia", "c", 2}, {"chie", "c", 2}, {"che", "c", 2}, {"chi", "c", 2},
			{"ghe", "g", 2}, {"ghi", "g", 2}, {"ie", "", 3}, {"ii", "", 3}, {"ia", "", 3}, {"io", "", 3},
			{"a", "", 3}, {"e", "", 3}, {"i", "", 3}, {"o", "", 3}},
	}},
	"nl": {double: "bdfgklmnprst", long: true, steps: [][]suffix{
		{{"heden", "heid", 2}, {"kinderen", "kind", 0}, {"eeen", "ee", 1}, {"ieen", "ie", 1},
			{"oen", "oen", 0}, {"een", "een", 0}, {"eren", "er", 3}, {"ens", "", 3},
			{"en", "", 3}, {"e", "", 3}},
		{{"z", "s", 2}, {"v", "f", 2}},
		// knives, and no dames
		{{"nmes", "nmes", 0}, {"kmes", "kmes", 0}, {"dmes", "dmes", 0}, {"smes", "smes", 0},
			{"es", "", 3}, {"as", "as", 0}, {"es", "es", 0}, {"is", "is", 0}, {"os", "os", 0},
			{"us", "us", 0}, {"js", "js", 0}, {"ss", "ss", 0}, {"s", "", 3}},
	}},
	"pt": {steps: [][]suffix{
		{{"oes", "ao", 2}, {"aes", "ao", 1}, {"ais", "al", 2}, {"eis", "el", 2}, {"ois", "ol", 2},
			{"uis", "ul", 2}, {"il", "el", 3}, {"ns", "m", 2}, {"res", "r", 3}, {"zes", "z", 3},
			{"ses", "s", 3}, {"s", "", 3}},
		{{"esa", "", 4}, {"o", "", 3}, {"a", "", 3}, {"e", "", 3}},
	}},
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
