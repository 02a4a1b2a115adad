package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/schemas/files"
)

// forgottenFile holds the hashes of those who asked to be forgotten, so that no import brings them back.
const forgottenFile = PrivateDir + "/forgotten.json"

// forgottenList is what the file holds.
type forgottenList struct {
	KeyCheck  string   `json:"keyCheck"`
	Forgotten []string `json:"forgotten"` // keyed hashes of e-mails and external ids, sorted
}

// readForgotten reads whom to forget. Hashes of another key are an error: it would bring all of them back.
func readForgotten(dir string, key []byte) (privacy.Hashes, error) {
	set := privacy.Hashes{}
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
	if l.KeyCheck != privacy.KeyCheck(key) {
		return nil, &KeyError{Dir: dir, Path: forgottenFile}
	}
	set.Add(l.Forgotten...)
	return set, nil
}

// putForgotten stages the list.
func (w *Writer) putForgotten() error {
	if len(w.forgotten) == 0 {
		return nil
	}
	data, err := files.Encode(forgottenList{KeyCheck: privacy.KeyCheck(w.key),
		Forgotten: w.forgotten.Sorted()})
	if err != nil {
		return fmt.Errorf("encoding who is to be forgotten: %w", err)
	}
	_, err = w.put(forgottenFile, append(data, '\n'), len(w.forgotten))
	return err
}
