package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// joins tells whether a sign between two words makes one piece of them.
func joins(r rune) bool {
	r = PlainSign(r)
	return r == '-' || r == '.' || r == '_' || r == '/'
}

// PlainSign gives the sign of ASCII for one that stands for it: dashes as word processors make them of a
// hyphen, the minus, and the wide signs of East Asian keyboards.
func PlainSign(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
	case '\u2010' <= r && r <= '\u2015', r == '\u2212', r == '\ufe58', r == '\ufe63':
		return '-'
	case '\uff01' <= r && r <= '\uff0f', '\uff1a' <= r && r <= '\uff20', '\uff3b' <= r && r <= '\uff40':
		return r - 0xfee0
	}
	return r
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '´' || r == '`'
}

// inchSign is the length of the inch sign that the text begins with.
func inchSign(text string) int {
	for _, sign := range []string{`"`, "″", "”", "''", "’’", "´´"} {
		if strings.HasPrefix(text, sign) {
			return len(sign)
		}
	}
	return 0
}

// sign takes the sign of a short name into the word: C#, C++, A+. It belongs to one letter only, and nothing
// may follow it.
func (s *Scanner) sign() {
	if len(s.buf) != 1 || !LowerASCII(string(s.buf)) {
		return
	}
	n := s.at
	for n < len(s.text) && n-s.at < maxSigns && (s.text[n] == '+' || s.text[n] == '#') &&
		s.text[n] == s.text[s.at] {
		n++
	}
	if n == s.at || s.wordAt(n) || s.text[s.at] == '#' && n > s.at+1 {
		return
	}
	s.buf = append(s.buf, s.text[s.at:n]...)
	s.at = n
}

// maxSigns is how many signs a short name may have: A+++.
const maxSigns = 3

// Unsigned is a short name without its sign: c of c++, net of .net. It reports false for a word without one.
func Unsigned(word string) (string, bool) {
	bare := strings.TrimRight(word, "+#")
	if len(bare) > 1 && bare[0] == '.' {
		bare = bare[1:]
	}
	return bare, bare != word && bare != ""
}

// pointBefore is what a point before the word at hand makes of it: .5 is 0.5, and .NET a name.
func (s *Scanner) pointBefore() string {
	if s.at == 0 || s.text[s.at-1] != '.' || len(s.out.Words) > 0 {
		return ""
	}
	if r, _ := utf8.DecodeLastRuneInString(s.text[:s.at-1]); IsWordRune(r) || r == '.' {
		return ""
	}
	if Digit(s.text[s.at]) {
		return "0."
	}
	if n := s.letters(s.at); 2 <= n && n <= 4 {
		return "."
	}
	return ""
}

// letters is how many letters of ASCII stand at a place and are a whole word, 0 where others follow them.
func (s *Scanner) letters(at int) (n int) {
	for at+n < len(s.text) && 'a' <= s.text[at+n]|0x20 && s.text[at+n]|0x20 <= 'z' {
		n++
	}
	if s.wordAt(at + n) {
		return 0
	}
	return n
}

// maxInitials is the longest part of a name with an ampersand that is one word all the same: AT&T, H&M, R&B.
const maxInitials = 3

// initials tells whether an ampersand of n bytes stands at hand between a few letters on each side.
func (s *Scanner) initials(sign rune, n int) bool {
	if PlainSign(sign) != '&' || len(s.buf) > maxInitials || !LowerASCII(string(s.buf)) || len(s.buf) == 0 {
		return false
	}
	after := s.letters(s.at + n)
	return 1 <= after && after <= maxInitials
}

// maxFraction is the most digits above and below the line of a fraction.
const maxFraction = 3

// fraction tells whether the sign at hand is the slash of a fraction, with a unit behind it or none.
func (s *Scanner) fraction(sign rune) bool {
	n := len(s.out.Words)
	if PlainSign(sign) != '/' || s.at+1 >= len(s.text) || n > 2 || s.out.Fraction || !s.numbers() {
		return false
	}
	return s.below(s.text[s.at+1:]) && len(s.out.Words[n-1].Text) <= maxFraction
}

// numbers tells whether all words of the piece at hand are digits.
func (s *Scanner) numbers() bool {
	return !slices.ContainsFunc(s.out.Words, func(w Word) bool { return !Digits(w.Text) })
}

// below tells whether a text begins with what stands below the line of a fraction.
func (s *Scanner) below(text string) bool {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits == 0 || digits > maxFraction {
		return false
	}
	letters := strings.IndexFunc(text[digits:]+" ", func(r rune) bool { return !IsWordRune(r) })
	return letters == 0 || s.lang.Unit(strings.ToLower(text[digits:digits+letters])) != ""
}

// mixed tells whether the blank at hand stands between a number and a fraction: 1 1/2.
func (s *Scanner) mixed(sign rune) bool {
	if sign != ' ' || len(s.out.Words) != 1 || !s.numbers() {
		return false
	}
	above, below, ok := strings.Cut(s.text[s.at+1:], "/")
	return ok && Digits(above) && len(above) <= maxFraction && s.below(below)
}

const fractionSlash = '\u2044'

// vulgar tells whether a sign is a fraction by itself, as ½.
func vulgar(r rune) bool { return '¼' <= r && r <= '¾' || '⅐' <= r && r <= '⅞' }
