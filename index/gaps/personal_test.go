package gaps

import (
	"strings"
	"testing"
)

func TestCountable(t *testing.T) {
	for text, want := range map[string]bool{
		"torch": true, "lampe de poche": true, "wasserdichte jacke größe 52": true, "手電筒": true, "зонт": true,
		"ab-12": true, "AB-12/34 X": true, "tn 2110": true, "b08n5wrwnx": true, "17\" 2019": true,
		"75011": true, "500 gb ssd": true, "10x20x30 cm": true, "iphone 13 256 gb": true, "0,5 l": true,
		"123456": true,
		// with their check digits
		"4006381333931": true, "036000291452": true, "ean 4006381333931": true, "10012345678902": true,

		"": false, "jane@example.com": false, "jane＠example.com": false, "@jane": false,
		"jane [at] example dot com":      false,
		"https://shop.example/p?token=1": false, "www.shop.example": false,
		"0612345678": false, "06 12 34 56 78": false, "06.12.34.56.78": false, "+33 6 12 34 56 78": false,
		"555-1234": false, "(030) 123 45 67": false, "call 0170/1234567 please": false, "٠٦١٢٣٤٥٦٧٨": false,
		"０６１２３４５６７８": false, "0049170123456": false, "4111 1111 1111 1111": false, "4111111111111111": false,
		"4222222222222": false, "order 20261123001": false, "1234567": false,
		"4006381333930": false, "4006 3813 33931": false, // a wrong check digit; written in groups
		"de89370400440532013000": false, "DE89 3704 0044 0532 0130 00": false,
		"gb29nwbk60161331926819": false, "12/03/1980": false, "1.2.80": false, "1980-03-12": false,
		"eyjhbgcioijiuzi1nij9x2": false, "3f2504e0-4f89-11d3-9a0c-0305e82c3301": false,
		strings.Repeat("long ", 20): false, strings.Repeat("x", 41): false, "\xff\xfe": false,
	} {
		if got := countable(text); got != want {
			t.Errorf("%q: counted %v, want %v", text, got, want)
		}
	}
}

// FuzzCountable demands that nothing with an @, or with many plain digits one behind the other, is ever kept.
func FuzzCountable(f *testing.F) {
	for _, seed := range []string{"torch", "a@b", "06 12 34 56 78", "4006381333931", "\xff",
		"1980-03-12", "０６１２"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kept := normal(text)
		if !countable(kept) {
			return
		}
		digits := 0
		for _, r := range kept {
			if blank(r) && r != ' ' || r == '@' {
				t.Fatalf("%q is kept as %q", text, kept)
			}
			if digits++; r < '0' || r > '9' {
				digits = 0
			}
			if digits > 14 {
				t.Fatalf("%q is kept as %q", text, kept)
			}
		}
		if normal(kept) != kept {
			t.Fatalf("%q is kept as %q and then as %q", text, kept, normal(kept))
		}
	})
}
