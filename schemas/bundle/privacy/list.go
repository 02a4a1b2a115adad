package privacy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plugsheet/schemas/files"
)

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
