package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"plugsheet/schemas/files"
)

// Line is one product of a product file. It is valid only during the step of the iteration that yields it.
type Line struct {
	Record Record
	Offset int64  // where the answer begins in the file
	Answer []byte // the product as the answer carries it, the file's own bytes
	Whole  []byte // the line, without comma and line end

	// Of a product with an offer: its promotion as JSON, and where in the answer the null stands that it
	// takes the place of.
	Promotion   []byte
	NoPromotion int
}

// Records reads one product file in the spreadsheet's order: first the whole file against its digest, then
// each line against its schema. An error ends the iteration: [*DamagedError], one of the disk, or the
// context's.
func (b *Bundle) Records(ctx context.Context, f File) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		data, err := b.verified(f)
		if err != nil {
			yield(Line{}, err)
			return
		}
		n := 0
		for off, line := range lines(data) {
			l, err := b.ParseLine(line)
			if err == nil && ctx.Err() != nil {
				err = ctx.Err()
			} else if err != nil {
				err = b.damaged(f.Path, fmt.Sprintf("record %d: %s", n+1, err))
			}
			l.Offset += off
			if !yield(l, err) || err != nil {
				return
			}
			n++
		}
		if n != f.Records {
			yield(Line{}, b.damaged(f.Path, fmt.Sprintf("%d records instead of %d", n, f.Records)))
		}
	}
}

// Lines reads one product file as Records does, but parses nothing: it gives for each line where it begins in
// the file, and its bytes without comma and line end, which are valid only during the step. It is for who
// knows most of them already, and parses the others with ParseLine.
func (b *Bundle) Lines(ctx context.Context, f File) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		data, err := b.verified(f)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(Line{}, err)
			return
		}
		n := 0
		for off, line := range lines(data) {
			n++
			if !yield(Line{Offset: off, Whole: line}, nil) {
				return
			}
		}
		if n != f.Records {
			yield(Line{}, b.damaged(f.Path, fmt.Sprintf("%d records instead of %d", n, f.Records)))
		}
	}
}

// lines yields offset and bytes of each record of a file that has one a line, without the comma.
func lines(data []byte) iter.Seq2[int64, []byte] {
	return func(yield func(int64, []byte) bool) {
		for off := 0; off < len(data); {
			end := bytes.IndexByte(data[off:], '\n')
			if end < 0 {
				end = len(data) - off
			}
			line := bytes.TrimSuffix(data[off:off+end], []byte(","))
			at := off
			off += end + 1
			switch string(line) {
			case "[", "]", "[]", "":
				continue
			}
			if !yield(int64(at), line) {
				return
			}
		}
	}
}

// ParseLine reads the line of one product and checks it against its schema; the offset is that of the answer
// in the line.
func (b *Bundle) ParseLine(line []byte) (Line, error) {
	i := bytes.Index(line, productKey)
	if i < 0 || line[len(line)-1] != '}' {
		return Line{}, fmt.Errorf("the line is no product record")
	}
	l := Line{Offset: int64(i + len(productKey)), Answer: line[i+len(productKey) : len(line)-1], Whole: line}
	if ids := b.manifest.IDs; !l.Record.parse(string(line)) || !l.Record.fits(ids) {
		if faults := b.set.Validate(recordSchema(ids), line); len(faults) > 0 {
			return Line{}, &Invalid{faults}
		}
		l.Record = Record{}
		if err := json.Unmarshal(line, &l.Record); err != nil {
			return Line{}, err
		}
	}
	return l, b.findPromotion(&l)
}

// parse reads a line that is written as [Writer.Product] writes it: JSON with each key in its place. It takes
// a quarter of the time of json.Unmarshal, which reads what parse reports false for.
func (r *Record) parse(line string) bool {
	l, p := lineReader{rest: line}, &r.Product
	l.failed = strings.ContainsFunc(line, func(c rune) bool { return c < ' ' || c == utf8.RuneError })
	r.Categories, r.Keywords = []ID{}, []string{}
	for l.list(`{"categories":[`) {
		r.Categories = append(r.Categories, l.id())
	}
	for l.list(`,"keywords":[`) {
		r.Keywords = append(r.Keywords, l.text())
	}
	if l.take(`,"offer":{"pricePromotion":`) {
		r.Offer = &Offer{PricePromotion: l.text()}
		l.moments(",", &r.Offer.From, &r.Offer.Until)
	}
	if l.take(`,"listed":{`) {
		r.Listed = &Listing{}
		l.moments("", &r.Listed.From, &r.Listed.Until)
	}
	l.must(`,"product":{"id":`)
	p.ID = l.id()
	for _, f := range []struct {
		key string
		to  *string
	}{
		{`,"title":`, &p.Title}, {`,"productUrl":`, &p.ProductURL}, {`,"description":`, &p.Description},
		{`,"imageUrl":`, &p.ImageURL}, {`,"reference":`, &p.Reference}, {`,"priceCatalog":`, &p.PriceCatalog},
	} {
		l.must(f.key)
		*f.to = l.text()
	}
	for _, f := range []struct {
		key string
		to  **string
	}{
		{`,"brand":`, &p.Brand}, {`,"shortDescription":`, &p.ShortDescription},
		{`,"pricePromotion":`, &p.PricePromotion}, {`,"priceSpecial":`, &p.PriceSpecial},
	} {
		l.must(f.key)
		if !l.take("null") {
			text := l.text()
			*f.to = &text
		}
	}
	if yes := l.take(`,"available":true`); yes || l.take(`,"available":false`) {
		p.Available = &yes
	}
	l.must("}}")
	return !l.failed && l.rest == ""
}

