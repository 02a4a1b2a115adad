package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/schemas/each"
	"plugsheet/schemas/files"
)

// ErrNoRecipients says that customers.age has to be encrypted anew, and that nobody knows to whom.
var ErrNoRecipients = errors.New(
	"customers.age.json, which says whom customers.age is encrypted to, is missing")

// Forgot counts what [Forget] took away.
type Forgot struct {
	Customers int `json:"customers"` // rows of private/customers.json
	Sealed    int `json:"sealed"`    // rows of customers.age, which was encrypted anew
	// values overwritten in private/*.jsonl: the journal, and where products come from
	Notes  int  `json:"notes"`
	Before bool `json:"before"` // the person stood on the list of those to be forgotten already
}

// Found tells whether there was anything of the person.
func (f Forgot) Found() bool { return f.Customers+f.Sealed+f.Notes > 0 || f.Before }

// Forget takes one person out of the bundle in dir: who is an e-mail or an external id, and may also be the
// platform's idVisitorUnique, by which alone the journal knows visitors. The person's hashes are kept, so
// that no import brings the row back. It takes the bundle's lock ([ErrLocked]). The customers change whole or
// not at all, and calling it again does the rest of what an interrupted call began.
//
// Where customers.age cannot be encrypted anew ([ErrSealed], [ErrNoRecipients]) everything else is done all
// the same. Other errors: [ErrNotBundle], [*KeyError], [*DamagedError], [ErrStranger], or of the disk.
func Forget(ctx context.Context, dir, who string, a CustomerAccess) (f Forgot, err error) {
	if _, err := Digest(dir); err != nil {
		return f, err
	}
	if who = strings.TrimSpace(who); who == "" {
		return f, errors.New("nobody is named")
	}
	l, err := lock(dir)
	if err != nil {
		return f, err
	}
	defer l.Unlock()
	if err := recoverDir(dir); err != nil {
		return f, err
	}
	w := &Writer{
		dir: dir, paths: map[string]bool{}, replaces: true,
		o: WriteOptions{CustomerKey: a.Key, CustomerIdentity: a.IdentityFile},
	}
	if err := w.openPrivate(); err != nil {
		return f, err
	}
	f, left, err := w.forget(who)
	if err := errors.Join(err, ctx.Err()); err != nil {
		return Forgot{}, err
	}
	if err := w.publish(mark{Move: w.move}); err != nil {
		return f, err
	}
	f.Notes, err = privacy.Erase(filepath.Join(dir, PrivateDir), who)
	return f, errors.Join(left, err)
}

// forget stages the customers without the person. What is left undone concerns customers.age only.
func (w *Writer) forget(who string) (f Forgot, left, err error) {
	plain, err := w.plainRows()
	if err != nil {
		return f, nil, err
	}
	sealed, left := w.sealedRows(plain)
	if errors.As(left, new(*KeyError)) {
		return f, nil, left
	}
	person := privacy.Hashes{}
	person.Add(privacy.HashEmail(w.key, who), privacy.HashExternalID(w.key, who))
	f.Before = w.forgotten.Has(privacy.Customer{Email: privacy.HashEmail(w.key, who),
		ExternalID: privacy.HashExternalID(w.key, who)})
	for _, c := range append(plain[:len(plain):len(plain)], sealed...) {
		if c.Email != "" && person[c.Email] || c.ExternalID != "" && person[c.ExternalID] {
			w.forgotten.Add(c.Email, c.ExternalID)
		}
	}
	w.forgotten.Add(person.Sorted()...)
	if sealed != nil {
		w.customers = w.remembered(sealed)
		f.Sealed = len(sealed) - len(w.customers)
		if err := w.seal(); err != nil {
			return f, nil, err
		}
	}
	if plain != nil {
		w.customers = w.remembered(plain)
		f.Customers = len(plain) - len(w.customers)
		if err := w.putCustomers(); err != nil {
			return f, nil, err
		}
	}
	return f, left, w.putForgotten()
}

// remembered are the customers who did not ask to be forgotten.
func (w *Writer) remembered(all []privacy.Customer) []privacy.Customer {
	kept := make([]privacy.Customer, 0, len(all))
	kept = append(kept, each.That(all, func(c privacy.Customer) bool { return !w.forgotten.Has(c) })...)
	return kept
}

