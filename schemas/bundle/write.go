package bundle

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"plugsheet/schemas"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/schemas/files"
)

// WriteOptions are the settings of a new bundle.
type WriteOptions struct {
	IDs      IDs    // default IntegerIDs
	Language string // BCP 47 tag of the default texts; default "en"
	// IANA name of the zone that the days of offers are in; default UTC. It is kept where there are offers
	TimeZone string
	// key of the customers' hashes; nil takes private/key, which is made when it is missing
	CustomerKey []byte

	// CustomersFor are the public keys, as [seal.ParseRecipients] gives them, of those who may open
	// customers.age; nil takes those of the bundle that is replaced. Without any there is no such file.
	CustomersFor []string
	// CustomerIdentity is an age identity file that opens the customers.age of the bundle that is replaced.
	// It is needed where the key, or who is to be forgotten, is known from nowhere else.
	CustomerIdentity string
}

// Writer writes one bundle, staged until [Writer.Commit]. Call its methods from one goroutine.
//
// Errors of the methods are [*Invalid] where a record does not fit its schema (nothing is written of it and
// the caller may go on), or errors of the disk.
type Writer struct {
	dir    string // empty: everything is checked, nothing is written
	o      WriteOptions
	set    *schemas.Set
	zone   *time.Location
	lock   *flock.Flock
	before *Manifest         // of the bundle that is replaced; nil where there was none that can be read
	sums   map[string]string // of its files by path, for [Install]

	replaces bool // there was a manifest, readable or not: the folder is a bundle

	manifest  Manifest
	products  []File // of the manifest, in reading order
	others    []File
	staging   sync.Mutex // held by whoever notes a part that was installed
	move      []string
	unchanged int
	paths     map[string]bool

	key       []byte         // of the customers' hashes; nil before openPrivate
	forgotten privacy.Hashes // who asked to be forgotten
	customers []privacy.Customer
	note      *sealNote // of the customers.age that is replaced; nil where there is none

	encoder   files.Encoder // of products
	chunk     array
	chunkPath string
	made      bool    // the folder did not exist before
	staged    *staged // nil before the files are ended
	done      bool
}

// Create begins a new bundle in dir, which is made when it is missing. It takes the bundle's lock
// ([ErrLocked] when another import holds it) and finishes an interrupted commit first. Nothing of the old
// bundle changes before [Writer.Commit]. With an empty dir everything is checked and nothing is written.
// Close the writer when done.
func Create(dir string, o WriteOptions) (*Writer, error) {
	o.IDs = cmp.Or(o.IDs, IntegerIDs)
	o.Language = cmp.Or(o.Language, "en")
	zone, err := zoneOf(o.TimeZone)
	if err != nil {
		return nil, err
	}
	set, err := schemas.Load()
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, o: o, set: set, zone: zone, paths: map[string]bool{}}
	w.manifest = Manifest{Format: Format, IDs: o.IDs, Language: o.Language}
	if dir == "" {
		return w, nil
	}
	if err := w.begin(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// begin takes the lock and cleans up after an earlier writer that did not come to its end.
func (w *Writer) begin() error {
	if _, err := os.Stat(w.dir); err != nil {
		w.made = true
	}
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return fmt.Errorf("making the bundle's folder: %w", err)
	}
	l, err := lock(w.dir)
	if err != nil {
		w.made = false
		return err
	}
	w.lock = l
	if err := recoverDir(w.dir); err != nil {
		return err
	}
	if data, err := bounded.ReadFile(filepath.Join(w.dir, ManifestFile), maxManifest); err == nil {
		w.replaces = true
		if m, err := readManifest(w.set, w.dir, data); err == nil {
			w.before = &m
		}
	}
	return nil
}

// Product adds the next product in the spreadsheet's order. Nil lists are written as empty ones.
func (w *Writer) Product(r Record) error {
	if r.Categories == nil {
		r.Categories = []ID{}
	}
	if r.Keywords == nil {
		r.Keywords = []string{}
	}
	line, err := w.encoder.Encode(&r)
	if err != nil {
		return fmt.Errorf("encoding product %s: %w", r.Product.ID, err)
	}
	if !r.fits(w.o.IDs) {
		if faults := w.set.Validate(recordSchema(w.o.IDs), line); len(faults) > 0 {
			return &Invalid{faults}
		}
	}
	if err := checkOffer(&r, w.zone); err != nil {
		return fmt.Errorf("product %s: %w", r.Product.ID, err)
	}
	path := productPath(r.Product.ID)
	if (w.chunk.records == 0 || w.chunk.records >= maxRecords || begins(r.Product.ID)) && !w.paths[path] {
		if err := w.cut(); err != nil {
			return err
		}
		w.chunkPath, w.paths[path] = path, true
	}
	w.chunk.add(line)
	if r.Offer != nil || r.Listed != nil {
		w.manifest.TimeZone = w.o.TimeZone
	}
	if r.Offer != nil {
		w.manifest.Counts.Offers++
	}
	w.manifest.Counts.Products++
	return nil
}

// cut ends the current product file.
func (w *Writer) cut() error {
	if w.chunk.records == 0 {
		return nil
	}
	f, err := w.put(w.chunkPath, w.chunk.bytes(), w.chunk.records)
	if err != nil {
		return err
	}
	w.products = append(w.products, f)
	w.chunk.buf.Reset()
	w.chunk.records = 0
	return nil
}

// put stages one file, unless the bundle has it already with the very same bytes.
func (w *Writer) put(path string, data []byte, records int) (File, error) {
	f := File{Path: path, SHA256: digest(data), Bytes: int64(len(data)), Records: records}
	if w.dir == "" {
		return f, nil
	}
	old, err := bounded.ReadFile(filepath.Join(w.dir, filepath.FromSlash(path)), int64(len(data)))
	var larger *bounded.Error
	there := err == nil || errors.As(err, &larger)
	if err == nil && bytes.Equal(old, data) {
		w.unchanged++
		return f, nil
	}
	if there && !w.replaces && path != ignoreFile && !private(path) {
		return f, fmt.Errorf("%s in %s: %w", path, w.dir, ErrForeign)
	}
	to := filepath.Join(w.dir, stagingDir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return f, fmt.Errorf("staging %s: %w", path, err)
	}
	if err := writeSynced(to, data, fileMode(path)); err != nil {
		return f, fmt.Errorf("staging %s: %w", path, err)
	}
	w.move = append(w.move, path)
	return f, nil
}

// Result says what a commit did.
type Result struct {
	Digest    string    // of the new bundle
	Manifest  Manifest  // of the new bundle
	Before    *Manifest // of the bundle that was there before; nil where there was none that could be read
	Written   []string  // files that are new or have changed, sorted
	Removed   []string  // files that the new bundle no longer has, sorted
	Unchanged int       // files that were left alone
}
