package scan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"plugsheet/schemas/problem"
)

// numbered are fields of a bundle that hold ids, digests, prices or addresses of pages: digits in them are no
// person's.
var numbered = []string{"id", "idParent", "categories", "products", "reference", "path",
	"sha256", "content", "digest", "productUrl", "imageUrl", "priceCatalog", "pricePromotion",
	"priceSpecial", "from", "until"}

// code begins a keyword that holds a number of a product: "EAN: 4006381333931".
var code = regexp.MustCompile(
	`(?i)^[^:]*\b(ean|gtin|upc|isbn|barcode|code|sku|ref|réf|reference|référence|asin|mpn|nr|no|num|art|id|` +
		`url|link|image)[s\d-]*\b[^:]*: |` +
		`(?i)^[^:]*((artikel|hersteller|serien|bestell|modell|material|teile|produkt|item|part|serie)[- ` +
		`]?(nr|nummer|number)|strichcode|barcode|artikelcode|` +
		`(serial|model|item|part|article) number|referen(cia|tie|z|ce)|riferimento|referência|código|` +
		`codigo|codice|kod|indeks|numer katalogowy|` +
		`numéro d.article|número de (artículo|artigo|serie|série)|numero (articolo|di serie))[^:]*: `)

// level is one object or array around a value.
type level struct {
	array bool
	key   string // the one that comes, or whose value comes
	isKey bool   // a key comes next
}

// json looks at each key and text of a JSON file; false where it is none, which is then looked at as any text
// is.
func (s *scan) json(name string, text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var levels []level
	line, counted := 1, int64(0)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				levels = append(levels, level{array: t == '[', isKey: t == '{'})
				continue
			}
			levels = levels[:len(levels)-1]
		case string:
			line += bytes.Count(text[counted:d.InputOffset()], []byte("\n"))
			counted = d.InputOffset()
			if last := len(levels) - 1; last >= 0 && levels[last].isKey {
				levels[last].key, levels[last].isKey = t, false
				s.value(problem.Position{File: name, Line: line}, levels[:last], t)
				continue
			}
			s.value(problem.Position{File: name, Line: line}, levels, t)
		}
		if last := len(levels) - 1; last >= 0 && !levels[last].array {
			levels[last].isKey = true
		}
	}
}

// value looks at one text in a JSON file. Numbers of JSON are ids and counts.
func (s *scan) value(at problem.Position, levels []level, text string) {
	var names []string
	for _, l := range levels {
		if name := l.key; !l.array {
			if len(personal(name)) > 0 {
				name = "…" // it is told of where it stands as a key
			}
			names = append(names, name)
		}
	}
	where := problem.Textf("the line")
	last := ""
	if len(names) > 0 {
		where, last = problem.Textf("the field %s", strings.Join(names, ".")), names[len(names)-1]
	}
	if slices.Contains(numbered, last) || last == "keywords" && code.MatchString(text) {
		text = digits.ReplaceAllString(text, "#")
	}
	s.text(at, where, text)
}

// digits are numbers too long for a part of an e-mail address to need them.
var digits = regexp.MustCompile(`\d{7,}`)
