package origin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// ErrNoProvenance says that nobody noted where a bundle's products come from, or that it was noted of another
// bundle.
var ErrNoProvenance = errors.New("nobody noted where the products come from")

// Origin says where a product of a bundle comes from.
type Origin struct {
	ID        string        `json:"id"`
	Reference string        `json:"reference"`
	Ordinal   int           `json:"-"` // 0 is the first product of the bundle
	File      string        `json:"file"`
	Sheet     string        `json:"sheet,omitempty"`
	Row       int           `json:"row"`
	Header    int           `json:"header"` // the row of the sheet's header
	Fields    []FieldOrigin `json:"fields"`
}

// FieldOrigin says where one value comes from.
type FieldOrigin struct {
	Field  string `json:"field"`
	Cell   string `json:"cell,omitempty"`   // with file and sheet where these are not the product's
	Header string `json:"header,omitempty"` // of the column
	Text   string `json:"text,omitempty"`   // of the cell
	// config, name, profile or word: why the column is this field; default: the cell is blank
	By     string `json:"by,omitempty"`
	Detail string `json:"detail,omitempty"` // the shop system's name, or the default
}

// UnpublishedError says that a product was left out of the bundle since one of its cells says that it is not
// published.
type UnpublishedError struct {
	At   problem.Position
	Text string // of the cell
}

// Error names the cell.
func (e *UnpublishedError) Error() string {
	return fmt.Sprintf("%s: the product was left out as not published, since the cell says %q", e.At, e.Text)
}

// Find looks up where the product with a reference or an id comes from, in the bundle in dir whose digest is
// given. It gives [ErrNoProvenance] where that was not noted, and an [*UnpublishedError] for a product that
// was left out as such; ok is false where no product has that key.
func Find(dir, digest, key string) (o Origin, ok bool, err error) {
	f, err := os.Open(filepath.Join(dir, bundle.PrivateDir, provenanceFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Origin{}, false, ErrNoProvenance
	}
	if err != nil {
		return Origin{}, false, fmt.Errorf("reading where the products come from: %w", err)
	}
	defer f.Close()
	at, found, last, err := searchTrace(bufio.NewReaderSize(f, 1<<20), key)
	if err != nil {
		return Origin{}, false, fmt.Errorf("reading where the products come from: %w", err)
	}
	var sources tracedSources
	if json.Unmarshal(last, &sources) != nil || sources.Digest != digest {
		return Origin{}, false, ErrNoProvenance
	}
	if found < 0 || at.Source >= len(sources.Sources) {
		return Origin{}, false, sources.leftOut(key)
	}
	return at.origin(found, sources.Sources), true, nil
}

// leftOut is the error of a product that was left out as not published; nil where there is no such.
func (t tracedSources) leftOut(key string) error {
	for _, s := range t.Sources {
		for _, l := range s.Left {
			if l.Reference == key || l.ID == key {
				at := problem.Position{File: s.File, Sheet: s.Sheet, Row: l.Row, Column: l.Column}
				return &UnpublishedError{At: at, Text: l.Text}
			}
		}
	}
	return nil
}

// searchTrace finds the first product with a reference, or else with an id; the number is -1 where there is
// none. It also gives the last line.
func searchTrace(r *bufio.Reader, key string) (at tracedProduct, found int, last []byte, err error) {
	sign, err := json.Marshal(key)
	if err != nil {
		return at, -1, nil, err
	}
	found = -1
	byReference := false
	for n := 0; ; n++ {
		line, _, err := bounded.Line(r, provenanceFile, 256*bounded.MiB)
		if len(line) > 0 {
			last = line
		}
		var p tracedProduct
		if !byReference && bytes.Contains(line, sign) && json.Unmarshal(line, &p) == nil {
			if byReference = p.Reference == key; byReference || p.ID == key && found < 0 {
				found, at = n, p
			}
		}
		if errors.Is(err, io.EOF) {
			return at, found, last, nil
		}
		if err != nil {
			return at, -1, nil, err
		}
	}
}

func (p tracedProduct) origin(ordinal int, sources []tracedSource) Origin {
	s := sources[p.Source]
	o := Origin{ID: p.ID, Reference: p.Reference, Ordinal: ordinal, File: s.File, Sheet: s.Sheet, Row: p.Row,
		Header: s.Header}
	for _, f := range p.Fields {
		from, cell := s, f.Cell
		if f.Source != nil && *f.Source < len(sources) {
			from = sources[*f.Source]
			cell = problem.Position{File: from.File, Sheet: from.Sheet}.String() + "!" + f.Cell
		}
		c := from.Columns[f.Field]
		field := FieldOrigin{Field: f.Field, Cell: cell, Header: c.Header, Text: f.Text, By: c.By,
			Detail: c.Profile}
		switch {
		case f.Default:
			field.By, field.Detail = "default", s.Columns[f.Field].Default
		case f.Text == "":
			field.By, field.Detail = "lent", "" // id and reference lend each other their value
		}
		o.Fields = append(o.Fields, field)
	}
	return o
}
