package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write puts content into a file of a new folder and gives its path.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens path and closes it when the test ends.
func open(t testing.TB, path string, o Options) *Book {
	t.Helper()
	b, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// rows writes a sheet's rows as "3: a | b", followed by the error that ended it, if any. Cells that are no
// text have their kind and raw value behind them: "49,95 € (Number 49.95)".
func rows(t testing.TB, s *Sheet) []string {
	t.Helper()
	var out []string
	for r, err := range s.Rows(t.Context()) {
		if err != nil {
			return append(out, "! "+strings.TrimPrefix(err.Error(), s.File))
		}
		var line []string
		for _, c := range r.Cells {
			line = append(line, show(c))
		}
		hidden := ""
		if r.Hidden {
			hidden = " (hidden)"
		}
		out = append(out, fmt.Sprintf("%d%s: %s", r.Number, hidden, strings.Join(line, " | ")))
	}
	return out
}

func show(c Cell) string {
	s := c.Text
	if c.Kind != Text && c.Kind != Blank {
		s += " (" + [...]string{"Blank", "Text", "Number", "Bool", "Date", "Error"}[c.Kind]
		if c.Raw != c.Text {
			s += " " + c.Raw
		}
		s += ")"
	}
	if c.Merged {
		s += " (merged)"
	}
	return s
}

// lines cuts the expectation of a test, one row a line.
func lines(s string) []string {
	s = strings.Trim(s, "\n")
	if s == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(s, "\n\t\t", "\n"), "\n")
}

func equal(t testing.TB, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// refused demands a FileError with those words.
func refused(t testing.TB, err error, words string) {
	t.Helper()
	var f *FileError
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a FileError about %q", err, words)
	}
	if !strings.Contains(f.Error(), words) {
		t.Errorf("got %q, want it to say %q", f.Error(), words)
	}
	if f.Hint == "" {
		t.Errorf("%q has no hint", f.Error())
	}
	if !strings.Contains(f.Error(), f.Path) {
		t.Errorf("%q does not name the file %q", f.Error(), f.Path)
	}
}

// parts is a workbook as the names and texts of its parts; sheet1 alone is enough.
type parts map[string]string

const sheetHead = `<?xml version="1.0" encoding="UTF-8"?><worksheet ` +
	`xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`

// withDefaults adds what every workbook has.
func (p parts) withDefaults() parts {
	all := parts{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels": `<Relationships><Relationship Id="rId1" Target="xl/workbook.xml"
			Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="x"><sheets><sheet name="Products" sheetId="1" ` +
			`r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"
			Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>`,
	}
	for name, text := range p {
		all[name] = text
	}
	return all
}

// zip packs the parts.
func (p parts) zip(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range p.withDefaults() {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// worksheet is a part that holds these rows.
func worksheet(rows string) string {
	return sheetHead + "<sheetData>" + rows + "</sheetData></worksheet>"
}
