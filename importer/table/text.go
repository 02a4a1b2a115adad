package table

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"plugsheet/importer/table/text"
	"plugsheet/importer/value"
	"plugsheet/schemas/problem"
)

// textFile is one csv or tsv file, whose form is known.
type textFile struct {
	path     string
	encoding text.Encoding
	delim    byte
	escapes  bool // quotes inside cells are written \"
	sep      bool // the first line tells the delimiter and holds no data
}

// openText finds the form of a text file. head is how it begins.
func (b *Book) openText(path string, head []byte, o Options) error {
	f, err := os.Open(path)
	if err != nil {
		return systemError(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return systemError(path, err)
	}
	t := &textFile{path: path}
	if err := t.findEncoding(f, head, o); err != nil {
		return err
	}
	if err := t.findForm(f, o); err != nil {
		return err
	}
	s := &Sheet{File: path, Format: t.format(), source: t}
	s.total.Store(info.Size())
	b.Sheets = append(b.Sheets, s)
	if len(t.encoding.Rivals) > 0 {
		b.Warnings = append(b.Warnings, t.askEncoding(f))
	}
	if t.encoding.Name == text.Twice {
		b.Warnings = append(b.Warnings, problem.Warnf(problem.Position{File: path}, "encoded-twice",
			"holds text that was encoded twice as UTF-8, as in %q; it is read as it was meant", "Ã©").
			Hintf("where it is meant as it stands, in plugsheet.yaml: %s", problem.Paste("encoding: utf-8")))
	}
	if w := t.encoding.Warning; w != "" {
		b.Warnings = append(b.Warnings, problem.Warnf(problem.Position{File: path}, "encoding", "%s",
			problem.Phrase(w)).
			Hintf("give its encoding's name, such as --encoding windows-1250, when letters look wrong"))
	}
	return nil
}

func (t *textFile) findEncoding(f *os.File, head []byte, o Options) (err error) {
	if o.Encoding != "" {
		if t.encoding, err = text.NamedEncoding(o.Encoding, head); err != nil {
			return t.unknownEncoding(o.Encoding)
		}
		return nil
	}
	if o.Otherwise != "" {
		if _, err := text.NamedEncoding(o.Otherwise, head); err != nil {
			return t.unknownEncoding(o.Otherwise)
		}
	}
	t.encoding, err = text.FindEncoding(f, head, o.Otherwise)
	if errors.Is(err, text.ErrBinary) {
		return refuse(t.path, hintSpreadsheet, problem.Textf("is not a text file: it holds zero bytes"))
	}
	if err != nil {
		return systemError(t.path, err)
	}
	return nil
}

func (t *textFile) unknownEncoding(name string) error {
	return refuse(t.path, "use a name such as utf-8, windows-1250, iso-8859-2, macintosh or shift_jis",
		problem.Textf("cannot be read as %s, an encoding with no such name is known", name))
}

// findForm decodes the beginning and looks at what it says.
func (t *textFile) findForm(f *os.File, o Options) error {
	if _, err := f.Seek(int64(t.encoding.BOM), io.SeekStart); err != nil {
		return systemError(t.path, err)
	}
	begin, err := io.ReadAll(io.LimitReader(t.encoding.Reader(f), text.DelimiterBytes))
	if err != nil {
		return systemError(t.path, err)
	}
	if what := markup(begin); what != "" {
		return refuse(t.path, hintSpreadsheet, problem.Textf("is %s, not a table", problem.Phrase(what)))
	}
	if len(bytes.TrimSpace(begin)) == 0 && len(begin) < text.DelimiterBytes {
		return refuse(t.path, hintEmpty, problem.Textf("is empty"))
	}
	sep, ok := text.SepLine(begin)
	t.sep = ok
	switch {
	case o.Delimiter != 0 && !text.UsableDelimiter(o.Delimiter):
		return refuse(t.path, "use one ASCII character that is neither a quote nor a blank, such as ; or a tab",
			problem.Textf("cannot be cut at the delimiter %s", string(o.Delimiter)))
	case o.Delimiter != 0:
		t.delim = byte(o.Delimiter)
	case ok:
		t.delim = sep
	default:
		t.delim = text.FindDelimiter(begin)
	}
	t.escapes = text.Escapes(begin, t.delim)
	return nil
}

func (t *textFile) format() string {
	if t.delim == '\t' {
		return "tsv, " + t.encoding.Name
	}
	return "csv, " + t.encoding.Name + ", " + string(rune(t.delim))
}

// rows implements source: each record is a row.
func (t *textFile) rows(ctx context.Context, s *Sheet, yield func(Row, error) bool) {
	f, err := os.Open(t.path)
	if err == nil {
		defer f.Close()
		_, err = f.Seek(int64(t.encoding.BOM), io.SeekStart)
	}
	if err != nil {
		yield(Row{}, systemError(t.path, err))
		return
	}
	c := text.NewScanner(t.encoding.Reader(&meter{ctx: ctx, r: f, done: &s.done}), t.delim)
	c.Escapes = t.escapes
	var cells []Cell
	for {
		err := c.Record()
		if err == nil && c.Number > maxRows {
			err = &text.Fault{Row: c.Number, Reason: problem.Textf("has more than %d rows", maxRows)}
		}
		switch {
		case err == io.EOF:
			return
		case err != nil:
			yield(Row{}, s.csvError(ctx, err))
			return
		case t.sep && c.Number == 1:
			continue
		}
		cells = csvCells(cells[:0], c)
		if len(cells) > 0 && !yield(Row{Number: c.Number, Cells: cells, Width: len(c.Ends)}, nil) {
			return
		}
	}
}

// csvCells makes the cells of the record read last; none when it is blank. All share one string.
func csvCells(cells []Cell, c *text.Scanner) []Cell {
	all, start, used := string(c.Text), 0, 0
	valid := utf8.ValidString(all) // or the file changed while it was read, or was not what the person said
	for _, end := range c.Ends {
		raw := all[start:end]
		if !valid {
			raw = strings.ToValidUTF8(raw, "\uFFFD")
		}
		cell := textCell(raw)
		if cells, start = append(cells, cell), end; cell.Kind != Blank {
			used = len(cells)
		}
	}
	return cells[:used]
}

// textCell makes a cell of text. Blanks around it are cut off, no-break ones and byte order marks included,
// and so is what keeps a spreadsheet program from taking it for a number: ="00123". An
// apostrophe that keeps it from taking a text for a formula is cut off as well: '-1.
func textCell(raw string) Cell {
	text := raw
	if raw != "" && (edge(raw[0]) || edge(raw[len(raw)-1])) {
		text = strings.TrimFunc(raw,
			func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' })
	}
	if text != "" && text[0] == '=' {
		text, _ = value.Guarded(text)
	}
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@", text[1]) >= 0 {
		text = text[1:]
	}
	if text == "" {
		return Cell{Raw: raw}
	}
	if text[0] == '=' {
		if l := readFormulaLink([]byte(text[1:])); l.address != "" {
			return Cell{Text: cmp.Or(l.label, l.address), Raw: raw, Kind: Text, Link: l.address}
		}
	}
	return Cell{Text: text, Raw: raw, Kind: Text}
}

// edge tells whether a byte may begin or end a blank.
func edge(b byte) bool { return b <= ' ' || b >= utf8.RuneSelf }

func (s *Sheet) csvError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var f *text.Fault
	if errors.As(err, &f) {
		hint := hintLimit
		if f.OpenQuote {
			hint = hintQuote
		}
		return s.refuse(f.Row, f.Column, hint, "%s", f.Reason)
	}
	return systemError(s.File, err)
}
