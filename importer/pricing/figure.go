package pricing

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Figure is the number in a price, taken apart.
type Figure struct {
	Digits   string // with the separators that stood in it, without blanks and apostrophes
	Mark     byte   // the separator that decides: the last one; 0 for none
	Point    bool   // it is the decimal point, beyond doubt
	Unsure   bool   // it could be the decimal point or group thousands
	separate byte   // a separator that groups thousands beyond doubt; 0 for none
}

// FigureOf finds the first number in a text such as "USD 1,234.50"; ok is false where there is none.
func FigureOf(text string) (f Figure, ok bool) {
	start := strings.IndexFunc(text, func(r rune) bool { return '0' <= r && r <= '9' })
	if start < 0 {
		return f, false
	}
	if start > 0 && (text[start-1] == '.' || text[start-1] == ',') {
		start--
	}
	var b strings.Builder
	blanks := false
	for i := start; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= '0' && r <= '9' || r == '.' || r == ',':
			b.WriteByte(byte(r))
		case (unicode.IsSpace(r) || r == '\'' || r == '’') && i+n < len(text) && text[i+n] >= '0' &&
			text[i+n] <= '9':
			blanks = true
		default:
			i = len(text)
		}
		i += n
	}
	return newFigure(strings.TrimRight(b.String(), ".,"), blanks), true
}

// Value is the number of a price, of which a mark in doubt is the decimal point; false for what is no price.
func Value(text string) (n float64, ok bool) {
	a, fault := Read(text)
	if fault != "" {
		return 0, false
	}
	f, _ := FigureOf(a.Number)
	n, err := strconv.ParseFloat(f.Plain(true), 64)
	return n, err == nil
}

// Lowest is the index of the lowest of some prices, -1 for none, and whether another one is higher.
func Lowest(texts []string) (at int, differ bool) {
	at = -1
	least := 0.0
	for i, text := range texts {
		n, ok := Value(text)
		switch {
		case !ok:
			continue
		case at < 0 || n < least:
			differ = at >= 0
			at, least = i, n
		case n > least:
			differ = true
		}
	}
	return at, differ
}

// newFigure decides what the separators in digits are. With two kinds the last one is the decimal point; one
// that comes twice groups thousands. One separator before exactly three digits could be either, unless a
// zero, nothing, or more than three digits stand before it, or blanks group thousands already.
func newFigure(s string, blanks bool) Figure {
	f := Figure{Digits: s}
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return f
	}
	f.Mark = s[last]
	other := byte('.' + ',' - f.Mark)
	switch {
	case strings.Count(s, string(f.Mark)) > 1:
		f.separate = f.Mark
	case strings.IndexByte(s, other) >= 0:
		f.Point, f.separate = true, other
	case len(s)-last-1 != 3 || last == 0 || last > 3 || s[0] == '0' || blanks:
		f.Point = true
	default:
		f.Unsure = true
	}
	return f
}

// Plain is the number such as "1234.5"; point tells what the mark is where the number itself does not say.
func (f Figure) Plain(point bool) string {
	if !f.Unsure {
		point = f.Point
	}
	whole, fraction := f.Digits, ""
	if point && f.Mark != 0 {
		i := strings.LastIndexByte(f.Digits, f.Mark)
		whole, fraction = f.Digits[:i], f.Digits[i+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// Evidence is what the prices of a column say of its separators.
type Evidence struct {
	decimal, group map[byte]bool // separators that are the one or the other beyond doubt
	small, large   bool          // there are numbers without separator below 1000, or from 1000 on
}

// NewEvidence is that of a column of which no price has been seen.
func NewEvidence() *Evidence {
	return &Evidence{decimal: map[byte]bool{}, group: map[byte]bool{}}
}

// Add takes in one price.
func (e *Evidence) Add(text string) {
	f, ok := FigureOf(text)
	switch {
	case !ok || f.Unsure:
		return
	case f.Point:
		e.decimal[f.Mark] = true
	case f.Mark == 0 && len(f.Digits) < 4:
		e.small = true
	case f.Mark == 0:
		e.large = true
	}
	if f.separate != 0 {
		e.group[f.separate] = true
	}
}

// Point tells whether a separator is the decimal point; known is false where the column does not say, or
// contradicts itself.
func (e *Evidence) Point(mark byte) (point, known bool) {
	other := byte('.' + ',' - mark)
	isPoint := e.decimal[mark] || e.group[other]
	isGroup := e.group[mark] || e.decimal[other]
	return isPoint, isPoint != isGroup
}

// Groups tells whether thousands seem to be grouped: whoever writes 1,800 beside 12 and never 1800 does.
func (e *Evidence) Groups() bool { return e.small && !e.large }
