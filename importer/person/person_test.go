package person

import (
	"slices"
	"strings"
	"testing"
)

// example are values for headers of a sort.
var example = map[Sort][]string{
	Password: {"geheim1", "hunter2"}, Card: {"4111 1111 1111 1111", "5500 0000 0000 0004"},
	Code: {"4711", "0815"}, Email: {"anna@example.com", "ben@example.org"},
	Phone: {"+33 1 00 00 00 01", "01 00 00 00 02"}, Given: {"Anna", "Ben"}, Family: {"Muster", "O'Neill"},
	Full: {"Anna Muster", "Ben Exemple"}, Name: {"Anna", "Ben"}, Birth: {"1980-01-02", "02.03.1990"},
	Trait: {"f", "m"}, Street: {"1 Road", "Weg 2"}, Place: {"Paris", "Lyon"},
	Bank: {"DE89370400440532013000", "12345678"}, Number: {"1234567890", "AB 123456 C"},
	Address: {"10.0.0.1", "2001:db8::1"}, Login: {"anna1", "ben"}, Consent: {"yes", "no"},
	Order: {"1001", "1002"}, Ordered: {"2024-01-01", "2024-01-02"}, Sum: {"12.00", "9.50"},
	Job:   {"52000", "48000"},
	Staff: {"Anna Muster", "Ben Exemple"},
}

// TestVocabulary looks each word of each language up, as it stands, in capitals and with other dividers: it
// must be found as its sort.
func TestVocabulary(t *testing.T) {
	languages := map[Sort]map[string]bool{}
	for _, l := range lists() {
		sort := Sort(slices.Index(sortNames[:], l.Name))
		if sort <= None {
			continue
		}
		if languages[sort] == nil {
			languages[sort] = map[string]bool{}
		}
		languages[sort][l.Language] = true
		for _, word := range l.Words {
			for _, header := range []string{word, strings.ToUpper(word), strings.ReplaceAll(word, " ", "_")} {
				if c := Look(header, example[sort]); c.Sort == None {
					t.Errorf("%q says nothing, want %s", header, l.Name)
				}
			}
		}
	}
	for sort := Password; sort < sorts; sort++ {
		if sort != Salutation && len(languages[sort]) != 8 { // salutations are known by their values
			t.Errorf("%s has words in %d languages, want 8", sortNames[sort], len(languages[sort]))
		}
	}
}

// No word stands twice, or says two things.
func TestWords(t *testing.T) {
	for _, names := range [][]string{
		sortNames[:], roleNames[:], {"greeting", "title"}, {"answer"}, {"maybestaff"},
	} {
		if faults := lists().Faults(names...); faults != nil {
			t.Errorf("twice, or without a letter: %s", strings.Join(faults, "; "))
		}
	}
	for _, l := range lists() {
		for _, word := range l.Words {
			if tokens := split(word); len(tokens) > maxTokens {
				t.Errorf("%s: %q is longer than any header that is looked at", l.Name, word)
			}
		}
	}
}

