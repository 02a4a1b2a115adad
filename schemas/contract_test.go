package schemas_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContractSections holds each citation of the contract in the code against the headings and the numbered
// decisions of contract.md: a comment must not send its reader to a section that is not there.
func TestContractSections(t *testing.T) {
	page, err := os.ReadFile("contract.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^#{2,3} (\d+(?:\.\d+)?)`).
		FindAllStringSubmatch(string(page), -1) {
		sections[m[1]] = true
	}
	_, decisions, found := strings.Cut(string(page), "\n## 7. ")
	if !found {
		t.Fatal("contract.md has no section 7, the decisions")
	}
	for _, m := range regexp.MustCompile(`(?m)^(\d+)\. \*\*`).FindAllStringSubmatch(decisions, -1) {
		sections["7."+m[1]] = true
	}
	citation := regexp.MustCompile(`[Cc]ontract(?:,| \w+)?,? \(?(\d+(?:\.\d+)?(?:(?:, | and )\d+\.\d+)*)`)
	number := regexp.MustCompile(`\d+(?:\.\d+)?`)
	cited := 0
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range citation.FindAllStringSubmatch(string(code), -1) {
			for _, section := range number.FindAllString(m[1], -1) {
				cited++
				if !sections[section] {
					t.Errorf("%s cites section %s of the contract, which contract.md does not have: %q", path,
						section, m[0])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cited < 100 {
		t.Errorf("found %d citations of the contract, and expected over 100: does the pattern still fit?",
			cited)
	}
}
