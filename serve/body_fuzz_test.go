package serve

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"

	"plugsheet/schemas/files"
	"plugsheet/serve/store"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// FuzzBody reads the body of an action: it is refused as a body, or what was read keeps the bounds.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		actionBody, botBody, "action=CALL&idOperator=1", `{"action":"CALL"}`, `{"action":null}`,
		`{"action":1e999}`, `{"action":["x"]}`, "", " {", "{}", "action=%zz", "action=a&action=b",
		`{"action":"a","action":"b"}`, "\xff", `{"action":"\ud800"}`, `{"action":true}`,
	} {
		for _, kind := range []string{"application/json", "application/x-www-form-urlencoded", "",
			"text/plain; charset=", "a/b+json"} {
			f.Add(kind, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		q, err := readAction(kind, data)
		var failed *failure.Error
		if err != nil {
			if !errors.As(err, &failed) || failed.Kind != failure.BadBody {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		if q.Values[param.Action] == "" {
			t.Fatal("an action without a code")
		}
		for k, text := range q.Values {
			if len(text) > param.MaxText || !utf8.ValidString(text) {
				t.Errorf("%s: %q", param.Key(k), text)
			}
		}
		line, err := files.Encode(store.Action{Action: q.Values[param.Action],
			Operator: q.Values[param.IDOperator], Conversation: q.Values[param.IDConversation]})
		if err != nil || bytes.ContainsAny(line, "\n\r") {
			t.Errorf("the line %q, %v", line, err)
		}
	})
}
