package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"

	"plugsheet/importer/table/codepage"
)

// Encoding is how a text file's bytes become text.
type Encoding struct {
	Name    string
	BOM     int               // bytes to leave out at the beginning
	decoder encoding.Encoding // nil: the bytes are valid UTF-8
	Warning string            // what is odd about it
	Rivals  []string          // encodings in which the letters make as good a text
}

// Reader decodes r, which stands behind the byte order mark, to UTF-8.
func (e Encoding) Reader(r io.Reader) io.Reader {
	if e.decoder == nil {
		return r
	}
	return transform.NewReader(r, e.decoder.NewDecoder())
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	utf32LE = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	utf32BE = utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
)

// NamedEncoding finds the encoding that a person asked for; a byte order mark in the
// file is left out all the same.
func NamedEncoding(name string, head []byte) (Encoding, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil {
		return Encoding{}, errors.New("unknown encoding")
	}
	e := Encoding{Name: name, decoder: enc}
	if marked, ok := MarkedEncoding(head); ok && sameEncoding(enc, marked) {
		e.BOM = marked.BOM
	}
	return e, nil
}

func sameEncoding(enc encoding.Encoding, marked Encoding) bool {
	if marked.decoder == nil {
		return enc == unicode.UTF8
	}
	name, err := htmlindex.Name(enc)
	return err == nil && name == marked.Name
}

// marks are the byte order marks, of those that begin alike the longer first.
var marks = []struct {
	mark, name string
	decoder    encoding.Encoding
}{
	{"\xFF\xFE\x00\x00", "utf-32le", utf32LE}, {"\x00\x00\xFE\xFF", "utf-32be", utf32BE},
	{"\xEF\xBB\xBF", "utf-8", nil}, {"\xFF\xFE", "utf-16le", utf16LE}, {"\xFE\xFF", "utf-16be", utf16BE},
}

// MarkedEncoding reads the byte order mark.
func MarkedEncoding(head []byte) (Encoding, bool) {
	for _, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return Encoding{Name: m.name, BOM: len(m.mark), decoder: m.decoder}, true
		}
	}
	return Encoding{}, false
}

// unmarkedWide recognises UTF-16 and UTF-32 without a mark by the zero bytes, nearly all on the same side of
// their pairs or fours, that they write with Western letters, digits, delimiters and line ends.
func unmarkedWide(head []byte) (Encoding, bool) {
	var zeros [4]int
	for i, b := range head {
		if b == 0 {
			zeros[i%4]++
		}
	}
	few := len(head) / 40
	many := len(head)/4 - len(head)/400
	switch {
	case zeros[2] >= many && zeros[3] >= many && zeros[1] > few && zeros[0] == 0 && many > 0:
		return Encoding{Name: "utf-32le", decoder: utf32LE}, true
	case zeros[0] >= many && zeros[1] >= many && zeros[2] > few && zeros[3] == 0 && many > 0:
		return Encoding{Name: "utf-32be", decoder: utf32BE}, true
	}
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	switch {
	case odd > 2*few && even*50 < odd:
		return Encoding{Name: "utf-16le", decoder: utf16LE}, true
	case even > 2*few && odd*50 < even:
		return Encoding{Name: "utf-16be", decoder: utf16BE}, true
	}
	return Encoding{}, false
}

// ErrBinary says that a file holds what no text holds.
var ErrBinary = errors.New("is not a text file: it holds zero bytes")

// FindEncoding decides by the whole content: the first accent of a long file may stand in its last row.
// Otherwise is the encoding of a file that does not say its own; empty: found by its letters.
func FindEncoding(f io.ReadSeeker, head []byte, otherwise string) (Encoding, error) {
	marked, ok := MarkedEncoding(head)
	if !ok {
		marked, ok = unmarkedWide(head)
	}
	if ok && marked.decoder != nil {
		return marked, nil
	}
	st := byteStats{}
	if err := st.read(f); err != nil {
		return Encoding{}, err
	}
	switch {
	case st.shifted && st.multi+st.invalid == 0:
		return NamedEncoding("iso-2022-jp", nil)
	case st.invalid == 0 && st.twice > 0 && otherwise == "":
		return findTwice(f, marked.BOM)
	case st.invalid == 0:
		return Encoding{Name: "utf-8", BOM: marked.BOM}, nil
	case ok || st.multi > 4*st.invalid:
		return Encoding{Name: "utf-8", BOM: marked.BOM, decoder: mixed{},
			Warning: "is UTF-8 with bytes of Windows-1252 in between; each was read as what it is"}, nil
	case otherwise != "":
		return NamedEncoding(otherwise, head)
	}
	return findCodePage(f)
}

