package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestBounded shows that nothing is read whole without a limit: a file by bounded.ReadFile, a stream by
// io.ReadAll of a reader that is limited where it stands.
func TestBounded(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		forTests := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_gen.go")
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || forTests {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, f := range functions(file) {
			calls(f, func(c *ast.CallExpr) {
				if readsAll(c) {
					t.Errorf("%s: %s reads something whole without a limit",
						set.Position(c.Pos()), f.Name.Name)
				}
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// readsAll tells whether a call reads something whole, of which it does not say how much that is at most.
func readsAll(c *ast.CallExpr) bool {
	switch called(c) {
	case "os.ReadFile":
		return true
	case "io.ReadAll":
		inner, ok := c.Args[0].(*ast.CallExpr)
		return !ok || !slices.Contains([]string{"io.LimitReader", "http.MaxBytesReader", "bounded.Reader",
			"Reader"}, called(inner))
	}
	return false
}

// TestBoundedNotices shows that the rule can fail.
func TestBoundedNotices(t *testing.T) {
	for text, want := range map[string]bool{
		`os.ReadFile(name)`: true, `io.ReadAll(r)`: true, `io.ReadAll(bufio.NewReader(r))`: true,
		`bounded.ReadFile(name, 1)`:        false,
		`io.ReadAll(io.LimitReader(r, 1))`: false, `io.ReadAll(bounded.Reader(r, name, 1))`: false,
		`embedded.ReadFile(name)`: false,
	} {
		c, err := parser.ParseExpr(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := readsAll(c.(*ast.CallExpr)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
