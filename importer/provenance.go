package importer

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// provenanceFile lies in a bundle's private folder, which git leaves out: it names files as they are named on one machine,
// and the same catalog from another file would otherwise be another commit. It does not belong to the bundle: an import
// without it leaves an old one behind, whose digest then tells that it is about another bundle.
const provenanceFile = "provenance.jsonl"

// tracedText is how many characters of a cell are kept: enough to know it again.
const tracedText = 200

// How a column came to be a field.
const (
	byConfig  = "config"  // plugsheet.yaml names the column
	byName    = "name"    // the header is the field's own name
	byProfile = "profile" // the header is a word of the shop system
	byWord    = "word"    // the header is a word that means the field
)

// tracedProduct is a line of the file: one product, in the order of the bundle.
type tracedProduct struct {
	ID        string        `json:"id"`
	Reference string        `json:"reference"`
	Source    int           `json:"source"`
	Row       int           `json:"row"`
	Fields    []tracedField `json:"fields"`
}

// tracedField is a value of a product, and where it comes from.
type tracedField struct {
	Field   string `json:"field"`
	Source  *int   `json:"source,omitempty"`  // where it is not the product's
	Cell    string `json:"cell,omitempty"`    // none where the sheet has no such column
	Text    string `json:"text,omitempty"`    // of the cell, as a person sees it
	Default bool   `json:"default,omitempty"` // the cell is blank, and the default of the source was filled in
}

// tracedSources is the last line: what the lines before it refer to.
type tracedSources struct {
	Digest  string         `json:"digest"` // of the bundle
	Sources []tracedSource `json:"sources"`
}

// tracedSource is a sheet with its header.
type tracedSource struct {
	File    string                  `json:"file"`
	Sheet   string                  `json:"sheet,omitempty"`
	Header  int                     `json:"header"` // its row
	Columns map[string]tracedColumn `json:"columns"`
	Left    []tracedLeft            `json:"left,omitempty"`
}

// tracedLeft is a row that was left out as not published, and the cell that says so.
type tracedLeft struct {
	ID        string `json:"id,omitempty"`
	Reference string `json:"reference,omitempty"`
	Row       int    `json:"row"`
	Column    int    `json:"column"`
	Text      string `json:"text,omitempty"`
}

// tracedColumn says how a field of the sheet is filled.
type tracedColumn struct {
	Header  string `json:"header,omitempty"`
	By      string `json:"by,omitempty"`
	Profile string `json:"profile,omitempty"` // of byProfile: what people call the shop system
	Default string `json:"default,omitempty"` // the template for blank cells
}

// provenance writes where each product comes from. A nil one writes nothing. The first error is kept until the end.
type provenance struct {
	file *os.File
	w    *bufio.Writer
	err  error
}

// newProvenance begins a temporary file, so that an import that is refused leaves nothing.
func newProvenance() (*provenance, error) {
	f, err := os.CreateTemp("", "plugsheet-*.jsonl")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	return &provenance{file: f, w: bufio.NewWriter(f)}, nil
}

// add notes one product.
func (p *provenance) add(r *row, product bundle.Product) {
	if p == nil || p.err != nil {
		return
	}
	line := tracedProduct{ID: product.ID.String(), Reference: product.Reference, Source: r.source.number, Row: r.number}
	for f := range r.text {
		if r.text[f] == "" {
			continue
		}
		traced := tracedField{Field: r.source.reader.fields[f].Name, Text: problem.Shorten(r.fieldCell(f).Text, tracedText)}
		if at := r.at(f); at.Column > 0 {
			traced.Cell = at.Cell()
		}
		for _, t := range r.taken {
			if int(t.field) == f && t.source != r.source {
				number := t.source.number
				traced.Source = &number
			}
		}
		traced.Default = traced.Text == "" && f < len(r.source.defaults) && r.source.defaults[f] != nil
		line.Fields = append(line.Fields, traced)
	}
	p.write(line)
}

func (p *provenance) write(v any) {
	var data []byte
	if data, p.err = json.Marshal(v); p.err == nil {
		_, p.err = p.w.Write(append(data, '\n'))
	}
}

// end writes what the lines refer to and puts the file into the bundle's private folder.
func (p *provenance) end(dir, digest string, sources []*source) error {
	if p == nil {
		return nil
	}
	last := tracedSources{Digest: digest}
	for _, s := range sources {
		last.Sources = append(last.Sources, s.traced())
	}
	if p.err == nil {
		p.write(last)
	}
	if p.err == nil {
		p.err = p.w.Flush()
	}
	if p.err == nil {
		p.err = p.install(filepath.Join(dir, bundle.PrivateDir))
	}
	if p.err != nil {
		return fmt.Errorf("writing where the products come from: %w", p.err)
	}
	return nil
}

// install copies the file into a folder, whole or not at all.
func (p *provenance) install(folder string) error {
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	to, err := os.CreateTemp(folder, provenanceFile+"-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(to, p.file)
	if err = errors.Join(err, to.Close()); err == nil {
		err = os.Rename(to.Name(), filepath.Join(folder, provenanceFile))
	}
	if err != nil {
		os.Remove(to.Name()) // the first error is what counts
	}
	return err
}

// close removes the temporary file.
func (p *provenance) close() error {
	if p == nil {
		return nil
	}
	return errors.Join(p.file.Close(), os.Remove(p.file.Name()))
}

// traced is the source with its header.
func (s *source) traced() tracedSource {
	t := tracedSource{
		File: s.sheet.File, Sheet: s.sheet.Name, Header: s.head.row, Columns: map[string]tracedColumn{}, Left: s.states.traced,
	}
	for _, c := range s.head.columns {
		if c.use == asField && c.tag == "" && s.head.at[c.field] == c.number {
			column := tracedColumn{Header: c.title, By: s.reader.reason(c)}
			if column.By == byProfile {
				column.Profile = s.reader.profile.Title
			}
			t.Columns[s.reader.fields[c.field].Name] = column
		}
	}
	for name, text := range s.config.Defaults[string(s.reader.kind)] {
		column := t.Columns[name]
		column.Default = text
		t.Columns[name] = column
	}
	return t
}

// reason tells why a column is the field that it is.
func (r *reader) reason(c column) string {
	folded := value.Fold(c.title)
	switch {
	case r.columns[folded] != "":
		return byConfig
	case r.profile != nil && r.ownWord(folded):
		return byProfile
	case folded == value.Fold(r.fields[c.field].Name):
		return byName
	}
	return byWord
}
