package numfmt

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sectionKind is what a section shows.
type sectionKind uint8

const (
	ofWords    sectionKind = iota // the same text for every number
	ofNumber                      // digits
	ofScience                     // digits and an exponent
	ofFraction                    // digits and a fraction
	ofDate                        // a moment or a span of time
	ofGeneral                     // the number as it is
	ofText                        // texts
)

// section is one section of a format.
type section struct {
	kind      sectionKind
	tokens    []token
	condition *condition
	locale    locale
	negative  bool // only negative numbers reach it
	ownSign   bool // it writes a minus or a parenthesis before the digits
	signed    bool // no minus is put before it
	code      bool // its digits are those of a code: none is left out, rounded or grouped
	other     bool // its digits are not the number's

	whole    int  // digits before the point
	required int  // digits behind the point that are always there
	decimals int  // digits behind the point
	grouped  bool // thousands are parted
	shift    int  // decimal places that the number is moved by
	power    int  // digits of the exponent

	fraction fraction
	clock    clock
}

var errMixed = errors.New("the format mixes digits, dates and texts")

// compile looks at the tokens of a section together.
func (d draft) compile() (*section, error) {
	s := &section{tokens: d.tokens, condition: d.condition, locale: d.locale}
	has := map[tokenKind]bool{}
	for _, t := range s.tokens {
		has[t.kind] = true
	}
	dated := has[tDate] || has[tElapsed] || has[tHalf]
	digits := has[tWhole]
	if dated && (has[tGeneral] || has[tText] || has[tExponent]) ||
		has[tText] && (has[tGeneral] || digits) || has[tGeneral] && digits {
		return nil, errMixed
	}
	if s.kind = s.kindOf(has, dated); s.kind == ofDate {
		return s, s.compileDate(dated && has[tEra])
	}
	if s.kind == ofFraction {
		return s, s.compileFraction()
	}
	if err := s.compileNumber(); err != nil {
		return nil, err
	}
	s.judge()
	return s, nil
}

// kindOf is what a section shows, by the kinds of its tokens.
func (s *section) kindOf(has map[tokenKind]bool, dated bool) sectionKind {
	digits := has[tWhole]
	switch {
	case dated:
		return ofDate
	case has[tText]:
		return ofText
	case has[tGeneral]:
		return ofGeneral
	case digits && has[tExponent]:
		return ofScience
	case digits && s.hasFraction():
		return ofFraction
	case digits:
		return ofNumber
	case s.locale.system != "":
		return ofDate
	}
	return ofWords
}

// compileNumber counts digits and decides what points and commas mean.
func (s *section) compileNumber() error {
	last, point, power := s.findMarks()
	if power >= 0 && (s.kind != ofScience || s.power == 0 || last < 0) {
		return errors.New("the exponent of the format has no digits")
	}
	for i, t := range s.tokens {
		switch t.kind {
		case tWhole:
			s.count(i, point)
		case tComma:
			s.comma(i, point, last)
		case tPercent:
			s.shift += 2
		case tPoint:
			if i != point {
				s.tokens[i].kind = tWords
			}
		case tSlash, tEra, tFixed:
			s.tokens[i].kind = tWords
		}
	}
	if s.kind == ofScience && s.whole == 0 {
		return errors.New("the format has no digit before its exponent")
	}
	return nil
}

// findMarks gives the last digit before an exponent, the point, and the exponent, whose digits it counts; -1
// for none.
func (s *section) findMarks() (last, point, power int) {
	last, point, power = -1, -1, -1
	for i, t := range s.tokens {
		switch {
		case t.kind == tPoint && point < 0 && power < 0 && s.kind != ofGeneral && s.kind != ofText:
			point = i
		case t.kind == tExponent && power < 0:
			power = i
		case t.kind == tWhole && power >= 0:
			s.tokens[i].kind = tPower
			s.power++
		case t.kind == tWhole:
			last = i
		}
	}
	return last, point, power
}

// count counts a digit and notes on which side of the point it stands.
func (s *section) count(i, point int) {
	if point < 0 || i < point {
		s.whole++
		return
	}
	s.tokens[i].kind = tDecimal
	s.decimals++
	if s.tokens[i].text == "0" {
		s.required = s.decimals
	}
}

// comma decides what a comma means: between digits it groups thousands, right behind the last it divides by
// 1000, before the first it is shown.
func (s *section) comma(i, point, last int) {
	before, after := false, false
	for j, t := range s.tokens {
		if t.kind == tWhole || t.kind == tDecimal {
			before, after = before || j < i, after || j > i
		}
	}
	touches := i > 0 &&
		(isDigit(s.tokens[i-1].kind) || s.tokens[i-1].kind == tComma && s.tokens[i-1].text == "")
	ends := i > last || point >= 0 && i < point && !wholeBetween(s.tokens[i:point])
	switch {
	case !before, ends && !touches:
		s.tokens[i].kind = tWords
		return
	case ends:
		s.shift -= 3
	case after && (point < 0 || i < point):
		s.grouped = true
	default:
		s.other = true // between digits behind the point: programs disagree
	}
	s.tokens[i].text = ""
}

func wholeBetween(tokens []token) bool {
	for _, t := range tokens {
		if t.kind == tWhole {
			return true
		}
	}
	return false
}

func isDigit(k tokenKind) bool { return k == tWhole || k == tDecimal }

// judge finds out whether the digits that are shown are those of the number, and whether they are those of a
// code.
func (s *section) judge() {
	first, last, lastWhole := s.digitSpan()
	separated := s.judgeWords(first, last, lastWhole)
	s.other = s.other || s.shift != 0 || s.kind == ofScience || first < 0
	grouped := s.grouped || separated && s.tokens[first].text == "#"
	s.code = first >= 0 && s.decimals == 0 && s.shift == 0 && !grouped && s.kind != ofScience &&
		s.kind != ofText
}

// digitSpan gives the first and the last digit, and the last one before the point; -1 for none.
func (s *section) digitSpan() (first, last, lastWhole int) {
	first, last, lastWhole = -1, -1, -1
	for i, t := range s.tokens {
		if !isDigit(t.kind) && t.kind != tGeneral {
			continue
		}
		if last = i; first < 0 {
			first = i
		}
		if t.kind != tDecimal {
			lastWhole = i
		}
	}
	return first, last, lastWhole
}

// judgeWords looks at the words around the digits, and tells whether blanks stand between them.
func (s *section) judgeWords(first, last, lastWhole int) (separated bool) {
	for i, t := range s.tokens {
		if t.kind != tWords {
			continue
		}
		switch {
		case i < first:
			s.ownSign = s.ownSign || strings.ContainsAny(t.text, "-(−")
			s.other = s.other || strings.ContainsFunc(t.text, unicode.IsDigit)
		case i > last:
			s.other = s.other || i == last+1 && beginsDigit(t.text)
		case i < lastWhole && strings.Trim(t.text, " \u00a0\u202f'’") == "" && t.text != "":
			separated = true
		case t.text != "":
			s.other = true
		}
	}
	return separated
}

// beginsDigit tells whether a text goes on with the number before it.
func beginsDigit(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, ".,"))
	return unicode.IsDigit(r)
}

// plainText tells whether the section shows texts as they are.
func (s *section) plainText() bool {
	return s.kind == ofText && !slices.ContainsFunc(s.tokens,
		func(t token) bool { return t.kind == tWords && strings.TrimSpace(t.text) != "" })
}
