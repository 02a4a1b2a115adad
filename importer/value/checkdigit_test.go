package value

import "testing"

func TestCheckDigit(t *testing.T) {
	for text, want := range map[string]bool{
		"4006381333931": true, "4006381333932": false, "4-006381-333931": true, "4006381 333930": false,
		"96385074": true, "96385075": false, // EAN-8
		"036000291452": true, "36000291452": true, "036000291453": false, // UPC, with and without its zero
		"10614141000415": true, "10614141000416": false, // GTIN-14
		"978-3-16-148410-0": true, "978-3-16-148410-1": false,
		"3-16-148410-X": true, "316148410X": true, "3-16-148410-0": false, "316148410x": true,
		"080442957X": true, "": true, "12345": true, "A-4006381333": true, "sold out": true,
		"does not apply": true,
	} {
		if got := CheckDigit(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
