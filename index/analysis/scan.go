// Package analysis turns texts into what is looked up: words folded (é = e), their stems, pieces that signs
// join, numbers with their units, synonyms, and the typos that a word may have. The index reads products and
// queries with it, the bot what visitors write. It knows nothing of products, and reads no files but its own.
package analysis

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxWord is the longest word that is looked at, in bytes: what is longer is cut.
const MaxWord = 48

// Piece is what stands between two blanks, taken apart: one word, or several that signs join (t-shirt,
// TN-2110). A piece that holds its scanner's buffers is valid until the next one.
type Piece struct {
	From, To int    // where it stands in the text, in bytes
	Text     string // that part of the text, in pieces of a query
	Words    []Word // at least one
	Times    bool   // numbers with an x between them: 160x230cm, M8x40
	Fraction bool   // two numbers with a slash between them, and one before them: 3/4, 1-1/2
	// number and unit in one spelling ("500gb"), with times of the last number; empty where it is no quantity
	Unit   string
	UnitTo int // where the unit ends; to, where the unit belongs to the piece
}

// Word is one folded word, not stemmed.
type Word struct {
	Text   string
	Wide   string // the same with ue for ü, when there was an umlaut
	Number int    // of the text among all that its scanner has met since it forgot them, from 0
	Figure bool   // there is a digit of ASCII in it
}

// Scanner takes texts apart, one after the other: into pieces, and these into words. It is for one goroutine.
type Scanner struct {
	text string
	lang *Language
	met  lexicon

	at         int
	buf, widen []byte
	out        Piece
}

// NewScanner makes a scanner for texts of a language.
func NewScanner(lang *Language) *Scanner {
	return &Scanner{lang: lang, met: newLexicon()}
}

// Reset begins with a text.
func (s *Scanner) Reset(text string) { s.text, s.at = text, 0 }

// Skip goes on behind a place of the text, in bytes, unless it is there already.
func (s *Scanner) Skip(at int) { s.at = max(s.at, at) }

// Piece is the piece at hand, until the next one.
func (s *Scanner) Piece() *Piece { return &s.out }

// Size is how many different texts of words are remembered.
func (s *Scanner) Size() int { return s.met.size() }

// Forget forgets the words that were met; their numbers begin anew.
func (s *Scanner) Forget() { s.met = newLexicon() }

// Next moves to the next piece and reports whether there is one.
func (s *Scanner) Next() bool {
	for s.at < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if IsWordRune(r) {
			break
		}
		s.at += n
	}
	s.out = Piece{From: s.at, Words: s.out.Words[:0]}
	for s.at < len(s.text) {
		s.word()
		sign, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case s.times():
			s.out.Times = true
		case s.fraction(sign):
			s.out.Fraction = true
		case s.initials(sign, n), s.mixed(sign):
		case !joins(sign) || !s.wordAt(s.at+n):
			sign = 0
		default:
			s.out.Fraction = s.out.Fraction && !Digit(s.text[s.at+n]) // 1/2/3 is none
		}
		if sign == 0 {
			break
		}
		s.at += n
	}
	if len(s.out.Words) == 0 {
		return s.at < len(s.text) && s.Next()
	}
	s.out.To = s.at
	s.quantity()
	return true
}

// reading is what is known of a word while it is read.
type reading struct {
	wide    bool // it has an umlaut, which may be written with an e
	grouped bool // it is a number with signs between its thousands
	run     bool // it is of letters of a script without blanks
	before  int  // where the last of these begins
}

