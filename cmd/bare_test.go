package cmd

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// everywhere are the programs that tests may run without asking whether they are there: what the README
// says is needed, and what each Unix has.
var everywhere = []string{"go", "make", "sh", "chown"}

// finders are the functions that look for a program and skip the test without it; nothing else looks for one.
var finders = []string{"cmd needs", "cmd/studio needsGit", "cmd/pages browserPath", "cmd/pages Program"}

// askers are the calls that ask for the browser. A test of pages begins with one, or with a function that
// does, so that without a browser it does nothing.
var askers = []string{"needBrowser", "needBrowserLong", "openTab"}

// TestBare shows that each test asks for what not every machine has, in the one way that there is for
// it, so that on a machine with Go and make alone it is skipped. .ci/run runs all tests on such a
// machine; this says where one forgot to ask.
func TestBare(t *testing.T) {
	set, folders := token.NewFileSet(), map[string][]*ast.File{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		folder, _ := filepath.Rel("..", filepath.Dir(path))
		if err != nil || d.IsDir() || folder == filepath.Join("index", "peers") || // a module of its own
			!strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folders[filepath.ToSlash(folder)] = append(folders[filepath.ToSlash(folder)], file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, files := range folders {
		for _, one := range unasked(folder, files...) {
			t.Errorf("%s: %s", set.Position(one.at), one.what)
		}
	}
}

// TestBareScripts shows the same of the scripts: one that runs another program is skipped without it.
func TestBareScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err, len(scripts))
	}
	runs := regexp.MustCompile(`(?m)^(?:[!?] )?(?:exec|code \d+) (\S+)`)
	for _, name := range scripts {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range runs.FindAllStringSubmatch(string(text), -1) {
			program := found[1]
			asks := fmt.Sprintf("\n[!exec:%s] skip '%[1]s is not installed'\n", program)
			if program != "plugsheet" && !strings.Contains(string(text), asks) {
				t.Errorf("%s runs %s and has no line%s", name, program, asks)
			}
		}
	}
}

// TestBareNotices shows that the rules can fail.
func TestBareNotices(t *testing.T) {
	for body, want := range map[string]string{
		`func TestX(t *testing.T) { exec.LookPath("caddy") }`: "TestX looks for a " +
			"program itself",
		`func TestX(t *testing.T) { exec.Command("gcc") }`: `TestX runs "gcc" without ` +
			`asking whether it is there`,
		`func TestX(t *testing.T) { exec.CommandContext(ctx, "npm", "i") }`: `TestX runs "npm" without ` +
			`asking whether it is there`,
		`func TestX(t *testing.T) { exec.Command("go", "list") }`:      "",
		`func TestX(t *testing.T) { exec.Command(needs(t, "nginx")) }`: "",
		`func TestX(t *testing.T) { shop(t); b := openTab(t) }`: "TestX opens a page and does " +
			"not begin by asking for the browser",
		`func TestX(t *testing.T) { for { openTab(t) } }`: "TestX opens a page and does " +
			"not begin by asking for the browser",
		`func TestX(t *testing.T) { needBrowser(t); for { openTab(t) } }`: "",
		`func TestX(t *testing.T) { b := openTab(t); shop(t) }`:           "",
		`func BenchmarkX(b *testing.B) { rows(); openTab(b) }`: "BenchmarkX opens a page and " +
			"does not begin by asking for the browser",
		`func helper(t *testing.T) { shop(t); openTab(t) }`: "",
		`func press(t *testing.T) { openTab(t) }
		 func TestX(t *testing.T) { shop(t); press(t) }`: "TestX opens a page and does not begin by asking " +
			"for the browser",
		`func newTab(t *testing.T) { t.Helper(); openTab(t) }
		 func TestX(t *testing.T) { newTab(t); shop(t) }`: "",
		`const browser = "chromium-browser"`: `the browser is named: "chromium-browser"`,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x_test.go", "package x\n"+body,
			parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, one := range unasked("serve/x", file) {
			got += one.what
		}
		if got != want {
			t.Errorf("%s:\n%q, want\n%q", body, got, want)
		}
	}
}

// unaskedFor is a place where a test did not ask.
type unaskedFor struct {
	at   token.Pos
	what string
}

