package gaps

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestNamesOfPersons(t *testing.T) {
	for _, text := range []string{
		"jean dupont tent", "tent for JEAN DUPONT", "Marie", "marie-claire", "jean-pierre",
		"Jean Pierre", "françois", "Müller", "Mueller zelt",
		"peter schmidt", "José García", "maria's tent", "rose smith", "Olive Johnson", "d'anna",
		"giulia rossi", "sjoerd", "Małgorzata",
		"João Ferreira", "krzysztof", "adam lewandowski", "robin bergsson", "olena petrenko",
		"mr flurbel", "Mme Zorgl", "Herr Xanthos",
		"sra. flurbel dona maria", "jane at example.com", "jane arobase example point fr",
		"jane dot doe at example dot com", "jdoe example.org",
		"order 12345", "commande n° 4711", "Bestellung 4711", "pedido 123", "tel 12345",
		"facture no 2024", "hugo boss für peter",
		"Mehmet", "yılmaz zelt", "olga kettle", "de vries", "nachname zorgl", "prénom flurbel",
		"apellido xanthos", "12 rue des Lilas", "3 bis, avenue Foch", "Hauptstraße 5", "10 downing street",
		"kerkstraat 12", "via roma 12", "calle mayor 3", "rua augusta 40", "ul. długa 5",
	} {
		if countable(normal(text)) {
			t.Errorf("%q is kept", text)
		}
	}
	for _, text := range []string{
		"rose", "violet", "jasmine tea", "amber", "olive oil", "robin", "jean", "jean rose",
		"pierre ponce", "bonnet marine", "jack cable 3,5",
		"hugo boss", "Harry Potter", "jean-paul gaultier", "doc martens", "s.oliver", "romero", "blanco",
		"torres", "marco de fotos",
		"aloe vera", "max", "sander", "lotte", "victoria sponge", "charlotte", "quiche lorraine",
		"samsung 5000", "iphone 13", "lamp.shade",
		"bonbon", "poisson", "boisson", "carrinho", "linho", "order sorter",
		"mr 2", "miss dior", "usb 3.0", "hammer", "glas", "velvet", "flurbel",
		"leon", "marcel",
		"mesa de carvalho", "correia", "straßenschuhe 42", "street fighter 6", "28 mm road tyre",
		"hdmi via usb 3", "prenom", "freezer van", "rue",
	} {
		if !countable(normal(text)) {
			t.Errorf("%q is not kept", text)
		}
	}
}

// TestNamesGo: what an earlier version has written goes with the next writing.
func TestNamesGo(t *testing.T) {
	const day = "2030-01-01"
	c := list[Count]{all: []Count{{"jean dupont", 3, day, day}, {"torch", 1, day, day}}}
	s := list[Send]{all: []Send{{"jean dupont", "7", 3, day, day}, {"torch", "7", 1, day, day}}}
	today := time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)
	queries.merge(&c, nil, today)
	sent.merge(&s, nil, today)
	if len(c.all) != 1 || c.all[0].Query != "torch" {
		t.Errorf("%v", c)
	}
	if len(s.all) != 1 || s.all[0].Query != "torch" {
		t.Errorf("%v", s)
	}
}

// TestOnceGoesSoon: what was asked once is kept for a week, since a name that nothing tells from a word is
// asked for once.
func TestOnceGoesSoon(t *testing.T) {
	today := time.Date(2030, 1, 20, 0, 0, 0, 0, time.UTC)
	const now, week, older = "2030-01-20", "2030-01-13", "2030-01-12"
	c := list[Count]{
		all: []Count{{"zorgl", 1, older, older}, {"lamp", 1, week, week}, {"torch", 2, older, older}},
	}
	s := list[Send]{all: []Send{{"zorgl", "7", 1, older, older}, {"lamp", "7", 1, now, now},
		{"torch", "7", 2, older, older}}}
	queries.merge(&c, nil, today)
	sent.merge(&s, nil, today)
	if got := fmt.Sprint(c.all, s.all); strings.Contains(got, "zorgl") || len(c.all) != 2 ||
		len(s.all) != 2 {
		t.Error(got)
	}
}

// TestNamesAreFolded demands that each listed word is one that can match.
func TestNamesAreFolded(t *testing.T) {
	n := knownNames()
	lists := map[string]map[string]bool{"persons": n.persons, "titles": n.titles, "orders": n.orders}
	for kind, set := range lists {
		if len(set) < 10 {
			t.Errorf("%d %s", len(set), kind)
		}
		for word := range set {
			if got := strings.Join(nameWords(word), " "); got != word {
				t.Errorf("%s: %q is %q", kind, word, got)
			}
		}
	}
}
