package analysis

import (
	"strconv"
	"strings"
	"testing"
)

// TestWords: no list has a word twice or one that cannot match, and each ending can be read.
func TestWords(t *testing.T) {
	for _, name := range []string{"stop", "color", "purpose", "negation", "elision", "points", "irregular"} {
		if faults := lists().Faults(name); len(faults) > 0 || lists.Exact(name)()[""] {
			t.Errorf("%s: %q", name, faults)
		}
	}
	if faults := lists().Faults("unit", "french"); len(faults) > 0 {
		t.Errorf("units: %q", faults)
	}
	for _, l := range lists() {
		if !strings.HasPrefix(l.Name, "step") {
			continue
		}
		for _, rule := range l.Words {
			parts := strings.Fields(rule)
			if len(parts) != 3 || !LowerASCII(parts[0]) || parts[1] != "-" && !LowerASCII(parts[1]) {
				t.Errorf("%s of %s: %q", l.Name, l.Language, rule)
			} else if _, err := strconv.Atoi(parts[2]); err != nil {
				t.Errorf("%s of %s: %v", l.Name, l.Language, err)
			}
		}
	}
}
