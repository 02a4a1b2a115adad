package privacy

import "testing"

// TestCanonicalEmail compares addresses that are one mailbox, and some that are not.
func TestCanonicalEmail(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"Anna@Example.com", " anna@example.com ", true},
		{"anna+shop@example.com", "anna shop@example.com", true},
		{"dora@bücher.example", "dora@xn--bcher-kva.example", true},
		{"dora@BÜCHER.example", "dora@bu\u0308cher.example", true},
		{"jose\u0301@example.com", "josé@example.com", true},
		{"anna+shop@example.com", "anna@example.com", false},
		{"a.b@example.com", "ab@example.com", false},
		{"o'brien@example.org", "obrien@example.org", false},
		{"anna@example.com", "anna@example.org", false},
		{"no address", "noaddress", false},
		{"a@_b.example", "a@b.example", false},
	} {
		if same := canonicalEmail(test.a) == canonicalEmail(test.b); same != test.same {
			t.Errorf("%q and %q are the same: %t, want %t", test.a, test.b, same, test.same)
		}
	}
	if canonicalEmail("") != "" {
		t.Error("no address has a canonical form")
	}
}
