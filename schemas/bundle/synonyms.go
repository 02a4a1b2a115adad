package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"plugsheet/schemas"
	"plugsheet/schemas/bounded"
	"plugsheet/schemas/files"
)

// Synonym is one rule of synonyms.json: either Words, which mean each other, or From, each of which also
// finds each of To.
type Synonym struct {
	Words   []string `json:"words,omitempty"`
	From    []string `json:"from,omitempty"`
	To      []string `json:"to,omitempty"`
	Comment string   `json:"comment,omitempty"` // for people
}

// AddSynonyms adds rules to the end of synonyms.json of the bundle in dir, which is made when it is missing;
// what stands there stays as people wrote it, byte by byte. Rules that others cover already are left out;
// their number is not in added. Errors: [*Invalid] where a rule does not fit the schema, [*DamagedError]
// where the file does not, [ErrLocked], or of the disk. After an error nothing has changed.
func AddSynonyms(dir string, rules []Synonym) (added int, err error) {
	set, err := schemas.Load()
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(filepath.Join(dir, ManifestFile)); errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("%s: %w", dir, ErrNotBundle)
	}
	held, err := lock(dir)
	if err != nil {
		return 0, err
	}
	defer held.Unlock()
	path := filepath.Join(dir, SynonymsFile)
	old, err := bounded.ReadFile(path, MaxSynonyms)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = []byte("[]\n"), nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the synonyms: %w", err)
	}
	if faults := set.Validate(schemas.Synonyms, old); len(faults) > 0 {
		return 0, &DamagedError{Dir: dir, Path: SynonymsFile, Reason: (&Invalid{faults}).Error()}
	}
	text, added, err := withSynonyms(old, rules)
	if err != nil || added == 0 {
		return 0, err
	}
	if faults := set.Validate(schemas.Synonyms, text); len(faults) > 0 {
		return 0, &Invalid{faults}
	}
	if err := files.WriteFile(path, text, 0o644); err != nil {
		return 0, fmt.Errorf("writing the synonyms: %w", err)
	}
	return added, nil
}

// withSynonyms adds rules before the bracket that closes the array, a line each, indented as the first one.
func withSynonyms(old []byte, rules []Synonym) (text []byte, added int, err error) {
	var there []Synonym
	if err := json.Unmarshal(old, &there); err != nil {
		return nil, 0, fmt.Errorf("reading the synonyms: %w", err)
	}
	end := bytes.LastIndexByte(old, ']')
	text = bytes.TrimRight(old[:end:end], " \t\r\n")
	indent := indentOf(old)
	for _, r := range rules {
		if slices.ContainsFunc(there, func(t Synonym) bool { return t.covers(r) }) {
			continue
		}
		line, err := files.Encode(r)
		if err != nil {
			return nil, 0, fmt.Errorf("encoding a synonym: %w", err)
		}
		if len(there) > 0 {
			text = append(text, ',')
		}
		text = append(append(append(text, '\n'), indent...), bytes.TrimSpace(line)...)
		there, added = append(there, r), added+1
	}
	return append(append(text, '\n'), old[end:]...), added, nil
}

// indentOf gives the blanks before the first rule on a line of its own; two without any.
func indentOf(text []byte) []byte {
	rest := text[bytes.IndexByte(text, '[')+1:]
	blanks := rest[:len(rest)-len(bytes.TrimLeft(rest, " \t\r\n"))]
	at := bytes.LastIndexByte(blanks, '\n')
	if at < 0 || len(bytes.TrimSpace(rest)) <= 1 {
		return []byte("  ")
	}
	return blanks[at+1:]
}

// covers tells whether the rule says all that another says, whatever its comment.
func (r Synonym) covers(other Synonym) bool {
	all := func(words, in []string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(in, w) })
	}
	if len(r.Words) > 0 {
		return all(other.Words, r.Words) && all(other.From, r.Words) && all(other.To, r.Words)
	}
	return len(other.Words) == 0 && all(other.From, r.From) && all(other.To, r.To)
}
