package terms

import (
	"plugsheet/index/analysis"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"TN-2110": "tn2110", "tn 21/10": "tn2110", "006R.90_321": "006r90321", "a & b": "", "": "", "-": "",
		strings.Repeat("9", maxCode): strings.Repeat("9", maxCode), strings.Repeat("9", maxCode+1): "",
		" é-1 ": "e1",
	} {
		got, ok := Canonical(in)
		if ok != (want != "") || ok && got != want {
			t.Errorf("canonical(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestKeywordCodes(t *testing.T) {
	for _, c := range []struct {
		in    string
		codes []string
		words bool
	}{
		{"EAN: 0095205603217", []string{"0095205603217"}, false},
		{"EAN: 123, 45678", []string{"45678"}, true},
		{"barcodes: 4006381333931; 4006381333932", []string{"4006381333931"}, true},
		{"weight: 3460.0", nil, true},
		{"Artikel-Nr.: AB 12/34", []string{"ab1234"}, true},
		{"color: dark red", nil, true},
		{"model: dv7-1211ea", []string{"dv71211ea"}, true},
		{"no header", nil, true},
	} {
		codes, words := KeywordCodes(c.in)
		if !slices.Equal(codes, c.codes) || words != c.words {
			t.Errorf("%q: %q, %v, want %q, %v", c.in, codes, words, c.codes, c.words)
		}
	}
}

func TestGrams(t *testing.T) {
	if diff := cmp.Diff([]string{"^tn21", "tn21", "n211", "2110"}, Grams(nil, "tn2110")); diff != "" {
		t.Error(diff)
	}
	if got := Grams(nil, "abc"); got != nil {
		t.Errorf("grams of a short code: %q", got)
	}
}

func TestLevels(t *testing.T) {
	last := -1
	for s := float32(0.001); s < 1000; s *= 1.1 {
		l := levelOf(s)
		if l < last || l < 0 || l >= analysis.Levels {
			t.Fatalf("levelOf(%v) = %d after %d", s, l, last)
		}
		last = l
	}
	if analysis.LevelBase+analysis.Levels-1 > 'Z' {
		t.Error("the levels do not fit the capitals")
	}
}