// word reads one word and the apostrophes and decimal points in it.
func (s *Scanner) word() {
	s.buf, s.widen = append(s.buf[:0], s.pointBefore()...), s.widen[:0]
	w := reading{before: s.at}
	for s.at < len(s.text) {
		if c := ascii[s.text[s.at]]; c != 0 { // what most letters are
			if w.run || c == 'x' && s.times() {
				break
			}
			s.buf, s.widen = append(s.buf, c), append(s.widen, c)
			s.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if !IsWordRune(r) {
			if n = s.within(&w, r, n); n == 0 {
				s.sign()
				break
			}
		} else if !s.letter(&w, r) {
			break
		}
		s.at += n
	}
	s.endWord(w.wide)
}

// letter adds a letter to the word; false where it belongs to the next one.
func (s *Scanner) letter(w *reading, r rune) bool {
	if len(s.buf) == 0 {
		w.run = unspaced(r)
	} else if w.run != unspaced(r) && !unicode.Is(unicode.Mn, r) || r >= utf8.RuneSelf && vulgar(r) {
		return false
	}
	if w.run && len(s.buf) > maxRun {
		// the next part begins with the last letter of this one, so that no two neighbours are torn apart
		s.at = w.before
		return false
	}
	w.before = s.at
	n := len(s.buf)
	s.buf = AppendFolded(s.buf, r)
	s.widen = append(s.widen, s.buf[n:]...)
	if r >= utf8.RuneSelf && umlauts[r] {
		s.widen, w.wide = append(s.widen, 'e'), true
	}
	return true
}

// within reads a sign of n bytes that may stand within a word, and gives how many bytes it takes; 0 where the
// word ends.
func (s *Scanner) within(w *reading, r rune, n int) int {
	switch {
	case apostrophe(r) && s.wordAt(s.at+n):
		if s.lang.elided[string(s.buf)] {
			s.buf, s.widen, w.wide = s.buf[:0], s.widen[:0], false
		} else if s.possessive(s.at + n) {
			n++
		}
	case (w.grouped || len(s.buf) <= 3) && s.grouping(r, n):
		w.grouped = true
	case (r == '.' || r == ',') && s.decimal():
		thousands := (r == ',' || s.lang.dots && len(s.buf) <= 3) && s.thousands()
		if !thousands {
			s.buf, s.widen = append(s.buf, '.'), append(s.widen, '.')
		}
	default:
		return 0
	}
	return n
}

// maxRun is the length in bytes from which a run of letters without blanks is cut into several words.
const maxRun = MaxWord - utf8.UTFMax

// ascii are the letters and digits of ASCII in lower case, 0 for all other bytes.
var ascii = func() (to [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		if IsWordRune(rune(c)) {
			to[c] = AppendFolded(nil, rune(c))[0]
		}
	}
	return to
}()

func (s *Scanner) endWord(wide bool) {
	if i := bytes.IndexByte(s.buf, '.'); i >= 0 && strings.Trim(string(s.buf[i:]), ".0") == "" {
		s.buf = s.buf[:i]
	}
	if len(s.buf) == 0 {
		return
	}
	text, number := s.met.find(cut(s.buf))
	w := Word{Text: text, Number: number, Figure: slices.ContainsFunc(cut(s.buf), Digit)}
	if wide {
		w.Wide, _ = s.met.find(cut(s.widen))
	}
	s.out.Words = append(s.out.Words, w)
}

// cut shortens a word to MaxWord bytes between two runes.
func cut(word []byte) []byte {
	if len(word) <= MaxWord {
		return word
	}
	n := MaxWord
	for n > 0 && !utf8.RuneStart(word[n]) {
		n--
	}
	return word[:n]
}

func (s *Scanner) wordAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return IsWordRune(r)
}

// possessive tells whether the word ends with the s at i.
func (s *Scanner) possessive(i int) bool {
	return (s.text[i] == 's' || s.text[i] == 'S') && !s.wordAt(i+1)
}

// Joined is the words of a piece run together.
func (p *Piece) Joined() string {
	var b strings.Builder
	for i, w := range p.Words {
		if p.Times && i > 0 {
			b.WriteByte('x')
		}
		if p.Fraction && i > 0 {
			b.WriteByte(p.fractionSign(i))
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// fractionSign is what stands before a word of a fraction but the first.
func (p *Piece) fractionSign(i int) byte {
	if i+1 < len(p.Words) && IsNumber(p.Words[i+1].Text) {
		return '-'
	}
	return '/'
}

// Apart gives the words of a piece of letters as pieces of their own: who types black/blue or strom-lantern
// means each word, where no product has them as one. A piece with a digit may be a code, and stays whole.
func (p *Piece) Apart() (all []Piece) {
	if len(p.Words) < 2 {
		return nil
	}
	text := p.Text
	for i, w := range p.Words {
		if strings.ContainsAny(w.Text, "0123456789") {
			return nil
		}
		end := len(text)
		if i < len(p.Words)-1 {
			if end = strings.IndexFunc(text, joins); end < 0 {
				return nil
			}
		}
		all = append(all, Piece{From: 0, To: end, Text: text[:end], Words: []Word{w}, UnitTo: end})
		text = strings.TrimLeftFunc(text[end:], joins)
	}
	return all
}
