package bundle

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/schemas/bundle/privacy"
)

func TestForget(t *testing.T) {
	for _, who := range []string{"C-1", "jane.doe@EXAMPLE.com", " C-1\n"} {
		dir := t.TempDir()
		_, err := putCustomersIn(t, dir, WriteOptions{}, someCustomers()...)
		must(t, err)
		for i, want := range []Forgot{{Customers: 1}, {Before: true}} {
			got, err := Forget(t.Context(), dir, who, CustomerAccess{})
			if err != nil || got != want {
				t.Errorf("%q, time %d: %+v, %v", who, i+1, got, err)
			}
		}
		if got := knows(t, dir, CustomerAccess{}); got != " silver" {
			t.Errorf("%q: known are %q", who, got)
		}
		// the next import does not bring her back, by whichever of her two names
		jane := someCustomers()[0]
		_, err = putCustomersIn(t, dir, WriteOptions{}, Customer{Email: jane.Email, Values: jane.Values},
			Customer{ExternalID: "C-1"}, someCustomers()[1])
		must(t, err)
		if c, err := OpenCustomers(dir, CustomerAccess{}); err != nil || c.Len() != 1 ||
			knows(t, dir, CustomerAccess{}) != " silver" {
			t.Errorf("%q: after another import %d customers, %v", who, c.Len(), err)
		}
		for name, text := range tree(t, dir) {
			if strings.Contains(strings.ToLower(text), "jane.doe") || strings.Contains(text, "C-1") {
				t.Errorf("%q: %s holds her in clear", who, name)
			}
		}
	}
}

// TestAddForgotten: who was forgotten in one bundle is so in another of the same key, also a visitor, and
// where there are no customers.
func TestAddForgotten(t *testing.T) {
	key := []byte(strings.Repeat("k", 32))
	access := CustomerAccess{Key: key}
	one, two, none := t.TempDir(), t.TempDir(), t.TempDir()
	for dir, all := range map[string][]Customer{one: someCustomers(), two: someCustomers(), none: nil} {
		_, err := putCustomersIn(t, dir, WriteOptions{CustomerKey: key}, all...)
		must(t, err)
	}
	for _, who := range []string{"C-1", "v-7"} {
		_, err := Forget(t.Context(), one, who, access)
		must(t, err)
	}
	list, err := ReadForgotten(one)
	must(t, err)
	for _, dir := range []string{two, none} {
		for _, want := range []bool{true, false} {
			if news, err := AddForgotten(dir, list); news != want || err != nil {
				t.Errorf("news %t, %v; want %t", news, err, want)
			}
		}
		c, err := OpenCustomers(dir, access)
		must(t, err)
		if _, known := c.Find("C-1", ""); known || !c.Forgot("v-7") || c.Forgot("v-8") || c.Forgot("") {
			t.Errorf("known %t, forgotten %t and %t", known, c.Forgot("v-7"), c.Forgot("v-8"))
		}
	}
	if news, err := AddForgotten(filepath.Join(none, "new"), nil); news || err != nil {
		t.Errorf("of nobody: %t, %v", news, err)
	}
	other, err := ReadForgotten(none)
	must(t, err)
	strange := strings.Replace(string(other), `"keyCheck":"`, `"keyCheck":"x`, 1)
	if _, err := AddForgotten(one, []byte(strange)); !errors.Is(err, privacy.ErrForgottenKey) {
		t.Errorf("of another key: %v", err)
	}
}

func TestForgetNobody(t *testing.T) {
	dir := t.TempDir()
	if _, err := Forget(t.Context(), dir, "C-1", CustomerAccess{}); !errors.Is(err, ErrNotBundle) {
		t.Errorf("no bundle: %v", err)
	}
	_, err := putCustomersIn(t, dir, WriteOptions{})
	must(t, err)
	got, err := Forget(t.Context(), dir, "C-9", CustomerAccess{})
	if err != nil || got.Found() {
		t.Errorf("unknown: %+v, %v", got, err)
	}
	if _, err := Forget(t.Context(), dir, " ", CustomerAccess{}); err == nil {
		t.Error("nobody named: no error")
	}
	// and is left out should she come
	_, err = putCustomersIn(t, dir, WriteOptions{}, Customer{ExternalID: "C-9"})
	must(t, err)
	if c, err := OpenCustomers(dir, CustomerAccess{}); err != nil || c.Len() != 0 {
		t.Errorf("%d customers, %v", c.Len(), err)
	}
	if _, err := putCustomersIn(t, dir, WriteOptions{CustomerKey: testKey},
		Customer{ExternalID: "C-9"}); !errors.As(err, new(*KeyError)) {
		t.Errorf("another key, with which nobody would be known as forgotten: %v", err)
	}
}

