package index

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"

	"plugsheet/schemas/bundle"
)

// batch is the number of products that the engine's builder takes at once, and mergeAll is more than it can ever have
// to merge: one merge keeps the batches in order.
const (
	batch    = 5000
	mergeAll = 1 << 20
)

// pass is one reading of all product files: it fills the tables and the engine.
type pass struct {
	b        *bundle.Bundle
	files    []bundle.File
	mean     lengths
	lang     language
	labels   map[bundle.ID]string
	above    map[bundle.ID][]int // a category's own place in the bundle's list and those of all above it
	lists    [][]uint32          // by place: the ordinals of the products in the category and below it
	spans    []span
	products int
	codeAt   uint32

	dir      string
	engine   bleve.Builder
	rows     *numbers
	codeRows *numbers
	codeText *bufio.Writer
	codeFile *os.File
}

// analyzed is one product, ready to be written.
type analyzed struct {
	terms      terms
	row        [4]uint32
	categories []int // places
	absent     bool
}

// file is one product file, ready to be written.
type analyzedFile struct {
	products []analyzed
	stamp    stamp
	err      error
}

func newPass(ctx context.Context, b *bundle.Bundle, dir string) (*pass, error) {
	p := &pass{b: b, dir: dir, files: b.ProductFiles(), lang: languageOf(b.Manifest().Language)}
	if err := p.mapCategories(); err != nil {
		return nil, err
	}
	if err := p.measure(ctx); err != nil {
		return nil, err
	}
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	p.engine, err = bleve.NewBuilder(filepath.Join(dir, engineDir), m, map[string]any{
		"buildPathPrefix": dir, "batchSize": batch, "mergeMax": mergeAll,
	})
	if err != nil {
		return nil, err
	}
	if p.rows, err = createNumbers(filepath.Join(dir, productsFile)); err != nil {
		return nil, err
	}
	if p.codeRows, err = createNumbers(filepath.Join(dir, codesFile)); err != nil {
		return nil, err
	}
	if p.codeFile, err = os.Create(filepath.Join(dir, codeTextFile)); err != nil {
		return nil, err
	}
	p.codeText = bufio.NewWriter(p.codeFile)
	return p, nil
}

// mapCategories notes labels and, for each category, all above it.
func (p *pass) mapCategories() error {
	all := p.b.Categories()
	place := make(map[bundle.ID]int, len(all))
	p.labels = make(map[bundle.ID]string, len(all))
	for i, c := range all {
		place[c.ID], p.labels[c.ID] = i, c.Label
	}
	p.above = make(map[bundle.ID][]int, len(all))
	for i, c := range all {
		chain := []int{i}
		for parent := c.IDParent; !parent.IsZero(); {
			at, ok := place[parent]
			if !ok || len(chain) > len(all) {
				return fmt.Errorf("category %s: its parents have no root", c.ID)
			}
			chain = append(chain, at)
			parent = all[at].IDParent
		}
		p.above[c.ID] = chain
	}
	p.lists = make([][]uint32, len(all))
	return nil
}

// measure takes the mean lengths of the fields from a sample, since a product's words are weighed before the last one
// is read.
func (p *pass) measure(ctx context.Context) error {
	const files, perFile = 8, 400
	a := p.newAnalyzer()
	var sum, seen lengths
	for i := range min(files, len(p.files)) {
		n := 0
		for line, err := range p.b.Records(ctx, p.files[i*len(p.files)/min(files, len(p.files))]) {
			if err != nil {
				return err
			}
			for f, texts := range a.texts(&line.Record) {
				if c := a.count(texts); c > 0 {
					sum[f] += float32(c)
					seen[f]++
				}
			}
			if n++; n == perFile {
				break
			}
		}
	}
	for f := range sum {
		p.mean[f] = sum[f] / max(seen[f], 1)
	}
	return nil
}

func (p *pass) newAnalyzer() *analyzer {
	a := newAnalyzer(p.lang)
	a.labels, a.mean = p.labels, p.mean
	return a
}

