package cmd

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptHash compares a folder with what it was: "hash bundle before" notes it under a name, and a second time with the
// same name demands that nothing has changed. index/ and private/ count too; a lock file does not.
func scriptHash(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: hash FOLDER NAME")
	}
	now := treeHash(ts, ts.MkAbs(args[0]))
	noted := ts.MkAbs(filepath.Join(".hash", args[1]))
	before, err := os.ReadFile(noted)
	if err != nil {
		ts.Check(os.MkdirAll(filepath.Dir(noted), 0o755))
		ts.Check(os.WriteFile(noted, []byte(now), 0o644))
		return
	}
	if same := string(before) == now; same == neg {
		ts.Fatalf("%s: unchanged is %v\nbefore:\n%snow:\n%s", args[0], same, before, now)
	}
}

// treeHash lists a folder's files with the SHA-256 of each.
func treeHash(ts *testscript.TestScript, dir string) string {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(d.Name(), "lock") {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(data), filepath.ToSlash(name))
		return err
	})
	ts.Check(err)
	return b.String()
}
