// Package numfmt shows the value of a cell as its number format says: a format and a value go in, a text or
// an error comes out. A text is what Excel and LibreOffice show; where they differ, or where what one of them
// shows could be read as another value, it is what cannot be misread, or an error.
//
// Blanks that only pad (_x, ?, *x) are dropped at both ends and are one blank in between. Names of months and
// days are English unless the format names a language. What follows the person's system, or a calendar or
// language that is not known here, is shown as ISO 8601.
package numfmt

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// maxCode is how long a format may be, in bytes. Excel stops at 255 characters.
const maxCode = 1024

// Format is a number format, ready for use. It may be shared by goroutines.
type Format struct {
	numbers []*section // at most three
	text    *section   // nil: texts stay as they are
}

// Shown is how a format shows a number.
type Shown struct {
	Text string
	ISO  string // of a date or a time of day: the moment as ISO 8601; else empty
	// Code tells that the text has all digits of a whole number and dresses them as a code: SKU-0012,
	// 0000-123.
	Code bool
	// Other tells that the text, read as an amount, says another number than the value or none: 12%, 1.2M,
	// sold out. An amount that is only rounded is not other.
	Other bool
}

// ErrUnshown is the cause of every error of [Format.Show].
var ErrUnshown = errors.New("cannot be shown")

// Parse reads a format such as #,##0.00 "€";[Red]-#,##0.00 "€".
func Parse(code string) (*Format, error) {
	if len(code) > maxCode {
		return nil, fmt.Errorf("the format is longer than %d bytes", maxCode)
	}
	parts, err := split(code)
	if err != nil {
		return nil, err
	}
	if len(parts) > 4 {
		return nil, errors.New("the format has more than four sections")
	}
	f := &Format{}
	for i, p := range parts {
		s, err := p.compile()
		switch {
		case err != nil:
			return nil, err
		case i == 3 || s.kind == ofText:
			if i < len(parts)-1 || i == 3 && s.kind != ofText && s.kind != ofWords {
				return nil, errors.New("the section for texts is not the last")
			}
			f.text = s
		default:
			f.numbers = append(f.numbers, s)
		}
	}
	if f.text != nil && f.text.plainText() {
		f.text = nil
	}
	f.share()
	return f, nil
}

// share decides which sections only negative numbers reach: those leave the sign to what is written in them.
func (f *Format) share() {
	conditional := false
	for i, s := range f.numbers {
		conditional = conditional || s.condition != nil
		s.negative = s.condition.negative() || i == 1 && s.condition == nil && !f.takesNegative()
	}
	for _, s := range f.numbers {
		s.signed = s.negative || conditional && s.ownSign
	}
}

// takesNegative tells whether the first section can take negative numbers from a second one without a
// condition.
func (f *Format) takesNegative() bool {
	first := f.numbers[0].condition
	return first != nil && len(f.numbers) == 2 && first.String() != ">=0"
}

// ChangesText tells whether the format changes texts, and is cheap to ask.
func (f *Format) ChangesText() bool { return f.text != nil }

// ShowText shows a text.
func (f *Format) ShowText(text string) string {
	if f.text == nil {
		return text
	}
	var w writer
	for _, t := range f.text.tokens {
		if t.kind == tText {
			w.words(text)
		}
		w.plain(t)
	}
	return strings.TrimSpace(string(w.out))
}

// Show shows a number that is given in decimal digits, such as "-1234.5" or "1E+300". With from1904 its days
// count from 1 January 1904.
func (f *Format) Show(number []byte, from1904 bool) (Shown, error) {
	d, ok := parseDecimal(number)
	if !ok {
		return Shown{}, fmt.Errorf("%q is no number: %w", number, ErrUnshown)
	}
	s, err := f.section(d)
	if err != nil {
		return Shown{}, err
	}
	switch {
	case s == nil || s.kind == ofGeneral:
		return s.showGeneral(d, number), nil
	case s.kind == ofDate:
		return s.showDate(d.float(), from1904)
	case s.kind == ofFraction:
		return s.showFraction(d)
	case s.kind == ofScience:
		return s.showScience(d), nil
	}
	return s.showNumber(d), nil
}

// section is the one that a number is shown by; nil for a format of texts only.
func (f *Format) section(d decimal) (*section, error) {
	all := f.numbers
	switch {
	case len(all) == 0:
		return nil, nil
	case len(all) == 1 && all[0].condition == nil:
		return all[0], nil
	}
	v, conditional := d.float(), false
	for i, s := range all {
		conditional = conditional || s.condition != nil
		if s.condition.holds(v, i, all) {
			return s, nil
		}
	}
	if conditional {
		return nil, fmt.Errorf("no section of the format is for this number: %w", ErrUnshown)
	}
	return all[0], nil
}

// condition is such as [>=100], which says what numbers a section is for.
type condition struct {
	operator string
	limit    float64
}

// operators are what may stand before the limit of a condition: for numbers below it (-), equal (0), above (+).
var operators = map[string]string{"<": "-", "<=": "-0", "=": "0", ">=": "0+", ">": "+", "<>": "-+"}

// parseCondition reads what stands between the brackets.
func parseCondition(text string) *condition {
	limit := strings.TrimLeft(text, "<>=")
	operator := text[:len(text)-len(limit)]
	v, err := strconv.ParseFloat(strings.TrimSpace(limit), 64)
	if err != nil || operators[operator] == "" {
		return nil
	}
	return &condition{operator, v}
}

// holds tells whether a number belongs to section i. A section without a condition of its own takes what
// Excel gives it: of two the rest, of three positive numbers, negative ones, and the rest.
func (c *condition) holds(v float64, i int, all []*section) bool {
	if c == nil {
		switch {
		case i == len(all)-1:
			return true
		case len(all) == 2 && all[1].condition == nil:
			return v >= 0
		case len(all) == 2:
			return !all[1].condition.holds(v, 1, all)
		case i == 0:
			return v > 0
		}
		return v < 0
	}
	return strings.Contains(operators[c.operator], []string{"-", "0", "+"}[1+cmp.Compare(v, c.limit)])
}

// negative tells whether it holds for negative numbers only.
func (c *condition) negative() bool {
	if c == nil || strings.Contains(operators[c.operator], "+") {
		return false
	}
	return c.limit < 0 || c.limit == 0 && c.operator == "<"
}

// String is the condition as a format writes it.
func (c *condition) String() string { return c.operator + strconv.FormatFloat(c.limit, 'g', -1, 64) }
