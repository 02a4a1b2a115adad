package table

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// wide is a stream's name as the directory of an old Office file has it.
func wide(name string) string {
	var b strings.Builder
	for _, c := range name + "\x00" {
		b.WriteRune(c)
		b.WriteByte(0)
	}
	return b.String()
}

const cfb = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

func TestRefused(t *testing.T) {
	ods := parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}.zip(t)
	office := func(main string) string {
		return parts{"_rels/.rels": `<Relationships><Relationship Id="1" Target="` + main +
			`" Type="x/officeDocument"/></Relationships>`, main: "<x/>"}.zip(t)
	}
	good := parts{"xl/worksheets/sheet1.xml": worksheet(`<row><c><v>1</v></c></row>`)}.zip(t)
	for name, c := range map[string]struct{ name, content, words string }{
		"empty":       {"a.csv", "", "is empty"},
		"only blanks": {"a.csv", "\uFEFF \n\n", "is empty"},
		"picture":     {"a.xlsx", "\x89PNG\r\n\x1a\n....", "is a picture (PNG)"},
		"photo":       {"a.xlsx", "\xFF\xD8\xFF\xE0..JFIF", "is a picture (JPEG)"},
		"gif":         {"a.csv", "GIF89a....", "is a picture (GIF)"},
		"webp":        {"a.xlsx", "RIFF\x00\x00\x00\x00WEBPVP8 ", "is a picture (WebP)"},
		"pdf":         {"a.xlsx", "%PDF-1.7\n", "is a PDF document"},
		"gzip":        {"a.csv.gz", "\x1F\x8B\x08", "is a compressed file (gzip)"},
		"web page":    {"a.xls", "<html><table><tr><td>1</td></tr></table></html>", "is a web page (HTML)"},
		"xml":         {"a.xls", "<?xml version=\"1.0\"?><Workbook/>", "is an XML file"},
		"json":        {"a.csv", `[{"id": 1}]`, "is a JSON file"},
		"binary":      {"a.csv", "a,b\x00\x01\x02\x00\x00x", "is not a text file"},
		"encrypted":   {"a.xlsx", cfb + wide("EncryptedPackage"), "is protected by a password"},
		"old xls":     {"a.xlsx", cfb + wide("Workbook"), "is an old Excel workbook (xls)"},
		"old word":    {"a.doc", cfb + wide("WordDocument"), "is a Word document"},
		"old office":  {"a.xlsx", cfb, "is an old Office file"},
		"lock":        {"~$a.xlsx", "\x06Claire  ", "is the lock file of a workbook that is open in Excel"},
		"ods":         {"a.ods", ods, "is a LibreOffice workbook (ods)"},
		"docx":        {"a.xlsx", office("word/document.xml"), "is a Word document"},
		"pptx":        {"a.xlsx", office("ppt/presentation.xml"), "is a PowerPoint presentation"},
		"xlsb":        {"a.xlsx", office("xl/workbook.bin"), "is a binary Excel workbook (xlsb)"},
		"zip":         {"a.xlsx", otherZip(t), "is a zip archive"},
		"truncated":   {"a.xlsx", good[:len(good)/2], "is damaged or cut off"},
		"no sheets": {"a.xlsx", parts{"xl/workbook.xml": "<workbook/>"}.zip(t),
			"is a workbook without a sheet"},
		"sheet is missing": {"a.xlsx", parts{}.zip(t), `its sheet "Products" is missing`},
		"workbook cut off": {"a.xlsx", parts{"xl/workbook.xml": "<workbook><sheets>"}.zip(t),
			`its part "workbook.xml" is cut off`},
		"link to nowhere": {"a.xlsx", parts{"xl/_rels/workbook.xml.rels": "<Relationships/>"}.zip(t),
			"is a workbook without a sheet"},
		"entities in links": {"a.xlsx",
			parts{"xl/_rels/workbook.xml.rels": `<!DOCTYPE x [<!ENTITY a "b">]><x/>`}.zip(t),
			"declares XML entities"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(write(t, c.name, c.content), Options{})
			refused(t, err, c.words)
		})
	}
}

// otherZip is an archive that holds no workbook.
func otherZip(t *testing.T) string {
	t.Helper()
	z := parts{"_rels/.rels": "<Relationships/>"}.zip(t)
	return strings.ReplaceAll(z, "xl/workbook.xml", "no/workbook.xml")
}

func TestNotThere(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "a.xlsx"), Options{})
	refused(t, err, "is not there")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
	refused(t, systemError("a.csv", &fs.PathError{Op: "open", Path: "a.csv", Err: syscall.EACCES}),
		"may not be read")
	_, err = Open(dir, Options{})
	refused(t, err, "is a folder without a csv, tsv or xlsx file")
	_, err = Open(os.DevNull, Options{})
	refused(t, err, "is not an ordinary file")
}

func TestNotReadable(t *testing.T) {
	path := write(t, "a.csv", "a,b\n")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		f.Close()
		t.Skip("the user who runs the tests may read every file, as root may")
	}
	_, err := Open(path, Options{})
	refused(t, err, "may not be read")
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"Products.csv":    "id,title\n1,a\n",
		"Categories.tsv":  "id\tname\n1\tb\n",
		"book.xlsx":       parts{"xl/worksheets/sheet1.xml": worksheet(`<row><c><v>1</v></c></row>`)}.zip(t),
		"~$book.xlsx":     "\x06Claire",
		"Empty.csv":       "",
		".hidden.csv":     "x",
		"notes.txt":       "x",
		"sub/ignored.csv": "x",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := open(t, dir, Options{})
	var titles, warnings []string
	for _, s := range b.Sheets {
		titles = append(titles, s.Title()+" in "+filepath.Base(s.File))
	}
	for _, w := range b.Warnings {
		warnings = append(warnings, strings.TrimPrefix(w.Position.String(), dir)+": "+w.Message())
	}
	equal(t, []string{"Categories in Categories.tsv", "Products in Products.csv", "Products in book.xlsx"},
		titles)
	equal(t, []string{"/Empty.csv: left out: is empty",
		"/~$book.xlsx: left out: is the lock file of a workbook that is open in Excel"}, warnings)
	equal(t, "Categories.tsv!B2", strings.TrimPrefix(b.Sheets[0].At(2, 2).String(), dir+"/"))
	equal(t, "book.xlsx!Products!B2", strings.TrimPrefix(b.Sheets[2].At(2, 2).String(), dir+"/"))

	if err := os.WriteFile(filepath.Join(dir, "broken.csv"), []byte("\x89PNG"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir, Options{})
	refused(t, err, "broken.csv: is a picture (PNG)")
}