func TestForgetSealed(t *testing.T) {
	open := CustomerAccess{IdentityFile: identity(t, oneSecret)}
	sealed := func(t *testing.T) string {
		dir := t.TempDir()
		_, err := putCustomersIn(t, dir, WriteOptions{CustomersFor: []string{onePublic}}, someCustomers()...)
		must(t, err)
		return dir
	}
	t.Run("beside the plain ones no identity is needed", func(t *testing.T) {
		dir := sealed(t)
		got, err := Forget(t.Context(), dir, "C-1", CustomerAccess{})
		if err != nil || got != (Forgot{Customers: 1, Sealed: 1}) || knows(t, dir, open) != " silver" {
			t.Errorf("%+v, %v, known are %q", got, err, knows(t, dir, open))
		}
	})
	t.Run("in a clone it is", func(t *testing.T) {
		dir := sealed(t)
		must(t, os.RemoveAll(filepath.Join(dir, PrivateDir)))
		before := tree(t, dir)
		if _, err := Forget(t.Context(), dir, "C-1", CustomerAccess{}); !errors.Is(err, ErrSealed) {
			t.Errorf("without identity: %v", err)
		}
		if !maps.Equal(before, tree(t, dir)) {
			t.Error("something was changed")
		}
		got, err := Forget(t.Context(), dir, "C-1", open)
		if err != nil || got != (Forgot{Sealed: 1}) || knows(t, dir, open) != " silver" {
			t.Errorf("%+v, %v", got, err)
		}
		// who is to be forgotten travels with it
		must(t, os.RemoveAll(filepath.Join(dir, PrivateDir)))
		if _, err := putCustomersIn(t, dir, WriteOptions{CustomerKey: testKey},
			someCustomers()...); !errors.Is(err, ErrSealed) {
			t.Errorf("an import that does not know of it: %v", err)
		}
		_, err = putCustomersIn(t, dir, WriteOptions{CustomerIdentity: open.IdentityFile}, someCustomers()...)
		if must(t, err); knows(t, dir, CustomerAccess{}) != " silver" || knows(t, dir, open) != " silver" {
			t.Errorf("after another import: %q", knows(t, dir, CustomerAccess{}))
		}
	})
	t.Run("another content than the plain one", func(t *testing.T) {
		dir := sealed(t)
		_, err := putCustomersIn(t, t.TempDir(), WriteOptions{}, someCustomers()...)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, sealedFile), []byte("from another commit"), 0o644))
		got, err := Forget(t.Context(), dir, "C-1", CustomerAccess{})
		if !errors.Is(err, ErrSealed) || got != (Forgot{Customers: 1}) ||
			knows(t, dir, CustomerAccess{}) != " silver" {
			t.Errorf("%+v, %v", got, err)
		}
	})
	t.Run("nobody knows for whom", func(t *testing.T) {
		dir := sealed(t)
		must(t, os.Remove(filepath.Join(dir, sealNoteFile)))
		if got, err := Forget(t.Context(), dir, "C-1", open); !errors.Is(err, ErrNoRecipients) ||
			got.Customers != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// A kill at any moment leaves what the next call finishes: the commit is that of an import, tested there.
func TestForgetInterrupted(t *testing.T) {
	dir := t.TempDir()
	_, err := putCustomersIn(t, dir, WriteOptions{}, someCustomers()...)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := tree(t, dir)
	if _, err := Forget(ctx, dir, "C-1", CustomerAccess{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	after := tree(t, dir)
	for name := range before {
		if before[name] != after[name] {
			t.Errorf("%s was changed", name)
		}
	}
	got, err := Forget(t.Context(), dir, "C-1", CustomerAccess{})
	if err != nil || got != (Forgot{Customers: 1}) {
		t.Errorf("after that: %+v, %v", got, err)
	}
}

func TestBlot(t *testing.T) {
	for _, tt := range []struct{ who, line, want string }{
		{"V-1", `{"idVisitorUnique":"V-1","idOperator":"V-1"}`,
			`{"idVisitorUnique":"***","idOperator":"V-1"}`},
		{"V-1", `{"idVisitorUnique":"V-12"}`, `{"idVisitorUnique":"V-12"}`},
		{`a"<b`, `{"idVisitorExternal":"a\"\u003cb","emailVisitor":"a\"<b"}`,
			`{"idVisitorExternal":"**********","emailVisitor":"*****"}`},
		{"ann@x.example", `{"text":"ask Ann@X.example, joann@x.example\nann@x.example"}`,
			`{"text":"ask *************, joann@x.example\n*************"}`},
		{"ann@x.example", `{"text":"\u003cann@x.example\u003e"}`, `{"text":"\u003c*************\u003e"}`},
		{"42", `{"text":"42","idConversation":"42"}`, `{"text":"42","idConversation":"42"}`},
	} {
		dir := t.TempDir()
		must(t, os.Mkdir(filepath.Join(dir, PrivateDir), 0o700))
		name := filepath.Join(dir, PrivateDir, "journal-000001.jsonl")
		must(t, os.WriteFile(name, []byte("{}\n"+tt.line+"\n"+tt.line), 0o600))
		n, err := privacy.Erase(filepath.Join(dir, PrivateDir), tt.who)
		must(t, err)
		data, err := os.ReadFile(name)
		must(t, err)
		if want := "{}\n" + tt.want + "\n" + tt.line; string(data) != want ||
			(n == 0) != (tt.want == tt.line) {
			t.Errorf("%q, %d:\n%s\nwant\n%s", tt.who, n, data, want)
		}
	}
}

// TestForgottenAlone: a list of those who were forgotten that cannot be read is told, also where no customers
// are: their actions would be kept with their names.
func TestForgottenAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, filepath.FromSlash(ForgottenFile))
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte("{"), 0o600))
	damaged := new(DamagedError)
	if _, err := OpenCustomers(dir, CustomerAccess{}); !errors.As(err, &damaged) {
		t.Errorf("a damaged list: %v", err)
	}
}
