// Package seal encrypts a text to named people with age (https://age-encryption.org/v1), and opens it again.
// What is sealed is ASCII-armored: git takes it for text on every system, and no setting of line ends breaks
// it.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

var (
	// ErrStranger says that an identity file opens nothing: the text is sealed to other people.
	ErrStranger = errors.New("it is encrypted to others")
	// ErrDamaged says that a text is not sealed at all, or was changed after that.
	ErrDamaged = errors.New("it is no whole age file")
)

// maxIdentities bounds an identity file, in bytes.
const maxIdentities = 64 << 10

// secretPrefix begins an identity, which has no place among recipients and never in a message.
const secretPrefix = "AGE-SECRET-KEY-"

// ParseRecipients reads public keys (age1…), one a line, as age's own recipient files have them: empty lines
// and lines with # at their start do not count. The result is sorted, without repetitions. No error holds any
// of the text.
func ParseRecipients(text string) ([]string, error) {
	if strings.Contains(strings.ToUpper(text), secretPrefix) {
		return nil, errors.New("a secret key stands where a public one is needed, which begins with age1")
	}
	if _, err := age.ParseRecipients(strings.NewReader(text)); err != nil {
		return nil, errors.New("no public key of age, which is one line that begins with age1")
	}
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// Seal encrypts a text to each of the recipients, as [ParseRecipients] gives them. The same text sealed twice
// is not the same bytes.
func Seal(text []byte, recipients []string) ([]byte, error) {
	to, err := age.ParseRecipients(strings.NewReader(strings.Join(recipients, "\n")))
	if err != nil {
		return nil, errors.New("encrypting: a recipient is no public key of age")
	}
	var sealed bytes.Buffer
	outer := armor.NewWriter(&sealed)
	inner, err := age.Encrypt(outer, to...)
	if err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	if _, err := inner.Write(text); err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	if err := errors.Join(inner.Close(), outer.Close()); err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	return sealed.Bytes(), nil
}

// Open opens a sealed text with the identities (AGE-SECRET-KEY-1…) in a file. Errors: [ErrStranger] where
// none of them opens it, [ErrDamaged] where it is no whole sealed text, or that the identity file cannot be
// read.
func Open(sealed []byte, identityFile string) ([]byte, error) {
	identities, err := readIdentities(identityFile)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(sealed)), identities...)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, fmt.Errorf("no identity in %s opens it: %w", identityFile, ErrStranger)
	case err != nil:
		return nil, ErrDamaged
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(len(sealed)))) // nothing in it is packed
	if err != nil {
		return nil, ErrDamaged
	}
	return text, nil
}

// readIdentities reads the secret keys in a file. No error holds any part of them.
func readIdentities(name string) ([]age.Identity, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading the identity file: %w", err)
	}
	defer f.Close()
	identities, err := age.ParseIdentities(io.LimitReader(f, maxIdentities))
	if err != nil {
		return nil, fmt.Errorf("%s: it is no identity file of age, which has a line that begins with %s1",
			name, secretPrefix)
	}
	return identities, nil
}
