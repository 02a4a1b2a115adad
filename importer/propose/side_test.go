package propose

import (
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/header"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
	"plugsheet/schemas/words"
)

// Sheets beside a list of products are told from it by their names and headers; what has prices, pictures or
// pages is a list.
func TestTopics(t *testing.T) {
	const groups = "prices for groups of customers or for quantities"
	words, err := field.LoadWords()
	if err != nil {
		t.Fatal(err)
	}
	r := header.NewReader(kind.Products, words, config.Config{})
	for in, want := range map[string]string{
		"Translations: reference, title:fr, description:fr":                "translations of products",
		"fr: sku, name, description, language":                             "translations of products",
		"x: Type, Identification, Field, Locale, Translated content":       "translations of products",
		"Übersetzungen: Artikelnummer, Bezeichnung":                        "translations of products",
		"Traducciones: referencia, nombre":                                 "translations of products",
		"lines: Order, SKU, Title, Quantity, Price, Total":                 "lines of orders or invoices",
		"Positionen: Rechnung, Artikel, Menge, Preis, Gesamtpreis":         "lines of orders or invoices",
		"lignes: N° commande, Produit, Quantité, Prix, Total ligne":        "lines of orders or invoices",
		"pedidos: Pedido, Referencia, Cantidad, Precio, Total":             "lines of orders or invoices",
		"items: order_item_id, order_id, product_id, quantity, unit_price": "lines of orders or invoices",
		"x: order_id, product_id, quantity":                                "lines of orders or invoices",
		"x: order_id, product_id, product_name, quantity, price":           "",
		"suivi: numero_commande, transporteur, lien_tracking":              "parcels that were sent",
		"Versand: Auftrag, Sendungsnummer, Gewicht":                        "parcels that were sent",
		"x: Carrier, Tracking number, Price":                               "parcels that were sent",
		"spedizioni: paese, peso_da, peso_a, prezzo":                       "what it costs to send parcels",
		"Versand: Land, Gewicht bis, Preis":                                "what it costs to send parcels",
		"rates: Country, Zone, Max weight, Price":                          "what it costs to send parcels",
		"x: Title, Country, Max weight, Price":                             "",
		"GPS: title, tracking, price":                                      "",
		"Bewertungen: Produkt, Sterne, Text":                               "reviews of products",
		"x: product, rating, body, author":                                 "reviews of products",
		"x: title, body, rating, reviewer_name, picture_urls":              "reviews of products",
		"x: Timestamp, Email, Where did you hear of us?":                   "answers to questions",
		"Umfrage: Wie alt sind Sie?, Was kaufen Sie?":                      "answers to questions",
		"x: (Child) ASIN, Title, Sessions, Units Ordered":                  "figures of sales or visits",
		"Umsatz: Artikel, verkaufte Menge, Nettoumsatz":                    "figures of sales or visits",
		"x: reference, title, price, views, clicks":                        "",
		"x: Ticket ID, Subject, Requester":                                 "requests of customers",
		"x: reference, group, from_quantity, price":                        groups,
		"Staffelpreise: Artikelnummer, ab Menge, Preis":                    groups,
		"x: reference, title, group, price":                                "",
		"x: Timestamp, Product name, Colour":                               "",
		"redirects: Redirect from, Redirect to":                            "addresses that lead elsewhere",
		"Gutscheine: Code, Wert, gültig bis":                               "codes for a discount",
		"Products: reference, title, price, rating":                        "",
		"Books: title, language, price":                                    "",
		"Livres: titre, auteur, langue, éditeur":                           "",
		"Catalogue: title:fr, title:en, price":                             "",
		"Parts: Order no, Title, Pack quantity, Price":                     "",
		"Artikel: Bestellnummer, Bezeichnung, Menge, Preis":                "",
		"Sheet1: name, colour, size":                                       "",
		"Vouchers: name, price, image":                                     "",
		"Commandes: référence, désignation, prix, total en stock":          "",
	} {
		title, headers, _ := strings.Cut(in, ": ")
		var cells []table.Cell
		for _, h := range strings.Split(headers, ", ") {
			cells = append(cells, table.Cell{Text: h, Kind: table.Text})
		}
		if got, _ := (topics{value.Fold(title), r, cells}).topic(); got.said.String() != want {
			t.Errorf("%s: %q, want %q", in, got.said, want)
		}
	}
}

// No word stands twice under a topic.
func TestSideWords(t *testing.T) {
	lists := words.ReadLists(sideText)
	for topic := range sideWords() {
		if faults := lists.Faults(topic); faults != nil {
			t.Errorf("twice, or without a letter: %s", strings.Join(faults, "; "))
		}
	}
}

func TestTrade(t *testing.T) {
	for in, want := range map[string]bool{
		"Lieferanten: Name, E-Mail": true, "x: Fournisseur, Contact, E-mail": true,
		"Personal: Name, E-Mail": true, "Kunden: Name, E-Mail, Mitarbeiter": false,
		"Contacts: Name, Email, Supplier": false, "suppliers_2024: Name, E-Mail": true,
		"x: siret, supplier_name, street": true,
	} {
		title, headers, _ := strings.Cut(in, ": ")
		if got := isTrade(title, strings.Split(headers, ", ")); got != want {
			t.Errorf("%s: %t, want %t", in, got, want)
		}
	}
}
