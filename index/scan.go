package index

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// maxWord is the longest word that is looked at, in bytes: what is longer is cut.
const maxWord = 48

// piece is what stands between two blanks, taken apart: one word, or several that signs join (t-shirt, TN-2110).
// A piece that holds its scanner's buffers is valid until the next one.
type piece struct {
	from, to int    // where it stands in the text, in bytes
	text     string // that part of the text, in pieces of a query
	words    []word // at least one
	times    bool   // numbers with an x between them: 160x230cm
	unit     string // number and unit in one spelling ("500gb"), with times of the last number; empty where it is no quantity
	unitTo   int    // where the unit ends; to, where the unit belongs to the piece
}

// word is one folded word, not stemmed.
type word struct {
	text string
	wide string // the same with ue for ü, when there was an umlaut
	seen *entry
}

// scanner takes a text apart. The zero value with text, language and intern set is ready.
type scanner struct {
	text   string
	lang   *language
	intern func([]byte) *entry

	at         int
	buf, widen []byte
	out        piece
}

// next moves to the next piece and reports whether there is one.
func (s *scanner) next() bool {
	for s.at < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if wordRune(r) {
			break
		}
		s.at += n
	}
	s.out = piece{from: s.at, words: s.out.words[:0]}
	for s.at < len(s.text) {
		s.word()
		sign, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case s.times():
			s.out.times = true
		case !joins(sign) || !s.wordAt(s.at+n):
			sign = 0
		}
		if sign == 0 {
			break
		}
		s.at += n
	}
	if len(s.out.words) == 0 {
		return s.at < len(s.text) && s.next()
	}
	s.out.to = s.at
	s.quantity()
	return true
}

// word reads one word and the apostrophes and decimal points in it.
func (s *scanner) word() {
	s.buf, s.widen = s.buf[:0], s.widen[:0]
	wide, grouped := false, false
	for s.at < len(s.text) {
		if c := ascii[s.text[s.at]]; c != 0 { // what most letters are
			if c == 'x' && s.times() {
				break
			}
			s.buf, s.widen = append(s.buf, c), append(s.widen, c)
			s.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case wordRune(r):
			before := len(s.buf)
			s.buf = appendFolded(s.buf, r)
			s.widen = append(s.widen, s.buf[before:]...)
			if r >= utf8.RuneSelf && umlauts[r] {
				s.widen, wide = append(s.widen, 'e'), true
			}
		case apostrophe(r) && s.wordAt(s.at+n):
			if s.lang.elided[string(s.buf)] {
				s.buf, s.widen, wide = s.buf[:0], s.widen[:0], false
			} else if s.possessive(s.at + n) {
				n++
			}
		case (grouped || len(s.buf) <= 3) && s.grouping(r, n):
			grouped = true
		case (r == '.' || r == ',') && s.decimal():
			if r == ',' && s.thousands() || r == '.' && s.lang.dots && len(s.buf) <= 3 && s.thousands() {
				break
			}
			s.buf, s.widen = append(s.buf, '.'), append(s.widen, '.')
		default:
			s.endWord(wide)
			return
		}
		s.at += n
	}
	s.endWord(wide)
}

// ascii are the letters and digits of ASCII in lower case, 0 for all other bytes.
var ascii = func() (to [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		if wordRune(rune(c)) {
			to[c] = appendFolded(nil, rune(c))[0]
		}
	}
	return to
}()

func (s *scanner) endWord(wide bool) {
	if i := bytes.IndexByte(s.buf, '.'); i >= 0 && strings.Trim(string(s.buf[i:]), ".0") == "" {
		s.buf = s.buf[:i]
	}
	if len(s.buf) == 0 {
		return
	}
	w := word{seen: s.intern(cut(s.buf))}
	w.text = w.seen.word
	if wide {
		w.wide = s.intern(cut(s.widen)).word
	}
	s.out.words = append(s.out.words, w)
}

// cut shortens a word to maxWord bytes between two runes.
func cut(word []byte) []byte {
	if len(word) <= maxWord {
		return word
	}
	n := maxWord
	for n > 0 && !utf8.RuneStart(word[n]) {
		n--
	}
	return word[:n]
}

func (s *scanner) wordAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return wordRune(r)
}

// possessive tells whether the word ends with the s at i.
func (s *scanner) possessive(i int) bool {
	return (s.text[i] == 's' || s.text[i] == 'S') && !s.wordAt(i+1)
}

// decimal tells whether the point or comma at hand stands between digits, with digits only before it.
func (s *scanner) decimal() bool {
	return len(s.buf) > 0 && digits(string(s.buf)) && s.at+1 < len(s.text) && digit(s.text[s.at+1])
}

