package bundle

import (
	"strings"
	"testing"

	"plugsheet/schemas"
)

// An error stays one that can be read, however much is wrong.
func TestInvalidNamesFew(t *testing.T) {
	faults := []schemas.Fault{{Pointer: "/a", Message: "must be text"}}
	if got := (&Invalid{faults}).Error(); got != "/a must be text" {
		t.Error(got)
	}
	for range 100_000 {
		faults = append(faults, faults[0])
	}
	if got := (&Invalid{faults}).Error(); len(got) > 1000 || !strings.HasSuffix(got, "; and 99981 more") {
		t.Error(got)
	}
}
