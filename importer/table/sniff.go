package table

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"

	"plugsheet/schemas/problem"
)

// What foreign recognises and others look into.
const (
	zipped   = "a zip archive"
	compound = "an old Office file"
)

// magics are the first bytes of what people mistake for a spreadsheet.
var magics = [...]struct{ prefix, what, hint string }{
	{"PK\x03\x04", zipped, ""},
	{"PK\x05\x06", zipped, ""},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", compound, ""},
	{"\x89PNG", "a picture (PNG)", hintPicture},
	{"\xFF\xD8\xFF", "a picture (JPEG)", hintPicture},
	{"GIF8", "a picture (GIF)", hintPicture},
	{"BM\x00", "a picture (BMP)", hintPicture},
	{"II*\x00", "a picture (TIFF)", hintPicture},
	{"MM\x00*", "a picture (TIFF)", hintPicture},
	{"%PDF-", "a PDF document", "ask for the list as xlsx or csv: tables in a PDF cannot be read reliably"},
	{"{\\rtf", "a text document (RTF)", hintSpreadsheet},
	{"\x1F\x8B", "a compressed file (gzip)", hintUnpack},
	{"BZh", "a compressed file (bzip2)", hintUnpack},
	{"\xFD7zXZ", "a compressed file (xz)", hintUnpack},
	{"7z\xBC\xAF", "an archive (7z)", hintUnpack},
	{"Rar!", "an archive (RAR)", hintUnpack},
	{"SQLite format 3", "a database (SQLite)", hintSpreadsheet},
}

const (
	hintPicture = "choose the workbook itself; a picture that was renamed to .xlsx stays a picture"
	hintUnpack  = "unpack it and choose the file inside"
)

// foreign tells what a file is that is no text; what is empty for text.
func foreign(head []byte) (what, hint string) {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.what, m.hint
		}
	}
	if bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WEBP" {
		return "a picture (WebP)", hintPicture
	}
	return "", ""
}

// markup tells what text is that is no table; empty for what may be one. Some shops'
// "Excel export" is a web page.
func markup(text []byte) string {
	text = bytes.TrimSpace(text[:min(len(text), 4096)])
	low := strings.ToLower(string(text[:min(len(text), 64)]))
	switch {
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"),
		strings.HasPrefix(low, "<table"),
		strings.HasPrefix(low, "<head"), strings.HasPrefix(low, "<meta"), strings.HasPrefix(low, "<style"):
		return "a web page (HTML)"
	case strings.HasPrefix(low, "<?xml"):
		return "an XML file"
	case startsJSON(text):
		return "a JSON file"
	}
	return ""
}

// startsJSON tells whether text begins as an object, or an array of objects or arrays, does.
func startsJSON(text []byte) bool {
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	first, err := d.Token()
	if err != nil {
		return false
	}
	second, err := d.Token()
	if err != nil {
		return false
	}
	if first == json.Delim('[') {
		return second == json.Delim('{') || second == json.Delim('[')
	}
	_, key := second.(string)
	return key
}

// compoundError tells apart what Microsoft's old container format holds. Its directory
// names its streams in UTF-16.
func compoundError(path string) *FileError {
	e := refuse(path, hintSpreadsheet, problem.Textf("is an old Office file, not a workbook in the xlsx format"))
	f, err := os.Open(path)
	if err != nil {
		return systemError(path, err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, 64<<20))
	if err != nil {
		return systemError(path, err)
	}
	holds := func(stream string) bool {
		wide := make([]byte, 0, 2*len(stream)+2)
		for i := range len(stream) {
			wide = append(wide, stream[i], 0)
		}
		return bytes.Contains(content, append(wide, 0, 0))
	}
	switch {
	case holds("EncryptedPackage"):
		e.Reason, e.Hint = problem.Textf("is protected by a password"),
			"open it in Excel, take the password away (File, Info, Protect Workbook) and save it"
	case holds("Workbook"), holds("Book"):
		e.Reason, e.Hint = problem.Textf("is an old Excel workbook (xls)"),
			"open it in Excel or LibreOffice and save it as xlsx"
	case holds("WordDocument"):
		e.Reason = problem.Textf("is a Word document, not a spreadsheet")
	}
	return e
}
