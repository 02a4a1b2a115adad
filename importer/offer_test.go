package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plugsheet/importer/config"
	"plugsheet/importer/product"
	"plugsheet/schemas/bundle"
)

// importedOffers imports one csv file and gives by product what it costs and when.
func importedOffers(t *testing.T, text string, c config.Config) (map[string]string, Report) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "products.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Inputs: []string{file}, Bundle: filepath.Join(dir, "bundle"), Config: c,
		CustomerKey: make([]byte, 32)}
	o.Clock = func() time.Time { return time.Date(2030, 11, 15, 0, 0, 0, 0, time.UTC) }
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	if !report.Written {
		return found, report
	}
	b, err := bundle.Open(t.Context(), o.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range b.ProductFiles() {
		for l, err := range b.Records(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			said := "-"
			if p := l.Record.Product.PricePromotion; p != nil {
				said = *p
			}
			if o := l.Record.Offer; o != nil {
				said = o.PricePromotion + ": " + o.Days()
			}
			found[l.Record.Product.Reference] = said
		}
	}
	return found, report
}

// TestOffersOfShops reads the days of promotions as shop systems and people write them.
func TestOffersOfShops(t *testing.T) {
	const own = "id,title,description,productUrl,imageUrl,priceCatalog"
	const row = "R,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,"
	for name, c := range map[string]struct{ header, row, want string }{
		"Amazon": {own + ",sale_price,sale_from_date,sale_end_date", row +
			"8 €,2030-11-01,2030-11-30", "8 €: 2030-11-01 – 2030-11-30"},
		"Meta": {own + ",sale_price,sale_price_effective_date", row +
			"8 €,2030-11-01T00:00+01:00/2030-11-30T23:59+01:00",
			"8 €: 2030-11-01T00:00:00+01:00 – 2030-11-30T23:59:00+01:00"},
		"a special price": {own + ",special_price,special_from_date,special_to_date", row +
			"8 €,2030-11-01 00:00:00,2030-11-30 00:00:00", "8 €: 2030-11-01 – 2030-11-30"},
		"French": {own + ",Prix promo,Promo du,Promo au", row + "8 €,25/11/2030,30/11/2030",
			"8 €: 2030-11-25 – 2030-11-30"},
		"French, other": {own + ",Prix soldé,Date de début de la promotion,Fin de promo", row +
			"8 €,1er novembre 2030,30 novembre 2030", "8 €: 2030-11-01 – 2030-11-30"},
		"German": {own + ",Aktionspreis,Aktionsbeginn,Aktion bis", row + "8 €,1.11.2030,30.11.30",
			"8 €: 2030-11-01 – 2030-11-30"},
		"German, one cell": {own + ",Angebotspreis,Aktionszeitraum", row + "8 €,1.11.2030 – 30.11.2030",
			"8 €: 2030-11-01 – 2030-11-30"},
		"Spanish": {own + ",Precio de oferta,Oferta desde,Oferta hasta", row +
			"8 €,1 de noviembre de 2030,30/11/2030", "8 €: 2030-11-01 – 2030-11-30"},
		"Italian": {own + ",Prezzo scontato,Offerta dal,Offerta al", row +
			"8 €,1 novembre 2030,30/11/2030", "8 €: 2030-11-01 – 2030-11-30"},
		"Dutch": {own + ",Actieprijs,Aanbieding van,Aanbieding t/m", row +
			"8 €,1 nov 2030,30-11-2030", "8 €: 2030-11-01 – 2030-11-30"},
		"Portuguese": {own + ",Preço promocional,Promoção de,Promoção até", row +
			"8 €,1 de novembro de 2030,30/11/2030", "8 €: 2030-11-01 – 2030-11-30"},
		"Polish": {own + ",Cena promocyjna,Promocja od,Promocja do", row +
			"8 €,1 listopada 2030,30.11.2030", "8 €: 2030-11-01 – 2030-11-30"},
		"in offer, Portuguese": {own + ",Preço em Oferta,Início da oferta,Fim da oferta", row +
			"8 €,01/11/2030,30/11/2030", "8 €: 2030-11-01 – 2030-11-30"},
		"in offer, Spanish": {own + ",Precio en rebajas", row + "8 €", "8 €"},
		"in offer, German":  {own + ",Preis im Angebot", row + "8 €", "8 €"},
		"in offer, French":  {own + ",Tarif en soldes", row + "8 €", "8 €"},
		"in offer, English": {own + ",Price on offer", row + "8 €", "8 €"},
		"valid": {own + ",Sale price,Valid from,Valid until", row + "8 €,,2030-11-30",
			"8 €: … – 2030-11-30"},
		"valid, French": {own + ",Prix promo,Valable du,Valable au", row + "8 €,,30/11/2030",
			"8 €: … – 2030-11-30"},
		"valid, Italian": {own + ",Prezzo in saldo,Valido dal,Valido al", row + "8 €,,30/11/2030",
			"8 €: … – 2030-11-30"},
		"the other cell": {own + ",Sale price,Sale start,Sale end", row + "8 €,02/03/2031,04/15/2031",
			"8 €: 2031-02-03 – 2031-04-15"},
		"pieces":       {own + ",Angebotspreis,Rabatt ab", row + "8 €,10 Stück", "8 €"},
		"a percentage": {own + ",Sale price,Discount from", row + "8 €,5%", "8 €"},
		"no days":      {own + ",Sale price,Sale start,Sale end", row + "8 €,,", "8 €"},
		"zeros": {own + ",Sale price,Sale start,Sale end", row +
			"8 €,0000-00-00,0000-00-00 00:00:00", "8 €"},
		"no price": {own + ",Sale price,Sale start,Sale end", row + ",2030-11-01,soon", "-"},
		"seconds since 1970": {own + ",Sale price,Sale start,Sale end", row + "8 €,,1900000000",
			"8 €: … – 2030-03-17T17:46:40Z"},
	} {
		found, report := importedOffers(t, c.header+"\n"+c.row+"\n", config.Config{TimeZone: "Europe/Paris"})
		if found["R"] != c.want || report.Problems.Errors() > 0 {
			t.Errorf("%s: %q, want %q\n%s", name, found["R"], c.want, printed(t, report.Problems))
		}
	}
}

