package bundle

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestMint(t *testing.T) {
	for _, tt := range []struct {
		ids  IDs
		key  string
		want string // JSON
		err  error
	}{
		{IntegerIDs, "1", "1", nil},
		{IntegerIDs, "9007199254740991", "9007199254740991", nil},
		{IntegerIDs, "9007199254740992", "", ErrIDRange},
		{IntegerIDs, "99999999999999999999999", "", ErrIDRange},
		{IntegerIDs, "SKU-12", "8943313349164576", nil},
		{IntegerIDs, "007", "8810357472300300", nil},
		{IntegerIDs, "0", "", nil},
		{IntegerIDs, "-5", "", nil},
		{IntegerIDs, "", "", errIDEmpty},
		{StringIDs, "SKU-12 é<", `"SKU-12 é<"`, nil},
		{StringIDs, "12", `"12"`, nil},
		{StringIDs, strings.Repeat("x", maxKey+1), "", errIDLength},
	} {
		id, err := tt.ids.Mint(tt.key)
		if !errors.Is(err, tt.err) {
			t.Errorf("%s %q: %v", tt.ids, tt.key, err)
			continue
		}
		data, err := id.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if tt.want != "" && string(data) != tt.want {
			t.Errorf("%s %q: %s, want %s", tt.ids, tt.key, data, tt.want)
		}
		if tt.err != nil {
			continue
		}
		var back ID
		if err := json.Unmarshal(data, &back); err != nil || back != id {
			t.Errorf("%s %q: read back as %v: %v", tt.ids, tt.key, back, err)
		}
		for _, form := range []string{tt.key, id.String(), `"` + id.String() + `"`} {
			if got, ok := tt.ids.Find(form); !ok || got != id {
				t.Errorf("%s: Find(%q) = %v, want %v", tt.ids, form, got, id)
			}
		}
	}
}

func TestIDUnmarshalRefuses(t *testing.T) {
	for _, text := range []string{"0", "-1", "1.5", "1e3", "9007199254740992", "true", "{}"} {
		var id ID
		if err := json.Unmarshal([]byte(text), &id); err == nil {
			t.Errorf("%s was read as %v", text, id)
		}
	}
	var id ID
	if err := json.Unmarshal([]byte("null"), &id); err != nil || !id.IsZero() {
		t.Errorf("null: %v %v", id, err)
	}
}
