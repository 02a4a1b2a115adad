package index

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

// version is raised whenever an index built before can no longer be read, or answers otherwise.
const version = 11

// maxDerived bounds what is read whole of an index, in bytes; it grows with the catalog, by some bytes a category or word.
const maxDerived = 1 << 30

// Names inside an index.
const (
	stateFile      = "state.json"
	stampsFile     = "stamps.json"
	productsFile   = "products.bin"   // per product: file, offset, length, CRC-32C of the answer
	categoriesFile = "categories.bin" // per category the ordinals of its products and of those below it
	linesFile      = "lines.bin"      // per product a hash of its line in the product file
	codesFile      = "codes.bin"      // per product where its codes begin
	codeTextFile   = "codes.txt"      // the codes, one a line
	offersFile     = "offers.bin"     // see offerBytes
	offerTextFile  = "offers.txt"     // the promotions, as JSON
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

// String names the state in lower case.
func (s State) String() string {
	switch s {
	case Missing:
		return "missing"
	case Corrupt:
		return "corrupt"
	case Version:
		return "version"
	case Stale:
		return "stale"
	case Equal:
		return "equal"
	}
	return fmt.Sprintf("state %d", int(s))
}

// facts are what state.json holds.
type facts struct {
	Version  int           `json:"version"`
	Analysis string        `json:"analysis"` // see [terms.Fingerprint]
	Digest   string        `json:"digest"`   // of the bundle's catalog: the form, the customers' fields and the bot make no other index
	Products int           `json:"products"` // in all
	Language string        `json:"language"` // BCP 47 tag by which the texts were read: of the settings, or found in the text
	Spans    []span        `json:"spans"`    // per category its part of categoriesFile
	Mean     terms.Lengths `json:"mean"`     // words of each field
	Order    segment.Order `json:"order"`    // of the bleve index's documents
	Offers   int           `json:"offers"`   // rows of offersFile
	Listed   int           `json:"listed"`   // of these rows those that say when a product is shown
	Moments  []int64       `json:"moments"`  // at which offers begin or end, each once, in order; seconds since 1970
	Zone     string        `json:"zone"`     // in which the days of offers are
	Tree     string        `json:"tree"`     // of the categories; see treeOf
	Sources  []source      `json:"sources"`  // the product files, in their order
	Files    []sum         `json:"files"`    // all but state.json and stamps.json
	CRC      uint32        `json:"crc32c"`   // of the text of all this with a zero here
}

// span is a run of numbers in a table.
type span struct {
	From  int `json:"from"`
	Count int `json:"count"`
}

// folder is where the index of b lives, for this version of the program.
func folder(b *bundle.Bundle) string {
	return filepath.Join(b.Dir(), bundle.IndexDir, fmt.Sprintf("%.16s", b.CatalogDigest())+folderSuffix())
}

// folderSuffix ends the names of the folders whose indexes this program can read.
func folderSuffix() string { return fmt.Sprintf("-v%d-%s", version, terms.Fingerprint()) }

// Check tells the state of the index of b by its folder, its state file and the sizes of its files. It reads no other
// content; [Index.Verify] does.
func Check(ctx context.Context, b *bundle.Bundle) (State, error) {
	if err := ctx.Err(); err != nil {
		return Missing, err
	}
	_, err := readFacts(b)
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

// readFacts reads state.json of the index of b and compares the sizes of all files. Errors: fs.ErrNotExist, ErrDamaged
// or of the disk.
func readFacts(b *bundle.Bundle) (*facts, error) {
	dir := folder(b)
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	data, err := bounded.ReadFile(filepath.Join(dir, stateFile), maxDerived)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, damagedIndex(stateFile, "the file is missing")
	}
	if err != nil {
		return nil, err
	}
	f := &facts{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, damagedIndex(stateFile, err.Error())
	}
	if crc, err := f.checksum(); err != nil || crc != f.CRC {
		return nil, damagedIndex(stateFile, "its content is not what was written")
	}
	if f.Version != version || f.Analysis != terms.Fingerprint() || f.Digest != b.CatalogDigest() || len(f.Spans) != len(b.Categories()) || f.Products != b.Manifest().Counts.Products {
		return nil, damagedIndex(stateFile, "it does not belong to this bundle")
	}
	for _, s := range f.Files {
		st, err := os.Stat(filepath.Join(dir, filepath.FromSlash(s.Path)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, damagedIndex(s.Path, "the file is missing")
		}
		if err != nil {
			return nil, err
		}
		if st.Size() != s.Bytes {
			return nil, damagedIndex(s.Path, fmt.Sprintf("%d bytes instead of %d", st.Size(), s.Bytes))
		}
	}
	return f, nil
}

// damaged is an [ErrDamaged] of a product file, damagedIndex an [ErrIndexDamaged].
func damaged(path, reason string) error { return fmt.Errorf("%s: %w: %s", path, ErrDamaged, reason) }

func damagedIndex(path, reason string) error {
	return fmt.Errorf("%s: %w: %s", path, ErrIndexDamaged, reason)
}

// checksum is the facts' CRC-32C.
func (f *facts) checksum() (uint32, error) {
	bare := *f
	bare.CRC = 0
	data, err := json.Marshal(bare)
	return crc32.Checksum(data, castagnoli), err
}

func writeFacts(dir string, f *facts) (err error) {
	if f.CRC, err = f.checksum(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, stateFile), append(data, '\n'), 0o644)
}
