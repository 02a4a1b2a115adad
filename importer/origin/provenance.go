// Package origin notes from which cells each product comes, in the bundle's private folder, and finds it
// again.
package origin

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"plugsheet/importer/header"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// provenanceFile lies in a bundle's private folder, which git leaves out: it names files as they are named on
// one machine, and the same catalog from another file would otherwise be another commit. It does not belong
// to the bundle: an import without it leaves an old one behind, whose digest then tells that it is about
// another bundle.
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
	Field  string `json:"field"`
	Source *int   `json:"source,omitempty"` // where it is not the product's
	Cell   string `json:"cell,omitempty"`   // none where the sheet has no such column
	Text   string `json:"text,omitempty"`   // of the cell, as a person sees it
	// the cell is blank, and the default of the source was filled in
	Default bool `json:"default,omitempty"`
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
	Left    []sheet.TracedLeft      `json:"left,omitempty"`
}

// tracedColumn says how a field of the sheet is filled.
type tracedColumn struct {
	Header  string `json:"header,omitempty"`
	By      string `json:"by,omitempty"`
	Profile string `json:"profile,omitempty"` // of byProfile: what people call the shop system
	Default string `json:"default,omitempty"` // the template for blank cells
}

// Trace writes where each product comes from. A nil one has nothing to end or to close. The first
// error is kept until the end.
type Trace struct {
	file *os.File
	w    *bufio.Writer
	err  error
}

// NewTrace begins a temporary file, so that an import that is refused leaves nothing.
func NewTrace() (*Trace, error) {
	f, err := os.CreateTemp("", "plugsheet-*.jsonl")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	return &Trace{file: f, w: bufio.NewWriter(f)}, nil
}

// Add notes one product.
func (p *Trace) Add(r *sheet.Row, product bundle.Product) {
	line := tracedProduct{ID: product.ID.String(), Reference: product.Reference, Source: r.Source.Number,
		Row: r.Number}
	for f := range r.Text {
		if r.Text[f] == "" {
			continue
		}
		traced := tracedField{Field: r.Source.Reader.Fields[f].Name,
			Text: problem.Shorten(r.FieldCell(f).Text, tracedText)}
		if at := r.At(f); at.Column > 0 {
			traced.Cell = at.Cell()
		}
		for _, t := range r.Taken {
			if int(t.Field) == f && t.Source != r.Source {
				number := t.Source.Number
				traced.Source = &number
			}
		}
		traced.Default = traced.Text == "" && f < len(r.Source.Defaults) && r.Source.Defaults[f] != nil
		line.Fields = append(line.Fields, traced)
	}
	p.write(line)
}

func (p *Trace) write(v any) {
	data, err := json.Marshal(v)
	_, failed := p.w.Write(append(data, '\n'))
	p.err = cmp.Or(p.err, err, failed)
}

// End writes what the lines refer to and puts the file into the bundle's private folder.
func (p *Trace) End(dir, digest string, sources []*sheet.Source) error {
	if p == nil {
		return nil
	}
	last := tracedSources{Digest: digest, Sources: each.Of(sources, tracedOf)}
	p.write(last)
	if p.err = cmp.Or(p.err, p.w.Flush()); p.err == nil {
		p.err = p.install(filepath.Join(dir, bundle.PrivateDir))
	}
	if p.err != nil {
		return fmt.Errorf("writing where the products come from: %w", p.err)
	}
	return nil
}

// install copies the file into a folder, whole or not at all.
func (p *Trace) install(folder string) error {
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

// Close removes the temporary file.
func (p *Trace) Close() error {
	if p == nil {
		return nil
	}
	return errors.Join(p.file.Close(), os.Remove(p.file.Name()))
}

// tracedOf is the source with its header.
func tracedOf(s *sheet.Source) tracedSource {
	t := tracedSource{
		File: s.Sheet.File, Sheet: s.Sheet.Name, Header: s.Head.Row, Columns: map[string]tracedColumn{},
		Left: s.States.Traced,
	}
	for _, c := range s.Head.Columns {
		if c.Use == header.AsField && c.Tag == "" && s.Head.At[c.Field] == c.Number {
			column := tracedColumn{Header: c.Title, By: reasonOf(s.Reader, c)}
			if column.By == byProfile {
				column.Profile = s.Reader.Profile.Title
			}
			t.Columns[s.Reader.Fields[c.Field].Name] = column
		}
	}
	for name, text := range s.Config.Defaults[string(s.Reader.Kind)] {
		column := t.Columns[name]
		column.Default = text
		t.Columns[name] = column
	}
	return t
}

// reasonOf tells why a column is the field that it is.
func reasonOf(r *header.Reader, c header.Column) string {
	folded := value.Fold(c.Title)
	switch {
	case r.Columns[folded] != "":
		return byConfig
	case r.Profile != nil && r.OwnWord(folded):
		return byProfile
	case folded == value.Fold(r.Fields[c.Field].Name):
		return byName
	}
	return byWord
}
