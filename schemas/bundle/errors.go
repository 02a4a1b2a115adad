package bundle

import (
	"errors"
	"fmt"
	"strings"

	"plugsheet/schemas"
	"plugsheet/schemas/bundle/seal"
)

var (
	// ErrNotBundle says that a folder holds no bundle: it has no manifest.
	ErrNotBundle = errors.New("no bundle here (no manifest.json)")
	// ErrForeign says that a folder without manifest holds a file that a bundle would overwrite: somebody
	// else's.
	ErrForeign = errors.New("a file of this name is there already, and the folder is no bundle")
	// ErrLocked says that another process is writing the bundle.
	ErrLocked = errors.New("another import is writing this bundle")
	// ErrStranger says that customers.age is encrypted to others than the identities that were given.
	ErrStranger = seal.ErrStranger
)

// FormatError says that a bundle was written in a format that this program does not read.
type FormatError struct {
	Dir    string
	Format int // what the manifest says
}

// Error says which format was found.
func (e *FormatError) Error() string {
	return fmt.Sprintf("%s: bundle format %d, and this program reads format %d", e.Dir, e.Format, Format)
}

// DamagedError says that a file of a bundle is not what the manifest says, or not what its schema says.
type DamagedError struct {
	Dir    string
	Path   string // the file, relative to Dir
	Reason string // plain words
}

// Error is the file and what is wrong with it.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s: damaged bundle: %s: %s", e.Dir, e.Path, e.Reason)
}

// Invalid says that a record does not fit its schema. Nothing was written of it; the writer can go on.
type Invalid struct {
	Faults []schemas.Fault // by pointer; never empty
}

// maxFaults is how many faults an error names.
const maxFaults = 20

// Error names the first faults.
func (e *Invalid) Error() string {
	var parts []string
	for _, f := range e.Faults[:min(len(e.Faults), maxFaults)] {
		parts = append(parts, f.Pointer+" "+f.Message)
	}
	if more := len(e.Faults) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "; ")
}

// KeyError says that hashes of customers were made with another key than the one at hand: nobody would ever
// be found.
type KeyError struct {
	Dir     string
	Path    string // the file with the hashes, relative to Dir
	Missing bool   // there is no key at all
}

// Error says what is wrong with the key.
func (e *KeyError) Error() string {
	if e.Missing {
		return fmt.Sprintf("%s: the customers' key, with which %s was made, is not here", e.Dir, e.Path)
	}
	return fmt.Sprintf("%s: %s was made with another customers' key", e.Dir, e.Path)
}
