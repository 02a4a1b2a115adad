package bundle

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle/privacy"
	"plugsheet/schemas/bundle/seal"
	"plugsheet/schemas/files"
)

const (
	customersFile = PrivateDir + "/customers.json"
	sealedFile    = "customers.age"      // the same for a few people's eyes, to be committed
	sealNoteFile  = "customers.age.json" // what has to be known of it without opening it
)

// Customers is what is known of visitors, by hashed external id and e-mail. It is immutable and safe for use
// by several goroutines at once.
type Customers struct {
	key     []byte
	values  []map[string]string
	byID    map[string]int
	byEmail map[string]int
	locked  bool

	forgotten privacy.Hashes
}

// CustomerFiles are the files that [OpenCustomers] reads, relative to the bundle; its digest does not cover
// them.
func CustomerFiles() []string { return []string{customersFile, sealedFile, ForgottenFile} }

// OpenCustomers reads the customers of the bundle in dir, into memory only, without those who were forgotten;
// a bundle without any gives an empty set. Errors: [*KeyError], [*DamagedError], [seal.ErrStranger], or of
// the disk.
func OpenCustomers(dir string, a CustomerAccess) (*Customers, error) {
	c := &Customers{byID: map[string]int{}, byEmail: map[string]int{}}
	at, err := settle(dir)
	if err != nil {
		return nil, err
	}
	l, err := readCustomers(at, a)
	if err != nil {
		return nil, err
	}
	if l == nil {
		c.locked = at.has(sealedFile)
		if c.key = a.Key; len(c.key) == 0 {
			if c.key, err = readKey(dir); err != nil {
				return nil, err
			}
		}
		c.forgotten, err = readForgotten(dir, c.key)
		if keyless := new(KeyError); errors.As(err, &keyless) {
			return c, nil // it cannot tell who they are, and has nobody whom it could bring back
		}
		return c, err
	}
	c.key, c.values = l.key, make([]map[string]string, len(l.Customers))
	if c.forgotten, err = readForgotten(dir, l.key); err != nil {
		return nil, err
	}
	for i, line := range l.Customers {
		if c.forgotten.Has(line) { // it is a file from before
			continue
		}
		c.values[i] = line.Values
		if line.ExternalID != "" {
			c.byID[line.ExternalID] = i
		}
		if line.Email != "" {
			c.byEmail[line.Email] = i
		}
	}
	return c, nil
}

// Find gives the columns of the customer with the external id or, where none has it, with the e-mail in any
// case. Empty texts find nobody. The map is shared: do not change it.
func (c *Customers) Find(externalID, email string) (map[string]string, bool) {
	if len(c.values) == 0 {
		return nil, false
	}
	if i, ok := c.byID[privacy.HashExternalID(c.key, externalID)]; ok && externalID != "" {
		return c.values[i], true
	}
	if i, ok := c.byEmail[privacy.HashEmail(c.key, email)]; ok && email != "" {
		return c.values[i], true
	}
	return nil, false
}

// Forgot tells whether somebody of that id, a customer's or a visitor's, asked to be forgotten.
func (c *Customers) Forgot(id string) bool {
	return id != "" && len(c.forgotten) > 0 && c.forgotten[privacy.HashExternalID(c.key, id)]
}

// Len is the number of customers.
func (c *Customers) Len() int { return len(c.values) }

// Locked tells that the bundle has customers in customers.age only, and that nothing was given to open it.
func (c *Customers) Locked() bool { return c.locked }

// CustomerAccess is what the customers of a bundle are opened with.
type CustomerAccess struct {
	Key []byte // of the hashes of e-mails and external ids; nil takes private/key
	// age identities: then customers.age, which brings its own key, counts where there is one
	IdentityFile string
}

// openCustomers are customers with the key of their hashes.
type openCustomers struct {
	privacy.List
	key []byte
}

// readCustomers reads the customers of a bundle; nil where it has none that can be opened with what is given.
func readCustomers(at layout, a CustomerAccess) (*openCustomers, error) {
	switch {
	case a.IdentityFile != "" && at.has(sealedFile):
		return readSealed(at, a.IdentityFile)
	case at.has(customersFile):
		return readPlain(at, a.Key)
	}
	return nil, nil
}

// readPlain reads private/customers.json and checks that its hashes were made with the key.
func readPlain(at layout, key []byte) (*openCustomers, error) {
	if err := files.NoLink(filepath.Join(at.dir, PrivateDir),
		filepath.Join(at.dir, filepath.FromSlash(customersFile))); err != nil {
		return nil, fmt.Errorf("reading the customers: %w", err)
	}
	data, err := at.readFile(customersFile)
	if err != nil {
		return nil, fmt.Errorf("reading the customers: %w", err)
	}
	l, err := privacy.DecodeList(data)
	if err != nil {
		return nil, &DamagedError{Dir: at.dir, Path: customersFile, Reason: err.Error()}
	}
	if len(key) == 0 {
		if key, err = readKey(at.dir); err != nil {
			return nil, err
		}
	}
	if key == nil || l.KeyCheck != "" && l.KeyCheck != privacy.KeyCheck(key) {
		return nil, &KeyError{Dir: at.dir, Path: customersFile, Missing: key == nil}
	}
	return &openCustomers{l, key}, nil
}

// readSealed opens customers.age.
func readSealed(at layout, identityFile string) (*openCustomers, error) {
	data, err := at.readFile(sealedFile)
	if err != nil {
		return nil, fmt.Errorf("reading the customers: %w", err)
	}
	text, err := seal.Open(data, identityFile)
	if errors.Is(err, seal.ErrDamaged) {
		return nil, &DamagedError{Dir: at.dir, Path: sealedFile, Reason: err.Error()}
	}
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", at.at(sealedFile), err)
	}
	l, err := privacy.DecodeList(text)
	if err != nil {
		return nil, &DamagedError{Dir: at.dir, Path: sealedFile, Reason: err.Error()}
	}
	key, err := hex.DecodeString(l.Key)
	if err != nil || len(key) == 0 || privacy.KeyCheck(key) != l.KeyCheck {
		return nil, &DamagedError{Dir: at.dir, Path: sealedFile,
			Reason: "the key in it is not the one of its hashes"}
	}
	return &openCustomers{l, key}, nil
}

// keyFile holds the key of the hashes in hex.
const keyFile = PrivateDir + "/key"

// newKey keeps the key in private/.
func newKey(dir string, key []byte) error {
	err := files.NoLink(filepath.Join(dir, PrivateDir))
	if err == nil {
		text := []byte(hex.EncodeToString(key) + "\n")
		err = files.WriteBelow(filepath.Join(dir, filepath.FromSlash(keyFile)), text, 0o600, 0o700)
	}
	if err != nil {
		return fmt.Errorf("making the customers' key: %w", err)
	}
	return nil
}

// readKey reads private/key; nil where there is none.
func readKey(dir string) ([]byte, error) {
	text, err := bounded.ReadFile(filepath.Join(dir, filepath.FromSlash(keyFile)), bounded.MiB)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the customers' key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < privacy.KeyBytes {
		return nil, &DamagedError{Dir: dir, Path: keyFile, Reason: "it is not 64 hex digits"}
	}
	return key, nil
}
