package schemas

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"
)

// accepts tells whether doc is surely JSON that fits the shape. False means that the validator must decide.
func (sh *shape) accepts(doc []byte) bool {
	s := scan{b: doc}
	if !s.value(sh) {
		return false
	}
	s.blanks()
	return s.i == len(s.b)
}

// scan reads JSON from b, from offset i on. Each method reports whether what it read surely fits, and then
// stands behind it.
type scan struct {
	b []byte
	i int
}

// peek skips blanks and gives the byte behind them, 0 at the end.
func (s *scan) peek() byte {
	s.blanks()
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

func (s *scan) blanks() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\t' || s.b[s.i] == '\r') {
		s.i++
	}
}

func (s *scan) value(sh *shape) bool {
	switch c := s.peek(); {
	case c == '"':
		return sh.types&aString != 0 && s.text(sh)
	case c == '{':
		return sh.types&anObject != 0 && s.object(sh)
	case c == '[':
		return sh.types&anArray != 0 && s.array(sh)
	case c >= '0' && c <= '9':
		return sh.types&anInteger != 0 && s.whole(sh)
	case c == 't':
		return sh.types&aBoolean != 0 && s.literal("true")
	case c == 'f':
		return sh.types&aBoolean != 0 && s.literal("false")
	case c == 'n':
		return sh.types&aNull != 0 && s.literal("null")
	}
	return false
}

// literal reads a word; what follows it is checked by whoever expects a comma, a bracket or the end.
func (s *scan) literal(word string) bool {
	if !bytes.HasPrefix(s.b[s.i:], []byte(word)) {
		return false
	}
	s.i += len(word)
	return true
}

// whole reads a whole number without sign, fraction and exponent, the only form that is written.
func (s *scan) whole(sh *shape) bool {
	from := s.i
	for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
		s.i++
	}
	if s.i < len(s.b) && (s.b[s.i] == '.' || s.b[s.i] == 'e' || s.b[s.i] == 'E') {
		return false
	}
	digits := s.b[from:s.i]
	if digits[0] == '0' && len(digits) > 1 || len(digits) > 19 {
		return false
	}
	n, err := strconv.ParseUint(string(digits), 10, 64)
	return err == nil && n >= sh.min && n <= sh.max
}

func (s *scan) text(sh *shape) bool {
	raw, escaped, ok := s.raw()
	if !ok {
		return false
	}
	if escaped {
		// What the escapes stand for is not looked at: they are fewer characters than bytes, and at least
		// one.
		return sh.pattern == nil && sh.enum == nil && sh.minLen <= 1 &&
			(sh.maxLen < 0 || len(raw) <= sh.maxLen)
	}
	if sh.minLen > len(raw) || sh.minLen > 1 && sh.minLen > utf8.RuneCount(raw) {
		return false
	}
	if sh.maxLen >= 0 && len(raw) > sh.maxLen && utf8.RuneCount(raw) > sh.maxLen {
		return false
	}
	if sh.enum != nil && !slices.ContainsFunc(sh.enum, func(e string) bool { return e == string(raw) }) {
		return false
	}
	return sh.pattern == nil || sh.address && isAddress(raw) || sh.pattern.Match(raw)
}

// isAddress tells whether a text is surely a web address: one of ASCII, as nearly all are.
func isAddress(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("https://"))
	if !ok {
		rest, ok = bytes.CutPrefix(text, []byte("http://"))
	}
	if !ok || len(rest) == 0 || bytes.IndexByte([]byte("/?#"), rest[0]) >= 0 {
		return false
	}
	return !slices.ContainsFunc(rest, func(c byte) bool { return c <= ' ' || c >= 0x7f })
}

// raw reads a string and gives what stands between the quotes, and whether there are escapes in it.
func (s *scan) raw() (raw []byte, escaped, ok bool) {
	s.i++
	from := s.i
	for ; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; {
		case c == '"':
			s.i++
			return s.b[from : s.i-1], escaped, true
		case c < ' ':
			return nil, false, false
		case c == '\\':
			escaped = true
			if !s.escape() {
				return nil, false, false
			}
		}
	}
	return nil, false, false
}

// escape reads a backslash and what belongs to it but for its last byte.
func (s *scan) escape() bool {
	s.i++
	if s.i >= len(s.b) {
		return false
	}
	if s.b[s.i] != 'u' {
		return bytes.IndexByte([]byte(`"\/bfnrt`), s.b[s.i]) >= 0
	}
	for range 4 {
		s.i++
		if s.i >= len(s.b) || !hex(s.b[s.i]) {
			return false
		}
	}
	return true
}

func hex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func (s *scan) object(sh *shape) bool {
	s.i++
	var seen uint64
	if s.peek() == '}' {
		s.i++
		return sh.required == 0
	}
	for {
		if s.peek() != '"' {
			return false
		}
		name, escaped, ok := s.raw()
		k := sh.keys[string(name)]
		if !ok || escaped || k.shape == nil || s.peek() != ':' {
			return false
		}
		s.i++
		if !s.value(k.shape) {
			return false
		}
		seen |= k.bit
		c := s.peek()
		s.i++
		if c == '}' {
			return seen&sh.required == sh.required
		}
		if c != ',' {
			return false
		}
	}
}

func (s *scan) array(sh *shape) bool {
	s.i++
	var kept items
	n := 0
	if s.peek() == ']' {
		s.i++
		return sh.minItems <= 0
	}
	for {
		s.blanks()
		from := s.i
		if !s.value(sh.items) || sh.unique && !kept.add(s.b[from:s.i]) {
			return false
		}
		n++
		c := s.peek()
		s.i++
		if c == ']' {
			return n >= sh.minItems && (sh.maxItems < 0 || n <= sh.maxItems)
		}
		if c != ',' {
			return false
		}
	}
}

// items are those of a list in which none may come twice.
type items struct {
	few  [16][]byte // the first ones
	n    int
	more map[string]bool // all, once there are more
}

// add adds an item, and tells whether it is surely none of the others: it is compared by its bytes, so these
// must be the only way to write it.
func (l *items) add(item []byte) bool {
	if bytes.ContainsAny(item, `\{[`) || !utf8.Valid(item) {
		return false
	}
	if l.n < len(l.few) {
		twice := slices.ContainsFunc(l.few[:l.n], func(o []byte) bool { return bytes.Equal(o, item) })
		l.few[l.n] = item
		l.n++
		return !twice
	}
	if l.more == nil {
		l.more = make(map[string]bool, 4*l.n)
		for _, o := range l.few {
			l.more[string(o)] = true
		}
	}
	if l.more[string(item)] {
		return false
	}
	l.more[string(item)] = true
	return true
}
