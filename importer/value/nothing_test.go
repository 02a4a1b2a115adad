package value

import "testing"

func TestNullWord(t *testing.T) {
	for text, want := range map[string]Absence{
		"NULL": Nothing, "null": Nothing, "Null": Nothing, "(null)": Nothing, "<NULL>": Nothing,
		`\N`: Nothing, "None": Nothing, "NONE": Nothing, "nan": Nothing, "NaN": Nothing, "<NA>": Nothing,
		"NaT": Nothing, "undefined": Nothing, "N/A": Nothing, "n/a": Nothing, "n. a.": Nothing, "-": Nothing,
		"--": Nothing, "—": Nothing, "#N/A": Nothing, "(leer)": Nothing, "keine Angabe": Nothing,
		"Keine Angabe": Nothing, "b.d.": Nothing, "—/—": Nothing, "o.A.": Nothing, "s/i": Nothing, "k.A.": Nothing, "k. A.": Nothing, "aucun": Nothing, "Néant": Nothing,
		"NÉANT": Nothing, "sin datos": Nothing, "(vacío)": Nothing, "nessuno": Nothing, "geen": Nothing,
		"n.v.t.": Nothing, "nenhum": Nothing, "não aplicável": Nothing, "brak": Nothing,
		"Brak danych": Nothing, "entfällt": Nothing, "[object Object]": Nothing, "NA": Perhaps,
		"?": Nothing, "{}": Nothing, `""`: Nothing, `n\a`: Nothing, "Unknown": Nothing, "vide": Nothing,
		"Leer": Nothing, "Leere": Said, "Videos": Said, "?!": Said,
		"NAN": Perhaps, "Nil": Perhaps, "ND": Perhaps, "Na": Said, "na": Said, "Nan": Said, "": Said,
		"None better": Said, "Null & Co": Said, `\n`: Said, "Nonesuch": Said, "Geena": Said, "3M": Said,
		"0": Said, "-5": Said, "Brakes": Said, "s.o.": Said, "Nulle part": Said,
		"Keine Angabe zum Gewicht des Artikels": Said,
	} {
		if got := NullWord(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestPersonName(t *testing.T) {
	for text, want := range map[string]bool{"Null": true, "None": true, "NULL": false, "null": false,
		"N/A": false, "-": false} {
		if got := PersonName(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestSheetError(t *testing.T) {
	for text, want := range map[string]bool{
		"#N/A": true, "#NV": true, "#BEZUG!": true, "#¡REF!": true, "#ADR!": true, "Err:508": true,
		"#REF!": true, "#1": false, "#NVidia": false, "": false, "Err:": false, "Error": false, "#N": false,
	} {
		if got := SheetError(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}
