package app

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	for _, text := range []string{"", "short", strings.Repeat("word ", 500), strings.Repeat("é", 1000),
		"a" + strings.Repeat("é", 1000), "\xff\xfe", strings.Repeat("\xff", 3000)} {
		got := cut(text)
		if len(got) > maxMessage || !utf8.ValidString(got) ||
			!strings.HasPrefix(strings.ToValidUTF8(text, " "), got) {
			t.Errorf("%.20q: %d bytes, %.20q", text, len(got), got)
		}
	}
	if got := cut(strings.Repeat("word ", 500)); strings.HasSuffix(got, "wo") || len(got) < maxMessage-5 {
		t.Errorf("cut in a word: %q", got[len(got)-10:])
	}
}
