package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// forgottenFile holds the hashes of those who asked to be forgotten, so that no import brings them back.
const forgottenFile = PrivateDir + "/forgotten.json"

// forgottenList is what the file holds.
type forgottenList struct {
	KeyCheck  string   `json:"keyCheck"`
	Forgotten []string `json:"forgotten"` // keyed hashes of e-mails and external ids, sorted
}

// hashes is a set of keyed hashes.
type hashes map[string]bool

// add puts hashes into the set; empty ones are none.
func (h hashes) add(list ...string) {
	for _, hash := range list {
		if hash != "" {
			h[hash] = true
		}
	}
}

// has tells whether a customer's e-mail or external id is in the set.
func (h hashes) has(c customerLine) bool { return h[c.Email] || h[c.ExternalID] }

func (h hashes) sorted() []string { return slices.Sorted(maps.Keys(h)) }

// readForgotten reads whom to forget. Hashes of another key are an error: it would bring all of them back.
func readForgotten(dir string, key []byte) (hashes, error) {
	set := hashes{}
	data, err := bounded.ReadFile(filepath.Join(dir, filepath.FromSlash(forgottenFile)), maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return set, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading who is to be forgotten: %w", err)
	}
	var l forgottenList
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, &DamagedError{Dir: dir, Path: forgottenFile, Reason: "it is no list of hashes"}
	}
	if l.KeyCheck != keyCheck(key) {
		return nil, &KeyError{Dir: dir, Path: forgottenFile}
	}
	set.add(l.Forgotten...)
	return set, nil
}

// putForgotten stages the list.
func (w *Writer) putForgotten() error {
	if len(w.forgotten) == 0 {
		return nil
	}
	data, err := files.Encode(forgottenList{KeyCheck: keyCheck(w.key), Forgotten: w.forgotten.sorted()})
	if err != nil {
		return fmt.Errorf("encoding who is to be forgotten: %w", err)
	}
	_, err = w.put(forgottenFile, append(data, '\n'), len(w.forgotten))
	return err
}
