package value

import "testing"

func TestGuarded(t *testing.T) {
	for text, want := range map[string]string{
		`="00123"`: "00123", `="X-Y"`: "X-Y", `="3M"`: "3M", `="5"" TV"`: `5" TV`, `=""`: "",
		`="a"&"b"`: `="a"&"b"`, `"00123"`: `"00123"`, `=1`: "1", "": "", `=00123`: "00123",
		`=T("00123")`: "00123", `=T(A1)`: "=T(A1)", `=1+1`: "=1+1", "=": "=",
	} {
		if got, ok := Guarded(text); got != want || ok != (got != text) {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
}

func TestUnquoted(t *testing.T) {
	for text, want := range map[string]string{
		`"00123"`: "00123", `'00123'`: "00123", `'"00123"'`: "00123", "“AB 12”": "AB 12", "’00123": "00123",
		"`4012": "4012", "«X-1»": "X-1", "„X“": "X",
		"": "", `"`: `"`, `""`: `""`, "'00123": "'00123", `5"`: `5"`, `"A" and "B"`: `"A" and "B"`,
		"’s": "’s", "'47": "'47", "O'Neill": "O'Neill",
	} {
		if got, ok := Unquoted(text); got != want || ok != (got != text) {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
}

func TestHundredths(t *testing.T) {
	for text, want := range map[string]string{
		"1001.00": "1001", "1001,00": "1001", "1,001.00": "1001", "1.001,00": "1001", "12,345,678.0": "12345678",
		"1 001,00": "1001", "1'001.00": "1001",
		"1001.0": "", "1001": "", "1,001": "", "1,001,00": "", "1.001.00": "", "0,001.00": "", "1,01.00": "",
		"A,001.00": "", ".00": "", "1,001.50": "",
	} {
		if got, ok := Hundredths(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
	for text, want := range map[string]string{"1,001": "1001", "1 001": "1001", "12.345.678": "12345678",
		"1,01": "", "001,001": "", "1001": "", "1-001": "", "": "", "1,001 ": "", "10,0011": ""} {
		if got, mark := Grouped(text); (mark != 0) != (want != "") || mark != 0 && got != want {
			t.Errorf("%q: got %q, %q", text, got, mark)
		}
	}
}

func TestApostrophed(t *testing.T) {
	for text, want := range map[string]Apostrophe{
		"'0042": TextMark, "'=A1": TextMark, "'+49 30": TextMark, "'-5": TextMark, "'@home": TextMark,
		"'https://a.example/1": TextMark, "'http": NoMark, "'A-17": MaybeMark, "'007-A": MaybeMark,
		"'s Avonds thee": NoMark, "'t Hoekje": NoMark, "'90s poster": NoMark, "'quoted 5'": NoMark,
		"'": NoMark, "0042": NoMark, "'- x": NoMark,
	} {
		if got := Apostrophed(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestNumberOf(t *testing.T) {
	for text, want := range map[string]Number{
		"1001": Whole, "1001.0": Floated, "1001,0": Floated, "4012345678901.00": Floated, "1001,00": Fraction,
		"1001.000": Fraction, "0.0": Floated, "12.50": Fraction, "14.00": Fraction, "1,5": Fraction,
		"1.0.2": Fraction, "1.0.0": Fraction, "007.0": Fraction, "A1.0": NoNumber, "": NoNumber,
		".0": NoNumber, "-1.0": NoNumber, "1.0 m": NoNumber,
	} {
		if got := NumberOf(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestExponent(t *testing.T) {
	for text, want := range map[string]string{
		"4.012345678901E+12": "4012345678901", "4,012345678901e+12": "4012345678901", "1.5E+01": "15",
	} {
		if got, ok := Exponent(text); got != want || !ok {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
	for _, text := range []string{"1.00123E+12", "4.01234567890E+12", "4012E+3", "E+12", "1E+", "1.2345E-04",
		"2E10", "0.5E+01", "A", ""} {
		if got, ok := Exponent(text); ok {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestDateShaped(t *testing.T) {
	for text, want := range map[string]bool{
		"1-Mar": true, "Mar-01": true, "1-mars": true, "12-mars": true, "01/03/2024": true,
		"01.03.2024": true, "2025-03-01": true, "3/1/2024": true, "2025-03-01 00:00:00": true,
		"2025-03-01T00:00:00": true, "01. Mrz": true, "1. Mär": true, "Sep-76": true, "01-Mar-24": true,
		"5-paź": true, "1 févr.": true, "12/05/2024 00:00": true, "1-MAR-X": false, "AB-1": false,
		"1-12": false, "2024-03": false, "12-34-5678": false, "99/99/2024": false, "1001": false,
		"M-01": false, "MARS": false, "Max-01": false, "1.2.3": false, "2024-13-01": false, "": false,
		"123-Mar": false, "01.03.24": true, "03/31/24": true, "10.40.30": false, "1.3.24": false, "1/3/24": true, "1/32/24": false,
	} {
		if got := DateShaped(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestEscapedLines(t *testing.T) {
	for text, want := range map[string]string{
		`One\nTwo`: "One\nTwo", `One\r\nTwo`: "One\nTwo", `One.\n\n- Two\n- Three`: "One.\n\n- Two\n- Three",
		`ends\n`: "ends\n", `5\" screen\nNew`: "5\" screen\nNew",
	} {
		if got, ok := EscapedLines(text); got != want || !ok {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
	for _, text := range []string{`Saved in C:\new\notes`, `\\server\New`, `a\new`,
		`C:\New`, `one\`, `50\% \nX`} {
		if got, ok := EscapedLines(text); ok || got != text {
			t.Errorf("%q: got %q", text, got)
		}
	}
	if got := UnescapeLines(`a\\nb\nc`); got != "a\\nb\nc" {
		t.Errorf("got %q", got)
	}
}

func TestHasEscapedLine(t *testing.T) {
	for text, want := range map[string]bool{
		`One\nTwo`: true, `say \"hi\"`: true, `l\'huile`: true, `C:\new`: false, `50\% off`: false, `a\b "c"`: false,
	} {
		if got := HasEscapedLine(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestFormula(t *testing.T) {
	for text, want := range map[string]bool{
		"=A1&B1": true, "=SUM(A1:A3)": true, "=$B$2*3": true, "=-C4": true, "=WENN(A1;2;3)": true,
		"=^.^= Cat": false, "= equal": false, "=Love=": false, "=T": false, "==A1": false,
	} {
		if got := Formula(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestCodeHeader(t *testing.T) {
	for title, want := range map[string]bool{
		"EAN": true, "GTIN, UPC, EAN, or ISBN": true, "Barcode": true, "Artikelnummer": true,
		"supplier_id": true, "Kod kreskowy": true, "Version": false, "Weight": false, "Idea": false,
		"Size": false,
	} {
		if got := CodeHeader(title); got != want {
			t.Errorf("%q: got %t", title, got)
		}
	}
}
