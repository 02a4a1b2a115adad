package table

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"plugsheet/importer/table/text"
	"plugsheet/importer/table/xlsx"
	"plugsheet/schemas/problem"
)

const (
	maxDirectory = 8 << 20  // bytes of a zip archive's list of files; a workbook's has a few kilobytes
	maxPart      = 64 << 20 // bytes of XML in a workbook's parts other than sheets and shared texts
	ratioFrom    = 32 << 20 // bytes from which maxRatio counts
)

// workbook is one open xlsx file. It reads the sheets by itself, in one pass and without keeping
// them: excelize's Rows takes about seven times as long (BenchmarkXLSX) and gives either the
// formatted value or the raw one, not both.
type workbook struct {
	path     string
	file     *os.File
	parts    map[string]*zip.File // by name in lower case, as Excel finds them
	main     string               // name of the workbook part
	links    map[string]link      // of the workbook part, by id
	from1904 bool
	styles   []cellStyle // by number

	mu     sync.Mutex
	shared *sharedTexts // nil until the first sheet is read
}

// link is a relationship from one part to another.
type link struct {
	kind   string // the last part of the type's URL, such as "worksheet"
	target string // name of the part
}

// openWorkbook adds the sheets of a file that begins as a zip archive does.
func (b *Book) openWorkbook(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return systemError(name, err)
	}
	b.close = append(b.close, f.Close)
	info, err := f.Stat()
	if err != nil {
		return systemError(name, err)
	}
	w := &workbook{path: name, file: f, parts: map[string]*zip.File{}}
	bounded := &boundedReader{r: f, left: maxDirectory}
	z, err := zip.NewReader(bounded, info.Size())
	bounded.open.Store(true)
	if err != nil {
		return &FileError{Path: name,
			Reason: problem.Textf("is damaged or cut off: its list of parts cannot be read"),
			Hint:   hintDamaged, Err: err}
	}
	for _, p := range z.File {
		if key := partKey(p.Name); w.parts[key] == nil {
			w.parts[key] = p
		}
	}
	if err := w.check(); err != nil {
		return err
	}
	return w.load(b)
}

const hintDamaged = "copy or download it again, or open it in Excel or LibreOffice, let it repair the " +
	"file, and save it"

// boundedReader lets the list of an archive's files be read, and then everything: it
// bounds what a forged list costs.
type boundedReader struct {
	r    io.ReaderAt
	left int64
	open atomic.Bool
}

func (b *boundedReader) ReadAt(p []byte, off int64) (int, error) {
	if !b.open.Load() {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errors.New("the list of parts is too long")
		}
	}
	return b.r.ReadAt(p, off)
}

// partKey makes a part's name comparable.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// check tells apart what zip archives hold and finds the workbook part.
func (w *workbook) check() error {
	has := func(name string) bool { return w.parts[name] != nil }
	if has("mimetype") {
		if kind := w.small("mimetype"); strings.Contains(kind, "opendocument.spreadsheet") {
			return refuse(w.path, "open it in LibreOffice and save it as xlsx",
				problem.Textf("is a LibreOffice workbook (ods)"))
		} else if strings.Contains(kind, "opendocument") {
			return refuse(w.path, hintSpreadsheet, problem.Textf("is a LibreOffice document, not a spreadsheet"))
		}
	}
	links, err := w.readLinks("")
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.kind == "officedocument" && has(partKey(l.target)) {
			w.main = partKey(l.target)
		}
	}
	if w.main == "" && has("xl/workbook.xml") {
		w.main = "xl/workbook.xml"
	}
	switch {
	case strings.HasPrefix(w.main, "word/"):
		return refuse(w.path, hintSpreadsheet, problem.Textf("is a Word document, not a spreadsheet"))
	case strings.HasPrefix(w.main, "ppt/"):
		return refuse(w.path, hintSpreadsheet, problem.Textf("is a PowerPoint presentation, not a spreadsheet"))
	case strings.HasSuffix(w.main, ".bin"), has("xl/workbook.bin"):
		return refuse(w.path, "open it in Excel and save it as xlsx",
			problem.Textf("is a binary Excel workbook (xlsb)"))
	case has("index/document.iwa"), has("index.zip"):
		return refuse(w.path, "open it in Numbers and export it as xlsx or csv",
			problem.Textf("is an Apple Numbers document"))
	case w.main == "":
		return refuse(w.path, hintUnpack, problem.Textf("is a zip archive, not a workbook"))
	}
	return nil
}

