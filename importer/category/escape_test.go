package category

import (
	"testing"

	"plugsheet/importer/separator"
	"plugsheet/schemas/bundle"
)

func TestEscapedLabelsComeBack(t *testing.T) {
	for _, sep := range []string{">", "/", "›", " - "} {
		tree := NewTree(bundle.IntegerIDs, sep)
		for _, label := range []string{"plain", "a, b", "a; b | c", `back\slash`, "a > b / c › d - e"} {
			cell := separator.Escape(label, sep) + " " + sep + " " + separator.Escape("x", sep)
			items := tree.items(cell)
			if len(items) != 1 {
				t.Errorf("%q with %q falls into %q", label, sep, items)
				continue
			}
			if got := tree.segments(items[0]); len(got) != 2 || got[0] != label {
				t.Errorf("%q with %q comes back as %q", label, sep, got)
			}
		}
	}
}
