package importer

import (
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// TestGTIN has a barcode with a wrong digit below many headers, and columns that only look alike. What stands
// there is kept for the search in any case.
func TestGTIN(t *testing.T) {
	for header, want := range map[string]bool{
		"EAN": true, "EAN-13": true, "ean code": true, "GTIN": true, "gtin14": true, "UPC": true,
		"ISBN-13": true,
		"Barcode": true, "Code-barres": true, "Gencod": true, "Code EAN": true, "Strichcode": true,
		"EAN-Nummer":       true,
		"Código de barras": true, "Códigos de barras": true, "Codice a barre": true, "Streepjescode": true,
		"Kod kreskowy": true, "Kod EAN": true, "Variant Barcode": true, "GTIN, UPC, EAN, or ISBN": true,
		"EAN vorhanden": false, "barcode type": false, "Inhalt": false, "UPC image": false,
		"numéro de série": false,
	} {
		sheet := `reference,title,description,productUrl,imageUrl,price,"` + header + `"
A-1,Lamp,A lamp,https://s.example/1,https://s.example/1.jpg,10,4006381333932
`
		_, files, problems := pricesIn(t, sheet, config.Config{Currency: "EUR"})
		if text := string(printed(t, problems)); strings.Contains(text,
			"G2: warning: a digit of this gtin") != want {
			t.Errorf("%s: %s", header, text)
		}
		if !strings.Contains(files, `"keywords":["`+header+`: 4006381333932"]`) {
			t.Errorf("%s: not among the keywords: %s", header, files)
		}
	}
}

// TestGTINInDefaults names the barcode in a default, whatever its column is called.
func TestGTINInDefaults(t *testing.T) {
	const sheet = `title,description,productUrl,price,Strichcode
Lamp,A lamp,https://shop.example/1,10,4006381333931
`
	c := config.Config{Currency: "EUR", Defaults: map[string]map[string]string{"products": {
		"reference": "{gtin}", "imageUrl": "https://shop.example/{gtin}.jpg",
	}}}
	_, files, problems := pricesIn(t, sheet, c)
	if !strings.Contains(files, `"reference":"4006381333931"`) ||
		!strings.Contains(files, "https://shop.example/4006381333931.jpg") {
		t.Errorf("%s\n%s", files, printed(t, problems))
	}
}

// TestGTINIsWhatTheCellHolds reads a number of a workbook beneath its format.
func TestGTINIsWhatTheCellHolds(t *testing.T) {
	sheet := "<sheetData>" + rowXML(1, "", "reference", "title", "price", "EAN") +
		rowXML(2, "", "R1", "Pan", "=1@1", "=4006381333931@1") +
		rowXML(3, "", "R2", "Pot", "=1@1", "=4006381333932@1") + "</sheetData>"
	_, problems := productsOf(t, productsBook(t, sheet), shopDefaults())
	const want = "shop.xlsx!Products!D3: warning: a digit of this gtin is wrong: the last one does not " +
		"fit the others: \"4006381333932\"\n  hint: compare it with the product; it is kept as it stands\n"
	if problems != want {
		t.Errorf("got %s", problems)
	}
}