// lineReader reads the JSON of a line from its beginning. After something that it does not know it has
// failed, and what it gives does not count.
type lineReader struct {
	rest   string
	inside bool // a list
	failed bool
}

// take goes behind a text, if it stands there.
func (l *lineReader) take(text string) bool {
	rest, ok := strings.CutPrefix(l.rest, text)
	if ok {
		l.rest = rest
	}
	return ok
}

// must goes behind a text that has to stand there.
func (l *lineReader) must(text string) { l.failed = !l.take(text) || l.failed }

// list goes to the next item of a list, which begins with a text; false at its end.
func (l *lineReader) list(begin string) bool {
	if !l.inside {
		l.must(begin)
	} else if !l.take(",") {
		l.must("]")
		l.inside = false
		return false
	}
	l.inside = !l.failed && !l.take("]")
	return l.inside
}

// text reads a string.
func (l *lineReader) text() (text string) {
	from := l.rest
	l.must(`"`)
	end := strings.IndexByte(l.rest, '"')
	if end < 0 || l.failed {
		l.failed = true
		return ""
	}
	if strings.IndexByte(l.rest[:end], '\\') < 0 {
		text, l.rest = l.rest[:end], l.rest[end+1:]
		return text
	}
	for end = 1; end < len(from) && from[end] != '"'; end++ {
		if from[end] == '\\' {
			end++
		}
	}
	if end >= len(from) || json.Unmarshal([]byte(from[:end+1]), &text) != nil {
		l.failed = true
		return ""
	}
	l.rest = from[end+1:]
	return text
}

// moments reads two moments, either of which may be left out, and the end of their object.
func (l *lineReader) moments(before string, from, until *Moment) {
	if l.take(before + `"from":`) {
		*from, before = Moment(l.text()), ","
	}
	if l.take(before + `"until":`) {
		*until = Moment(l.text())
	}
	l.must("}")
}

// id reads an id.
func (l *lineReader) id() ID {
	if strings.HasPrefix(l.rest, `"`) {
		return ID{text: l.text()}
	}
	digits := len(l.rest) - len(strings.TrimLeft(l.rest, "0123456789"))
	id := ID{text: l.rest[:digits], number: true}
	l.rest, l.failed = l.rest[digits:], l.failed || digits == 0
	return id
}

// noPromotion is a product's key without value. Quotes inside JSON strings are escaped, so that it can stand
// in none.
var noPromotion = []byte(`,"pricePromotion":null`)

// findPromotion fills what a line has for its offer.
func (b *Bundle) findPromotion(l *Line) (err error) {
	if err := checkOffer(&l.Record, b.zone); err != nil || l.Record.Offer == nil {
		return err
	}
	i := bytes.Index(l.Answer, noPromotion)
	if i < 0 {
		return fmt.Errorf("the product of an offer has no place for its price")
	}
	l.NoPromotion = i + len(noPromotion) - len("null")
	l.Promotion, err = files.Encode(l.Record.Offer.PricePromotion)
	return err
}

// Verify reads everything and checks it against digests and schemas. Progress, which may be nil, is told how
// many bytes of how many are done.
func (b *Bundle) Verify(ctx context.Context, progress func(done, total int64)) error {
	var done, total int64
	for _, f := range b.manifest.Files {
		total += f.Bytes
	}
	products := 0
	for _, f := range b.ProductFiles() {
		for _, err := range b.Records(ctx, f) {
			if err != nil {
				return err
			}
			products++
		}
		if done += f.Bytes; progress != nil {
			progress(done, total)
		}
	}
	if products != b.manifest.Counts.Products {
		return b.damaged(ManifestFile,
			fmt.Sprintf("it counts %d products, and there are %d", b.manifest.Counts.Products, products))
	}
	again, _, err := Inspect(b.at.dir)
	if err == nil && again.digest != b.digest {
		err = b.damaged(ManifestFile, "the bundle has changed on the disk since it was opened")
	}
	return err
}
