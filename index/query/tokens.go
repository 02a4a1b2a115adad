package query

import (
	"unicode"
	"unicode/utf8"

	"plugsheet/index/analysis"
)

// token is a word, a number or a sign of a text.
type token struct {
	from, to int
	word     string // folded; of a number its digits and what stands between them
	number   bool
	glued    bool // no blank stands before it
}

// maxTokens bounds what is read of a text.
const maxTokens = 128

// tokens takes a text apart.
func tokens(text string) (all []token) {
	glued := false
	for at := 0; at < len(text) && len(all) < maxTokens; {
		r, n := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			at, glued = at+n, false
			continue
		}
		end := at + n
		t := token{from: at, glued: glued}
		switch {
		case analysis.Digit(text[at]):
			end = numberEnd(text, at)
			t.number, t.word = true, text[at:end]
		case letter(r):
			for end < len(text) {
				next, n := utf8.DecodeRuneInString(text[end:])
				if !letter(next) {
					break
				}
				end += n
			}
			t.word = folded(text[at:end])
		default:
			t.word = text[at:end]
		}
		t.to, at, glued = end, end, true
		if r != '\'' && r != '’' {
			all = append(all, t)
		}
	}
	return all
}

func letter(r rune) bool { return analysis.IsWordRune(r) && !unicode.IsDigit(r) }

// numberEnd is where a number ends that begins at a place: points and commas between digits are of it, and
// blanks before exactly three of them.
func numberEnd(text string, at int) int {
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case analysis.Digit(text[at]):
		case (r == '.' || r == ',' || r == '\'' || r == '’') && at+n < len(text) &&
			analysis.Digit(text[at+n]):
		case unicode.IsSpace(r) && threeDigits(text[at+n:]):
		default:
			return at
		}
		at += n
	}
	return at
}

// threeDigits tells whether a text begins with exactly three digits.
func threeDigits(text string) bool {
	return len(text) >= 3 && analysis.Digits(text[:3]) && (len(text) == 3 || !analysis.Digit(text[3]))
}
