package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of our own import paths, and anywhere the package that each other may import like
// those of the standard library.
const (
	module   = "plugsheet"
	anywhere = "schemas/each"
)

// pkg is what go list says of a package.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

func TestLayers(t *testing.T) {
	packages := listPackages(t)
	seen := map[string]bool{}
	for _, p := range packages {
		seen[p.name()] = true
		for _, complaint := range complaints(p) {
			t.Error(complaint)
		}
	}
	for name := range arrows {
		if !seen[name] {
			t.Errorf("package %s stands in the table and does not exist", name)
		}
	}
}

// TestLayersNotices shows that the rules can fail.
func TestLayersNotices(t *testing.T) {
	for _, c := range []struct {
		p    pkg
		want string
	}{
		{pkg{ImportPath: "plugsheet/util"}, "package util is not in the table"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"plugsheet/importer"}},
			"serve may not import importer"},
		{pkg{ImportPath: "plugsheet/index", TestImports: []string{"plugsheet/cmd"}},
			"index (its tests) may not import cmd"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"github.com/xuri/excelize/v2"}},
			"serve may not import github.com/xuri/excelize/v2"},
		{pkg{ImportPath: "plugsheet/serve", Imports: []string{"example.com/new"}},
			"serve imports example.com/new, which has no door"},
		{pkg{ImportPath: "plugsheet/cmd", Imports: []string{"github.com/google/go-cmp/cmp"}},
			"cmd imports github.com/google/go-cmp/cmp outside its tests"},
		{pkg{ImportPath: "plugsheet/serve/desk", Imports: []string{"plugsheet/cmd/develop"}},
			"serve/desk may not import cmd/develop"},
		{pkg{ImportPath: "plugsheet/importer", Deps: []string{"github.com/blevesearch/bleve/v2"}},
			"importer is built with github.com/blevesearch/bleve/v2"},
	} {
		if got := complaints(c.p); !slices.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.p.ImportPath, got, c.want)
		}
	}
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	list := exec.Command("go", "list",
		"-json=ImportPath,Imports,TestImports,XTestImports,Deps", module+"/...")
	list.Env = append(os.Environ(), "GOWORK=off") // of this module only: index/peers is one of its own
	out, err := list.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var packages []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// complaints are the rules that a package breaks.
func complaints(p pkg) []string {
	allowed, known := arrows[p.name()]
	if !known {
		return []string{fmt.Sprintf("package %s is not in the table", p.name())}
	}
	var found []string
	for _, path := range p.Imports {
		found = append(found, importComplaint(p.name(), path, allowed)...)
		if hasPrefix(path, testOnly) {
			found = append(found, fmt.Sprintf("%s imports %s outside its tests", p.name(), path))
		}
	}
	inTests := append(append([]string{p.name()}, allowed...), testArrows[p.name()]...)
	for _, path := range append(p.TestImports, p.XTestImports...) {
		found = append(found, importComplaint(p.name()+" (its tests)", path, inTests)...)
	}
	for _, path := range p.Deps {
		if hasPrefix(path, without[p.name()]) {
			found = append(found, fmt.Sprintf("%s is built with %s", p.name(), path))
		}
	}
	return found
}

func importComplaint(name, path string, allowed []string) []string {
	own, isOwn := strings.CutPrefix(path, module+"/")
	switch {
	case own == anywhere:
		return nil
	case isOwn && !slices.Contains(allowed, own):
		return []string{fmt.Sprintf("%s may not import %s", name, own)}
	case isOwn, !strings.Contains(strings.Split(path, "/")[0], "."):
		return nil // checked, or of the standard library
	}
	users := doorOf(path)
	pkg, test := strings.CutSuffix(name, " (its tests)")
	switch {
	case test && hasPrefix(path, testDoors[pkg]):
		return nil
	case users == nil:
		return []string{fmt.Sprintf("%s imports %s, which has no door", name, path)}
	case slices.Contains(users, "*"), slices.Contains(users, pkg):
		return nil
	}
	return []string{fmt.Sprintf("%s may not import %s", name, path)}
}

// doorOf are the packages that may import the library, by the longest prefix that names it.
func doorOf(path string) []string {
	longest, users := "", []string(nil)
	for prefix, names := range doors {
		if strings.HasPrefix(path, prefix) && len(prefix) > len(longest) {
			longest, users = prefix, names
		}
	}
	return users
}

func hasPrefix(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