// unasked gives the places in the test files of a folder where something is used that not every machine has.
func unasked(folder string, files ...*ast.File) (all []unaskedFor) {
	opens := closure(files, func(f *ast.FuncDecl, known map[string]bool) (yes bool) {
		calls(f, func(c *ast.CallExpr) { yes = yes || known[called(c)] })
		return yes
	})
	asks := closure(files, func(f *ast.FuncDecl, known map[string]bool) bool {
		return known[firstCall(f.Body)]
	})
	for _, file := range files {
		all = append(all, browserNames(folder, file)...)
		for _, f := range functions(file) {
			name := f.Name.Name
			if slices.Contains(finders, folder+" "+name) {
				continue
			}
			calls(f, func(c *ast.CallExpr) {
				if what := starts(c); what != "" {
					all = append(all, unaskedFor{c.Pos(), name + what})
				}
			})
			if isTest(name) && opens[name] && !asks[name] {
				all = append(all, unaskedFor{f.Pos(),
					name + " opens a page and does not begin by asking for the browser"})
			}
		}
	}
	return all
}

// closure gives the askers and the functions that are like them, by what they call.
func closure(files []*ast.File, like func(f *ast.FuncDecl, known map[string]bool) bool) map[string]bool {
	known := map[string]bool{}
	for _, name := range askers {
		known[name] = true
	}
	for before := 0; before < len(known); {
		before = len(known)
		for _, file := range files {
			for _, f := range functions(file) {
				if like(f, known) {
					known[f.Name.Name] = true
				}
			}
		}
	}
	return known
}

// browserNames are the places where a browser is named, but for the package that looks for it.
func browserNames(folder string, file *ast.File) (all []unaskedFor) {
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && folder != "cmd/pages" && isBrowser(text) {
			all = append(all, unaskedFor{n.Pos(), "the browser is named: " + text.Value})
		}
		return true
	})
	return all
}

// functions are those of a file that have a body.
func functions(file *ast.File) (all []*ast.FuncDecl) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && len(f.Body.List) > 0 {
			all = append(all, f)
		}
	}
	return all
}

// calls visits each call in a function.
func calls(f *ast.FuncDecl, visit func(c *ast.CallExpr)) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			visit(c)
		}
		return true
	})
}

// starts tells what is wrong with a call that looks for a program or starts one.
func starts(c *ast.CallExpr) string {
	at := map[string]int{"exec.Command": 0, "exec.CommandContext": 1}
	place, runs := at[called(c)]
	switch {
	case called(c) == "exec.LookPath":
		return " looks for a program itself"
	case !runs || place >= len(c.Args):
		return ""
	}
	text, ok := c.Args[place].(*ast.BasicLit)
	if !ok {
		return ""
	}
	if name, _ := strconv.Unquote(text.Value); slices.Contains(everywhere, name) ||
		strings.HasPrefix(name, "/plugsheet") {
		return ""
	}
	return fmt.Sprintf(" runs %s without asking whether it is there", text.Value)
}

// called gives the name of what is called, with its package.
func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok {
			return of.Name + "." + f.Sel.Name
		}
	}
	return ""
}

// firstCall gives the name of what the first statement calls, or whose value it takes, behind t.Helper().
func firstCall(body *ast.BlockStmt) string {
	for _, statement := range body.List {
		var first ast.Expr
		switch s := statement.(type) {
		case *ast.ExprStmt:
			first = s.X
		case *ast.AssignStmt:
			first = s.Rhs[0]
		}
		c, ok := first.(*ast.CallExpr)
		if !ok {
			return ""
		}
		if name := called(c); !strings.HasSuffix(name, ".Helper") {
			return name
		}
	}
	return ""
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Benchmark") ||
		strings.HasPrefix(name, "Fuzz")
}

// isBrowser tells whether a literal is the name of a browser's program.
func isBrowser(text *ast.BasicLit) bool {
	name, _ := strconv.Unquote(text.Value)
	return slices.ContainsFunc(strings.Fields("chromium google-chrome chrome"), func(browser string) bool {
		return name == browser || strings.HasPrefix(name, browser+"-")
	})
}
