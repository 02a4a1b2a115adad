package analysis

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// decimal tells whether the point or comma at hand stands between digits, with digits only before it.
func (s *Scanner) decimal() bool {
	return len(s.buf) > 0 && Digits(string(s.buf)) && s.at+1 < len(s.text) && Digit(s.text[s.at+1])
}

// thousands tells whether the comma at hand has exactly three digits behind it.
func (s *Scanner) thousands() bool {
	rest := s.text[s.at+1:]
	return s.buf[0] != '0' && len(rest) >= 3 && Digits(rest[:3]) && (len(rest) == 3 || !Digit(rest[3]))
}

// grouping tells whether the blank at hand stands between groups of three digits: 10 000. A plain blank may
// as well stand between two numbers, unless the second one is 000.
func (s *Scanner) grouping(r rune, n int) bool {
	rest := s.text[s.at+n:]
	if len(s.buf) == 0 || !Digits(string(s.buf)) || s.buf[0] == '0' || len(rest) < 3 || !Digits(rest[:3]) ||
		len(rest) > 3 && Digit(rest[3]) {
		return false
	}
	return r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == ' ' && rest[:3] == "000"
}

// times tells whether an x stands at hand between two numbers, as in measures and packs: 160x230, 2x8GB.
func (s *Scanner) times() bool {
	if s.at == 0 || s.at+1 >= len(s.text) || s.text[s.at]|0x20 != 'x' || !Digit(s.text[s.at+1]) ||
		!Digit(s.text[s.at-1]) {
		return false
	}
	for i := s.at - 1; i >= 0; i-- {
		if c := s.text[i]; !Digit(c) && c != '.' && c != ',' {
			if c|0x20 == 'm' && (i == 0 || !s.wordEnds(i)) {
				return true // a metric thread: M8x40
			}
			return c|0x20 == 'x' && s.out.Times || ascii[c] == 0 && c < utf8.RuneSelf && !joins(rune(c))
		}
	}
	return true
}

// wordEnds tells whether a letter or digit stands right before a place.
func (s *Scanner) wordEnds(at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s.text[:at])
	return IsWordRune(r)
}

// quantity finds the unit of a number: in the piece (500GB, 17-inch), right behind it (17"), or after a blank
// (500 Go).
func (s *Scanner) quantity() {
	words := s.out.Words
	s.out.UnitTo = s.out.To
	switch {
	case s.out.Times:
		if last := words[len(words)-1].Text; IsNumber(last) {
			s.setUnit(s.unitBehind(last))
		}
	case !words[0].Figure: // most words
	case s.out.Fraction:
		s.measured(fractionOf(words))
	case len(words) == 1:
		s.measured(SplitNumber(words[0].Text))
	case len(words) == 2 && IsNumber(words[0].Text):
		s.setUnit(words[0].Text, s.lang.Unit(words[1].Text), s.out.To)
	}
}

// measured finds the unit of a number: the letters that stand in the piece, or what stands behind it.
func (s *Scanner) measured(number, letters string) {
	sign := inchSign(s.text[s.out.To:])
	switch {
	case number == "":
	case letters != "":
		s.setUnit(number, s.lang.Unit(letters), s.out.To)
	case sign > 0:
		s.setUnit(number, "in", s.out.To+sign)
	default:
		s.setUnit(s.unitBehind(number))
	}
}

// fractionOf is the number that the words of a piece are, 3/4 or 1-1/2, and the letters behind it.
func fractionOf(words []Word) (number, letters string) {
	var parts []float64
	for _, w := range words {
		digits, rest := SplitNumber(w.Text)
		if n, err := strconv.ParseFloat(digits, 64); err == nil {
			parts = append(parts, n)
		}
		letters += rest
	}
	n := len(parts)
	if n < 2 || parts[n-1] == 0 {
		return "", ""
	}
	value := parts[n-2] / parts[n-1]
	if n > 2 {
		value += parts[0]
	}
	return strconv.FormatFloat(value, 'f', -1, 64), letters
}

func (s *Scanner) setUnit(number, unit string, to int) {
	if unit != "" {
		s.out.Unit, _ = s.met.find(append(s.buf[:0], Quantity(number, unit)...))
		s.out.UnitTo = to
	}
}

// unitBehind looks for a unit after one blank.
func (s *Scanner) unitBehind(number string) (string, string, int) {
	rest := s.text[s.out.To:]
	trimmed := strings.TrimLeft(rest, " \u00a0\u202f")
	if len(trimmed) == len(rest) {
		return number, "", 0
	}
	s.buf = s.buf[:0]
	n := 0
	for _, r := range trimmed {
		if !IsWordRune(r) || n > 16 {
			break
		}
		s.buf, n = AppendFolded(s.buf, r), n+utf8.RuneLen(r)
	}
	unit := s.lang.Unit(string(s.buf))
	if unit == "in" && string(s.buf) == "in" && !endsMeasure(trimmed[n:]) {
		return number, "", 0 // "2 in stock"
	}
	return number, unit, len(s.text) - len(trimmed) + n
}

// endsMeasure tells of what stands behind "in" whether that is an inch: a preposition has a word behind it.
func endsMeasure(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	if sign, behind, _ := strings.Cut(rest, " "); sign == "x" && behind != "" {
		return Digit(behind[0])
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return !IsWordRune(r)
}

// SplitNumber splits 500gb into number and letters; the number is empty where the word does not begin with
// one.
func SplitNumber(word string) (digitsPart, letters string) {
	i := 0
	for i < len(word) && (Digit(word[i]) || word[i] == '.') {
		i++
	}
	return word[:i], word[i:]
}

// IsNumber tells whether a word is a number, which may have a decimal point.
func IsNumber(word string) bool { n, rest := SplitNumber(word); return n != "" && rest == "" }

// Digit tells whether a byte is a digit of ASCII.
func Digit(b byte) bool { return '0' <= b && b <= '9' }

// Digits tells whether a word is of such digits only, and has one.
func Digits(word string) bool {
	for i := range len(word) {
		if !Digit(word[i]) {
			return false
		}
	}
	return word != ""
}
