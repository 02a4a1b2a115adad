package cmd

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptWeb serves a folder until the script ends and sets the variable WEB to its address: web export.
func scriptWeb(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: web FOLDER")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("WEB", s.URL)
}

// scriptPack packs a file with gzip, with -cut only the first half of the outcome: pack
// Products.csv Products.csv.gz.
func scriptPack(ts *testscript.TestScript, _ bool, args []string) {
	cut := len(args) > 0 && args[0] == "-cut"
	if cut {
		args = args[1:]
	}
	if len(args) != 2 {
		ts.Fatalf("usage: pack [-cut] FILE FILE.gz")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(z.Close())
	if cut {
		b.Truncate(b.Len() / 2)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o644))
}

// scriptHead keeps the header and the first rows of a table: head Products.csv 20.
func scriptHead(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: head FILE ROWS")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	lines := strings.SplitAfterN(ts.ReadFile(args[0]), "\n", n+2)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines[:min(n+1, len(lines))], "")), 0o644))
}

// scriptDear puts a 1 before every price in euros: dear Products.csv.
func scriptDear(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := regexp.MustCompile(`(\d+[.,]\d\d) ?€`).ReplaceAllString(ts.ReadFile(name), "1$1 €")
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
	}
}

// scriptAlone makes a folder in which a program is the only one, for a PATH without the
// others: alone bin plugsheet.
func scriptAlone(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: alone FOLDER PROGRAM")
	}
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if path := filepath.Join(dir, args[1]); exists(path) {
			ts.Check(os.Symlink(path, filepath.Join(ts.MkAbs(args[0]), args[1])))
			return
		}
	}
	ts.Fatalf("no %s in the PATH", args[1])
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