// TestLook holds headers and values together.
func TestLook(t *testing.T) {
	for _, test := range []struct {
		header, values string // values with | between them
		sort           Sort
		role           Role
	}{
		{"Billing First Name", "Anna|Ben", Given, Buyer},
		{"billing_email", "anna@example.com", Email, Buyer},
		{"shippingAddress1", "1 Road|2 Road", Street, Buyer},
		{"Shipping Zip", "75001", Place, Buyer},
		{"Kundenname", "Anna Muster", Full, Buyer},
		{"Ansprechpartner", "Frau Meier 0171 2345678|Herr Muster, Tel. 030/1234567", Full, Self},
		{"Ansprechpartner", "Eva Meier 0171 2345678|Jan Muster, Tel. 030/1234567", Staff, Self},
		{"Contact commercial", "Anna Exemple (anna@shop.example)|Ben Exemple 01 23 45 67 89", Email, Self},
		{"Betreuung", "Frau Meier|Herr Muster|Frau Dr. Beispiel", Full, Self},
		{"Serie", "Herr der Ringe|Die Brücke", None, Self},
		{"Modell", "Canon 1234567|Epson 7654321", None, Self},
		{"Rechnungsadresse", "Weg 1", Place, Buyer},
		{"Nom du client", "Anna Exemple", Full, Buyer},
		{"Correo del proveedor", "a@example.com", Email, Supplier},
		{"Telefon dostawcy", "+48 22 000 00 00", Phone, Supplier},
		{"Supplier contact", "Anna Muster|Ben Muster", Staff, Supplier},
		{"E-Mail Ansprechpartner", "a@example.com", Email, Contact},
		{"Klantnaam", "Anna Voorbeeld", Full, Buyer},
		{"Default Address Phone", "+1 555 555 0100", Phone, Self},
		{"Author First Name", "Anna|Ben", Given, Author},
		{"Password", "", Password, Self},
		{"user_pass", "x", Password, Self},
		{"Hasło", "tajne", Password, Self},
		{"Feld 7", "anna@example.com|ben@example.com", Email, Self},
		{"Feld 8", "DE89370400440532013000", Bank, Self},
		{"Feld 9", "+33 1 23 45 67 89|+49 30 1234567", Phone, Self},
		{"Feld 10", "$2y$10$abcdefghijklmnopqrstuv", Password, Self},
		{"hash", "5f4dcc3b5aa765d61d8327deb882cf99", Password, Self},
		{"Title", "Mrs|Mr|Dr", Salutation, Self},
		{"Anrede", "Herr|Frau", Salutation, Self},
		{"Salesperson", "Anna|Ben", Staff, Self},
		{"Guest", "Anna Example|Ben Example", Full, Buyer},
		{"Guest towels", "two|four", None, Self},

		{"Phone", "iPhone 12|Galaxy S21|Pixel 6", None, Self},
		{"Telefon", "ja|nein", None, Self},
		{"Mobile", "yes|no", None, Self},
		{"Name", "Tent 2|Lamp 40 W|Mug 3", None, Self},
		{"Title", "Mug|Lamp", None, Self},
		{"Costume", "Pirate|Witch", None, Self},
		{"Brand", "Mark|Dr. Martens", None, Self},
		{"Address label", "Label 1|Label 2", None, Self},
		{"Email marketing service", "yes|no", None, Self},
		{"Contact", "daily lens|monthly lens", None, Self},
		{"Contact lenses", "Anna Muster", None, Self},
		{"Supplier name", "Anna Muster", None, Self},
		{"Product name", "Anna", None, Self},
		{"IP", "IP67|IP44", None, Self},
		{"Passport", "yes|no", None, Self},
		{"Last order date", "2024-01-01", None, Self},
		{"EAN", "4006381333931|4012345678901", None, Self},
		{"Reference", "4111111111111111|4222222222222220", None, Self},
		{"Size", "M|M|M", None, Self},
		{"Pan", "Pan|Pan", None, Self},
		{"Weight", "12.5|13", None, Self},
	} {
		c := Look(test.header, strings.Split(test.values, "|"))
		if c.Sort != test.sort || c.Sort != None && c.Role != test.role {
			t.Errorf("%q with %q is of sort %d and role %d, want %d and %d", test.header, test.values, c.Sort,
				c.Role, test.sort, test.role)
		}
	}
}

// Full names are those of different persons; what is called by a forename is none.
func TestFullNames(t *testing.T) {
	for in, want := range map[string]bool{
		"Mario Rossi, Anna Bianchi, Luca Verdi":          true,
		"Müller Hans, Schmidt Petra, van Dijk Sanne":     true,
		"Anna Stuhl, Oliver Stuhl, Emma Sofa, Hugo Sofa": false,
		"Green tea, Darjeeling First Flush, Earl Grey":   false,
		"Mario Rossi": false,
		"Mario Kart 8, Anna Karenina, Storm lantern, Mug S": false,
	} {
		if got := FullNames(strings.Split(in, ", ")); got != want {
			t.Errorf("%s: %v", in, got)
		}
	}
}
