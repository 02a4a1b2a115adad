package importer

import (
	"slices"
	"strings"
	"testing"
)

// TestStrayColumns leaves columns of persons out of a catalog, and no others.
func TestStrayColumns(t *testing.T) {
	const header, row1, row2 = "Sku,Title,Price,Product URL,Image,Description,",
		"M-1,Mug,12.00 €,https://shop.example/1,https://shop.example/1.jpg,A mug,",
		"C-1,Cup,13.00 €,https://shop.example/2,https://shop.example/2.jpg,A cup,"
	for _, test := range []struct {
		column, first, second string
		kept                  bool
	}{
		{"Supplier contact", "Anna Example", "Ben Example", false},
		{"Supplier e-mail", "anna@example.com", "ben@example.com", false},
		{"Supplier phone", "+33 1 00 00 00 01", "0100000002", false},
		{"Salesperson", "Anna Example", "Ben Example", false},
		{"E-Mail des Lieferanten", "anna@example.com", "ben@example.com", false},
		{"Ansprechpartner", "Anna Muster", "Ben Muster", false},
		{"Téléphone fournisseur", "01 00 00 00 01", "01 00 00 00 02", false},
		{"Persona de contacto", "Anna Ejemplo", "Ben Ejemplo", false},
		{"Referente", "Anna Esempio", "Ben Esempio", false},
		{"Contactpersoon", "Anna Voorbeeld", "Ben Voorbeeld", false},
		{"Pessoa de contacto", "Anna Exemplo", "Ben Exemplo", false},
		{"Osoba kontaktowa", "Anna Przykład", "Ben Przykład", false},
		{"Remarks", "anna@example.com", "ben@example.com", false},
		{"Supplier IBAN", "DE89370400440532013000", "GB82WEST12345698765432", false},
		{"Supplier VAT number", "FR12345678901", "DE123456789", false},
		{"Created by", "Anna Example", "Ben Example", false},
		{"Password", "hidden1", "hidden2", false},

		{"Artist", "Anna Example", "Ben Example", true},
		{"Author first name", "Anna", "Ben", true},
		{"Phone", "iPhone 12", "Galaxy S21", true},
		{"Telefon", "Tischtelefon", "Wandtelefon", true},
		{"Costume", "Pirate", "Witch", true},
		{"Maker", "Mark", "Dr. Oetker", true},
		{"Gender", "female", "male", true},
		{"Age", "3+", "adult", true},
		{"City", "Paris", "London", true},
		{"Address label", "round", "square", true},
		{"Contact lenses", "daily", "monthly", true},
		{"Contact", "gold", "silver", true},
		{"Mobile", "Ja", "Nein", true},
		{"EAN13", "4006381333931", "4012345678901", true},
		{"GTIN", "00012345600012", "4111111111111111", true},
		{"Herstellernummer", "4111111111111111", "5500000000000004", true},
		{"Pins", "24", "48", true},
		{"Token ring", "yes", "no", true},
		{"IP", "IP67", "IP44", true},
	} {
		csv := header + test.column + "\n" + row1 + test.first + "\n" + row2 + test.second + "\n"
		report, texts := importText(t, "Products.csv", csv, "")
		if report.Counts.Products != 2 || report.Problems.Errors() > 0 {
			t.Errorf("%s: %d products: %s", test.column, report.Counts.Products, printed(t, report.Problems))
		}
		if kept := strings.Contains(texts.public, test.first); kept != test.kept {
			t.Errorf("%s is kept: %t, want %t", test.column, kept, test.kept)
		}
		told := slices.Contains(codes(report.Problems), "person-column") ||
			slices.Contains(codes(report.Problems), "secret-column")
		if told == test.kept {
			t.Errorf("%s is told of: %t", test.column, told)
		}
		if more := pasteable(report.Problems, ""); more != "" {
			again, texts := importText(t, "Products.csv", csv, more)
			if !test.kept &&
				(len(again.Problems.Sorted()) > 0 || strings.Contains(texts.public, test.first)) {
				t.Errorf("%s: after %q: %s", test.column, more, printed(t, again.Problems))
			}
		}
	}
}

// TestPublic looks at what is personal in single cells of what goes into the bundle.
func TestPublic(t *testing.T) {
	const header = "Sku,Title,Price,Product URL,Image,Description,Notes\n"
	row := func(title, text, note string) string {
		return "4111111111111111," + title + `,12.00 €,https://shop.example/1,https://shop.example/1.jpg,"` +
			text + `","` + note + `"` + "\n"
	}
	for _, test := range []struct {
		name, title, text, note string
		errors, warnings        int
	}{
		{"nothing", "Mug", "A mug", "blue", 0, 0},
		{"codes", "Mug 4006381333931", "EAN 4006381333931, DIN 12345678", "4006381333931", 0, 0},
		{"e-mail of a person", "Mug", "Ask anna.example@example.com about this mug", "", 1, 0},
		{"e-mail of an office", "Mug", "Made by Mug Ltd, 1 Road, Town, info@mug.example, in 2024", "", 0, 1},
		{"e-mail for a title", "anna@example.com", "x", "", 1, 0},
		{"office alone", "info@mug.example", "x", "", 1, 0},
		{"IBAN", "Mug", "Pay to DE89 3704 0044 0532 0130 00", "", 1, 0},
		{"card", "Mug", "My card is 4111 1111 1111 1111", "", 1, 0},
		{"telephone in a text", "Mug", "Call us any time on +33 1 23 45 67 89 or come", "", 0, 1},
	} {
		csv := header + row(test.title, test.text, test.note)
		report, _ := importText(t, "Products.csv", csv, "")
		warnings := len(report.Problems.Sorted()) - report.Problems.Errors()
		if report.Problems.Errors() != test.errors || warnings != test.warnings {
			t.Errorf("%s: %d errors and %d warnings, want %d and %d: %s", test.name, report.Problems.Errors(),
				warnings, test.errors, test.warnings,
				printed(t, report.Problems))
		}
		if more := pasteable(report.Problems, ""); more != "" {
			again, _ := importText(t, "Products.csv", csv, more)
			if slices.Contains(codes(again.Problems), "personal") {
				t.Errorf("%s: %q does not help: %s", test.name, more, printed(t, again.Problems))
			}
		}
	}
}
