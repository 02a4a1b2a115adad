package value

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Guarded takes away what programs put around a text so that a spreadsheet program leaves it alone: ="00123",
// =T("00123") and =00123 are 00123. It reports false where the text is no such thing.
func Guarded(text string) (inside string, ok bool) {
	if len(text) > 1 && text[0] == '=' && strings.Trim(text[1:], "0123456789") == "" {
		return text[1:], true
	}
	if strings.HasPrefix(text, `=T("`) && strings.HasSuffix(text, `")`) {
		inside, ok = Guarded("=" + text[3:len(text)-1])
		if ok {
			return inside, true
		}
	}
	if len(text) < 3 || text[:2] != `="` || text[len(text)-1] != '"' {
		return text, false
	}
	inside = text[2 : len(text)-1]
	if strings.Contains(strings.ReplaceAll(inside, `""`, ""), `"`) {
		return text, false // a formula of several texts
	}
	return strings.ReplaceAll(inside, `""`, `"`), true
}

// formula is how formulas begin: =A1, =SUM(, =$B2*3.
var formula = regexp.MustCompile(`^=[-+(]*(?:\$?[A-Z]{1,3}\$?[0-9]+\b|[A-Z_.ÄÖÜÉ]{2,}\(|\$)`)

// Formula tells whether a text is a formula that a program wrote in the place of its result.
func Formula(text string) bool { return formula.MatchString(text) }

// quotes are what may stand around a code, by what opens it.
var quotes = map[rune]string{'"': `"”`, '\'': "'’", '“': "”“", '”': "”", '„': "“”", '‘': "’‘", '’': "’",
	'`': "`'", '´': "´", '«': "»"}

// Unquoted takes away quotes that stand around a code as letters, and the curly mark of a text before digits:
// "00123", '"00123"', ’00123. It reports false where there are none, others within, or
// nothing.
func Unquoted(text string) (inside string, ok bool) {
	inside = text
	for {
		first, n := utf8.DecodeRuneInString(inside)
		last, m := utf8.DecodeLastRuneInString(inside)
		if len(inside) <= n+m || !strings.ContainsRune(quotes[first], last) {
			break
		}
		inside = strings.TrimSpace(inside[n : len(inside)-m])
	}
	if first, n := utf8.DecodeRuneInString(inside); first != '\'' && quotes[first] != "" && Digits(inside[n:]) {
		inside = inside[n:]
	}
	if inside == "" || len(inside) == len(text) ||
		strings.ContainsFunc(inside, func(r rune) bool { return quotes[r] != "" }) {
		return text, false
	}
	return inside, true
}

// Apostrophe is what an apostrophe at the beginning of a text is.
type Apostrophe int

// No mark at all; one that a program or a person put before a number or a formula; one that may be either.
const (
	NoMark Apostrophe = iota
	TextMark
	MaybeMark
)

// Apostrophed tells what the apostrophe before a text is. In '00123 and '=A1 it only says that a text
// follows; in 's Avonds it belongs to the word; in 'A-17 one cannot know.
func Apostrophed(text string) Apostrophe {
	if len(text) < 2 || text[0] != '\'' || strings.Contains(text[1:], "'") {
		return NoMark
	}
	rest := text[1:]
	switch {
	case strings.Trim(rest, "0123456789") == "", strings.HasPrefix(rest, "http") && strings.Contains(rest, "://"):
		return TextMark
	case strings.ContainsRune("=+-@", rune(rest[0])) && len(rest) > 1 && rest[1] != ' ':
		return TextMark // what exports put before cells that would be formulas
	case strings.ContainsAny(rest, "0123456789") && !strings.ContainsFunc(rest, notCode):
		return MaybeMark
	}
	return NoMark
}

// notCode tells whether a rune does not stand in codes.
func notCode(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsLower(r) ||
		!unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._/#+:", r)
}

// Number is what a text is as a number.
type Number int

// What tells codes that went through a table of floating point numbers from others: 1001.0 beside 12.5 is a
// number, beside 1002.0 it was 1001.
const (
	NoNumber Number = iota
	Whole           // 1001
	Floated         // 1001.0; 1001,0; of eight digits and more also 4012345678901.00
	Fraction        // 12.50, 1.0.2, 1,5
)

// NumberOf tells what a text is as a number.
func NumberOf(text string) Number {
	point := -1
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
		case (c == '.' || c == ',') && point < 0 && i > 0:
			point = i
		case c == '.' && i > 0:
			return Fraction
		default:
			return NoNumber
		}
	}
	switch {
	case text == "":
		return NoNumber
	case point < 0:
		return Whole
	case text[0] == '0' && point != 1:
	case text[point+1:] == "0", point >= 8 && text[point+1:] == "00":
		return Floated
	}
	return Fraction
}

// Unfloated is a floated number without its fraction; other texts stay.
func Unfloated(text string) string {
	if NumberOf(text) == Floated {
		return text[:strings.IndexAny(text, ".,")]
	}
	return text
}

// Hundredths is a whole number that is written with two decimals or with marks of thousands and decimals:
// 1001 of 1001.00, of 1,001.00 and of 1.001,0. It reports false for all other texts.
func Hundredths(text string) (whole string, ok bool) {
	at := strings.LastIndexAny(text, ".,")
	if at < 1 || text[at+1:] != "00" && text[at+1:] != "0" {
		return text, false
	}
	if whole, mark := Grouped(text[:at]); mark != 0 && mark != rune(text[at]) {
		return whole, true
	}
	return text[:at], text[at+1:] == "00" && NumberOf(text[:at]) == Whole
}

// Grouped takes the marks of thousands out of a whole number: 1001 of 1,001 and of 1 001; mark is 0 for none.
func Grouped(text string) (whole string, mark rune) {
	at := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if at < 1 || at > 3 || text[0] == '0' {
		return text, 0
	}
	mark, _ = utf8.DecodeRuneInString(text[at:])
	groups := strings.Split(text[at:], string(mark))[1:]
	for _, g := range groups {
		if len(g) != 3 || !Digits(g) {
			return text, 0
		}
	}
	if !strings.ContainsRune(".,'’ \u00a0\u202f", mark) {
		return text, 0
	}
	return text[:at] + strings.Join(groups, ""), mark
}

// Exponent undoes 4.012345678901E+12 where all digits of the number still stand there; it reports false where
// some may be lost.
func Exponent(text string) (number string, ok bool) {
	head, tail, cut := strings.Cut(strings.Replace(text, "e+", "E+", 1), "E+")
	whole, fraction, _ := strings.Cut(strings.Replace(head, ",", ".", 1), ".")
	tail = strings.TrimLeft(tail, "0")
	if !cut || len(whole) != 1 || whole < "1" || whole > "9" || len(tail) == 0 || len(tail) > 2 ||
		strings.Trim(fraction+tail, "0123456789") != "" {
		return text, false
	}
	power := int(tail[0] - '0')
	if len(tail) == 2 {
		power = 10*power + int(tail[1]-'0')
	}
	if len(fraction) != power || power > 15 {
		return text, false
	}
	return whole + fraction, true
}

// codeHeaders are words in headers of columns of codes that are no field of a product.
var codeHeaders = lists.Set("codeheader")

// codeWords name a code wherever they stand in a header.
var codeWords = lists.Set("codeword")

// CodeHeader tells whether a header names a code, such as EAN or Artikelnummer.
func CodeHeader(title string) bool {
	return codeHeaders()[Fold(title)] ||
		slices.ContainsFunc(WordsOf(title), func(word string) bool { return codeWords()[Fold(word)] })
}
