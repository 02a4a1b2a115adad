package data

import "testing"

func TestFileName(t *testing.T) {
	for id, want := range map[string]string{
		"12":     "12",
		"a-b_C":  "a-b_C",
		"..":     "~2E~2E",
		"a/b é~": "a~2Fb~20~C3~A9~7E",
	} {
		if got := fileName(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
	long, other := fileName(string(make([]byte, 500))), fileName(string(make([]byte, 501)))
	if len(long) > maxName || long == other {
		t.Errorf("long ids: %q and %q", long, other)
	}
}
