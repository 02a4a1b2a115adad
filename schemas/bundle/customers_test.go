package bundle

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/schemas/bundle/privacy"
)

// Two pairs of age keys, for the tests only.
const (
	oneSecret = "AGE-SECRET-KEY-1NTFT55FK3SVRSF5XKSJQ9AEDRPUEP23DP4RVV46WSXKNAE0TYDQQ57EZ09"
	onePublic = "age1pxp99myn75zzg03npfw3gcwjgky4su40lj7zguktr3v8zcgxcuzsetn03a"
	twoSecret = "AGE-SECRET-KEY-1ZTTRU498EL259FRGVY7LDWEQSGCQ7498JPV8Z554YDDFWVNARZVQ03JU5N"
	twoPublic = "age1gvwx86r8al50dyu47xls7y76m9kzv4adcvl0ssrmlfuhujqs05cseyz0je"
)

var testKey = []byte("a key for the tests, thirty-two bytes")

// identity writes an identity file.
func identity(t *testing.T, secrets ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "identity")
	must(t, os.WriteFile(name, []byte("# for a test\n"+strings.Join(secrets, "\n")+"\n"), 0o600))
	return name
}

// someCustomers are two, of whom the first has e-mail and external id.
func someCustomers() []Customer {
	return []Customer{
		{Email: "Jane.Doe@Example.com", ExternalID: "C-1", Values: map[string]string{"Level": "gold"}},
		{Email: "joe@example.org", Values: map[string]string{"Level": "silver"}},
	}
}

// putCustomersIn writes a bundle with customers into dir.
func putCustomersIn(t *testing.T, dir string, o WriteOptions, cs ...Customer) (Result, error) {
	t.Helper()
	w, err := Create(dir, o)
	must(t, err)
	defer w.Close()
	if err := w.Customers(cs); err != nil {
		return Result{}, err
	}
	return w.Commit(context.Background())
}

// knows tells whom of the two the bundle knows.
func knows(t *testing.T, dir string, a CustomerAccess) string {
	t.Helper()
	c, err := OpenCustomers(dir, a)
	must(t, err)
	jane, _ := c.Find("", "jane.doe@example.com")
	joe, _ := c.Find("", "joe@example.org")
	return jane["Level"] + " " + joe["Level"]
}

func TestCustomersOfAnotherKey(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{CustomerKey: testKey}, someCustomers()...)
	must(t, err)
	if got := knows(t, dir, CustomerAccess{Key: testKey}); got != "gold silver" {
		t.Errorf("with the key: %q", got)
	}
	var key *KeyError
	if _, err := OpenCustomers(dir, CustomerAccess{Key: make([]byte, 32)}); !errors.As(err, &key) ||
		key.Missing {
		t.Errorf("with another key: %v", err)
	}
	if _, err := OpenCustomers(dir, CustomerAccess{}); !errors.As(err, &key) || !key.Missing {
		t.Errorf("without a key: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, keyFile)); err == nil {
		t.Error("a key that was given was written to the disk")
	}
	must(t, os.WriteFile(filepath.Join(dir, customersFile), []byte("{\"customers\": 7}\n"), 0o600))
	var damaged *DamagedError
	if _, err := OpenCustomers(dir, CustomerAccess{Key: testKey}); !errors.As(err, &damaged) {
		t.Errorf("a file of another shape: %v", err)
	}
}

// TestCustomersOfBefore: a file from before there was a check of the key, a bare list, is read as it was.
func TestCustomersOfBefore(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{CustomerKey: testKey}, someCustomers()...)
	must(t, err)
	file := filepath.Join(dir, filepath.FromSlash(customersFile))
	data, err := os.ReadFile(file)
	must(t, err)
	l, err := privacy.DecodeList(data)
	must(t, err)
	list, _, err := encodeAll(l.Customers)
	must(t, err)
	must(t, os.WriteFile(file, list, 0o600))
	if got := knows(t, dir, CustomerAccess{Key: testKey}); got != "gold silver" {
		t.Errorf("known are %q", got)
	}
}

