// Package codepage tells in which code page a text is, by its letters: which language makes words of them.
// Code pages give the same bytes to different letters, so that each reading is possible; that of a Polish
// text as French is only improbable.
package codepage

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// page is a code page with the languages that are written in it.
type page struct {
	name      string // as browsers call it, or IANA
	charmap   *charmap.Charmap
	languages []string
	prior     float64 // how much more often than others it is met, as a logarithm
}

var (
	western  = []string{"de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is", "et"}
	central  = []string{"pl", "cs", "sk", "hu", "ro", "hr", "sl", "de"}
	cyrillic = []string{"ru", "uk", "bg", "sr", "mk"}
)

var pages = []page{
	{"windows-1252", charmap.Windows1252, western, 3},
	{"iso-8859-15", charmap.ISO8859_15, western, 1},
	{"windows-1250", charmap.Windows1250, central, 0},
	{"windows-1251", charmap.Windows1251, cyrillic, 0},
	{"windows-1253", charmap.Windows1253, []string{"el"}, 0},
	{"windows-1254", charmap.Windows1254, []string{"tr", "de", "fr"}, 0},
	{"windows-1255", charmap.Windows1255, []string{"he"}, 0},
	{"windows-1256", charmap.Windows1256, []string{"ar", "fr"}, 0},
	{"windows-1257", charmap.Windows1257, []string{"lt", "lv", "et"}, 0},
	{"iso-8859-2", charmap.ISO8859_2, central, -1},
	{"iso-8859-5", charmap.ISO8859_5, cyrillic, -1},
	{"iso-8859-7", charmap.ISO8859_7, []string{"el"}, -1},
	{"iso-8859-4", charmap.ISO8859_4, []string{"lt", "lv", "et"}, -2},
	{"koi8-r", charmap.KOI8R, cyrillic, -1},
	{"koi8-u", charmap.KOI8U, cyrillic, -1.5},
	{"macintosh", charmap.Macintosh, western, -2},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, cyrillic, -3},
	{"ibm850", charmap.CodePage850, western, -2},
	{"ibm852", charmap.CodePage852, central, -2},
	{"ibm866", charmap.CodePage866, cyrillic, -2},
}

// Guess is a code page and how probable its reading is, as a logarithm.
type Guess struct {
	Name     string
	score    float64
	texts    []string // of the sample
	nonLatin bool     // its languages write no Latin letters
}

// margin is by how much a reading must be more probable than the next, as a logarithm: about fifty times.
const margin = 4

// hopeless is what each letter of a reading scores that makes no words: its code page is none of those known.
// In languages that write no Latin letters at all each letter is more probable.
const (
	hopeless         = -14
	hopelessNonLatin = -9.9
)

// few letters are too few to leave Windows-1252 for.
const few = 4

// Find gives the code page in whose reading a sample makes the best words, and the others that are nearly as
// good and read differently; where none makes words, the next two. Without a sample it is Windows-1252.
func Find(s *Sample) (best Guess, rivals []Guess) {
	guesses := make([]Guess, 0, len(pages)+len(wides()))
	for _, p := range pages {
		guesses = append(guesses, p.read(s.words))
	}
	if s.beyond > 0 {
		for _, w := range wides() {
			guesses = append(guesses, w.read(s))
		}
	}
	slices.SortStableFunc(guesses, func(a, b Guess) int { return cmp.Compare(b.score, a.score) })
	best = guesses[0]
	bound := float64(hopeless)
	if best.nonLatin {
		bound = hopelessNonLatin
	}
	lost := best.score < bound*float64(s.beyond) ||
		s.beyond < few && best.Name != pages[0].name && !slices.Contains(best.texts, "€")
	for _, g := range guesses[1:] {
		known := func(o Guess) bool { return slices.Equal(o.texts, g.texts) }
		if (g.score > best.score-margin || lost && len(rivals) < 2) && !known(best) &&
			!slices.ContainsFunc(rivals, known) {
			rivals = append(rivals, g)
		}
	}
	return best, rivals
}