// findCodePage decides by the letters.
func findCodePage(f io.ReadSeeker) (Encoding, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Encoding{}, err
	}
	var sample codepage.Sample
	lines := bufio.NewReaderSize(f, 256<<10)
	for !sample.Full() {
		line, err := lines.ReadSlice('\n')
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			return Encoding{}, err
		}
		if sample.Add(line); err == io.EOF {
			break
		}
	}
	best, rivals := codepage.Find(&sample)
	e, err := NamedEncoding(best.Name, nil)
	for _, r := range rivals {
		e.Rivals = append(e.Rivals, r.Name)
	}
	return e, err
}

// byteStats is what the bytes of a file tell about its encoding.
type byteStats struct {
	multi, invalid int // UTF-8 sequences of more than one byte; bytes that belong to none
	twice          int // sequences that stand in text that was encoded twice

	shifted bool // ASCII that stands for Japanese behind a shift, as in mail
}

// toJapanese shifts ISO-2022-JP from ASCII to Japanese.
var toJapanese = []byte("\x1b$B")

// read passes over the whole of r.
func (s *byteStats) read(r io.Reader) error {
	return eachChunk(r, func(chunk []byte, last bool) (done int, err error) {
		if bytes.IndexByte(chunk, 0) >= 0 {
			return 0, ErrBinary
		}
		s.shifted = s.shifted || bytes.Contains(chunk, toJapanese)
		return s.count(chunk, last), nil
	})
}

// eachChunk calls fn with one piece of what r reads after the other. It says with how many of its bytes it is
// done; the others begin the next piece.
func eachChunk(r io.Reader, fn func(chunk []byte, last bool) (done int, err error)) error {
	buf := make([]byte, 256<<10)
	for kept := 0; ; {
		n, err := r.Read(buf[kept:])
		if err != nil && err != io.EOF {
			return err
		}
		chunk := buf[:kept+n]
		done, failed := fn(chunk, err == io.EOF)
		if failed != nil || err == io.EOF {
			return failed
		}
		kept = copy(buf, chunk[done:])
	}
}

// count takes the chunk into account up to a sequence that may go on in the next one,
// and tells how far it came.
func (s *byteStats) count(chunk []byte, last bool) int {
	if utf8.Valid(chunk) {
		if n := continuations(chunk); n > 0 {
			s.multi += n // each sequence counts at least once
			s.twice += suspicious(chunk)
		}
		return len(chunk)
	}
	i := 0
	for i < len(chunk) {
		if chunk[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !last && len(chunk)-i < utf8.UTFMax && !utf8.FullRune(chunk[i:]) {
			break
		}
		_, n := utf8.DecodeRune(chunk[i:])
		if n > 1 {
			s.multi++
			i += n
			continue
		}
		s.invalid++
		i++
	}
	return i
}

// continuations counts the bytes that go on a sequence.
func continuations(chunk []byte) (n int) {
	for _, b := range chunk {
		if !utf8.RuneStart(b) {
			n++
		}
	}
	return n
}

// mixed decodes UTF-8 and takes every byte that does not fit as Windows-1252: files that
// were put together from two.
type mixed struct{}

func (mixed) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: mixedDecoder{}}
}
func (mixed) NewEncoder() *encoding.Encoder { return encoding.Nop.NewEncoder() }

type mixedDecoder struct{ transform.NopResetter }

func (mixedDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, n := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += n
	}
	return nDst, nSrc, nil
}