func TestSealedCustomers(t *testing.T) {
	dir := t.TempDir()
	o := WriteOptions{CustomersFor: []string{twoPublic, onePublic}}
	_, err := putCustomersIn(t, dir, o, someCustomers()...)
	must(t, err)
	before := tree(t, dir)
	for name, text := range before {
		if !strings.HasPrefix(name, PrivateDir+"/") &&
			(strings.Contains(text, "gold") || strings.Contains(text, before[keyFile][:64])) {
			t.Errorf("%s holds what is private", name)
		}
	}

	// what is there goes to another machine: everything but private/
	other := t.TempDir()
	must(t, os.CopyFS(other, os.DirFS(dir)))
	must(t, os.RemoveAll(filepath.Join(other, PrivateDir)))
	for _, secret := range []string{oneSecret, twoSecret} {
		if got := knows(t, other, CustomerAccess{IdentityFile: identity(t, secret)}); got != "gold silver" {
			t.Errorf("on another machine: %q", got)
		}
	}
	c, err := OpenCustomers(other, CustomerAccess{})
	if err != nil || c.Len() != 0 || !c.Locked() {
		t.Errorf("without identity: %v %v", c, err)
	}

	// the same again changes nothing, recipients or not; others do, and those of before are known
	for _, o := range []WriteOptions{o, {}} {
		r, err := putCustomersIn(t, dir, o, someCustomers()...)
		if err != nil || len(r.Written)+len(r.Removed) > 0 {
			t.Errorf("the same again: %+v, %v", r, err)
		}
	}
	r, err := putCustomersIn(t, dir, WriteOptions{}, someCustomers()[0])
	if err != nil ||
		strings.Join(r.Written, " ") != "customers.age customers.age.json private/customers.json" {
		t.Errorf("one customer less: %+v, %v", r, err)
	}
	r, err = putCustomersIn(t, dir, WriteOptions{CustomersFor: []string{onePublic}}, someCustomers()[0])
	if err != nil || strings.Join(r.Written, " ") != "customers.age customers.age.json" {
		t.Errorf("one recipient less: %+v, %v", r, err)
	}
	if _, err := OpenCustomers(dir,
		CustomerAccess{IdentityFile: identity(t, twoSecret)}); !errors.Is(err, ErrStranger) {
		t.Errorf("a stranger: %v", err)
	}
	r, err = putCustomersIn(t, dir, WriteOptions{})
	if err != nil ||
		strings.Join(r.Removed, " ") != "customers.age customers.age.json private/customers.json" {
		t.Errorf("no customers: %+v, %v", r, err)
	}
}

func TestSealedCustomersDamaged(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{CustomersFor: []string{onePublic}}, someCustomers()...)
	must(t, err)
	a := CustomerAccess{IdentityFile: identity(t, oneSecret)}
	text := tree(t, dir)[sealedFile]
	for name, bad := range map[string]string{
		"empty": "", "cut": text[:len(text)/2], "conflict": "<<<<<<< HEAD\n" + text, "no age": "hello\n",
		"flipped": strings.Replace(text, text[len(text)-60:len(text)-58], "Zz", 1),
	} {
		must(t, os.WriteFile(filepath.Join(dir, sealedFile), []byte(bad), 0o644))
		var damaged *DamagedError
		if _, err := OpenCustomers(dir, a); !errors.As(err, &damaged) || damaged.Path != sealedFile {
			t.Errorf("%s: %v", name, err)
		}
	}
	// an import mends it
	_, err = putCustomersIn(t, dir, WriteOptions{}, someCustomers()...)
	must(t, err)
	if got := knows(t, dir, a); got != "gold silver" {
		t.Errorf("after another import: %q", got)
	}
	must(t, os.Remove(a.IdentityFile))
	if _, err := OpenCustomers(dir, a); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without identity file: %v", err)
	}
}

// A clone has no private/: its key is in customers.age, and no import may make another one in silence.
func TestImportIntoClone(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{CustomersFor: []string{onePublic}}, someCustomers()...)
	must(t, err)
	key := tree(t, dir)[keyFile]
	must(t, os.RemoveAll(filepath.Join(dir, PrivateDir)))
	if _, err := putCustomersIn(t, dir, WriteOptions{}, someCustomers()...); !errors.Is(err, ErrSealed) {
		t.Errorf("without key: %v", err)
	}
	r, err := putCustomersIn(t, dir,
		WriteOptions{CustomerIdentity: identity(t, oneSecret)}, someCustomers()...)
	if err != nil || strings.Join(r.Written, " ") != customersFile {
		t.Errorf("with the identity: %+v, %v", r, err)
	}
	if tree(t, dir)[keyFile] != key {
		t.Error("the key is another one")
	}
}

// What lies under private/ is for nobody but its owner.
func TestPrivateModes(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{CustomersFor: []string{onePublic}}, someCustomers()...)
	must(t, err)
	_, err = Forget(t.Context(), dir, "C-1", CustomerAccess{})
	must(t, err)
	plain := filepath.Join(dir, "plain") // as the umask of whoever runs the tests leaves it
	must(t, os.WriteFile(plain, nil, 0o644))
	everybody, err := os.Stat(plain)
	must(t, err)
	open := everybody.Mode().Perm()
	for path, want := range map[string]os.FileMode{
		PrivateDir: 0o700, customersFile: 0o600, keyFile: 0o600, ForgottenFile: 0o600, sealedFile: open,
		sealNoteFile: open,
	} {
		if st, err := os.Stat(filepath.Join(dir, path)); err != nil || st.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, st.Mode().Perm(), err, want)
		}
	}
}
