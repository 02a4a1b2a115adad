package build

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"plugsheet/index/analysis"
	"plugsheet/index/folder"
	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bundle"
)

// runProducts is how many products are turned round at once, in memory: about 30 MB for each processor.
const runProducts = 1 << 14

// pass is one reading of all product files: it fills the tables and the terms' runs.
type pass struct {
	b        *bundle.Bundle
	files    []bundle.File
	mean     terms.Lengths
	tag      string // of the language
	lang     *analysis.Language
	labels   map[bundle.ID]string
	above    map[bundle.ID][]int // a category's own place in the bundle's list and those of all above it
	stamps   []folder.Stamp
	products int
	codeAt   uint32

	dir      string
	rows     *folder.Writer
	codeRows *folder.Writer
	lineRows *folder.Writer
	codeText *folder.Writer
	offers   offersWriter
}

// part is some consecutive product files, and what the tables keep of their products. Their terms go into a
// run.
type part struct {
	files    []bundle.File
	from     int // place of the first file
	first    int // ordinal of the first product
	path     string
	stamps   []folder.Stamp
	rows     []uint32 // four a product
	lines    []uint32 // two a product: the hash of its line
	codes    []byte   // one a line
	codeEnds []uint32 // by product
	offers   []offer
	read     bool
}

func newPass(ctx context.Context, b *bundle.Bundle, dir string) (*pass, error) {
	p := &pass{b: b, dir: dir, files: b.ProductFiles(), lang: &analysis.Language{}}
	if err := p.mapCategories(); err != nil {
		return nil, err
	}
	var err error
	if p.tag, err = p.findLanguage(ctx); err != nil {
		return nil, err
	}
	p.lang = analysis.LanguageOf(p.tag)
	if err := p.measure(ctx); err != nil {
		return nil, err
	}
	p.offers.moments = map[int64]bool{}
	for name, to := range map[string]**folder.Writer{
		folder.ProductsFile: &p.rows, folder.CodesFile: &p.codeRows, folder.LinesFile: &p.lineRows,
		folder.CodeTextFile: &p.codeText, folder.OffersFile: &p.offers.rows, folder.OfferTextFile: &p.offers.text,
	} {
		if *to, err = folder.Create(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
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
	return nil
}

func (p *pass) newAnalyzer() *terms.Analyzer {
	a := terms.New(p.lang)
	a.Labels, a.Mean = p.labels, p.mean
	return a
}

// parts cuts the product files into parts of about the same size, as many for each processor.
func (p *pass) parts() []*part {
	total := p.b.Manifest().Counts.Products
	workers := runtime.GOMAXPROCS(0)
	n := (total/runProducts/workers + 1) * workers
	var parts []*part
	first := 0
	for i, f := range p.files {
		if len(parts) == 0 || first >= total*len(parts)/n {
			parts = append(parts,
				&part{from: i, first: first, path: filepath.Join(p.dir, fmt.Sprintf("run-%d", len(parts)))})
		}
		last := parts[len(parts)-1]
		last.files = append(last.files, f)
		first += f.Records
	}
	return parts
}

// step is what a reader tells of its work: a file more, or, at the end, the whole part.
type step struct {
	products int
	part     *part
	err      error
}

// run reads all product files, several parts at once, writes the tables in order, and merges the parts'
// terms.
func (p *pass) run(ctx context.Context, progress func(done, total int64)) error {
	ctx, cancel := context.WithCancel(ctx)
	var readers sync.WaitGroup
	defer readers.Wait()
	defer cancel()
	parts := p.parts()
	todo := make(chan *part, len(parts))
	for _, d := range parts {
		todo <- d
	}
	close(todo)
	steps := make(chan step)
	for range runtime.GOMAXPROCS(0) {
		readers.Go(func() { p.readParts(ctx, todo, steps) })
	}
	read, written := int64(0), 0
	for written < len(parts) {
		var s step
		select {
		case s = <-steps:
		case <-ctx.Done():
			return ctx.Err()
		}
		if s.err != nil {
			return s.err
		}
		read += int64(s.products)
		progress(read, 0)
		if s.part == nil {
			continue
		}
		s.part.read = true
		for ; written < len(parts) && parts[written].read; written++ {
			p.write(parts[written])
			parts[written] = &part{path: parts[written].path}
		}
	}
	return p.merge(ctx, parts, progress)
}

// merge makes the bleve index of the parts' runs, and removes them.
func (p *pass) merge(ctx context.Context, parts []*part, progress func(done, total int64)) error {
	if p.products == 0 {
		return nil
	}
	runs := make([]string, len(parts))
	for i, d := range parts {
		runs[i] = d.path
	}
	whole := int64(p.products)
	err := segment.Write(ctx, p.dir, segment.Content{
		Products: p.products, Runs: runs, Progress: func(done, total int64) {
			progress(whole, whole*done/max(total, 1))
		}})
	progress(whole, whole)
	return errors.Join(err, removeAll(runs))
}

// removeAll removes files, and goes on where one cannot be removed.
func removeAll(paths []string) (err error) {
	for _, path := range paths {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// readParts reads parts until there are no more.
func (p *pass) readParts(ctx context.Context, todo <-chan *part, steps chan<- step) {
	a, r := p.newAnalyzer(), segment.NewRun(terms.WordLevels)
	tell := func(s step) bool {
		select {
		case steps <- s:
			return true
		case <-ctx.Done():
			return false
		}
	}
	for d := range todo {
		for i := range d.files {
			before := len(d.codeEnds)
			err := p.read(ctx, d, i, a, r)
			if !tell(step{products: len(d.codeEnds) - before, err: err}) || err != nil {
				return
			}
		}
		err := r.Write(d.path, uint32(d.first))
		if !tell(step{part: d, err: err}) || err != nil {
			return
		}
	}
}

// read reads and analyzes one product file of a part. Its stamp is zero where the file was changed meanwhile.
func (p *pass) read(ctx context.Context, d *part, i int, a *terms.Analyzer, r *segment.Run) error {
	f, before := d.files[i], p.stampNow(d.files[i])
	for line, err := range p.b.Records(ctx, f) {
		if err != nil {
			return err
		}
		if line.Offset > math.MaxUint32 || len(line.Answer) > math.MaxUint32 {
			return fmt.Errorf("%s: larger than 4 GiB", f.Path)
		}
		d.rows = append(d.rows, uint32(d.from+i), uint32(line.Offset), uint32(len(line.Answer)),
			crc32.Checksum(line.Answer, folder.Castagnoli))
		hash := hashLine(line.Whole)
		d.lines = append(d.lines, uint32(hash), uint32(hash>>32))
		for _, c := range a.Analyze(&line.Record, r) {
			d.codes = append(append(d.codes, c...), '\n')
		}
		p.addCategories(r, &line.Record)
		rows, err := newOffers(line, len(d.codeEnds), p.b.TimeZone())
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		d.offers = append(d.offers, rows...)
		d.codeEnds = append(d.codeEnds, uint32(len(d.codes)))
		r.End()
	}
	if before != p.stampNow(f) {
		before = folder.Stamp{}
	}
	d.stamps = append(d.stamps, before)
	return nil
}

// addCategories adds the product's categories and those above them to a run.
func (p *pass) addCategories(r *segment.Run, record *bundle.Record) {
	for _, id := range record.Categories {
		for _, c := range p.above[id] {
			r.Add(r.Number(terms.CategoryTerms, strconv.Itoa(c)))
		}
	}
}

// stampNow is the stamp of a product file at this moment, the zero one where it cannot be taken.
func (p *pass) stampNow(file bundle.File) folder.Stamp {
	f, err := p.b.OpenFile(file.Path)
	if err != nil {
		return folder.Stamp{}
	}
	defer f.Close()
	s, err := folder.StampOf(f)
	if err != nil {
		return folder.Stamp{}
	}
	return s
}

// write writes a part's share of the tables; errors of the disk show in close.
func (p *pass) write(d *part) {
	p.stamps = append(p.stamps, d.stamps...)
	p.rows.Add(d.rows...)
	p.offers.add(d.offers, p.products)
	p.lineRows.Add(d.lines...)
	p.codeText.Write(d.codes)
	at := uint32(0)
	for _, end := range d.codeEnds {
		p.codeRows.Add(p.codeAt + at)
		at = end
	}
	p.products += len(d.codeEnds)
	p.codeAt += at
}

// close finishes the tables.
func (p *pass) close() error {
	p.codeRows.Add(p.codeAt)
	return errors.Join(p.rows.Close(), p.lineRows.Close(), p.codeRows.Close(), p.codeText.Close(),
		p.offers.rows.Close(), p.offers.text.Close())
}
