package numfmt

import (
	"bytes"
	"strconv"
	"strings"
)

// writer gathers what is shown.
type writer struct {
	out  []byte
	soft bool // the last blank only pads
}

// words adds text as it is.
func (w *writer) words(s string) {
	if s == "" {
		return
	}
	if w.soft && s[0] == ' ' {
		w.out = w.out[:len(w.out)-1]
	}
	w.out, w.soft = append(w.out, s...), false
}

// digit adds one character.
func (w *writer) digit(c byte) { w.out, w.soft = append(w.out, c), false }

// blank adds a blank that pads.
func (w *writer) blank() {
	if n := len(w.out); n > 0 && w.out[n-1] != ' ' && (n > 1 || w.out[0] != '-') {
		w.out, w.soft = append(w.out, ' '), true
	}
}

// plain adds a text or a blank that pads; other tokens add nothing.
func (w *writer) plain(t token) {
	switch t.kind {
	case tWords:
		w.words(t.text)
	case tBlank:
		w.blank()
	}
}

// sign adds the minus, unless the section's own text says it.
func (w *writer) sign(s *section, d decimal) {
	if d.negative && !s.signed {
		w.digit('-')
	}
}

// shown is what was gathered; value is the number before it was rounded.
func (w *writer) shown(s *section, value decimal) Shown {
	text := strings.TrimSpace(string(w.out))
	lost := value.negative && s.negative && !s.ownSign
	none := !bytes.ContainsAny(w.out, "0123456789")
	return Shown{Text: text, Code: s.code && !none && !value.negative && value.isWhole(), Other: s.other ||
		lost || none}
}

// showNumber shows digits between texts.
func (s *section) showNumber(d decimal) Shown {
	value := d
	d.point += s.shift
	d = d.round(s.decimals)
	w := writer{out: make([]byte, 0, 32)}
	if s.kind == ofWords {
		d.negative = value.negative
	}
	w.sign(s, d)
	s.digits(&w, d, 0)
	return w.shown(s, value)
}

// digits writes the section with a number that is rounded already.
func (s *section) digits(w *writer, d decimal, power int) {
	left, behind, powers := s.whole, 0, 0
	for _, t := range s.tokens {
		switch t.kind {
		case tPercent:
			w.digit('%')
		case tWhole:
			if left == s.whole {
				s.wholeBefore(w, d, left)
			}
			left--
			s.place(w, d, left, t.text[0])
		case tPoint:
			if s.whole == 0 {
				s.wholeBefore(w, d, 0)
			}
			if s.decimals == 0 || s.required > 0 || len(d.digits) > max(d.point, 0) {
				w.digit('.')
			}
		case tDecimal:
			behind++
			s.behind(w, d, behind, t.text[0])
		case tExponent:
			s.exponent(w, t.text, power)
		case tPower:
			if powers++; powers == s.power {
				w.words(padded(max(power, -power), s.power))
			}
		default:
			w.plain(t)
		}
	}
}

// wholeBefore writes the digits for which the format has no place.
func (s *section) wholeBefore(w *writer, d decimal, places int) {
	if len(d.digits) == 0 {
		return
	}
	for place := d.point - 1; place >= places; place-- {
		s.place(w, d, place, '0')
	}
}

// place writes one digit before the point, and the comma behind it.
func (s *section) place(w *writer, d decimal, place int, kind byte) {
	there := place < d.point && len(d.digits) > 0
	switch {
	case there || kind == '0':
		w.digit(d.at(place))
		if s.grouped && place > 0 && place%3 == 0 {
			w.digit(',')
		}
	case kind == '?':
		w.blank()
	}
}

// behind writes one digit behind the point.
func (s *section) behind(w *writer, d decimal, n int, kind byte) {
	switch {
	case n <= s.required || n <= len(d.digits)-d.point && len(d.digits) > 0:
		w.digit(d.at(-n))
	case kind == '?':
		w.blank()
	}
}

func (s *section) exponent(w *writer, letters string, power int) {
	w.digit(letters[0])
	switch {
	case power < 0:
		w.digit('-')
	case letters[1] == '+':
		w.digit('+')
	}
}

func padded(n, width int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", max(width-len(text), 0)) + text
}

// showScience shows a number with an exponent, which is a multiple of the digits before the point.
func (s *section) showScience(d decimal) Shown {
	value := d
	power := 0
	d.point += s.shift
	if len(d.digits) > 0 {
		power = floorTo(d.point-1, s.whole)
		d.point -= power
		d = d.round(s.decimals)
		if d.point > s.whole { // rounded up to one digit more
			power += s.whole
			d.point -= s.whole
		}
	}
	w := writer{out: make([]byte, 0, 32)}
	w.sign(s, d)
	s.digits(&w, d, power)
	return w.shown(s, value)
}

// floorTo is the largest multiple of step that is not above n.
func floorTo(n, step int) int {
	rest := n % step
	if rest < 0 {
		rest += step
	}
	return n - rest
}

// showGeneral shows a number as it is, with the section's text around it.
func (s *section) showGeneral(d decimal, number []byte) Shown {
	if s == nil {
		return Shown{Text: string(number), Code: d.isWhole() && !d.negative}
	}
	w := writer{out: make([]byte, 0, 32)}
	w.sign(s, d)
	for _, t := range s.tokens {
		switch t.kind {
		case tPercent:
			w.digit('%')
		case tGeneral:
			w.words(string(bytes.TrimPrefix(number, []byte{'-'})))
		default:
			w.plain(t)
		}
	}
	return w.shown(s, d)
}