// thousands tells whether the comma at hand has exactly three digits behind it.
func (s *scanner) thousands() bool {
	rest := s.text[s.at+1:]
	return s.buf[0] != '0' && len(rest) >= 3 && digits(rest[:3]) && (len(rest) == 3 || !digit(rest[3]))
}

// grouping tells whether the blank at hand stands between groups of three digits: 10 000. A plain blank may as well stand
// between two numbers, unless the second one is 000.
func (s *scanner) grouping(r rune, n int) bool {
	rest := s.text[s.at+n:]
	if len(s.buf) == 0 || !digits(string(s.buf)) || s.buf[0] == '0' || len(rest) < 3 || !digits(rest[:3]) || len(rest) > 3 && digit(rest[3]) {
		return false
	}
	return r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == ' ' && rest[:3] == "000"
}

// times tells whether an x stands at hand between two numbers, as in measures and packs: 160x230, 2x8GB.
func (s *scanner) times() bool {
	if s.at == 0 || s.at+1 >= len(s.text) || s.text[s.at]|0x20 != 'x' || !digit(s.text[s.at+1]) || !digit(s.text[s.at-1]) {
		return false
	}
	for i := s.at - 1; i >= 0; i-- {
		if c := s.text[i]; !digit(c) && c != '.' && c != ',' {
			return c|0x20 == 'x' && s.out.times || ascii[c] == 0 && c < utf8.RuneSelf && !joins(rune(c))
		}
	}
	return true
}

// quantity finds the unit of a number: in the piece (500GB, 17-inch), right behind it (17"), or after a blank (500 Go).
func (s *scanner) quantity() {
	words := s.out.words
	s.out.unitTo = s.out.to
	switch {
	case s.out.times:
		if last := words[len(words)-1].text; number(last) {
			s.setUnit(s.unitBehind(last))
		}
	case len(words) == 1:
		number, letters := splitNumber(words[0].text)
		if number == "" {
			return
		}
		if letters != "" {
			s.setUnit(number, s.lang.units[letters], s.out.to)
			return
		}
		if n := inchSign(s.text[s.out.to:]); n > 0 {
			s.setUnit(number, "in", s.out.to+n)
			return
		}
		s.setUnit(s.unitBehind(number))
	case len(words) == 2 && number(words[0].text):
		s.setUnit(words[0].text, s.lang.units[words[1].text], s.out.to)
	}
}

func (s *scanner) setUnit(number, unit string, to int) {
	if unit != "" {
		s.out.unit, s.out.unitTo = s.intern(append(append(s.buf[:0], number...), unit...)).word, to
	}
}

// unitBehind looks for a unit after one blank.
func (s *scanner) unitBehind(number string) (string, string, int) {
	rest := s.text[s.out.to:]
	trimmed := strings.TrimLeft(rest, " \u00a0\u202f")
	if len(trimmed) == len(rest) {
		return number, "", 0
	}
	s.buf = s.buf[:0]
	n := 0
	for _, r := range trimmed {
		if !wordRune(r) || n > 16 {
			break
		}
		s.buf, n = appendFolded(s.buf, r), n+utf8.RuneLen(r)
	}
	unit := s.lang.units[string(s.buf)]
	if unit == "in" && string(s.buf) == "in" {
		return number, "", 0 // "2 in stock"
	}
	return number, unit, len(s.text) - len(trimmed) + n
}

// splitNumber splits 500gb into number and letters; the number is empty where the word does not begin with one.
func splitNumber(word string) (digitsPart, letters string) {
	i := 0
	for i < len(word) && (digit(word[i]) || word[i] == '.') {
		i++
	}
	return word[:i], word[i:]
}

func number(word string) bool { n, rest := splitNumber(word); return n != "" && rest == "" }

func digit(b byte) bool { return '0' <= b && b <= '9' }

func digits(word string) bool {
	for i := range len(word) {
		if !digit(word[i]) {
			return false
		}
	}
	return word != ""
}

func joins(r rune) bool {
	r = plainSign(r)
	return r == '-' || r == '.' || r == '_' || r == '/'
}

// plainSign gives the sign of ASCII for one that stands for it: dashes as word processors make them of a hyphen, the minus,
// and the wide signs of East Asian keyboards.
func plainSign(r rune) rune {
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

// joined is the words of a piece run together.
func (p *piece) joined() string {
	var b strings.Builder
	for i, w := range p.words {
		if p.times && i > 0 {
			b.WriteByte('x')
		}
		b.WriteString(w.text)
	}
	return b.String()
}
