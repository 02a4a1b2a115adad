package bundle

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/schemas/bundle/seal"
	"plugsheet/schemas/files"
)

// ErrSealed says that customers.age would have to be read to write it anew, and that nothing was given to
// open it.
var ErrSealed = errors.New("customers.age would have to be opened first")

// sealNote is what customers.age.json holds: whom customers.age is for, and whether it has to be written
// anew. Encrypting the same twice gives other bytes, and an import that changes nothing must change no file.
type sealNote struct {
	Recipients []string `json:"recipients"`
	SHA256     string   `json:"sha256"`    // of customers.age
	Content    string   `json:"content"`   // keyed hash of what is in it
	Forgotten  int      `json:"forgotten"` // how many hashes of persons to be forgotten are in it
}

// Customers writes what is known of visitors to private/customers.json, which is not committed: e-mails and
// external ids as keyed hashes, lines in the order of the hashes. Those that asked to be forgotten are left
// out; see [Writer.Forgotten]. Without customers an earlier file is removed.
func (w *Writer) Customers(cs []Customer) error {
	if len(cs) == 0 || w.dir == "" {
		return nil
	}
	if err := w.openPrivate(); err != nil {
		return err
	}
	w.customers = make([]privacy.Customer, 0, len(cs))
	for _, c := range cs {
		line := privacy.Customer{Email: privacy.HashEmail(w.key, c.Email),
			ExternalID: privacy.HashExternalID(w.key, c.ExternalID), Values: c.Values}
		if !w.forgotten.Has(line) {
			w.customers = append(w.customers, line)
		}
	}
	return w.putCustomers()
}

// Forgotten tells whether a customer asked to be forgotten: [Writer.Customers] leaves such a one out.
func (w *Writer) Forgotten(c Customer) (bool, error) {
	at := layout{dir: w.dir}
	if w.dir == "" || w.key == nil && !at.has(ForgottenFile) && !at.has(sealedFile) {
		return false, nil // and no key is made for it
	}
	if err := w.openPrivate(); err != nil {
		return false, err
	}
	return w.forgotten.Has(privacy.Customer{Email: privacy.HashEmail(w.key, c.Email),
		ExternalID: privacy.HashExternalID(w.key, c.ExternalID)}), nil
}

// putCustomers stages private/customers.json.
func (w *Writer) putCustomers() error {
	l := privacy.List{Format: privacy.ListFormat, KeyCheck: privacy.KeyCheck(w.key), Customers: w.customers}
	data, err := l.Encode()
	if err != nil {
		return err
	}
	w.paths[customersFile] = true
	_, err = w.put(customersFile, data, len(w.customers))
	return err
}

// openPrivate finds the customers' key, which is made when there is none, and whom the bundle has to forget.
func (w *Writer) openPrivate() error {
	if w.key != nil {
		return nil
	}
	at := layout{dir: w.dir}
	var sealed *openCustomers
	note, err := readSealNote(w.dir)
	if err != nil {
		return err
	}
	w.note = note
	if w.o.CustomerIdentity != "" && at.has(sealedFile) {
		if sealed, err = readSealed(at, w.o.CustomerIdentity); err != nil {
			return err
		}
	}
	key, err := w.findKey(sealed)
	if err != nil {
		return err
	}
	forgotten, err := readForgotten(w.dir, key)
	if err != nil {
		return err
	}
	if sealed != nil && sealed.KeyCheck == privacy.KeyCheck(key) {
		forgotten.Add(sealed.Forgotten...)
	} else if note != nil && at.has(sealedFile) && note.Forgotten > len(forgotten) {
		return fmt.Errorf("%s: it holds persons to be forgotten whom this machine does not know of: %w",
			w.dir, ErrSealed)
	}
	w.key, w.forgotten = key, forgotten
	return nil
}

// findKey gives the customers' key: the given one, the one under private/, the one in customers.age, or a new
// one. The last two are kept under private/.
func (w *Writer) findKey(sealed *openCustomers) ([]byte, error) {
	if len(w.o.CustomerKey) > 0 {
		return w.o.CustomerKey, nil
	}
	key, err := readKey(w.dir)
	if key != nil || err != nil {
		return key, err
	}
	switch {
	case sealed != nil:
		key = sealed.key
	case layout{dir: w.dir}.has(sealedFile):
		return nil,
			fmt.Errorf("%s: the customers' key is not here, but in customers.age: %w", w.dir, ErrSealed)
	default:
		if key, err = privacy.RandomKey(); err != nil {
			return nil, err
		}
	}
	return key, newKey(w.dir, key)
}

// seal stages customers.age for the recipients, those of before where no others are given, unless it holds
// the very same already. With nothing to seal an earlier one is removed.
func (w *Writer) seal() error {
	recipients := w.o.CustomersFor
	if len(recipients) > 0 || (layout{dir: w.dir}).has(sealNoteFile) {
		if err := w.openPrivate(); err != nil {
			return err
		}
	}
	if w.note != nil && len(recipients) == 0 {
		recipients = w.note.Recipients
	}
	if len(recipients) == 0 || len(w.customers)+len(w.forgotten) == 0 {
		return nil
	}
	w.paths[sealedFile], w.paths[sealNoteFile] = true, true
	text, content, err := w.sealText()
	if err != nil {
		return err
	}
	note := sealNote{Recipients: recipients, Content: content, Forgotten: len(w.forgotten)}
	if w.note.same(note) && w.note.sealed(w.dir) {
		w.unchanged += 2
		return nil
	}
	sealed, err := seal.Seal(text, recipients)
	if err != nil {
		return err
	}
	note.SHA256 = digest(sealed)
	line, err := files.Encode(note)
	if err != nil {
		return fmt.Errorf("encoding %s: %w", sealNoteFile, err)
	}
	if _, err := w.put(sealedFile, sealed, 0); err != nil {
		return err
	}
	_, err = w.put(sealNoteFile, append(line, '\n'), 0)
	return err
}

// sealText is what customers.age holds, and the keyed hash of it.
func (w *Writer) sealText() (text []byte, content string, err error) {
	l := privacy.List{
		Format: privacy.ListFormat, Key: hex.EncodeToString(w.key), KeyCheck: privacy.KeyCheck(w.key),
		Forgotten: w.forgotten.Sorted(), Customers: w.customers,
	}
	text, err = l.Encode()
	return text, privacy.Hash(w.key, "content:", string(text)), err
}

// same tells whether two notes are about the same content for the same people.
func (n *sealNote) same(other sealNote) bool {
	return n != nil && hmac.Equal([]byte(n.Content), []byte(other.Content)) &&
		slices.Equal(n.Recipients, other.Recipients)
}

// sealed tells whether customers.age is the one that the note is about.
func (n *sealNote) sealed(dir string) bool {
	data, err := bounded.ReadFile(filepath.Join(dir, sealedFile), maxFile)
	return err == nil && digest(data) == n.SHA256
}

// readSealNote reads customers.age.json; nil where there is none.
func readSealNote(dir string) (*sealNote, error) {
	data, err := bounded.ReadFile(filepath.Join(dir, sealNoteFile), bounded.MiB)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading whom the customers are encrypted to: %w", err)
	}
	var n sealNote
	if err := json.Unmarshal(data, &n); err != nil || len(n.Recipients) == 0 {
		return nil, &DamagedError{Dir: dir, Path: sealNoteFile, Reason: "it names no recipients"}
	}
	return &n, nil
}