// run reads all product files, several at once, and writes their products in order. It gives the files' stamps.
func (p *pass) run(ctx context.Context, progress func(done, total int64)) ([]stamp, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make([]chan analyzedFile, len(p.files))
	for i := range jobs {
		jobs[i] = make(chan analyzedFile, 1)
	}
	ahead := make(chan int, runtime.GOMAXPROCS(0)) // bounds how far reading runs ahead of writing
	go func() {
		defer close(ahead)
		for i := range p.files {
			select {
			case ahead <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			a := p.newAnalyzer()
			for i := range ahead {
				jobs[i] <- p.read(ctx, i, a)
			}
		}()
	}
	stamps := make([]stamp, len(p.files))
	for i, job := range jobs {
		var f analyzedFile
		select {
		case f = <-job:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		stamps[i] = f.stamp
		if err := errors.Join(f.err, p.write(f.products)); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(int64(p.products), int64(p.b.Manifest().Counts.Products))
		}
	}
	return stamps, ctx.Err()
}

// read reads and analyzes one product file. The stamp is zero where the file was changed meanwhile.
func (p *pass) read(ctx context.Context, file int, a *analyzer) (out analyzedFile) {
	before := p.stampNow(file)
	for line, err := range p.b.Records(ctx, p.files[file]) {
		if err != nil {
			return analyzedFile{err: err}
		}
		if line.Offset > math.MaxUint32 || len(line.Answer) > math.MaxUint32 {
			return analyzedFile{err: fmt.Errorf("%s: larger than 4 GiB", p.files[file].Path)}
		}
		d := analyzed{terms: a.analyze(&line.Record), absent: line.Record.Product.Available != nil && !*line.Record.Product.Available}
		d.row = [4]uint32{uint32(file), uint32(line.Offset), uint32(len(line.Answer)), crc32.Checksum(line.Answer, castagnoli)}
		for _, id := range line.Record.Categories {
			d.categories = append(d.categories, p.above[id]...)
		}
		out.products = append(out.products, d)
	}
	if before == p.stampNow(file) {
		out.stamp = before
	}
	return out
}

// stampNow is the stamp of a product file at this moment, the zero one where it cannot be taken.
func (p *pass) stampNow(file int) stamp {
	f, err := p.b.OpenFile(p.files[file].Path)
	if err != nil {
		return stamp{}
	}
	defer f.Close()
	s, err := stampOf(f)
	if err != nil {
		return stamp{}
	}
	return s
}

// write writes the products of one file.
func (p *pass) write(products []analyzed) error {
	var places strings.Builder
	for i := range products {
		d := &products[i]
		ordinal := uint32(p.products)
		p.products++
		p.rows.add(d.row[:]...)
		p.addCodes(d.terms.codeList)
		places.Reset()
		for _, c := range d.categories {
			if list := p.lists[c]; len(list) == 0 || list[len(list)-1] != ordinal {
				p.lists[c] = append(list, ordinal)
				places.WriteString(strconv.Itoa(c) + " ")
			}
		}
		doc := map[string]any{wordsField: d.terms.words, shortsField: d.terms.short, codesField: d.terms.codes, partsField: d.terms.parts, categoryTerms: places.String()}
		if d.absent {
			doc[absentField] = absentTerm
		}
		if err := p.engine.Index(fmt.Sprintf("%08x", ordinal), doc); err != nil {
			return fmt.Errorf("indexing product %d: %w", ordinal+1, err)
		}
	}
	return nil
}

// addCodes writes a product's codes, one a line, and where they begin.
func (p *pass) addCodes(codes []string) {
	p.codeRows.add(p.codeAt)
	for _, c := range codes {
		p.codeText.WriteString(c)
		p.codeText.WriteByte('\n')
		p.codeAt += uint32(len(c)) + 1
	}
}

// close finishes all files. Of a pass that failed the engine is left as it is: its folder goes.
func (p *pass) close(finish bool) error {
	p.codeRows.add(p.codeAt)
	err := errors.Join(p.rows.close(), p.codeRows.close(), p.codeText.Flush(), p.codeFile.Close())
	if !finish || err != nil {
		return err
	}
	if err := p.writeCategories(); err != nil {
		return err
	}
	if p.products == 0 {
		return nil
	}
	return p.engine.Close()
}

// writeCategories writes the ordinals of each category.
func (p *pass) writeCategories() error {
	n, err := createNumbers(filepath.Join(p.dir, categoriesFile))
	if err != nil {
		return err
	}
	at := 0
	for _, list := range p.lists {
		p.spans = append(p.spans, span{From: at, Count: len(list)})
		n.add(list...)
		at += len(list)
	}
	return n.close()
}