// plainRows are the customers of private/customers.json; nil where there is no such file.
func (w *Writer) plainRows() ([]privacy.Customer, error) {
	at := layout{dir: w.dir}
	if !at.has(customersFile) {
		return nil, nil
	}
	l, err := readPlain(at, w.key)
	if err != nil {
		return nil, err
	}
	return append([]privacy.Customer{}, l.Customers...), nil
}

// sealedRows are the customers of customers.age, and nil where there is none. Without an identity they are
// the plain ones, where these are known to be the same. Errors: [ErrSealed], [ErrNoRecipients], [*KeyError],
// [*DamagedError].
func (w *Writer) sealedRows(plain []privacy.Customer) ([]privacy.Customer, error) {
	at := layout{dir: w.dir}
	switch {
	case !at.has(sealedFile):
		return nil, nil
	case w.note == nil:
		return nil, ErrNoRecipients
	case w.o.CustomerIdentity != "":
		l, err := readSealed(at, w.o.CustomerIdentity)
		if err == nil && l.KeyCheck != privacy.KeyCheck(w.key) {
			err = &KeyError{Dir: w.dir, Path: sealedFile}
		}
		if err != nil {
			return nil, err
		}
		return append([]privacy.Customer{}, l.Customers...), nil
	}
	w.customers = plain
	_, content, err := w.sealText()
	if err != nil {
		return nil, err
	}
	if plain == nil || w.note.Content != content || !w.note.sealed(w.dir) {
		return nil, ErrSealed
	}
	return plain, nil
}

// ForgottenFile holds the hashes of those who asked to be forgotten, so that no import and no older file of
// customers brings them back. See [privacy.Forgotten].
const ForgottenFile = PrivateDir + "/forgotten.json"

// readForgotten reads whom to forget. Hashes of another key are an error: it would bring all of them back.
func readForgotten(dir string, key []byte) (privacy.Hashes, error) {
	set := privacy.Hashes{}
	data, err := bounded.ReadFile(filepath.Join(dir, filepath.FromSlash(ForgottenFile)), maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return set, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading who is to be forgotten: %w", err)
	}
	var l privacy.Forgotten
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, &DamagedError{Dir: dir, Path: ForgottenFile, Reason: "it is no list of hashes"}
	}
	if l.KeyCheck != privacy.KeyCheck(key) {
		return nil, &KeyError{Dir: dir, Path: ForgottenFile}
	}
	set.Add(l.Hashes...)
	return set, nil
}

// AddForgotten adds those who were forgotten elsewhere to those of the bundle in dir, whose folder is made;
// it tells whether that is news. Errors: [ErrLocked], [privacy.ErrForgottenKey], or of the disk.
func AddForgotten(dir string, list []byte) (changed bool, err error) {
	path := filepath.Join(dir, filepath.FromSlash(ForgottenFile))
	if len(list) == 0 {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return false, err
	}
	l, err := lock(dir)
	if err != nil {
		return false, err
	}
	defer l.Close()
	before, err := ReadForgotten(dir)
	if err != nil {
		return false, err
	}
	all, err := privacy.MergeForgotten(before, list)
	if err != nil || bytes.Equal(all, before) {
		return false, err
	}
	return true, files.WriteFile(path, all, 0o600)
}

// ReadForgotten reads the list of those who were forgotten in the bundle in dir, as [privacy.Forgotten] in
// JSON; nil where there is none.
func ReadForgotten(dir string) ([]byte, error) {
	data, err := bounded.ReadFile(filepath.Join(dir, filepath.FromSlash(ForgottenFile)), maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return bytes.TrimSpace(data), err
}

// putForgotten stages the list.
func (w *Writer) putForgotten() error {
	if len(w.forgotten) == 0 {
		return nil
	}
	data, err := files.Encode(privacy.Forgotten{KeyCheck: privacy.KeyCheck(w.key), Hashes: w.forgotten.Sorted()})
	if err != nil {
		return fmt.Errorf("encoding who is to be forgotten: %w", err)
	}
	_, err = w.put(ForgottenFile, append(data, '\n'), len(w.forgotten))
	return err
}
