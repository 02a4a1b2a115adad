package importer

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/propose"
	"plugsheet/schemas/problem"
)

// TestOneStep imports each table below testdata/onestep with the mapping that is proposed for it, as
// --accept-map does: the text beside it has the problems, and of each product what a customer would see.
func TestOneStep(t *testing.T) {
	files, err := filepath.Glob("testdata/onestep/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".csv")
		t.Run(filepath.Base(name), func(t *testing.T) { golden(t, name+".txt", oneStep(t, file)) })
	}
}

// oneStep imports a table as it is proposed, and prints what became of it.
func oneStep(t *testing.T, file string) []byte {
	t.Helper()
	problems, files := accepted(t, file)
	if files == nil {
		return printed(t, problems)
	}
	return append(printed(t, problems), strings.Join(shelf(t, files), "\n")+"\n"...)
}

// accepted imports a file as it is proposed, and gives what was told and the files of the bundle; nil where the
// proposal has errors.
func accepted(t *testing.T, file string) (*problem.List, map[string]string) {
	t.Helper()
	p, err := propose.Propose(t.Context(), propose.Options{Inputs: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Problems.Errors() > 0 {
		return p.Problems, nil
	}
	text, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(strings.NewReader(string(text)), "plugsheet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "bundle")
	r, err := Run(t.Context(), Options{Inputs: []string{file}, Config: c, Bundle: out})
	if err != nil {
		t.Fatal(err)
	}
	return r.Problems, bundleFiles(t, out)
}

// shelf is a line for each product of a bundle, and one for its keywords.
func shelf(t *testing.T, files map[string]string) (lines []string) {
	t.Helper()
	type node struct {
		ID, IDParent any
		Label        string
	}
	var tree []node
	decode(t, files["categories.json"], &tree)
	nodes := map[string]node{}
	for _, n := range tree {
		nodes[fmt.Sprint(n.ID)] = n
	}
	path := func(id any) string {
		var labels []string
		for n, ok := nodes[fmt.Sprint(id)]; ok; n, ok = nodes[fmt.Sprint(n.IDParent)] {
			labels = append([]string{n.Label}, labels...)
		}
		return strings.Join(labels, " > ")
	}
	for name, text := range files {
		if !strings.HasPrefix(name, "products/") {
			continue
		}
		var list []struct {
			Categories []any
			Keywords   []string
			Product    map[string]any
		}
		decode(t, text, &list)
		for _, p := range list {
			var said, in []string
			for _, id := range p.Categories {
				in = append(in, path(id))
			}
			for _, key := range []string{"reference", "title", "brand", "priceCatalog", "pricePromotion",
				"available", "imageUrl", "productUrl"} {
				if v := p.Product[key]; v != nil {
					said = append(said, fmt.Sprint(v))
				}
			}
			lines = append(lines, strings.Join(said, " | "), "  in "+strings.Join(in, "; ")+
				"  keywords "+strings.Join(p.Keywords, "; "))
		}
	}
	return lines
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}
