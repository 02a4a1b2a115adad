package problem

import (
	"cmp"
	"encoding/json"
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

// formatArguments says where the formats stand among the arguments of the functions that say something to a
// person.
var formatArguments = map[string][]int{
	"Errorf": {2}, "Warnf": {2}, "Hintf": {0}, "Textf": {0}, "Say": {0}, "Count": {1, 2}, "Counted": {1, 2},
	"warn": {2}, "refuse": {3}, "fault": {1}, "unclosed": {1}, "remark": {1},
}

// passedOn are functions that hand the format of their caller on.
var passedOn = map[string]bool{"warn": true, "refuse": true, "fault": true, "unclosed": true, "remark": true}

// found is a format with the place where it stands.
type found struct{ format, at string }

// formatsIn collects the formats of all packages below a folder; complaints name those that are no literals.
func formatsIn(t *testing.T, root string) (formats []found, complaints []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		serve := filepath.Join(root, "serve")
		if err == nil && filepath.Dir(path) == serve && path != filepath.Join(serve, "studio") {
			if d.IsDir() {
				// what else is in serve may not import this package: functions there are only called alike
				return filepath.SkipDir
			}
			return nil
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		fs, cs := formatsOf(files, f)
		formats, complaints = append(formats, fs...), append(complaints, cs...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return formats, complaints
}

func formatsOf(files *token.FileSet, f *ast.File) (formats []found, complaints []string) {
	consts := constants(f)
	for _, d := range f.Decls {
		for _, p := range phrases(d, consts, files.Position(d.Pos()).Filename) {
			formats = append(formats, found{p, files.Position(d.Pos()).String()})
		}
		if fn, ok := d.(*ast.FuncDecl); ok && (passedOn[fn.Name.Name] || f.Name.Name == "problem") {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, i := range formatArguments[callee(call)] {
				if i >= len(call.Args) {
					continue
				}
				at := files.Position(call.Args[i].Pos()).String()
				if text, ok := literal(call.Args[i], consts); ok {
					formats = append(formats, found{text, at})
				} else {
					complaints = append(complaints, at+": the format is no literal")
				}
			}
			return true
		})
	}
	return formats, complaints
}

// callee is the name of the called function, unless it is one of the standard library.
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && slices.Contains([]string{"fmt", "strings", "bytes", "each"}, x.Name) {
			return ""
		}
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// phrasesFrom are functions of which each text that they return is said through Phrase, with the number of
// the result.
var phrasesFrom = map[string]int{"WebURL": 1, "markup": 0, "statusHint": 0, "pageHint": 0}

// phraseKeys are the keys and fields whose texts are said through Phrase.
var phraseKeys = []string{"warning", "Warning", "Hint"}

// phraseFiles are where all literals of several words are said through Phrase.
var phraseFiles = []string{"sniff.go"}

// phrases are the literals of a declaration that are said through Phrase. Hints of mistakes in plugsheet.yaml
// are not.
func phrases(d ast.Decl, consts map[string]string, file string) (list []string) {
	fn, _ := d.(*ast.FuncDecl)
	hints := strings.Contains(file, "table") || strings.Contains(file, "mark") ||
		strings.Contains(file, "fetch") || strings.Contains(file, "importer/correct")
	add := func(e ast.Expr) {
		if text, ok := literal(e, consts); ok && text != "" {
			list = append(list, text)
		}
	}
	isKey := func(e ast.Expr) bool {
		if s, ok := e.(*ast.SelectorExpr); ok {
			e = s.Sel
		}
		key, ok := e.(*ast.Ident)
		return ok && slices.Contains(phraseKeys, key.Name) && (hints || key.Name != "Hint")
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			if fn != nil {
				if i, ok := phrasesFrom[fn.Name.Name]; ok && i < len(n.Results) {
					add(n.Results[i])
				}
			}
		case *ast.KeyValueExpr:
			if isKey(n.Key) {
				add(n.Value)
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if isKey(to) && i < len(n.Rhs) {
					add(n.Rhs[i])
				}
			}
		case *ast.CallExpr:
			if callee(n) == "refuse" {
				for _, arg := range n.Args {
					add(arg)
				}
			}
		case *ast.BasicLit:
			if text, ok := literal(n, nil); ok && slices.Contains(phraseFiles, filepath.Base(file)) &&
				strings.Contains(text, " ") && text[0] >= 'a' {
				list = append(list, text)
			}
		case *ast.ValueSpec:
			kind, _ := n.Type.(*ast.Ident)
			for i, name := range n.Names {
				if i < len(n.Values) &&
					(hints && (strings.HasPrefix(name.Name, "hint") || name.Name == "unpackFault") ||
						kind != nil && kind.Name == "Error") {
					add(n.Values[i])
				}
			}
		}
		return true
	})
	return list
}

