package table

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

const (
	maxShared   = 6_000_000 // shared texts of a workbook
	sharedChunk = 1 << 20
)

// sharedTexts are a workbook's texts, which cells name by number. They lie in large pieces,
// eight bytes each beside the text itself.
type sharedTexts struct {
	chunks []*strings.Builder
	places []uint64 // chunk, start and length in 20, 22 and 22 bits
	size   int
}

func (t *sharedTexts) add(text []byte) {
	last := len(t.chunks) - 1
	if last < 0 || t.chunks[last].Len()+len(text) > sharedChunk {
		b := &strings.Builder{}
		if last >= 0 {
			b.Grow(sharedChunk + 64) // rarely more: a single longer text makes it grow
		}
		t.chunks = append(t.chunks, b)
		last++
	}
	b := t.chunks[last]
	t.places = append(t.places, uint64(last)<<44|uint64(b.Len())<<22|uint64(len(text)))
	b.Write(text)
	t.size += len(text)
}

func (t *sharedTexts) text(i int) (string, bool) {
	if t == nil || i < 0 || i >= len(t.places) {
		return "", false
	}
	p := t.places[i]
	start, n := int(p>>22&(1<<22-1)), int(p&(1<<22-1))
	return t.chunks[p>>44].String()[start : start+n], true
}

// sharedOnce reads the texts when the first sheet is read.
func (w *workbook) sharedOnce(ctx context.Context) (*sharedTexts, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shared != nil {
		return w.shared, nil
	}
	name := w.linked("sharedstrings", "sharedStrings.xml")
	r, ok, err := w.part(ctx, name, nil)
	if err != nil {
		return nil, err
	}
	t := &sharedTexts{}
	if ok {
		defer r.Close()
		if err := w.readShared(xlsx.NewScanner(r), t); err != nil {
			return nil, w.damaged(name, err)
		}
	}
	w.shared = t
	return t, nil
}

func (w *workbook) readShared(x *xlsx.Scanner, t *sharedTexts) error {
	var text []byte
	for err := range x.Starts() {
		if err != nil {
			return err
		}
		if string(x.Name) != "si" {
			continue
		}
		if text, err = richText(x, text[:0]); err != nil {
			return err
		}
		t.add(text)
		if len(t.places) > maxShared || t.size > maxSharedText {
			return refuse(w.path, hintBomb, problem.Textf("holds more than %d MiB of text or %d texts",
				maxSharedText>>20, maxShared))
		}
	}
	return nil
}

// richText reads the text of an element (si, is) whose start was just read, up to its end: the t of its own
// and of its runs, without the reading aids (rPh) of Japanese.
func richText(x *xlsx.Scanner, dst []byte) ([]byte, error) {
	depth, inside := x.Depth, false
	for {
		tok, err := x.Next()
		if err != nil {
			return dst, err
		}
		switch tok {
		case xlsx.EOF:
			return dst, xlsx.ErrCut
		case xlsx.Start:
			inside = string(x.Name) == "t"
			if string(x.Name) == "rPh" {
				if err := x.SkipElement(); err != nil {
					return dst, err
				}
			}
		case xlsx.Text:
			if inside {
				if dst, err = xlsx.AppendText(dst, x.Text, x.CData); err != nil {
					return dst, err
				}
				if len(dst) > maxCell {
					return dst, xlsx.ErrLong
				}
			}
		case xlsx.End:
			inside = false
			if x.Depth < depth {
				return cleanText(dst), nil
			}
		}
	}
}

// cleanText decodes Excel's _x000D_ for characters that XML cannot hold, and mends what is not UTF-8.
// It works in place where nothing grows.
func cleanText(text []byte) []byte {
	if bytes.Contains(text, []byte("_x")) {
		text = unescape(text)
	}
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	return text
}

func unescape(text []byte) []byte {
	out := text[:0]
	for len(text) > 0 {
		r, ok := escaped(text)
		if !ok {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		n := 7
		if low, ok := escaped(text[n:]); ok && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				r, n = pair, 14
			}
		}
		if r >= ' ' || r == '\t' || r == '\n' || r == '\r' {
			out = utf8.AppendRune(out, r)
		}
		text = text[n:]
	}
	return out
}

// escaped reads _xHHHH_ at the beginning of text.
func escaped(text []byte) (rune, bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(n), err == nil
}
