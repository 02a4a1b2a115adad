package cmd

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"plugsheet/samples/testdata/catalog"
)

// scriptHash compares a folder with what it was: "hash bundle before" notes it under a
// name, and a second time with the same name demands that nothing has changed. index/ and
// private/ count too; a lock file does not.
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

// scriptBinary writes a file from hex digits and texts: a text in quotes is written in UTF-16, as old Office
// files name their parts: binary old.xls d0cf11e0a1b11ae1 "Workbook".
func scriptBinary(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: binary FILE HEX [TEXT]...")
	}
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	for _, text := range args[2:] {
		for _, u := range utf16.Encode([]rune(text + "\x00")) {
			data = append(data, byte(u), byte(u>>8))
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// scriptRepeat writes a file that consists of a text many times: repeat big.csv 1000000
// ,,,\n. A \n is a line end.
func scriptRepeat(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: repeat FILE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := strings.ReplaceAll(args[2], `\n`, "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(text), n), 0o644))
}

// scriptGenerate writes a catalog of many made-up products: generate Products.csv 1000.
func scriptGenerate(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: generate FILE N")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(catalog.Write(f, n))
	ts.Check(f.Close())
}
