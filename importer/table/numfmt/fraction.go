package numfmt

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"plugsheet/schemas/each"
)

// fraction is the part of a section such as # ??/?? or ?/8.
type fraction struct {
	slash       int // the token
	top, bottom int // the first token of the numerator, and the one behind the denominator
	fixed       int // the denominator, where the format says it
	most        int // the largest denominator, where it does not
}

// hasFraction tells whether a slash stands between digits.
func (s *section) hasFraction() bool {
	for i, t := range s.tokens {
		if t.kind == tSlash && i > 0 && s.tokens[i-1].kind == tWhole && i+1 < len(s.tokens) {
			after := s.tokens[i+1]
			return after.kind == tWhole || after.kind == tFixed
		}
	}
	return false
}

// maxDenominator is how many digits a denominator has at most.
const maxDenominator = 6

func (s *section) compileFraction() error {
	f := &s.fraction
	for s.tokens[f.slash].kind != tSlash || f.slash == 0 || s.tokens[f.slash-1].kind != tWhole {
		f.slash++
	}
	f.top, f.bottom = f.slash, f.slash+1
	for f.top > 0 && s.tokens[f.top-1].kind == tWhole {
		f.top--
	}
	fixed := ""
	isFixed := false
	for f.bottom < len(s.tokens) && (s.tokens[f.bottom].kind == tWhole || s.tokens[f.bottom].kind == tFixed) {
		isFixed = isFixed || s.tokens[f.bottom].kind == tFixed
		fixed += s.tokens[f.bottom].text
		f.bottom++
	}
	n := f.bottom - f.slash - 1
	if n > maxDenominator {
		return errors.New("the denominator of the format is too long")
	}
	if isFixed {
		d, err := strconv.Atoi(fixed)
		if err != nil {
			return fmt.Errorf("the denominator of the format cannot be read: %w", err)
		}
		f.fixed = d
	}
	for f.most = 1; n > 0; n-- {
		f.most *= 10
	}
	f.most--
	s.other = true
	return s.plainFraction()
}

// plainFraction refuses what a fraction has no use for, and makes text of the rest.
func (s *section) plainFraction() error {
	f := s.fraction
	for i, t := range s.tokens {
		switch {
		case t.kind == tWhole && i < f.top:
			s.whole++
		case t.kind == tWhole && i >= f.bottom, t.kind == tPoint, t.kind == tComma, t.kind == tPercent:
			return errors.New("the fraction of the format cannot be read")
		case i < f.top && t.kind != tWhole && isBlank(t.text):
			s.tokens[i].kind = tBlank
		case (i < f.top || i >= f.bottom) && t.kind != tWhole && t.kind != tBlank:
			s.tokens[i].kind = tWords
		}
	}
	return nil
}

// showFraction shows a number as a fraction.
func (s *section) showFraction(d decimal) (Shown, error) {
	f := s.fraction
	if d.point > 15 {
		return Shown{}, fmt.Errorf("the number is too large for a fraction: %w", ErrUnshown)
	}
	v := d.float()
	if v < 0 {
		v = -v
	}
	whole := 0
	if s.whole > 0 {
		whole = int(v)
		v -= float64(whole)
	}
	top, bottom := nearest(v, f)
	if s.whole > 0 && top == bottom {
		whole, top = whole+1, 0
	}
	shown := d
	if whole == 0 && top == 0 {
		shown.negative = false
	}
	w := writer{out: make([]byte, 0, 32)}
	w.sign(s, shown)
	s.writeFraction(&w, whole, top, bottom)
	return w.shown(s, d), nil
}

func (s *section) writeFraction(w *writer, whole, top, bottom int) {
	f := s.fraction
	hidden := s.whole > 0 && top == 0 && s.tokens[f.slash-1].text != "0"
	left, number := s.whole, decimalOf(whole)
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		switch {
		case i == f.top:
			if !hidden {
				w.words(padded(top, s.zeros(f.top, f.slash)) + "/" +
					padded(bottom, s.zeros(f.slash+1, f.bottom)))
			}
			i = f.bottom - 1
		case t.kind == tWhole:
			if left == s.whole {
				s.wholeBefore(w, number, left)
			}
			left--
			kind := t.text[0]
			if left == 0 && top == 0 {
				kind = '0' // something must be shown
			}
			s.place(w, number, left, kind)
		default:
			w.plain(t)
		}
	}
}

func isBlank(s string) bool { return s == " " || s == "\u00a0" }

// zeros is how many digits some tokens demand.
func (s *section) zeros(from, to int) int {
	return each.Count(s.tokens[from:to], func(t token) bool { return t.text == "0" && s.fraction.fixed == 0 })
}

func decimalOf(n int) decimal {
	d, _ := parseDecimal(strconv.AppendInt(nil, int64(n), 10))
	return d
}

// nearest is the fraction nearest to v with the format's denominator, or one not above its largest: the
// smaller denominator where two are equally near. It walks down the tree of fractions that mediants make.
func nearest(v float64, f fraction) (top, bottom int) {
	if f.fixed > 0 {
		return int(v*float64(f.fixed) + 0.5), f.fixed
	}
	whole := int(v)
	v -= float64(whole)
	low, high := ratio{0, 1}, ratio{1, 1}
	for v > 0 && low.bottom+high.bottom <= f.most && low.value() != v {
		if float64(low.top+high.top) <= v*float64(low.bottom+high.bottom) {
			low = low.towards(high, v, f.most)
		} else {
			high = high.towards(low, v, f.most)
		}
	}
	best := low
	below, above := v-low.value(), high.value()-v
	if below > above || below == above && low.bottom > high.bottom {
		best = high
	}
	return best.top + whole*best.bottom, best.bottom
}

// ratio is a bound of what is looked for.
type ratio struct{ top, bottom int }

func (r ratio) value() float64 { return float64(r.top) / float64(r.bottom) }

// gap is how far it is from v, in parts of its denominator.
func (r ratio) gap(v float64) float64 { return math.Abs(float64(r.top) - v*float64(r.bottom)) }

// towards moves the bound towards the other one, and v, as often as it goes at once, so that small fractions
// do not take a step for each denominator.
func (r ratio) towards(other ratio, v float64, most int) ratio {
	n := most
	if rest := other.gap(v); rest > 0 {
		n = int(min(float64(most), r.gap(v)/rest))
	}
	n = max(1, min(n, (most-r.bottom)/other.bottom))
	return ratio{r.top + n*other.top, r.bottom + n*other.bottom}
}
