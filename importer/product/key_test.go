package product

import "testing"

func TestSeenTellsTheFirst(t *testing.T) {
	s := newSeen()
	for n, key := range []string{"a", "bb", "", "ccc"} {
		if _, dup := s.add(key, key, place{Row: int32(n)}, func(e string) bool { return e == key }); dup {
			t.Errorf("%q is new and called known", key)
		}
	}
	n, dup := s.add("bb", "bb", place{Row: 9}, func(e string) bool { return e == "bb" })
	if !dup || s.Where[n].Row != 1 || s.key(n) != "bb" {
		t.Errorf("bb: %t, row %d, key %q", dup, s.Where[n].Row, s.key(n))
	}
	if _, dup := s.add("a", "other", place{Row: 9}, func(e string) bool { return e == "other" }); dup {
		t.Error("another key with the same handle is taken for the first")
	}
}
