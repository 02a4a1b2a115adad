package terms

import (
	"slices"
	"testing"
)

// TestTraits: what an attribute denies is not said, and what it says that the thing is, is its kind.
func TestTraits(t *testing.T) {
	for _, c := range []struct {
		keyword, said string
		kinds         []string
	}{
		{"color: dark red", "color: dark red", nil},
		{"Touchscreen: No", "", nil},
		{"Écran tactile: non", "", nil},
		{"no header", "no header", nil},
		{"Product type: Notebook", "Product type: Notebook", []string{"Notebook"}},
		{"Produkttyp: Akku | Funk: nein", "Produkttyp: Akku ", []string{"Akku "}},
		{"attributes: wi fi: False | type: Battery | 3d: N/A | hdmi: 2", " type: Battery | hdmi: 2",
			[]string{"Battery "}},
		{"type de produit: écouteurs", "type de produit: écouteurs", []string{"écouteurs"}},
		{"case type: Briefcase", "case type: Briefcase", nil},
	} {
		if got := Said(c.keyword); got != c.said {
			t.Errorf("%q says %q, want %q", c.keyword, got, c.said)
		}
		if got := kinds(c.keyword); !slices.Equal(got, c.kinds) {
			t.Errorf("%q: kinds %q, want %q", c.keyword, got, c.kinds)
		}
	}
}
