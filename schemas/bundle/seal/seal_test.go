package seal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
)

// person makes a key pair: the file with its secret half, and the public one.
func person(t *testing.T) (identityFile, recipient string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	identityFile = filepath.Join(t.TempDir(), "identity")
	if err := os.WriteFile(identityFile, []byte("# mine\n"+key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return identityFile, key.Recipient().String()
}

// TestSeal: each of those it is for opens it, nobody else, and no byte of it can be changed.
func TestSeal(t *testing.T) {
	one, toOne := person(t)
	two, toTwo := person(t)
	other, _ := person(t)
	text := []byte(strings.Repeat("what is said of customers\n", 5000))
	sealed, err := Seal(text, []string{toOne, toTwo})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, text[:20]) || bytes.ContainsFunc(sealed, func(r rune) bool { return r > '~' }) {
		t.Error("it is not encrypted, or no ASCII")
	}
	for _, file := range []string{one, two} {
		for _, as := range [][]byte{sealed, bytes.ReplaceAll(sealed, []byte("\n"), []byte("\r\n"))} {
			// as git may write it
			if got, err := Open(as, file); err != nil || !bytes.Equal(got, text) {
				t.Errorf("opened: %d bytes, %v", len(got), err)
			}
		}
	}
	if _, err := Open(sealed, other); !errors.Is(err, ErrStranger) {
		t.Errorf("a stranger: %v", err)
	}
	changed := slices.Clone(sealed)
	for at := range changed { // the last letter before the last line, in the text's own bytes
		if i := len(changed) - 200 - at; changed[i] >= 'b' && changed[i] <= 'y' {
			changed[i]++
			break
		}
	}
	for name, damaged := range map[string][]byte{"changed": changed, "cut off": sealed[:len(sealed)/2],
		"empty": nil, "plain": text} {
		if got, err := Open(damaged, one); !errors.Is(err, ErrDamaged) || got != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// TestRecipients: what is no public key is refused, and no message holds any of it.
func TestRecipients(t *testing.T) {
	identityFile, a := person(t)
	_, b := person(t)
	list, err := ParseRecipients("# us\n\n" + b + "\r\n" + a + "\n" + b + "\n")
	want := []string{a, b}
	slices.Sort(want)
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("%v, %v", list, err)
	}
	secret, err := os.ReadFile(identityFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(secret), strings.ToLower(string(secret)), "age1qqqq",
		"jane@shop.example", ""} {
		list, err := ParseRecipients(text)
		if err == nil || list != nil || strings.Contains(err.Error(), "qqqq") ||
			strings.Contains(err.Error(), "jane") ||
			strings.Contains(strings.ToUpper(err.Error()), "SECRET-KEY-1") {
			t.Errorf("%q: %v, %v", text, list, err)
		}
	}
	public := filepath.Join(t.TempDir(), "public")
	if err := os.WriteFile(public, []byte(a), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{public, public + "-gone"} {
		if _, err := Open(nil, file); err == nil || strings.Contains(err.Error(), a) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