// constants are the texts of a file's constants by name, of functions too.
func constants(f *ast.File) map[string]string {
	all := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			for i, name := range v.Names {
				if i < len(v.Values) {
					if text, ok := literal(v.Values[i], all); ok {
						all[name.Name] = text
					}
				}
			}
		}
		return true
	})
	return all
}

// literal is the text of a string literal, of a constant, or of several that are added.
func literal(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, okLeft := literal(e.X, consts)
		right, okRight := literal(e.Y, consts)
		return left + right, okLeft && okRight
	case *ast.Ident:
		text, ok := consts[e.Name]
		return text, ok
	}
	return "", false
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*[\d*]*(?:\.\d+)?(?:\[(\d+)\])?([a-zA-Z%])`)

// verbs lists what a format takes, as argument number and verb, sorted.
func verbs(format string) []string {
	var list []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		if n, err := strconv.Atoi(cmp.Or(m[1], m[2])); err == nil {
			next = n
		}
		list = append(list, fmt.Sprintf("%d%s", next, m[3]))
		next++
	}
	slices.Sort(list)
	return list
}

// wordless tells whether there is nothing to translate in a format.
func wordless(format string) bool {
	return !regexp.MustCompile(`[A-Za-z]{2}`).MatchString(verb.ReplaceAllString(format, ""))
}

// TestEverythingIsTranslated walks the source of all packages: each format that is said to a person has a
// translation into each language that takes the same arguments, and no translation is left over.
func TestEverythingIsTranslated(t *testing.T) {
	formats, complaints := formatsIn(t, filepath.Join("..", ".."))
	if len(formats) < 50 {
		t.Fatalf("only %d formats found: does the walk still reach the packages?", len(formats))
	}
	for _, c := range complaints {
		t.Error(c)
	}
	formats = append(formats, listed(t)...)
	own := []string{"warning: ", "hint: ", "… and %d more of the kind %s (--json lists them all)",
		"… and %d more problems, counted but not kept (the limit is %d)", "the same in %d more cells: %s"}
	for _, f := range own {
		formats = append(formats, found{f, "schemas/problem"})
	}
	for _, l := range []Language{French, German} {
		table := readTable(t, l)
		for _, f := range formats {
			if wordless(f.format) {
				continue
			}
			said, ok := table[f.format]
			if !ok {
				t.Errorf("%s: no translation in %s.json: %q", f.at, l, f.format)
			} else if want, got := verbs(f.format), verbs(said); !slices.Equal(want, got) {
				t.Errorf("%s: %s takes %v instead of %v: %q", f.at, l, got, want, said)
			}
		}
		for key := range table {
			if !slices.ContainsFunc(formats, func(f found) bool { return f.format == key }) {
				t.Errorf("%s.json: nobody says %q", l, key)
			}
		}
	}
}

// listed are the formats in the tables of fields and of examples.
func listed(t *testing.T) (formats []found) {
	t.Helper()
	for file, said := range map[string]string{
		"field/fields.yaml": `(?:note|said): "([^"]+)"`, "template/examples.yaml": `\[([^]"]+)\]`,
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", "importer", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(said).FindAllStringSubmatch(string(text), -1) {
			formats = append(formats, found{strings.Join(strings.Fields(m[1]), " "), file})
		}
	}
	return formats
}

func readTable(t *testing.T, l Language) map[string]string {
	t.Helper()
	data, err := translated.ReadFile(string(l) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]string{}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatalf("%s.json: %v", l, err)
	}
	return table
}

func TestVerbs(t *testing.T) {
	for format, want := range map[string][]string{
		"%d of %s": {"1d", "2s"}, "%[2]s hat %[1]d": {"1d", "2s"}, "100 %%": nil, "%q %.1f %%": {"1q", "2f"},
	} {
		if got := verbs(format); !slices.Equal(got, want) {
			t.Errorf("%q takes %v, want %v", format, got, want)
		}
	}
}
