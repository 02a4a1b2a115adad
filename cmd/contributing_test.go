package cmd

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// named is a path in a text: one with a slash, or a Go file, which lies beside what was named before it.
var named = regexp.MustCompile("`([a-z.][\\w.*/-]*/[\\w.*/-]*|\\w+\\.go)`")

// TestContributingPaths: what the guide for contributors sends a reader to is there. LANG stands for a
// language.
func TestContributingPaths(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", ".github", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := named.FindAllStringSubmatch(string(text), -1)
	if len(all) < 30 {
		t.Fatalf("only %d paths are found", len(all))
	}
	dir := ""
	for _, match := range all {
		name := match[1]
		if !strings.Contains(name, "/") {
			name = path.Join(dir, name)
		}
		dir = path.Dir(name)
		found, err := filepath.Glob(filepath.Join("..", strings.ReplaceAll(name, "LANG", "*")))
		if len(found) == 0 {
			t.Errorf("%s: there is no such path, %v", match[1], err)
		}
	}
}
