// Package privacy is how customers stand in files without their names: keyed hashes, the list of them, and
// how a person is erased from files of lines.
package privacy

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
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
