package numfmt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// tokenKind is what a piece of a format stands for.
type tokenKind uint8

const (
	tWords    tokenKind = iota // text that is shown as it is
	tBlank                     // of _x: a blank as wide as x
	tWhole                     // 0, # or ?: a digit before the decimal point
	tDecimal                   // the same behind it
	tPower                     // the same of an exponent
	tPoint                     // the decimal point
	tComma                     // groups thousands, or divides by 1000
	tPercent                   // multiplies by 100
	tExponent                  // E+ or E-
	tSlash                     // of a fraction, or of a date
	tGeneral                   // the number as it is
	tText                      // @, the text
	tDate                      // a run of y, m, d, h or s
	tElapsed                   // a run of h, m or s in brackets
	tHalf                      // AM/PM or A/P
	tEra                       // letters of other calendars
	tFixed                     // a digit from 1 to 9, which is shown as it is but in a denominator
)

// token is one piece of a format.
type token struct {
	kind tokenKind
	text string // as it stands in the format, without quotes; of dates in lower case
}

// lexer takes a format apart.
type lexer struct {
	rest     string
	current  draft
	sections []draft
}

// draft is a section whose tokens have not been looked at together yet.
type draft struct {
	tokens    []token
	condition *condition
	locale    locale
}

// split takes a format apart into its sections.
func split(code string) ([]draft, error) {
	l := &lexer{rest: code}
	for l.rest != "" {
		if err := l.step(); err != nil {
			return nil, err
		}
	}
	return append(l.sections, l.current), nil
}

var errCut = errors.New("the format ends too early")

func (l *lexer) add(kind tokenKind, text string) {
	l.current.tokens = append(l.current.tokens, token{kind, text})
}

// take cuts n bytes off.
func (l *lexer) take(n int) string {
	text := l.rest[:n]
	l.rest = l.rest[n:]
	return text
}

// step reads one token.
func (l *lexer) step() error {
	r, size := utf8.DecodeRuneInString(l.rest)
	switch c := l.rest[0]; {
	case c == '"':
		end := strings.IndexByte(l.rest[1:], '"')
		if end < 0 {
			return errors.New("a quote of the format is not closed")
		}
		l.add(tWords, l.take(end + 2)[1:end+1])
	case c == '\\', c == '_', c == '*':
		return l.escaped()
	case c == '[':
		return l.bracket()
	case c == ';':
		l.sections, l.current = append(l.sections, l.current), draft{}
		l.take(1)
	case strings.IndexByte("0#?", c) >= 0:
		l.add(tWhole, l.take(1))
	case '1' <= c && c <= '9':
		l.add(tFixed, l.take(1))
	case strings.IndexByte(".,%/@", c) >= 0:
		l.add(marks[c], l.take(1))
	case 'a' <= c|0x20 && c|0x20 <= 'z':
		l.letters()
	default:
		l.add(tWords, string(r))
		l.take(size)
	}
	return nil
}

var marks = map[byte]tokenKind{'.': tPoint, ',': tComma, '%': tPercent, '/': tSlash, '@': tText}

// escaped reads a character that is shown as it is (\x), one as wide as which a blank is (_x), or one that
// fills the cell (*x), of which a text has nothing.
func (l *lexer) escaped() error {
	how := l.take(1)
	if l.rest == "" {
		return errCut
	}
	_, size := utf8.DecodeRuneInString(l.rest)
	what := l.take(size)
	switch how {
	case `\`:
		l.add(tWords, what)
	case "_":
		l.add(tBlank, "")
	}
	return nil
}

// letters reads what begins with a letter.
func (l *lexer) letters() {
	for _, word := range []struct {
		text string
		kind tokenKind
	}{{"general", tGeneral}, {"am/pm", tHalf}, {"a/p", tHalf}, {"e+", tExponent}, {"e-", tExponent}} {
		if n := len(word.text); len(l.rest) >= n && strings.EqualFold(l.rest[:n], word.text) {
			l.add(word.kind, l.take(n))
			return
		}
	}
	c, n := l.rest[0]|0x20, 1
	for n < len(l.rest) && l.rest[n]|0x20 == c {
		n++
	}
	run := strings.ToLower(l.rest[:n])
	switch {
	case strings.IndexByte("ymdhs", c) >= 0:
		l.add(tDate, run)
		l.take(n)
	case strings.IndexByte("abeg", c) >= 0:
		l.add(tEra, l.take(n))
	default:
		l.add(tWords, l.take(1))
	}
}

// bracket reads a colour, a condition, a currency with its language, an elapsed time, or a way to write
// digits.
func (l *lexer) bracket() error {
	end := strings.IndexByte(l.rest, ']')
	if end < 0 {
		return errors.New("a bracket of the format is not closed")
	}
	inside := l.take(end + 1)[1:end]
	lower := strings.ToLower(inside)
	switch {
	case strings.HasPrefix(inside, "$"):
		symbol, tag, _ := strings.Cut(inside[1:], "-")
		if tag != "" {
			l.current.locale = parseLocale(tag)
		}
		l.add(tWords, symbol)
	case isElapsed(lower):
		l.add(tElapsed, lower)
	case strings.ContainsAny(inside[:min(1, len(inside))], "<>="):
		c := parseCondition(inside)
		if c == nil {
			return fmt.Errorf("the format has a condition that cannot be read: [%s]", inside)
		}
		l.current.condition = c
	case isColor(lower), strings.HasPrefix(lower, "dbnum"), strings.HasPrefix(lower, "natnum"):
	default:
		return fmt.Errorf("the format has brackets that cannot be read: [%s]", inside)
	}
	return nil
}

func isElapsed(s string) bool {
	return s != "" && strings.IndexByte("hms", s[0]) >= 0 && strings.Trim(s, s[:1]) == ""
}

var colors = []string{"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"}

func isColor(s string) bool {
	n, numbered := strings.CutPrefix(s, "color")
	return slices.Contains(colors, s) || numbered && strings.Trim(n, " 0123456789") == ""
}
