package header

import (
	"slices"
	"strings"
	"testing"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
)

// cells are those of a row; a text that begins with ^ is one of merged cells.
func headerCells(row string) []table.Cell {
	var list []table.Cell
	for _, text := range strings.Split(row, "|") {
		c := table.Cell{Kind: table.Blank}
		if rest, merged := strings.CutPrefix(text, "^"); text != "" {
			c = table.Cell{Kind: table.Text, Text: rest, Raw: rest, Merged: merged}
		}
		list = append(list, c)
	}
	return list
}

func TestJoinRows(t *testing.T) {
	w, err := field.LoadWords()
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(kind.Products, w, config.Config{})
	tests := []struct {
		name string
		rows []string
		want string // the joined header; empty where two rows are none
	}{
		{"groups", []string{"id|name|Price|", "||Regular|Sale", "1|Lamp|15|12"},
			"id|name|Regular price|Sale price"},
		{"French", []string{"référence|nom|Prix|", "||Normal|Promo"}, "référence|nom|prix Normal|prix Promo"},
		{"German", []string{"Artikelnummer|Bezeichnung|Preis|", "||Normal|Aktion"},
			"Artikelnummer|Bezeichnung|Normal Preis|Aktionspreis"},
		{"merged", []string{"id|title|Links|^Links", "^id|^title|productUrl|imageUrl"},
			"id|title|productUrl|imageUrl"},
		{"the lower row names most", []string{"Artikel||Einkauf|", "Nummer|Titel|Preis|Währung"},
			"Artikel Nummer|Titel|Einkauf Preis|Einkauf Währung"},
		{"languages", []string{"id|title||description|", "|en|fr|en|fr"},
			"id|title:en|title:fr|description:en|description:fr"},
		{"broken names and a sum", []string{"Waren-||je|Preis||Summe:", "gruppe|Artikelbezeichnung||Euro|Herkunft|0,00 €"},
			"Waren- gruppe|Artikelbezeichnung|je|Preis Euro|Preis Herkunft|Summe:"},
		{"trade and public prices", []string{"Référence|Désignation|Tarif HT|^Tarif HT|Tarif TTC|^Tarif TTC",
			"^Référence|^Désignation|Pro|Public|Pro|Public"},
			"Référence|Désignation|Tarif HT Pro|Tarif HT Public|Tarif TTC Pro|Tarif TTC Public"},
		{"trade and public prices, not merged", []string{"Code|Product|Price|", "||Trade|Public", "L-1|Lamp|5|9"},
			"Code|Product|price Trade|price Public"},
		{"a title above", []string{"Our catalog", "id|title|priceCatalog"}, ""},
		{"a title of prices above", []string{"Acme trade price list||||", "Code|Description|Trade|RRP|Barcode"},
			""},
		{"a merged title above", []string{"Einkauf 2026|^Einkauf 2026|^Einkauf 2026", "Nummer|Titel|Preis"}, ""},
		{"a heading below", []string{"Name|Preis|||", "Lampen||||", "Lamp|5|x|y|"}, ""},
		{"data below", []string{"id|title|priceCatalog", "1|Lamp|15.00 €"}, ""},
		{"data with blanks below", []string{"id|title|priceCatalog|brand", "|Lamp|15.00 €|"}, ""},
		{"a note above", []string{"Stand 2024||Autor: X|", "id|title|priceCatalog|colour"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var rows []table.Row
			best, most := 0, 0
			for n, row := range test.rows {
				rows = append(rows, table.Row{Number: n + 1, Cells: headerCells(row)})
				if score := r.Score(rows[n].Cells); score > most {
					best, most = n, score
				}
			}
			_, cells := r.joinRows(&table.Sheet{}, rows, best)
			var got []string
			for _, c := range cells {
				got = append(got, c.Text)
			}
			if want := strings.Split(test.want, "|"); test.want == "" && got != nil ||
				test.want != "" && !slices.Equal(got, want) {
				t.Errorf("joined %q, want %q", got, test.want)
			}
		})
	}
}

// TestGroupNames: what stands below the names of groups in eight languages is found.
func TestGroupNames(t *testing.T) {
	w, err := field.LoadWords()
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(kind.Products, w, config.Config{})
	const price, promotion, page, picture = field.PriceCatalog, field.PricePromotion, field.ProductURL,
		field.ImageURL
	for _, group := range []struct {
		name  string
		below map[string]int
	}{
		{"Price", map[string]int{"Regular": price, "Sale": promotion, "Normal": price,
			"Special": field.PriceSpecial}},
		{"Prices", map[string]int{"Regular": price, "Sale": promotion}},
		{"Price (EUR)", map[string]int{"Regular": price, "Sale": promotion}},
		{"Links", map[string]int{"Product": page, "Page": page, "Image": picture, "Photo": picture}},
		{"Prix", map[string]int{"Normal": price, "Promo": promotion, "Catalogue": price, "Soldé": promotion}},
		{"Liens", map[string]int{"Page": page, "Fiche": page, "Photo": picture, "Image": picture}},
		{"Preis", map[string]int{"Normal": price, "Regulär": price, "Aktion": promotion,
			"Angebot": promotion}},
		{"Links", map[string]int{"Seite": page, "Produkt": page, "Bild": picture, "Foto": picture}},
		{"Precio", map[string]int{"Normal": price, "Regular": price, "Oferta": promotion,
			"Rebajado": promotion}},
		{"Enlaces", map[string]int{"Producto": page, "Página": page, "Imagen": picture, "Foto": picture}},
		{"Prezzo", map[string]int{"Normale": price, "Scontato": promotion, "Offerta": promotion}},
		{"Link", map[string]int{"Pagina": page, "Prodotto": page, "Immagine": picture, "Foto": picture}},
		{"Prijs", map[string]int{"Normaal": price, "Regulier": price, "Actie": promotion,
			"Aanbieding": promotion}},
		{"Links", map[string]int{"Pagina": page, "Product": page, "Afbeelding": picture}},
		{"Preço", map[string]int{"Normal": price, "Promocional": promotion, "Promoção": promotion}},
		{"Ligações", map[string]int{"Página": page, "Produto": page, "Imagem": picture}},
		{"Cena", map[string]int{"Regularna": price, "Promocyjna": promotion, "Normalna": price}},
		{"Linki", map[string]int{"Strona": page, "Produkt": page, "Zdjęcie": picture, "Obraz": picture}},
	} {
		for name, want := range group.below {
			title := r.joinNames(group.name, name, false)
			h, _ := r.Resolve(&table.Sheet{}, 1, headerCells("id|"+title))
			c := h.Columns[1]
			if want == price && c.Use != AsField && c.Role.Priced() {
				continue
			}
			if c.Use != AsField || c.Field != want {
				t.Errorf("%s above %s is read as %q, use %d field %d role %d, want %s", group.name, name,
					title, c.Use, c.Field, c.Role, r.Fields[want].Name)
			}
		}
	}
}
