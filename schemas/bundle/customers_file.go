package bundle

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plugsheet/schemas/bundle/seal"
	"plugsheet/schemas/files"
)

const (
	customersFile = PrivateDir + "/customers.json"
	sealedFile    = "customers.age"      // the same for a few people's eyes, to be committed
	sealNoteFile  = "customers.age.json" // what has to be known of it without opening it
)

// customersFormat is the number of the layout of customers' files.
const customersFormat = 1

// customerLine is one customer in a file. E-mail and external id stand there only as HMAC-SHA-256 in hex.
type customerLine struct {
	Email      string            `json:"email,omitempty"`
	ExternalID string            `json:"externalId,omitempty"`
	Values     map[string]string `json:"values"`
}

// customerList is what private/customers.json holds, and, with key and forgotten ones, what customers.age holds.
type customerList struct {
	Format    int            `json:"format"`
	Key       string         `json:"key,omitempty"` // of the hashes, in hex; only where it is sealed
	KeyCheck  string         `json:"keyCheck"`      // tells whether a key is the one of the hashes
	Forgotten []string       `json:"forgotten,omitempty"`
	Customers []customerLine `json:"customers"`
}

// encode writes one customer a line, in the order of their hashes.
func (l customerList) encode() ([]byte, error) {
	customers := slices.Clone(l.Customers)
	slices.SortStableFunc(customers, func(a, b customerLine) int {
		return strings.Compare(a.ExternalID+a.Email, b.ExternalID+b.Email)
	})
	l.Customers = []customerLine{}
	head, err := files.Encode(l)
	if err != nil {
		return nil, fmt.Errorf("encoding the customers: %w", err)
	}
	list, _, err := encodeAll(customers)
	if err != nil {
		return nil, fmt.Errorf("encoding the customers: %w", err)
	}
	return append(append(bytes.TrimSuffix(head, []byte("[]}")), bytes.TrimSuffix(list, []byte("\n"))...), "}\n"...), nil
}

// decodeCustomers reads what encode wrote. Errors are plain words without anything of the content.
func decodeCustomers(data []byte) (customerList, error) {
	var l customerList
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) { // as it was before there was a check of the key
		if err := json.Unmarshal(data, &l.Customers); err != nil {
			return l, errors.New("it is no list of customers")
		}
		return l, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&l); err != nil {
		return l, errors.New("it is no list of customers")
	}
	if l.Format != customersFormat {
		return l, fmt.Errorf("format %d, and this program reads format %d: import the customers again", l.Format, customersFormat)
	}
	return l, nil
}

// CustomerAccess is what the customers of a bundle are opened with.
type CustomerAccess struct {
	Key          []byte // of the hashes of e-mails and external ids; nil takes private/key
	IdentityFile string // age identities: then customers.age, which brings its own key, counts where there is one
}

// openCustomers are customers with the key of their hashes.
type openCustomers struct {
	customerList
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
	data, err := at.readFile(customersFile)
	if err != nil {
		return nil, fmt.Errorf("reading the customers: %w", err)
	}
	l, err := decodeCustomers(data)
	if err != nil {
		return nil, &DamagedError{Dir: at.dir, Path: customersFile, Reason: err.Error()}
	}
	if len(key) == 0 {
		if key, err = readKey(at.dir); err != nil {
			return nil, err
		}
	}
	if key == nil || l.KeyCheck != "" && l.KeyCheck != keyCheck(key) {
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
	l, err := decodeCustomers(text)
	if err != nil {
		return nil, &DamagedError{Dir: at.dir, Path: sealedFile, Reason: err.Error()}
	}
	key, err := hex.DecodeString(l.Key)
	if err != nil || len(key) == 0 || keyCheck(key) != l.KeyCheck {
		return nil, &DamagedError{Dir: at.dir, Path: sealedFile, Reason: "the key in it is not the one of its hashes"}
	}
	return &openCustomers{l, key}, nil
}