// TestOffersOfPrestaShop makes promotions of what is taken off the price, in their days.
func TestOffersOfPrestaShop(t *testing.T) {
	const header = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Discount " +
		"amount;Discount percent;Discount from (yyyy-mm-dd);Discount to (yyyy-mm-dd);Reference #;Description;Image URLs (x,y,z...);URL\n"
	for discount, want := range map[string]string{
		";20;2030-11-01;2030-11-30": "€8.00: 2030-11-01 – 2030-11-30",
		"3;;;2030-11-30":            "€7.00: … – 2030-11-30",
		"3;20;;":                    "€7.00",
		"0.00;20;0000-00-00;":       "€8.00",
		"0;0;2030-11-01;2030-11-30": "-",
	} {
		text := header + "1;1;T;Home;10.00;" + discount +
			";R;D;https://shop.example/i.jpg;https://shop.example/p\n"
		found, report := importedOffers(t, text, config.Config{TimeZone: "Europe/Paris", Currency: "EUR"})
		if found["R"] != want || report.Problems.Errors() > 0 {
			t.Errorf("%s: %q, want %q\n%s", discount, found["R"], want, printed(t, report.Problems))
		}
	}
}

// TestOffersCounted counts what is over and what is ahead; the bundle is the same on every day.
func TestOffersCounted(t *testing.T) {
	const text = "id,title,description,productUrl,imageUrl,priceCatalog,Sale price,Sale start,Sale end\n" +
		"1,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,8 €,2030-11-01,2030-11-30\n" +
		"2,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,8 €,2019-11-01,2019-11-30\n" +
		"3,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,8 €,2030-12-01,\n" +
		"4,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,8 €,,\n"
	_, report := importedOffers(t, text, config.Config{})
	if want := (product.Offers{All: 3, Over: 1, Ahead: 1}); report.Offers != want ||
		report.Counts.Products != 4 {
		t.Errorf("%+v, want %+v", report.Offers, want)
	}
	if said := string(printed(t, report.Problems)); strings.Count(said, "timeZone") != 1 {
		t.Errorf("without a time zone, it is asked for once: %s", said)
	}
}

// TestOfferOfVariant takes the days from the variant that gives the price.
func TestOfferOfVariant(t *testing.T) {
	const text = "id,title,description,productUrl,imageUrl,priceCatalog,Sale price,Sale end,group\n" +
		"1,T,D,https://shop.example/p,https://shop.example/i.jpg,12 €,11 €,2030-11-01,G\n" +
		"2,T,D,https://shop.example/p,https://shop.example/i.jpg,10 €,8 €,2030-11-30,G\n"
	found, report := importedOffers(t, text, config.Config{TimeZone: "UTC",
		Group: config.Group{By: config.Headers{"group"}}})
	if len(found) != 1 || found["1"] != "8 €: … – 2030-11-30" {
		t.Errorf("%v\n%s", found, printed(t, report.Problems))
	}
}

// TestOffersOfVariants shows the cheapest variant by what it costs before and after its offer.
func TestOffersOfVariants(t *testing.T) {
	const text = "ID,Type,SKU,Name,Description,Regular price,Sale price,Date sale price ends,Images,Parent," +
		"Permalink\n" +
		"1,variable,SH,Shirt,D,,,,https://s.example/i.jpg,,https://s.example/1\n" +
		"2,variation,SH-L,Shirt L,D,30 €,20 €,2019-01-01,,SH,\n3,variation,SH-S,Shirt S,D,25 €,,,,SH,\n"
	if got, report := importedOffers(t, text, config.Config{}); got["SH"] != "-" {
		t.Errorf("the cheapest variant's promotion is %q\n%s", got["SH"], printed(t, report.Problems))
	}
}
