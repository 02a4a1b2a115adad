package text

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// Twice is what text is called that was encoded as UTF-8, read in a code page, and encoded again.
const Twice = "utf-8 twice"

// twicePages are the code pages in which UTF-8 is read by mistake. In the first any share of such text is
// sure: é and Ã© may stand in two columns of one file.
var twicePages = []*charmap.Charmap{charmap.Windows1252, charmap.Windows1250, charmap.Windows1251,
	charmap.Macintosh, charmap.CodePage850}

// beginnings are what the beginnings of UTF-8 sequences become there, by their first byte: Ã Â Ä Å Ð Ñ
// and â€, Ă Ĺ, √ ├, Рџ and others that no Russian word has.
var beginnings = map[byte][]string{
	0xC3: {"Ã", "Â", "Ä", "Å", "Ð", "Ñ", "â€", "â‚"},
	0xC4: {"Ă", "Ĺ"},
	0xE2: {"√", "├"},
	0xD0: {"Рџ", "Рѕ", "Р°", "Рё", "Рµ"},
}

// suspicious counts what may be such a beginning.
func suspicious(chunk []byte) int {
	n := 0
	for lead, texts := range beginnings {
		for at := 0; ; at++ {
			i := bytes.IndexByte(chunk[at:], lead)
			if i < 0 {
				break
			}
			at += i
			for _, t := range texts {
				if len(chunk)-at >= len(t) && string(chunk[at:at+len(t)]) == t {
					n++
				}
			}
		}
	}
	return n
}

// findTwice looks whether UTF-8 text was encoded twice: runs of signs beyond ASCII that
// are UTF-8 when they are put back.
func findTwice(f io.ReadSeeker, bom int) (Encoding, error) {
	plain := Encoding{Name: "utf-8", BOM: bom}
	if _, err := f.Seek(int64(bom), io.SeekStart); err != nil {
		return plain, err
	}
	undone, sure, kept := make([]int, len(twicePages)), 0, make([]int, len(twicePages))
	var scratch []byte
	err := eachRun(f, func(run []byte) {
		for n, page := range twicePages {
			var ok bool
			if scratch, ok = putBack(scratch[:0], run, page); ok {
				undone[n]++
				if first, _ := utf8.DecodeRune(run); n == 0 && strings.ContainsRune("ÃÂâ", first) {
					sure++
				}
			} else {
				kept[n]++
			}
		}
	})
	if err != nil {
		return plain, err
	}
	best := slices.Index(undone, slices.Max(undone))
	if undone[best] == 0 || undone[best] < 4*kept[best] && (best > 0 || 2*sure < undone[0]) {
		return plain, nil
	}
	return Encoding{Name: Twice, BOM: bom, decoder: twice{twicePages[best]}}, nil
}

// eachRun calls fn for each run of bytes beyond ASCII.
func eachRun(r io.Reader, fn func([]byte)) error {
	return eachChunk(r, func(chunk []byte, last bool) (i int, err error) {
		for i < len(chunk) {
			if chunk[i] < utf8.RuneSelf {
				i++
				continue
			}
			end := i
			for end < len(chunk) && chunk[end] >= utf8.RuneSelf {
				end++
			}
			if end == len(chunk) && !last && end-i < maxRun {
				break
			}
			fn(chunk[i:end])
			i = end
		}
		return i, nil
	})
}

// maxRun is how long a run may be that is looked at whole.
const maxRun = 4 << 10

// putBack undoes the second encoding of a run; ok is false where it is none, or becomes
// letters that such text does not have.
func putBack(dst, run []byte, page *charmap.Charmap) (out []byte, ok bool) {
	for i := 0; i < len(run); {
		r, n := utf8.DecodeRune(run[i:])
		if r == utf8.RuneError {
			return dst, false
		}
		b, known := page.EncodeRune(r)
		switch {
		case known:
		case 0x80 <= r && r <= 0x9F:
			b = byte(r)
		default:
			return dst, false
		}
		dst = append(dst, b)
		i += n
	}
	for i := 0; i < len(dst); {
		r, n := utf8.DecodeRune(dst[i:])
		if n < 2 || !inShops(r) {
			return dst, false
		}
		i += n
	}
	return dst, len(dst) > 1
}

// inShops tells of letters and signs that stand in texts of shops: Latin, Greek, Cyrillic,
// punctuation, currencies, and the like.
func inShops(r rune) bool {
	return 0xA0 <= r && r <= 0x17F || 0x218 <= r && r <= 0x21B || 0x370 <= r && r <= 0x52F || 0x590 <= r &&
		r <= 0x6FF || 0x2000 <= r && r <= 0x22FF ||
		0x25A0 <= r && r <= 0x27BF || r == 0xFE0F || 0x1F300 <= r && r <= 0x1FAFF
}

// twice decodes UTF-8 text that was encoded twice, run by run; what was not stays.
type twice struct{ page *charmap.Charmap }

func (t twice) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: &twiceDecoder{page: t.page}}
}
func (twice) NewEncoder() *encoding.Encoder { return encoding.Nop.NewEncoder() }

type twiceDecoder struct {
	transform.NopResetter
	page    *charmap.Charmap
	scratch []byte
}

// Transform implements transform.Transformer.
func (d *twiceDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		end := nSrc
		for end < len(src) && src[end] < utf8.RuneSelf {
			end++
		}
		piece := src[nSrc:end]
		if len(piece) == 0 {
			for end < len(src) && src[end] >= utf8.RuneSelf && end-nSrc < maxRun/4 {
				end++
			}
			if end == len(src) && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			for end < len(src) && !utf8.RuneStart(src[end]) {
				end++
			}
			piece = src[nSrc:end]
			var ok bool
			if d.scratch, ok = putBack(d.scratch[:0], piece, d.page); ok {
				piece = d.scratch
			}
		}
		if len(piece) > len(dst)-nDst {
			if src[nSrc] >= utf8.RuneSelf || len(dst) == nDst {
				return nDst, nSrc, transform.ErrShortDst
			}
			piece = piece[:len(dst)-nDst]
			end = nSrc + len(piece)
		}
		nDst += copy(dst[nDst:], piece)
		nSrc = end
	}
	return nDst, nSrc, nil
}
