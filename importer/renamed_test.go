package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer/config"
)

// TestRenamedColumns imports with a mapping that was made for other headers.
func TestRenamedColumns(t *testing.T) {
	const mapping = `columns:
  products: { Ref: reference, Nom: title, Prix TTC: priceCatalog, Visuel: imageUrl, Interne: ignore }
headers:
  products: [Ref, Nom, Prix TTC, Visuel, Interne, Poids]
`
	for _, c := range []struct{ name, header, want string }{
		{"all there", "Ref,Nom,Prix TTC,Visuel,Interne,Poids", ""},
		{"by its name and values", "Ref,Nom,Prix TTC 2025,Visuel,Interne,Poids",
			`C1: warning: was "Prix TTC", now "Prix TTC 2025": same?`},
		{"by its values alone", "Ref,Nom,Prix TTC,Bildchen,Interne,Poids",
			`D1: warning: was "Visuel", now "Bildchen": same?`},
		{"one that is known by itself", "Ref,Désignation,Prix TTC,Visuel,Interne,Poids",
			`B1: warning: was "Nom", now "Désignation": same?`},
		{"gone", "Ref,Nom,Prix TTC,Visuel,Poids", `no column "Interne" here`},
		{"seen before", "Ref,Nom,Poids,Visuel,Interne,Poids 2", `no column "Prix TTC" here`},
	} {
		t.Run(c.name, func(t *testing.T) {
			columns := strings.Split(c.header, ",")
			text := c.header + "\n"
			for n := range 5 {
				row := []string{fmt.Sprintf("R%d", n), fmt.Sprintf("Tasse %d", n),
					fmt.Sprintf("%d.50 €", n+1),
					fmt.Sprintf("https://shop.example/%d.jpg", n), "x", "12 kg"}
				if columns[2] == "Poids" {
					row[2] = "12 kg"
				}
				text += strings.Join(row[:len(columns)], ",") + "\n"
			}
			file := filepath.Join(t.TempDir(), "Produits.csv")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			config, err := config.Read(strings.NewReader(mapping), "plugsheet.yaml")
			if err != nil {
				t.Fatal(err)
			}
			r, err := Run(t.Context(), Options{Inputs: []string{file}, Config: config})
			if err != nil {
				t.Fatal(err)
			}
			got := string(printed(t, r.Problems))
			if c.want == "" && (strings.Contains(got, "same?") || strings.Contains(got, "no column")) ||
				!strings.Contains(got, c.want) {
				t.Errorf("want %s\n%s", c.want, got)
			}
		})
	}
}

// TestShopSystems imports tables of shop systems of which there is no real file, without a mapping.
func TestShopSystems(t *testing.T) {
	for _, c := range []struct {
		name, text           string
		products, categories int
		profile              string
	}{
		{
			"magento",
			`sku,attribute_set_code,product_type,categories,name,description,price,special_price,base_image,is_in_stock,url,configurable_variations
T,Default,configurable,Default Category/Clothes|Default Category/Sale,Tee,A tee,20.00,,https://shop.example/t.jpg,1,https://shop.example/t,"sku=T-S,size=S|sku=T-M,size=M"
T-S,Default,simple,,Tee S,A tee,20.00,,https://shop.example/t.jpg,1,https://shop.example/t,
T-M,Default,simple,,Tee M,A tee,21.00,,https://shop.example/t.jpg,1,https://shop.example/t,
C,Default,simple,Default Category/Cups,Cup,A cup,5.00,4.00,https://shop.example/c.jpg,0,https://shop.example/c,
`, 2, 3, "magento"},
		{
			"wix",
			`handleId,fieldType,name,description,productImageUrl,collection,sku,price,visible,inventory,productOptionName1,productOptionDescription1
tee,Product,Blue Tee,A tee,abc_1.jpg;abc_2.jpg,Clothes,TEE,20,true,10,Size,
tee,Variant,,,,,TEE-S,,,4,,Small
cup,Product,Cup,A cup,abc_3.jpg,Cups,CUP,5,true,OutOfStock,,
`, 2, 2, "wix"},
		{"german woocommerce",
			`ID,Typ,Artikelnummer,Name,Veröffentlicht,Beschreibung,Vorrätig?,Angebotspreis,Regulärer Preis,Kategorien,Bilder,Übergeordnetes Produkt,Attribut 1 Name,Attribut 1 Wert(e)
1,variable,T,Tee,1,Ein Tee,1,,,Kleider > Tees,https://shop.example/t.jpg,,Größe,"S, M"
2,variation,T-S,Tee S,1,,1,,"20,00",,https://shop.example/t.jpg,T,Größe,S
3,simple,C,Tasse,1,Eine Tasse,1,"4,00","5,00",Tassen,https://shop.example/c.jpg,,,
`, 2, 3, "woocommerce"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "export.csv")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			config := config.Config{Currency: "EUR",
				Defaults: map[string]map[string]string{
					"products": {"productUrl": "https://shop.example/{reference}"},
				}}
			r, err := Run(t.Context(), Options{Inputs: []string{file}, Config: config})
			if err != nil {
				t.Fatal(err)
			}
			if r.Problems.Errors() > 0 || r.Counts.Products != c.products ||
				r.Counts.Categories != c.categories {
				t.Errorf("%d products, %d categories, want %d, %d\n%s",
					r.Counts.Products, r.Counts.Categories, c.products, c.categories, printed(t, r.Problems))
			}
			if len(r.Profiles) != 1 || r.Profiles[0].Profile != c.profile {
				t.Errorf("read as %v", r.Profiles)
			}
		})
	}
}
