package shop

import (
	"encoding/csv"
	"strings"
	"testing"

	"plugsheet/importer/field"
	"plugsheet/importer/profiles"
	"plugsheet/importer/table"
	"plugsheet/importer/value"
)

// TestProfilesKnowTheirHeaders takes header rows as shops export them.
func TestProfilesKnowTheirHeaders(t *testing.T) {
	for _, c := range []struct{ profile, header string }{
		{"woocommerce",
			`Type,UGS,Nom,Publié,"Mis en avant ?",Visibilité dans le catalogue,Description courte,` +
				`Description,Date de début de promo,Date de fin de promo,État de la TVA,Classe TVA,"En ` +
				`stock ?",Stock,Montant de stock faible,Prix de vente,Prix de base,Catégories,Tags,Classe ` +
				`de livraison,Images,Parent,Nom de l'attribut 1,Valeur(s) de l'attribut 1,Attribut 1 ` +
				`visible,Attribut 1 global`},
		{"woocommerce",
			`ID,Typ,Artikelnummer,Name,Veröffentlicht,Ist hervorgehoben?,Sichtbarkeit im Katalog,` +
				`Kurzbeschreibung,Beschreibung,"Datum, an dem Angebotspreis beginnt","Datum, an dem ` +
				`Angebotspreis endet",Steuerstatus,Steuerklasse,Vorrätig?,Lager,Angebotspreis,Regulärer ` +
				`Preis,Kategorien,Schlagwörter,Versandklasse,Bilder,Übergeordnetes Produkt,Attribut 1 Name,` +
				`Attribut 1 Wert(e),Attribut 1 Sichtbar`},
		{"woocommerce",
			`ID,Tipo,SKU,Nombre,Publicado,¿Está destacado?,Visibilidad en el catálogo,Descripción corta,` +
				`Descripción,Estado del impuesto,Clase de impuesto,¿Existencias?,Inventario,Precio ` +
				`rebajado,Precio normal,Categorías,Etiquetas,Clase de envío,Imágenes,Superior,Nombre del ` +
				`atributo 1,Valor(es) del atributo 1,Atributo visible 1,Atributo global 1`},
		{"shopify",
			`Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,` +
				`Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,` +
				`Cost per item,Charge tax,Inventory tracker,Product image URL,Image position,Image alt ` +
				`text,Variant image URL,Gift card,SEO title,SEO description,Color ` +
				`(product.metafields.shopify.color-pattern)`},
		{"magento",
			`sku,store_view_code,attribute_set_code,product_type,categories,product_websites,name,` +
				`description,short_description,weight,product_online,tax_class_name,visibility,price,` +
				`special_price,special_price_from_date,special_price_to_date,url_key,meta_title,` +
				`meta_keywords,meta_description,base_image,base_image_label,small_image,created_at,` +
				`updated_at,additional_attributes,qty,out_of_stock_qty,use_config_min_qty,is_in_stock,` +
				`configurable_variations`},
		{"wix",
			`handleId,fieldType,name,description,productImageUrl,collection,sku,ribbon,price,surcharge,` +
				`visible,discountMode,discountValue,inventory,weight,cost,productOptionName1,` +
				`productOptionType1,productOptionDescription1`},
		{"wix",
			`handle,fieldType,name,visible,plainDescription,media,mediaAltText,ribbon,brand,price,` +
				`strikethroughPrice,baseUnit,cost,inventory,preOrderEnabled,sku,barcode,weight,` +
				`productOptionName1,productOptionType1,productOptionChoices1`},
		{"etsy", `TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,IMAGE3,SKU`},
		{"etsy", `TITEL,BESCHREIBUNG,PREIS,WÄHRUNGSCODE,STÜCKZAHL,TAGS,MATERIALIEN,BILD1,BILD2,` +
			`VARIATIONSTYP 1,VARIATIONSNAME 1,VARIATIONSWERT 1,BESTANDSEINHEIT`},
		{"google", `id,title,description,link,image link,availability,price,sale price,brand,gtin,mpn,` +
			`google product category,product type,condition`},
		{"google", `id,title,description,link,image_link,additional_image_link,availability,price,brand,` +
			`gtin,item_group_id,color,size,custom_label_0`},
		{"meta",
			`id,title,description,availability,condition,price,link,image_link,brand,` +
				`google_product_category,fb_product_category,quantity_to_sell_on_facebook,sale_price,` +
				`item_group_id`},
		{"prestashop",
			`ID,Active (0/1),Name,"Categories (x,y,z...)",Price tax excluded,Tax rules ID,Reference #,` +
				`Manufacturer,EAN13,Summary,Description,"Image URLs (x,y,z...)"`},
		{"prestashop-combinations",
			`Product ID*,Attribute (Name:Type:Position)*,Value (Value:Position)*,Supplier reference,` +
				`Reference,EAN13,Impact on price,Quantity`},
		{"", `id,title,price,url,image,description`},
		{"", `Réf,Désignation,Prix TTC,Photo`},
		{"", `name,price,type,sku`},
	} {
		all, err := Load()
		if err != nil {
			t.Fatal(err)
		}
		titles, err := csv.NewReader(strings.NewReader(c.header)).Read()
		if err != nil {
			t.Fatal(err)
		}
		cells := make([]table.Cell, len(titles))
		for i, title := range titles {
			cells[i].Text = title
		}
		found, most := "", 0
		for _, p := range all {
			if n := p.Count(cells); n > most {
				found, most = p.Name, n
			}
		}
		if found != c.profile || found != "" && most < len(titles)-1 {
			t.Errorf("found %q by %d of %d headers, want %q: %s", found, most,
				len(titles), c.profile, c.header)
		}
	}
}

// TestProfilesAreWhole checks what the format alone does not.
func TestProfilesAreWhole(t *testing.T) {
	all, err := profiles.All()
	if err != nil || len(all) < 10 || all[0].Name != "general" {
		t.Fatalf("%d profiles, the first is not the general one: %v", len(all), err)
	}
	for _, p := range all[1:] {
		if p.Title == "" || p.Description == "" || !strings.HasPrefix(p.Source, "https://") || p.Sheet == "" {
			t.Errorf("%s lacks a title, a description, a source or a kind of sheet", p.Name)
		}
	}
	loaded, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		for f, text := range p.Propose {
			if field.Index(field.Of(p.Kind), f) < 0 || text == "" {
				t.Errorf("%s proposes %q for %q", p.Name, text, f)
			}
		}
		for _, group := range p.must {
			for _, h := range group {
				if !p.knows(h) {
					t.Errorf("%s does not know %q", p.Name, h)
				}
			}
		}
	}
}

func TestPatterns(t *testing.T) {
	p := NewPatterns([]string{"Attribute * name", "Meta: *", "* (product.metafields.*)", "Stock"})
	for title, want := range map[string]bool{
		"Attribute 1 name": true, "attribute name": true, "Attribute 1 value": false, "Meta: _x": true,
		"Stock": true, "Stocks": false,
		"Color (product.metafields.shopify.color-pattern)": true, "product": false,
	} {
		if got := p.Match(value.Fold(title)); got != want {
			t.Errorf("%q: %t", title, got)
		}
	}
}
