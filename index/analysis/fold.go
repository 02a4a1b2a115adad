package analysis

import (
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