// small reads a short part as text; empty when it cannot be read.
func (w *workbook) small(name string) string {
	r, err := w.parts[name].Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, 1<<10))
	if err != nil {
		return ""
	}
	return string(text)
}

// part opens a part for reading, at most limit bytes of it; fs.ErrNotExist is no case
// here: ok is false instead.
func (w *workbook) part(ctx context.Context, name string, done *atomic.Int64) (r io.ReadCloser, ok bool,
	err error) {
	p := w.parts[partKey(name)]
	if p == nil {
		return nil, false, nil
	}
	if p.Flags&1 != 0 {
		return nil, false, refuse(w.path, "save it without the password",
			problem.Textf("is protected by a password"))
	}
	rc, err := p.Open()
	if err != nil {
		return nil, false, w.damaged(name, err)
	}
	if done == nil {
		done = new(atomic.Int64)
	}
	return &partReader{Reader: decodeXML(&meter{ctx: ctx, r: rc, done: done}), Closer: rc}, true, nil
}

type partReader struct {
	io.Reader
	io.Closer
}

// decodeXML turns UTF-16 into UTF-8; everything else is taken as UTF-8, which all programs write.
func decodeXML(r io.Reader) io.Reader {
	var head [3]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return io.MultiReader(strings.NewReader(string(head[:n])), failing{err})
	}
	marked, ok := text.MarkedEncoding(head[:n])
	if !ok {
		return io.MultiReader(strings.NewReader(string(head[:n])), r)
	}
	return marked.Reader(io.MultiReader(strings.NewReader(string(head[marked.BOM:n])), r))
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// allow checks how much a part unpacks to before it is read; the archive's own list is
// binding for the unpacker.
func (w *workbook) allow(name string, limit uint64) error {
	p := w.parts[partKey(name)]
	if p == nil {
		return nil
	}
	size, packed := p.UncompressedSize64, p.CompressedSize64
	if size > ratioFrom && size > maxRatio*packed {
		return refuse(w.path, hintBomb,
			problem.Textf("unpacks to more than %d times its size, as only files made to do harm do", maxRatio))
	}
	if size > limit {
		return refuse(w.path, hintBomb, problem.Textf(
			"unpacks to %d MiB in %q, more than the %d MiB that are read", size>>20, p.Name, limit>>20))
	}
	return nil
}

// mostText is how many bytes of text and links the cells of a sheet may hold: maxRatio as for a part,
// since cells that name one shared text again and again, merged cells and links over many rows unpack to
// more text than there are bytes of XML.
func (w *workbook) mostText(name string) int {
	packed := uint64(0)
	for _, part := range []string{name, w.linked("sharedstrings", "sharedStrings.xml")} {
		if p := w.parts[partKey(part)]; p != nil {
			packed += p.CompressedSize64
		}
	}
	return max(ratioFrom, maxRatio*int(packed))
}

const hintBomb = "if the file is what it should be, save it as csv, or in several workbooks"

// damaged puts what went wrong inside a part of the archive in plain words.
func (w *workbook) damaged(part string, err error) error {
	var known *FileError
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, zip.ErrAlgorithm):
		return &FileError{Path: w.path, Reason: problem.Textf("is packed in a way that Excel does not use"),
			Hint: hintDamaged, Err: err}
	}
	const unpackFault = "cannot be unpacked; the file is damaged or cut off"
	what := unpackFault
	var bad xlsx.Error
	if errors.As(err, &bad) {
		what = string(bad)
	}
	return &FileError{Path: w.path, Reason: problem.Textf("cannot be read: its part %q %s", path.Base(part),
		problem.Phrase(what)), Hint: hintDamaged, Err: err}
}

// meter counts what is read and stops when the context is done.
type meter struct {
	ctx  context.Context
	r    io.Reader
	done *atomic.Int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p[:min(len(p), 256<<10)])
	m.done.Add(int64(n))
	return n, err
}
