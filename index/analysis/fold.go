package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// separators are signs that Unicode counts as letters or decomposes to letters, and that stand between words.
var separators = map[rune]bool{'™': true, '®': true, '©': true, '℠': true, 'ª': true,
	'º': true, '\uFFFD': true}

// ligatures are the letters that Unicode does not decompose, or not as people type them.
var ligatures = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'œ': "oe", 'Œ': "oe", 'æ': "ae", 'Æ': "ae", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h", 'Ħ': "h", 'ŋ': "n",
}

// umlauts are the letters that are also typed with an e behind them: ü = u = ue.
var umlauts = map[rune]bool{'ä': true, 'ö': true, 'ü': true, 'Ä': true, 'Ö': true, 'Ü': true, 'ø': true,
	'Ø': true, 'å': true, 'Å': true}

// AppendFolded appends the letter or digit in lower case and without marks. It appends nothing for a mark.
func AppendFolded(dst []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	case unicode.Is(unicode.Mn, r):
		return dst
	}
	if s, ok := ligatures[r]; ok {
		return append(dst, s...)
	}
	if hangul(r) {
		return utf8.AppendRune(dst, r) // Unicode would take the syllable apart
	}
	var one [utf8.UTFMax]byte
	for _, d := range string(norm.NFKD.Bytes(one[:utf8.EncodeRune(one[:], r)])) {
		if s, ok := ligatures[d]; ok {
			dst = append(dst, s...)
		} else if d == fractionSlash {
			dst = append(dst, '/') // ½ is 1/2
		} else if IsWordRune(d) && !unicode.Is(unicode.Mn, d) {
			dst = utf8.AppendRune(dst, unicode.ToLower(d))
		}
	}
	return dst
}

// IsWordRune tells whether r is part of a word.
func IsWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r)) && !separators[r]
}

// Fold is the whole text folded, letters and digits only.
func Fold(text string) string {
	var b []byte
	for _, r := range text {
		if IsWordRune(r) {
			b = AppendFolded(b, r)
		}
	}
	return string(b)
}

// Narrow turns ae, oe and ue into a, o and u where they may stand for an umlaut: not behind a vowel or q, so
// that "neue" and "queue" stay. It reports false where there is nothing to turn.
func Narrow(word string) (string, bool) {
	for i := 1; i < len(word); i++ {
		if word[i] == 'e' && spellsUmlaut(word, i-1) {
			b := append(make([]byte, 0, len(word)), word[:i]...)
			for j := i + 1; j < len(word); j++ {
				if word[j] != 'e' || !spellsUmlaut(word, j-1) {
					b = append(b, word[j])
				}
			}
			return string(b), true
		}
	}
	return "", false
}

func spellsUmlaut(word string, i int) bool {
	switch word[i] {
	case 'a', 'o', 'u':
	default:
		return false
	}
	if i == 0 {
		return true
	}
	switch word[i-1] {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'q':
		return false
	}
	return true
}

// unspacedScripts are the ranges of the scripts that write words without blanks between them, and of Korean,
// whose blanks people set as they like: Thai and Lao, Burmese, Khmer, Chinese and Japanese.
var unspacedScripts = [][2]rune{
	{0x0e00, 0x0eff}, {0x1000, 0x109f}, {0x1100, 0x11ff}, {0x1780, 0x17ff}, {0x3005, 0x3007},
	{0x3040, 0x31ff}, {0x3400, 0x9fff}, {0xa960, 0xd7ff}, {0xf900, 0xfaff}, {0xff66, 0xffdc},
	{0x20000, 0x3ffff},
}

// unspaced tells whether a letter is of a script without blanks.
func unspaced(r rune) bool {
	if r < unspacedScripts[0][0] {
		return false
	}
	for _, s := range unspacedScripts {
		if r <= s[1] {
			return s[0] <= r
		}
	}
	return false
}

// hangul tells whether a letter is a syllable of Korean.
func hangul(r rune) bool { return 0xac00 <= r && r <= 0xd7a3 }

// Unspaced tells whether a folded word is of a script without blanks: then it is rather a run of words.
func Unspaced(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unspaced(r)
}

// Grams gives each two neighbours of a run of words without blanks; nil for other words, and for a single
// letter.
func Grams(word string) (all []string) {
	if !Unspaced(word) {
		return nil
	}
	for from := 0; from < len(word); {
		_, one := utf8.DecodeRuneInString(word[from:])
		if from+one == len(word) {
			break
		}
		_, two := utf8.DecodeRuneInString(word[from+one:])
		all = append(all, word[from:from+one+two])
		from += one
	}
	return all
}

// Characters gives the characters of a run that may be words by themselves: those of Chinese and of Korean,
// no letters.
func Characters(word string) (all []string) {
	for i, r := range word {
		if n := utf8.RuneLen(r); n < len(word) && (0x3400 <= r && r <= 0x9fff || hangul(r)) {
			all = append(all, word[i:i+n])
		}
	}
	return all
}

// arabic tells whether a folded word is of Arabic letters.
func arabic(word string) bool { return word != "" && 0xd8 <= word[0] && word[0] <= 0xdb }

// arabicEquals are letters that people type for each other, and the bar that only makes a word longer.
var arabicEquals = strings.NewReplacer("ة", "ه", "ى", "ي", "ـ", "", "ٱ", "ا")

// arabicArticles are the article, alone and behind a preposition or "and", the longest first.
var arabicArticles = []string{"وال", "بال", "كال", "فال", "ولل", "ال", "لل"}

// arabicEndings are those of plurals and of the feminine.
var arabicEndings = []string{"ات", "ون", "ين", "ه"}

// keepArabic is how many letters must be left of a word.
const keepArabic = 3

// arabicStem takes the article and a plural off, after the light stemmer of Larkey and others.
func arabicStem(word string) string {
	word = arabicEquals.Replace(word)
	for _, article := range arabicArticles {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) >= keepArabic {
			word = rest
			break
		}
	}
	for _, ending := range arabicEndings {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= keepArabic {
			return rest
		}
	}
	return word
}
