package web

import (
	"encoding/json"
	"testing"

	"plugsheet/schemas"
)

// TestEveryKindOfProblemIsOne looks for a row that was forgotten.
func TestEveryKindOfProblemIsOne(t *testing.T) {
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for k := internal; k <= TooSlow; k++ {
		r := k.row()
		if seen[r.name] {
			t.Errorf("kind %d has the type of another: %s", k, r.name)
		}
		seen[r.name] = true
		data, err := json.Marshal(body{typePrefix + r.name, r.title, r.status, "", ""})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range set.Validate(schemas.Problem, data) {
			t.Errorf("kind %d: %s", k, f)
		}
	}
}
