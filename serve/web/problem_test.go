package web

import (
	"encoding/json"
	"testing"

	"plugsheet/schemas"
	"plugsheet/serve/web/failure"
)

// TestEveryKindOfProblemIsOne looks for a row that was forgotten.
func TestEveryKindOfProblemIsOne(t *testing.T) {
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for k := failure.Kind(0); k <= failure.TooSlow; k++ {
		if seen[k.Name()] {
			t.Errorf("kind %d has the type of another: %s", k, k.Name())
		}
		seen[k.Name()] = true
		data, err := json.Marshal(body{typePrefix + k.Name(), k.Title(), k.Status(), "", ""})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range set.Validate(schemas.Problem, data) {
			t.Errorf("kind %d: %s", k, f)
		}
	}
}
