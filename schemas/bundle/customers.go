package bundle

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2/maybe"
)

const (
	customersFile = PrivateDir + "/customers.json"
	keyFile       = PrivateDir + "/key"
	keyBytes      = 32
)

// customerLine is one line of private/customers.json. E-mail and external id stand there only as HMAC-SHA-256 in hex.
type customerLine struct {
	Email      string            `json:"email,omitempty"`
	ExternalID string            `json:"externalId,omitempty"`
	Values     map[string]string `json:"values"`
}

// Customers writes what is known of visitors to private/customers.json, which is not committed: e-mails and external
// ids as keyed hashes, lines in the order of the hashes. Without customers an earlier file is removed.
func (w *Writer) Customers(cs []Customer) error {
	if len(cs) == 0 || w.dir == "" {
		return nil
	}
	key, err := w.customerKey()
	if err != nil {
		return err
	}
	lines := make([]customerLine, len(cs))
	for i, c := range cs {
		lines[i] = customerLine{hashEmail(key, c.Email), hashExternalID(key, c.ExternalID), c.Values}
	}
	slices.SortStableFunc(lines, func(a, b customerLine) int {
		return strings.Compare(a.ExternalID+a.Email, b.ExternalID+b.Email)
	})
	data, n, err := encodeAll(lines)
	if err != nil {
		return fmt.Errorf("encoding the customers: %w", err)
	}
	w.paths[customersFile] = true
	_, err = w.put(customersFile, data, n)
	return err
}

// customerKey is the given key, or the one under private/, which is made when it is missing.
func (w *Writer) customerKey() ([]byte, error) {
	if len(w.o.CustomerKey) > 0 {
		return w.o.CustomerKey, nil
	}
	key, err := readKey(w.dir)
	if key != nil || err != nil {
		return key, err
	}
	key = make([]byte, keyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making the customers' key: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(w.dir, PrivateDir), 0o700); err != nil {
		return nil, fmt.Errorf("making the customers' key: %w", err)
	}
	text := []byte(hex.EncodeToString(key) + "\n")
	if err := maybe.WriteFile(filepath.Join(w.dir, filepath.FromSlash(keyFile)), text, 0o600); err != nil {
		return nil, fmt.Errorf("making the customers' key: %w", err)
	}
	return key, nil
}

// readKey reads private/key; nil where there is none.
func readKey(dir string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(keyFile)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the customers' key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, &DamagedError{Dir: dir, Path: keyFile, Reason: "it is not 64 hex digits"}
	}
	return key, nil
}

// Customers is what is known of visitors, by hashed external id and e-mail. It is immutable and safe for use by several
// goroutines at once.
type Customers struct {
	key     []byte
	values  []map[string]string
	byID    map[string]int
	byEmail map[string]int
}

// OpenCustomers reads private/customers.json of the bundle in dir; a missing file is an empty set. A nil key takes the one
// under private/. Errors: [*DamagedError], or of the disk.
func OpenCustomers(dir string, key []byte) (*Customers, error) {
	c := &Customers{key: key, byID: map[string]int{}, byEmail: map[string]int{}}
	data, err := os.ReadFile(layout{dir: dir}.at(customersFile))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the customers: %w", err)
	}
	if len(c.key) == 0 {
		if c.key, err = readKey(dir); err != nil {
			return nil, err
		}
		if c.key == nil {
			return nil, &DamagedError{Dir: dir, Path: customersFile, Reason: "the key of its hashes, " + keyFile + ", is missing"}
		}
	}
	var lines []customerLine
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&lines); err != nil {
		return nil, &DamagedError{Dir: dir, Path: customersFile, Reason: err.Error()}
	}
	c.values = make([]map[string]string, len(lines))
	for i, l := range lines {
		c.values[i] = l.Values
		if l.ExternalID != "" {
			c.byID[l.ExternalID] = i
		}
		if l.Email != "" {
			c.byEmail[l.Email] = i
		}
	}
	return c, nil
}

// Find gives the columns of the customer with the external id or, where none has it, with the e-mail in any case. Empty
// texts find nobody. The map is shared: do not change it.
func (c *Customers) Find(externalID, email string) (map[string]string, bool) {
	if len(c.values) == 0 {
		return nil, false
	}
	if i, ok := c.byID[hashExternalID(c.key, externalID)]; ok && externalID != "" {
		return c.values[i], true
	}
	if i, ok := c.byEmail[hashEmail(c.key, email)]; ok && email != "" {
		return c.values[i], true
	}
	return nil, false
}

// Len is the number of customers.
func (c *Customers) Len() int { return len(c.values) }

// hashEmail is the keyed hash of an e-mail without regard to case and surrounding blanks; empty for none.
func hashEmail(key []byte, email string) string {
	return keyed(key, "email:", strings.ToLower(strings.TrimSpace(email)))
}

// hashExternalID is the keyed hash of an external id without surrounding blanks; empty for none.
func hashExternalID(key []byte, id string) string {
	return keyed(key, "externalId:", strings.TrimSpace(id))
}

// keyed is HMAC-SHA-256 in hex of text in its namespace, so that an id that looks like an e-mail is not taken for one.
func keyed(key []byte, space, text string) string {
	if text == "" {
		return ""
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(space + text))
	return hex.EncodeToString(h.Sum(nil))
}
