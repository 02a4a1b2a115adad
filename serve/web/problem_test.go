package web

import (
	"encoding/json"
	"testing"

	"plugsheet/schemas"
	"plugsheet/serve/web/failure"
)

// TestEveryKindOfProblemIsOne looks for kinds that a client cannot tell apart, or that no schema knows.
func TestEveryKindOfProblemIsOne(t *testing.T) {
	set, err := schemas.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, k := range []failure.Kind{
		{}, failure.BadParameter, failure.BadBody, failure.NoRoute, failure.NoWebsite, failure.NoBot,
		failure.BadMethod, failure.BodyTooLarge, failure.URLTooLong, failure.NotReady, failure.Damaged,
		failure.NotRecorded, failure.NotKept, failure.Unsigned, failure.NoSession, failure.BadKeyInAddress,
		failure.BadToken, failure.NoSecret, failure.Stranger, failure.TooMany, failure.TooBusy, failure.TooSlow,
	} {
		if seen[k.Name()] {
			t.Errorf("two kinds have the type %s", k.Name())
		}
		seen[k.Name()] = true
		data, err := json.Marshal(body{typePrefix + k.Name(), k.Title(), k.Status(), "", ""})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range set.Validate(schemas.Problem, data) {
			t.Errorf("%s: %s", k.Name(), f)
		}
	}
}
