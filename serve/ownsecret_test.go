package serve

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// TestClosedWithoutSecret: a server that was told nothing of secrets answers no route but those that are open
// by design, whichever are added to the table later.
func TestClosedWithoutSecret(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	o.AllowUnsigned = false
	s := start(t, o)
	byDesign := map[string]int{
		// of the catalog alone (contract, 4.4)
		"/health": 200, "/ready": 200, "/app": 308, "/app/messages": 200,
		"/app/session": 403, "/app/api/products": 403, "/app/api/categories": 403, "/app/api/missed": 403,
		"/app/api/sent": 403, "/app/{file}": 404,
	}
	for path, rt := range s.table() {
		for method, there := range map[string]bool{"GET": rt.Get != nil, "HEAD": rt.Get != nil,
			"POST": rt.Post != nil, "PUT": rt.Put != nil} {
			if !there {
				continue
			}
			want := byDesign[path]
			if want == 0 {
				want = http.StatusUnauthorized
			}
			for _, sums := range [][]string{nil, {Sign(nil, nil)},
				{Sign(Secret(""), []byte(`{"messages":[]}`))}} {
				if w := signed(s, method, path, `{"messages":[]}`, sums...); w.Code != want {
					t.Errorf("%s %s: want %d: %s", method, path, want, dump(w))
				}
			}
		}
	}
	if got := lines(t, s.sites.Root().Dir); got != nil {
		t.Errorf("an action without signature is in the journal: %q", got)
	}
}

func TestOwnSecret(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadOwnSecret(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("before it is made: %v", err)
	}
	must(t, os.Mkdir(filepath.Join(dir, "private"), 0o700))
	// of one that was killed
	must(t, os.WriteFile(filepath.Join(dir, "private", ".secret-1"), []byte(OwnSecretPrefix), 0o600))
	all := make([]Secret, 20)
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			var err error
			if all[i], err = OwnSecret(dir); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, one := range all {
		if string(one) != string(all[0]) || len(one) < 60 ||
			!strings.HasPrefix(string([]byte(one)), OwnSecretPrefix) {
			t.Errorf("servers that start at once have secrets of %d and %d bytes", len(one), len(all[0]))
		}
	}
	name := filepath.Join(dir, filepath.FromSlash(OwnSecretFile))
	st, err := os.Stat(name)
	must(t, err)
	if runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", st.Mode())
	}
	if left, err := filepath.Glob(filepath.Join(dir, "private", ".secret-*")); err != nil || len(left) != 1 {
		t.Errorf("left behind: %q %v", left, err)
	}
	other, err := OwnSecret(t.TempDir())
	if err != nil || string(other) == string(all[0]) {
		t.Errorf("another bundle has the same secret: %v", err)
	}
}

// TestOwnSecretIsNobodyElses: what was not made here, or only half, is refused and left as it is.
func TestOwnSecretIsNobodyElses(t *testing.T) {
	whole := string([]byte(NewOwnSecret()))
	for name, text := range map[string]string{
		"empty": "", "cut off": whole[:30], "another": strings.Repeat("x", 80) + "\n",
		"two lines": whole + "\n" + whole + "\n", "a blank": whole[:30] + " " + whole[30:],
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, filepath.FromSlash(OwnSecretFile))
		must(t, os.Mkdir(filepath.Dir(file), 0o700))
		must(t, os.WriteFile(file, []byte(text), 0o600))
		if _, err := OwnSecret(dir); !errors.Is(err, ErrOwnSecret) ||
			text != "" && strings.Contains(err.Error(), text[:20]) {
			t.Errorf("%s: %v", name, err)
		}
		if data, err := os.ReadFile(file); err != nil || string(data) != text {
			t.Errorf("%s: it is now %q (%v)", name, data, err)
		}
	}
	for name, make := range map[string]func(private string) error{
		"private is a file": func(private string) error { return os.WriteFile(private, nil, 0o600) },
		"private is a link": func(private string) error { return os.Symlink(t.TempDir(), private) },
		"secret is a link": func(private string) error {
			return errors.Join(os.Mkdir(private, 0o700),
				os.Symlink("elsewhere", filepath.Join(private, "secret")))
		},
	} {
		dir := t.TempDir()
		must(t, make(filepath.Join(dir, "private")))
		if secret, err := OwnSecret(dir); err == nil {
			t.Errorf("%s: a secret of %d bytes", name, len(secret))
		}
	}
}
