package bot

import (
	"reflect"
	"testing"
)

// TestTexts: every language has words for everything.
func TestTexts(t *testing.T) {
	if len(allTexts()) < 8 {
		t.Fatalf("%d languages", len(allTexts()))
	}
	for language, words := range allTexts() {
		all := reflect.ValueOf(words)
		for i := range all.NumField() {
			if all.Field(i).IsZero() {
				t.Errorf("%s has no %s", language, all.Type().Field(i).Name)
			}
		}
		if words.Stock[available] == "" || words.Stock[unavailable] == "" {
			t.Errorf("%s: stock: %v", language, words.Stock)
		}
	}
}
