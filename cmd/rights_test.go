//go:build linux

package cmd

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobodyID is a user that no file belongs to.
const nobodyID = 65534

// TestRightsTaken takes the rights to its files away from a running server: it answers as before, says
// that the bundle cannot be read, loses no action that it acknowledged, and needs no restart once it has
// them again.
func TestRightsTaken(t *testing.T) {
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	c := asNobody(t, dir, "serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --poll 100ms")
	s := launchProcess(t, dir, c)
	want := s.products(t, http.DefaultClient)
	bundle := filepath.Join(dir, "bundle")
	modes := map[string]fs.FileMode{}
	err := filepath.WalkDir(bundle, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		st, err := d.Info()
		if err == nil {
			modes[path] = st.Mode().Perm()
		}
		return err
	})
	for path := range modes {
		err = errors.Join(err, os.Chmod(path, 0))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.awaitReady(t, http.DefaultClient, `"refused":`)
	s.act(t, http.DefaultClient, "one") // whose journal may be open still
	if got := s.products(t, http.DefaultClient); got != want {
		t.Errorf("other answers than before: %.300s", got)
	}
	for path, mode := range modes {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	s.awaitReady(t, http.DefaultClient, "")
	s.recovered(t, bundle, want)
}

// asNobody runs the program as a user without rights, to whom the folder is given. It skips where that
// needs more rights than the test has.
func asNobody(t *testing.T, dir, args string) *exec.Cmd {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may run a server as another user")
	}
	program := filepath.Join(dir, "plugsheet")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(self) // it lies where nobody may go
	err = errors.Join(err, os.WriteFile(program, data, 0o755), os.Chmod(filepath.Dir(dir), 0o755))
	err = errors.Join(err, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, nobodyID, nobodyID))
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, shellWords(args)...)
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir, "TMPDIR="+dir)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyID, Gid: nobodyID}}
	return c
}

// TestRenameFails imports anew where one name of the bundle cannot be replaced: the import fails, the
// server answers as before, and the next import goes through.
func TestRenameFails(t *testing.T) {
	for _, name := range []string{"manifest.json", "products"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			output(t, plugsheet(t, dir, "sample demo"))
			output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
			s := launchServer(t, dir,
				"serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned --poll 100ms")
			want, tag := s.products(t, http.DefaultClient), s.tag(t, http.DefaultClient)
			held := filepath.Join(dir, "bundle", name)
			if err := syscall.Mount(held, held, "", syscall.MS_BIND, ""); err != nil {
				t.Skipf("this needs the right to mount: %v", err)
			}
			t.Cleanup(func() { syscall.Unmount(held, syscall.MNT_DETACH) })
			sheet := filepath.Join(dir, "demo", "shop", "Products.csv")
			data, err := os.ReadFile(sheet)
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.ReplaceAll(string(data), "14.50 €", "15.50 €")
			if err := os.WriteFile(sheet, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
			out, err := plugsheet(t, dir, "import demo/shop -o bundle").CombinedOutput()
			if err == nil || !strings.Contains(string(out), "bundle") {
				t.Errorf("imported over what cannot be replaced: %v %s", err, out)
			}
			if got := s.products(t, http.DefaultClient); got != want || s.tag(t, http.DefaultClient) != tag {
				t.Errorf("other answers than before: %.300s", got)
			}
			if err := syscall.Unmount(held, 0); err != nil {
				t.Fatal(err)
			}
			output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
			await(t, "the new bundle", func() bool { return s.tag(t, http.DefaultClient) != tag })
			s.awaitReady(t, http.DefaultClient, "")
		})
	}
}