// read judges the reading of a sample in a page: in the language that fits best, and for words that are none
// of it, in another.
func (p page) read(words []string) Guess {
	g := Guess{Name: p.name, nonLatin: languages()[p.languages[0]].nonLatin, score: p.prior,
		texts: make([]string, len(words))}
	totals := make([]float64, len(p.languages))
	scores := make([][]float64, len(words))
	for n, word := range words {
		rs := make([]rune, len(word))
		for i := range len(word) {
			rs[i] = p.charmap.DecodeByte(word[i])
		}
		g.texts[n] = string(rs)
		scores[n] = make([]float64, len(p.languages))
		w := newWord(word, rs)
		g.score += w.form()
		for l, name := range p.languages {
			scores[n][l] = w.score(languages()[name])
			totals[l] += scores[n][l]
		}
	}
	main := slices.Index(totals, slices.Max(totals))
	const stranger = 3
	for n := range words {
		g.score += max(scores[n][main], slices.Max(scores[n])-stranger)
	}
	return g
}

// word is a word with the places of the letters beyond ASCII.
type word struct {
	bytes string
	runes []rune
	lower []rune
}

func newWord(bytes string, runes []rune) word {
	w := word{bytes: bytes, runes: runes, lower: make([]rune, len(runes))}
	for i, r := range runes {
		w.lower[i] = unicode.ToLower(r)
	}
	return w
}

// What is improbable whatever the language, as logarithms. A letter that fits has about -8, one that does not
// -16.
const (
	control    = -25 // a byte that stands for nothing
	alone      = -6  // such a sign that stands alone
	euro       = -2  // € alone, as behind prices: one is as good as many letters
	strange    = -18 // a sign that hardly anybody types, or a sign inside a word
	usual      = -9  // a sign that people type
	wrongCase  = -4  // a capital behind a small letter
	twoScripts = -10 // Latin and other letters in one word
)

// signs are those that people type, at the end of a word or alone.
const signs = "«»“”„‘’‚…–—°®©™€£§½¼¾²³·•×¿¡±µªº\u00a0"

// form judges what does not depend on the language.
func (w word) form() float64 {
	score, latin, other := 0.0, false, false
	for i, r := range w.runes {
		latin = latin || unicode.Is(unicode.Latin, r)
		other = other || r >= 0x370 && unicode.IsLetter(r)
		if i > 0 && unicode.IsUpper(r) && unicode.IsLower(w.runes[i-1]) {
			score += wrongCase
		}
		if w.bytes[i] < utf8.RuneSelf || unicode.IsLetter(r) && r != 'ª' && r != 'º' {
			continue
		}
		score += w.sign(i)
	}
	if latin && other {
		score += twoScripts
	}
	return score
}

// sign judges a sign beyond ASCII that is no letter.
func (w word) sign(i int) float64 {
	r := w.runes[i]
	inside := i > 0 && i+1 < len(w.runes)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return control
	case r == '’' && i == 0 && len(w.runes) > 1:
		return (usual + strange) / 2
	case r == '’' || r == '\u00a0' || r == '–':
		return usual
	case inside || !strings.ContainsRune(signs, r):
		return strange
	case len(w.runes) == 1 && r == '€':
		return euro
	case len(w.runes) == 1:
		return alone
	}
	return usual
}

// score judges the letters beyond ASCII as those of a language.
func (w word) score(l *letters) float64 {
	score := 0.0
	for i, r := range w.lower {
		if w.bytes[i] < utf8.RuneSelf || !unicode.IsLetter(w.runes[i]) || r == 'ª' || r == 'º' {
			continue
		}
		before, after := '_', '_'
		if i > 0 && unicode.IsLetter(w.lower[i-1]) {
			before = w.lower[i-1]
		}
		if i+1 < len(w.lower) && unicode.IsLetter(w.lower[i+1]) {
			after = w.lower[i+1]
		}
		score += l.score(r, before, after)
	}
	return score
}

// score is the logarithm of how probable a letter is between two others.
func (l *letters) score(r, before, after rune) float64 {
	const rare = 0.00003 // of a letter that the language does not have
	c, ok := l.by[r]
	if !ok {
		return math.Log(rare) + 2*math.Log(0.05)
	}
	beside := func(m map[rune]float64, n rune) float64 {
		usual := 0.04
		if n == '_' {
			usual = 0.1
		}
		return math.Log((m[n] + 2*usual) / (c.count + 2))
	}
	return math.Log(max(c.count/l.total, rare)) + beside(c.before, before) + beside(c.after, after)
}
