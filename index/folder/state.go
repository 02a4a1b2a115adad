// Package folder knows the folder of an index on disk: its names and tables, the facts and sums by which it
// is checked, and the stamps that save reading it whole. Who builds an index and who opens one share it.
package folder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/index/segment"
	"plugsheet/index/terms"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
)

// FormatVersion is raised whenever an index built before can no longer be read, or answers otherwise.
const FormatVersion = 12

// MaxDerived bounds what is read whole of an index, in bytes; it grows with the catalog, by some bytes a
// category or word.
const MaxDerived = 1 << 30

// Names inside an index.
const (
	StateFile     = "state.json"
	stampsFile    = "stamps.json"
	ProductsFile  = "products.bin" // per product: file, offset, length, CRC-32C of the answer
	LinesFile     = "lines.bin"    // per product a hash of its line in the product file
	CodesFile     = "codes.bin"    // per product where its codes begin
	CodeTextFile  = "codes.txt"    // the codes, one a line
	OffersFile    = "offers.bin"   // see offerBytes
	OfferTextFile = "offers.txt"   // the promotions, as JSON
)

var (
	// ErrDamaged says that bytes on disk are not those that were written or indexed. What is wrong stands
	// around it, with the file's path. A damaged index is built anew; a damaged product file must come back
	// from the source.
	ErrDamaged = errors.New("damaged")
	// ErrIndexDamaged is an [ErrDamaged] of the index's own files: a new build mends it.
	ErrIndexDamaged = fmt.Errorf("index %w", ErrDamaged)
)

// State says how an index on disk stands to its bundle.
type State int

// The states, from worst to best.
const (
	Missing State = iota // there is none
	Corrupt              // there is one, and it is damaged
	Version              // it was built by another version of this program
	Stale                // it was built from other content
	Equal                // it can be opened
)

// Facts are what state.json holds.
type Facts struct {
	Version  int    `json:"version"`
	Analysis string `json:"analysis"` // see [terms.Fingerprint]
	// of the bundle's catalog: the form, the customers' fields and the bot make no other index
	Digest   string `json:"digest"`
	Products int    `json:"products"` // in all
	// BCP 47 tag by which the texts were read: of the settings, or found in the text
	Language string        `json:"language"`
	Mean     terms.Lengths `json:"mean"`   // words of each field
	Order    segment.Order `json:"order"`  // of the bleve index's documents
	Offers   int           `json:"offers"` // rows of offersFile
	Listed   int           `json:"listed"` // of these rows those that say when a product is shown
	// at which offers begin or end, each once, in order; seconds since 1970
	Moments []int64  `json:"moments"`
	Zone    string   `json:"zone"`    // in which the days of offers are
	Tree    string   `json:"tree"`    // of the categories; see treeOf
	Sources []Source `json:"sources"` // the product files, in their order
	Files   []Sum    `json:"files"`   // all but state.json and stamps.json
	CRC     uint32   `json:"crc32c"`  // of the text of all this with a zero here
}

// Source is a product file from which an index was built.
type Source struct {
	SHA256  string `json:"sha256"`
	Records int    `json:"records"`
}

// Of is where the index of b lives, for this version of the program.
func Of(b *bundle.Bundle) string {
	return filepath.Join(b.Dir(), bundle.IndexDir, fmt.Sprintf("%.16s", b.CatalogDigest())+Suffix())
}

// Suffix ends the names of the folders whose indexes this program can read.
func Suffix() string { return fmt.Sprintf("-v%d-%s", FormatVersion, terms.Fingerprint()) }

// Check tells the state of the index of b by its folder, its state file and the sizes of its files. It reads
// no other content; Verify of an open index does.
func Check(ctx context.Context, b *bundle.Bundle) (State, error) {
	if err := ctx.Err(); err != nil {
		return Missing, err
	}
	_, err := ReadFacts(b)
	switch {
	case err == nil:
		return Equal, nil
	case errors.Is(err, ErrDamaged):
		return Corrupt, nil
	case !errors.Is(err, fs.ErrNotExist):
		return Missing, err
	}
	entries, err := os.ReadDir(filepath.Join(b.Dir(), bundle.IndexDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Missing, fmt.Errorf("reading the index folder: %w", err)
	}
	state := Missing
	for _, e := range entries {
		digest, _, ok := strings.Cut(e.Name(), "-v")
		switch {
		case !ok || len(digest) != 16 || !e.IsDir():
		case strings.HasPrefix(b.CatalogDigest(), digest):
			return Version, nil
		default:
			state = Stale
		}
	}
	return state, nil
}

// ReadFacts reads state.json of the index of b and compares the sizes of all files. Errors: fs.ErrNotExist,
// ErrDamaged or of the disk.
func ReadFacts(b *bundle.Bundle) (*Facts, error) {
	dir := Of(b)
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	f, err := FactsIn(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, DamagedIndex(StateFile, "the file is missing")
	}
	if err != nil {
		return nil, err
	}
	if f.Version != FormatVersion || f.Analysis != terms.Fingerprint() || f.Digest != b.CatalogDigest() ||
		f.Products != b.Manifest().Counts.Products {
		return nil, DamagedIndex(StateFile, "it does not belong to this bundle")
	}
	for _, s := range f.Files {
		st, err := os.Stat(filepath.Join(dir, filepath.FromSlash(s.Path)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, DamagedIndex(s.Path, "the file is missing")
		}
		if err != nil {
			return nil, err
		}
		if st.Size() != s.Bytes {
			return nil, DamagedIndex(s.Path, fmt.Sprintf("%d bytes instead of %d", st.Size(), s.Bytes))
		}
	}
	return f, nil
}

// FactsIn reads state.json of the index in dir and compares nothing else. Errors: fs.ErrNotExist, ErrDamaged
// or of the disk.
func FactsIn(dir string) (*Facts, error) {
	data, err := bounded.ReadFile(filepath.Join(dir, StateFile), MaxDerived)
	if err != nil {
		return nil, err
	}
	f := &Facts{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, DamagedIndex(StateFile, err.Error())
	}
	if crc, err := f.Checksum(); err != nil || crc != f.CRC {
		return nil, DamagedIndex(StateFile, "its content is not what was written")
	}
	return f, nil
}

// Damaged is an [ErrDamaged] of a product file.
func Damaged(path, reason string) error { return fmt.Errorf("%s: %w: %s", path, ErrDamaged, reason) }

// DamagedIndex is an [ErrIndexDamaged] of one of the index's own files.
func DamagedIndex(path, reason string) error {
	return fmt.Errorf("%s: %w: %s", path, ErrIndexDamaged, reason)
}

// Checksum is the facts' CRC-32C.
func (f *Facts) Checksum() (uint32, error) {
	bare := *f
	bare.CRC = 0
	data, err := json.Marshal(bare)
	return crc32.Checksum(data, Castagnoli), err
}

// WriteFacts writes what the index says of itself into its folder, with its checksum.
func WriteFacts(dir string, f *Facts) (err error) {
	if f.CRC, err = f.Checksum(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, StateFile), append(data, '\n'), 0o644)
}
