// Package profiles holds what is known of the tables that shop systems export, one YAML file each, and the
// general profile with the words of all languages. It only lists them; importer/shop makes them ready for
// use.
package profiles

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed *.yaml
var texts embed.FS

// General is the name of the profile that holds the words of all languages; it is always in use, after the
// shop system's.
const General = "general"

// Profile is what is known of the tables that one shop system exports.
type Profile struct {
	// for --profile and for profile: in plugsheet.yaml, such as woocommerce
	Name        string `json:"name"`
	Title       string `json:"title"`       // what people call the system
	Description string `json:"description"` // where the export comes from and what it holds
	Source      string `json:"source"`      // where the headers are documented
	// the kind of sheet: products or categories; empty for the general one
	Sheet string `json:"sheet"`
	YAML  string `json:"-"` // the whole profile as it is kept
}

// YAML is the text of the general profile.
func YAML() ([]byte, error) { return texts.ReadFile(General + ".yaml") }

// All lists the profiles by name, the general one first. They are read once; nobody may change the list.
var All = sync.OnceValues(readAll)

func readAll() ([]Profile, error) {
	files, err := fs.Glob(texts, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the profiles: %w", err)
	}
	list := make([]Profile, 0, len(files))
	for _, file := range files {
		data, err := texts.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a profile: %w", err)
		}
		p := Profile{Name: strings.TrimSuffix(path.Base(file), ".yaml"), YAML: string(data)}
		var head struct{ Title, Description, Source, Sheet string }
		if err := yaml.Unmarshal(data, &head); err != nil {
			return nil, fmt.Errorf("reading the profile %s: %w", p.Name, err)
		}
		p.Title, p.Description, p.Source, p.Sheet = head.Title, head.Description, head.Source, head.Sheet
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b Profile) int {
		if (a.Name == General) != (b.Name == General) {
			if a.Name == General {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list, nil
}
