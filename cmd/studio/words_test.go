package studio

import (
	"encoding/json"
	"os"
	"testing"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
)

// TestWords: what a column of products and a sheet can be has a word on the page.
func TestWords(t *testing.T) {
	var words map[string]any
	data, err := os.ReadFile("../../serve/studio/static/words.en.json")
	must(t, err)
	must(t, json.Unmarshal(data, &words))
	for _, k := range kind.All() {
		if words["kind-"+string(k)] == nil {
			t.Errorf("no word for sheets of the kind %s", k)
		}
	}
	for _, f := range field.Of(kind.Products) {
		if words["field-"+f.Name] == nil {
			t.Errorf("no word for the field %s", f.Name)
		}
	}
}
