package bundle

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2/maybe"
	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"plugsheet/schemas/bounded"
)

const (
	keyFile  = PrivateDir + "/key"
	keyBytes = 32
)

// KeyError says that hashes of customers were made with another key than the one at hand: nobody would ever be found.
type KeyError struct {
	Dir     string
	Path    string // the file with the hashes, relative to Dir
	Missing bool   // there is no key at all
}

func (e *KeyError) Error() string {
	if e.Missing {
		return fmt.Sprintf("%s: the customers' key, with which %s was made, is not here", e.Dir, e.Path)
	}
	return fmt.Sprintf("%s: %s was made with another customers' key", e.Dir, e.Path)
}

// newKey makes the key file under private/.
func newKey(dir string, key []byte) error {
	if err := os.MkdirAll(filepath.Join(dir, PrivateDir), 0o700); err != nil {
		return fmt.Errorf("making the customers' key: %w", err)
	}
	text := []byte(hex.EncodeToString(key) + "\n")
	if err := maybe.WriteFile(filepath.Join(dir, filepath.FromSlash(keyFile)), text, 0o600); err != nil {
		return fmt.Errorf("making the customers' key: %w", err)
	}
	return nil
}

// randomKey makes a key.
func randomKey() ([]byte, error) {
	key := make([]byte, keyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making the customers' key: %w", err)
	}
	return key, nil
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
	if err != nil || len(key) < keyBytes {
		return nil, &DamagedError{Dir: dir, Path: keyFile, Reason: "it is not 64 hex digits"}
	}
	return key, nil
}

// keyCheck is a text that tells keys apart and does not give them away.
func keyCheck(key []byte) string { return keyed(key, "key check:", "plugsheet") }

// hashEmail is the keyed hash of an e-mail in its canonical form; empty for none.
func hashEmail(key []byte, email string) string {
	return keyed(key, "email:", canonicalEmail(email))
}

// canonicalEmail is an e-mail without regard to case and surrounding blanks, with its domain as the network writes it:
// bücher.example is xn--bcher-kva.example. No address has a blank in it, but a + that was not encoded in a query is one.
func canonicalEmail(email string) string {
	email = strings.ReplaceAll(norm.NFC.String(strings.ToLower(strings.TrimSpace(email))), " ", "+")
	local, domain, _ := strings.Cut(email, "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil && ascii != domain {
		return local + "@" + ascii
	}
	return email
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
