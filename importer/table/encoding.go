package table

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// textEncoding is how a text file's bytes become text.
type textEncoding struct {
	name    string
	bom     int               // bytes to leave out at the beginning
	decoder encoding.Encoding // nil: the bytes are valid UTF-8
	warning string            // what is odd about it
}

// reader decodes r, which stands behind the byte order mark, to UTF-8.
func (e textEncoding) reader(r io.Reader) io.Reader {
	if e.decoder == nil {
		return r
	}
	return transform.NewReader(r, e.decoder.NewDecoder())
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// namedEncoding finds the encoding that a person asked for; a byte order mark in the file is left out all the same.
func namedEncoding(name string, head []byte) (textEncoding, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil {
		return textEncoding{}, errors.New("unknown encoding")
	}
	e := textEncoding{name: name, decoder: enc}
	if marked, ok := markedEncoding(head); ok && sameEncoding(enc, marked) {
		e.bom = marked.bom
	}
	return e, nil
}

func sameEncoding(enc encoding.Encoding, marked textEncoding) bool {
	if marked.decoder == nil {
		return enc == unicode.UTF8
	}
	name, err := htmlindex.Name(enc)
	return err == nil && name == marked.name
}

// markedEncoding reads the byte order mark.
func markedEncoding(head []byte) (textEncoding, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return textEncoding{name: "utf-8", bom: 3}, true
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return textEncoding{name: "utf-16le", bom: 2, decoder: utf16LE}, true
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return textEncoding{name: "utf-16be", bom: 2, decoder: utf16BE}, true
	}
	return textEncoding{}, false
}

// unmarkedUTF16 recognises UTF-16 without a mark by the zero bytes, all on the same side of their pairs, that it writes
// with Western letters, digits, delimiters and line ends.
func unmarkedUTF16(head []byte) (textEncoding, bool) {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	few := len(head) / 20
	switch {
	case zeros[1] > few && zeros[0] == 0:
		return textEncoding{name: "utf-16le", decoder: utf16LE}, true
	case zeros[0] > few && zeros[1] == 0:
		return textEncoding{name: "utf-16be", decoder: utf16BE}, true
	}
	return textEncoding{}, false
}

// errBinary says that a file holds what no text holds.
var errBinary = errors.New("is not a text file: it holds zero bytes")

// findEncoding decides by the whole content, in one pass: the first accent of a long file may stand in its last row.
func findEncoding(r io.Reader, head []byte) (textEncoding, error) {
	marked, ok := markedEncoding(head)
	if !ok {
		marked, ok = unmarkedUTF16(head)
	}
	if ok && marked.decoder != nil {
		return marked, nil
	}
	st := byteStats{}
	if err := st.read(r); err != nil {
		return textEncoding{}, err
	}
	switch {
	case st.invalid == 0:
		return textEncoding{name: "utf-8", bom: marked.bom}, nil
	case ok || st.multi > 4*st.invalid:
		return textEncoding{name: "utf-8", bom: marked.bom, decoder: mixed{},
			warning: "is UTF-8 with bytes of Windows-1252 in between; each was read as what it is"}, nil
	case st.isLatin9():
		return textEncoding{name: "iso-8859-15", decoder: charmap.ISO8859_15}, nil
	case st.undefined > 0:
		return textEncoding{name: "windows-1252", decoder: charmap.Windows1252,
			warning: "is in an encoding that could not be found out; it was read as Windows-1252"}, nil
	}
	return textEncoding{name: "windows-1252", decoder: charmap.Windows1252}, nil
}

// byteStats is what the bytes of a file tell about its encoding.
type byteStats struct {
	multi, invalid int // UTF-8 sequences of more than one byte; bytes that belong to none
	c1, undefined  int // bytes from 0x80 to 0x9F, printable only in Windows-1252; those unused even there
	latin9         int // evidence for ISO-8859-15 from the eight bytes that differ; negative: against it
}

// read passes over the whole of r.
func (s *byteStats) read(r io.Reader) error {
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		chunk := buf[:kept+n]
		if err != nil && err != io.EOF {
			return err
		}
		if bytes.IndexByte(chunk, 0) >= 0 {
			return errBinary
		}
		done := s.count(chunk, err == io.EOF)
		if err == io.EOF {
			return nil
		}
		kept = copy(buf, chunk[done:])
	}
}

// count takes the chunk into account up to a sequence that may go on in the next one, and tells how far it came.
func (s *byteStats) count(chunk []byte, last bool) int {
	if utf8.Valid(chunk) {
		s.multi += len(chunk) - utf8.RuneCount(chunk) // each sequence counts at least once
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
		s.single(chunk, i)
		i++
	}
	return i
}

// single weighs a byte that is no part of UTF-8.
func (s *byteStats) single(chunk []byte, i int) {
	s.invalid++
	b := chunk[i]
	var before, after byte = ' ', ' '
	if i > 0 {
		before = chunk[i-1]
	}
	if i+1 < len(chunk) {
		after = chunk[i+1]
	}
	switch b {
	case 0x81, 0x8D, 0x8F, 0x90, 0x9D:
		s.undefined++
	case 0xA4: // a euro rather than the currency sign, which nobody types
		s.latin9 += 2
	case 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE: // Š š Ž ž Œ œ Ÿ rather than ¦ ¨ ´ ¸ ¼ ½ ¾ when among letters
		if letter(before) || letter(after) {
			s.latin9++
		} else {
			s.latin9--
		}
	}
	if 0x80 <= b && b <= 0x9F {
		s.c1++
	}
}

func (s *byteStats) isLatin9() bool { return s.c1 == 0 && s.latin9 > 0 }

func letter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' || b >= 0xC0 }

// mixed decodes UTF-8 and takes every byte that does not fit as Windows-1252: files that were put together from two.
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
