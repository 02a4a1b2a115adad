package schemas

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestNamesAreSortedAndHoldTheConstants(t *testing.T) {
	names := Names()
	if !slices.IsSorted(names) {
		t.Errorf("names are not sorted: %v", names)
	}
	for _, n := range []Name{
		CategoryInteger, CategoryString, ProductInteger, ProductString, RecordInteger, RecordString,
		FormField, ClosingForm, CustomerField, CustomerInformation, actionRequest, ActionAnswer, Manifest,
		Synonyms, BotScenario, BotAnswer, Health, Problem,
	} {
		if !slices.Contains(names, n) {
			t.Errorf("no file for the constant %q", n)
		}
	}
}

func TestEverySchemaCompiles(t *testing.T) {
	set := load(t)
	if err := set.Compile(); err != nil {
		t.Fatal(err)
	}
	if _, err := open("https://json-schema.org/draft/2020-12/other"); err == nil {
		t.Error("a foreign reference was opened")
	}
}

func TestEveryFileIsDocumented(t *testing.T) {
	for _, n := range Names() {
		text, err := files.ReadFile(string(n) + suffix)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatalf("%s: %v", n, err)
		}
		if doc["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
			t.Errorf("%s: $schema is %v", n, doc["$schema"])
		}
		if doc["$id"] != base+string(n)+suffix {
			t.Errorf("%s: $id is %v", n, doc["$id"])
		}
		documented(t, string(n), doc)
	}
}

// documented demands title and description of a schema and of every property below it. Conditions are rules
// about properties that are documented elsewhere, so it does not look into them.
func documented(t *testing.T, at string, schema map[string]any) {
	t.Helper()
	for _, k := range []string{"title", "description"} {
		if text, _ := schema[k].(string); strings.TrimSpace(text) == "" {
			t.Errorf("%s: no %s", at, k)
		}
	}
	props, _ := schema["properties"].(map[string]any)
	for name, p := range props {
		documented(t, at+"/"+name, p.(map[string]any))
	}
	for _, k := range []string{"items", "additionalProperties"} {
		if inner, ok := schema[k].(map[string]any); ok && inner["$ref"] == nil {
			documented(t, at+"/"+k, inner)
		}
	}
}

// The two id settings are written out twice, so that each file stands alone; they may differ in the ids only.
func TestIDSettingsDifferInIdsOnly(t *testing.T) {
	for _, kind := range []string{"category", "product", "record"} {
		a, b := properties(t, kind+".integer"), properties(t, kind+".string")
		for _, p := range []map[string]any{a, b} {
			for _, k := range []string{"id", "idParent"} {
				delete(p, k)
			}
			if kind == "record" {
				delete(p, "categories")
				delete(p, "product")
			}
		}
		x, errA := json.Marshal(a)
		y, errB := json.Marshal(b)
		if errA != nil || errB != nil || string(x) != string(y) {
			t.Errorf("%s: the settings differ:\n%s\n%s", kind, x, y)
		}
	}
}

func properties(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := files.ReadFile(name + suffix)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Properties map[string]any }
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Properties
}

// Every example in a file is valid against the schema that it illustrates.
func TestExamplesAreValid(t *testing.T) {
	set := load(t)
	for _, n := range Names() {
		text, err := files.ReadFile(string(n) + suffix)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Examples []json.RawMessage }
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		for _, x := range doc.Examples {
			if faults := set.Validate(n, x); faults != nil {
				t.Errorf("%s: example %s: %v", n, x, faults)
			}
		}
	}
}

func load(t testing.TB) *Set {
	t.Helper()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}
