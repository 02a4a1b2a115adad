// Package privacy is how customers stand in files without their names: keyed hashes, the list of them, and
// how a person is erased from files of lines.
package privacy

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"plugsheet/schemas/files"
)

// KeyBytes is how many bytes a key has.
const KeyBytes = 32

// RandomKey makes a key.
func RandomKey() ([]byte, error) {
	key := make([]byte, KeyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making the customers' key: %w", err)
	}
	return key, nil
}

// KeyCheck is a text that tells keys apart and does not give them away.
func KeyCheck(key []byte) string { return Hash(key, "key check:", "plugsheet") }

// HashEmail is the keyed hash of an e-mail in its canonical form; empty for none.
func HashEmail(key []byte, email string) string {
	return Hash(key, "email:", canonicalEmail(email))
}

// canonicalEmail is an e-mail without regard to case and surrounding blanks, with its domain as the network
// writes it: bücher.example is xn--bcher-kva.example. No address has a blank in it, but a + that was not
// encoded in a query is one.
func canonicalEmail(email string) string {
	email = strings.ReplaceAll(norm.NFC.String(strings.ToLower(strings.TrimSpace(email))), " ", "+")
	local, domain, _ := strings.Cut(email, "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil && ascii != domain {
		return local + "@" + ascii
	}
	return email
}

// HashExternalID is the keyed hash of an external id without surrounding blanks; empty for none.
func HashExternalID(key []byte, id string) string {
	return Hash(key, "externalId:", strings.TrimSpace(id))
}

// Hash is HMAC-SHA-256 in hex of text in its namespace, so that an id that looks like an e-mail is not taken
// for one.
func Hash(key []byte, space, text string) string {
	if text == "" {
		return ""
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(space + text))
	return hex.EncodeToString(h.Sum(nil))
}

// ListFormat is the number of the layout of customers' files.
const ListFormat = 1

// Customer is one customer in a file. E-mail and external id stand there only as HMAC-SHA-256 in hex.
type Customer struct {
	Email      string            `json:"email,omitempty"`
	ExternalID string            `json:"externalId,omitempty"`
	Values     map[string]string `json:"values"`
}

// List is what private/customers.json holds, and, with key and forgotten ones, what customers.age holds.
type List struct {
	Format    int        `json:"format"`
	Key       string     `json:"key,omitempty"` // of the hashes, in hex; only where it is sealed
	KeyCheck  string     `json:"keyCheck"`      // tells whether a key is the one of the hashes
	Forgotten []string   `json:"forgotten,omitempty"`
	Customers []Customer `json:"customers"`
}

// Encode writes one customer a line, in the order of their hashes.
func (l List) Encode() ([]byte, error) {
	customers := slices.Clone(l.Customers)
	slices.SortStableFunc(customers, func(a, b Customer) int {
		return strings.Compare(a.ExternalID+a.Email, b.ExternalID+b.Email)
	})
	l.Customers = []Customer{}
	head, err := files.Encode(l)
	if err != nil {
		return nil, fmt.Errorf("encoding the customers: %w", err)
	}
	text := bytes.TrimSuffix(head, []byte("]}"))
	for i, c := range customers {
		line, err := files.Encode(c)
		if err != nil {
			return nil, fmt.Errorf("encoding the customers: %w", err)
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(text, '\n'), line...)
	}
	if len(customers) > 0 {
		text = append(text, '\n')
	}
	return append(text, "]}\n"...), nil
}

// DecodeList reads what [List.Encode] wrote. Errors are plain words without anything of the content.
func DecodeList(data []byte) (List, error) {
	var l List
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
	if l.Format != ListFormat {
		return l, fmt.Errorf("format %d, and this program reads format %d: import the customers again",
			l.Format, ListFormat)
	}
	return l, nil
}

// Hashes is a set of keyed hashes.
type Hashes map[string]bool

// Add puts hashes into the set; empty ones are none.
func (h Hashes) Add(list ...string) {
	for _, hash := range list {
		if hash != "" {
			h[hash] = true
		}
	}
}

// Has tells whether a customer's e-mail or external id is in the set.
func (h Hashes) Has(c Customer) bool { return h[c.Email] || h[c.ExternalID] }

// Sorted are the hashes in order.
func (h Hashes) Sorted() []string { return slices.Sorted(maps.Keys(h)) }
