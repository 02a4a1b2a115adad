package pricing

import (
	"strings"
	"testing"

	"plugsheet/schemas/words"
)

// No phrase stands twice or has two roles, and each is found as its own.
func TestWords(t *testing.T) {
	lists := words.ReadLists(wordText)
	for _, names := range [][]string{roleNames, {"before"}, {"filler"}, {"beside"}, {"ofsupplier"}, {"usual"}} {
		if faults := lists.Faults(names...); faults != nil {
			t.Errorf("twice, or without a letter: %s", strings.Join(faults, "; "))
		}
	}
	for _, f := range []struct {
		lists words.Lists
		names []string
	}{
		{amountWords(), []string{"request", "gift"}}, {amountWords(), []string{"instead"}},
		{amountWords(), []string{"beside"}}, {amountWords(), []string{"lowest"}}, {groupLists(), []string{"group"}},
		{groupLists(), []string{"price", "from", "class"}},
	} {
		if faults := f.lists.Faults(f.names...); faults != nil {
			t.Errorf("%q twice, or without a letter: %s", f.names, strings.Join(faults, "; "))
		}
	}
	for n, name := range roleNames {
		for phrase := range lists.Set(name) {
			if got := Of(phrase); got != roles[n] {
				t.Errorf("%s: %q is found as role %d, want %d", name, phrase, got, roles[n])
			}
		}
	}
}

// TestOf has headers of eight languages and of shop systems with what they say.
func TestOf(t *testing.T) {
	for role, headers := range map[Role][]string{
		Cost: {
			"Стоимость опт, руб", "AEK", "AR_PrixAch", "P. MAYORISTA", "Total Value", "Prix de vente min. HT", "Τιμή χονδρικής", "Nákupní cena", "Inköpspris exkl. moms",
			"EK Netto (für GLD)", "meta:_wc_cog_cost", "variation.purchasePrice", "Costo IVA esclusa", "P. acquisto", "Einkaufspreis (Lieferung Mai)", "Cost (see the invoice)", "Opening Stock Value", "Asset value", "PurchasesUnitPrice",
			"Cost", "cost", "Cost price", "Cost Price (net)", "costPrice", "cost_price", "COSTPRICE",
			"Purchase price", "Net purchase price",
			"purchase_price", "PurchasePrice", "Buying price", "Wholesale", "Wholesale Price",
			"wholesale_price", "Dealer price", "Trade price",
			"Landed cost", "Unit cost", "Cost per item", "Cost of goods", "_wc_cog_cost",
			"cost_of_goods_sold", "COGS", "Default Unit Cost",
			"Average cost", "Last purchase price", "Cost EUR", "Cost (excl. VAT)", "Variant Cost",
			"Net cost", "Distributor price",
			"Prix d'achat", "Prix d’achat HT", "prix_achat_ht", "PrixAchat", "PRIX ACHAT", "PA HT",
			"Prix de revient", "Coût", "Coût d'achat",
			"Coût unitaire", "Prix de gros", "Prix revendeur", "Tarif grossiste", "Prix pro HT",
			"EK", "EKPreis", "EK-Preis", "ek_preis", "EK netto", "Einkaufspreis", "Einkaufspreis netto",
			"Einkaufspreis (€)", "Einstandspreis",
			"Händlerpreis", "Händler-EK", "Haendlerpreis", "Großhandelspreis", "Selbstkosten", "HEK",
			"Bezugspreis", "Kosten",
			"Precio compra", "Precio de compra", "Precio de coste", "Coste", "Costo", "Costo unitario",
			"Precio mayorista", "precio_compra",
			"Prezzo di acquisto", "Prezzo d'acquisto", "Prezzo acquisto", "Costo d'acquisto",
			"Prezzo ingrosso", "Prezzo all'ingrosso",
			"Inkoopprijs", "Inkoopprijs excl. btw", "Kostprijs", "Groothandelsprijs", "Dealerprijs",
			"inkoop prijs",
			"Preço de custo", "Preço de compra", "Custo", "Custo unitário", "Preço atacado", "preco_custo",
			"Cena zakupu", "Cena zakupu netto", "cena_zakupu", "Koszt", "Koszt zakupu", "Cena hurtowa",
			"Koszt własny", "Nettoeinkaufspreis", "Durchschnittseinkaufspreis", "Inkoopprijsexcl", "supply_price", "Wareneinsatz", "Kosztorys",
			"Nákupní cena", "Inköpspris", "Закупочная цена", "Letzter EK", "EinkPreis", "Trade", "Standard cost",
		},
		Margin: {
			"Margin", "Margin %", "Gross margin", "Profit", "Markup", "Mark-up %", "Marge", "Marge (%)",
			"Deckungsbeitrag II", "DB in %", "Umsatz", "Taux de marge", "Marge brute",
			"Gewinnspanne", "Rohertrag", "Aufschlag %", "Margen", "Margen %", "Beneficio", "Margine",
			"Ricarico %", "Winstmarge",
			"Margem de lucro", "Lucro", "Marża", "Marża %", "Narzut",
		},
		Memo: {
			"Internal notes", "Notes (internal)", "Note interne", "Commentaires internes", "Interne Notiz",
			"Bemerkung intern", "Notas internas", "Opmerkingen intern",
			"Observações internas", "Uwagi wewnętrzne", "Admin note",
		},
		Supplier: {
			"Lieferanten-Art.Nr.", "Lief.-Nr.", "Lief. Art. Nr.", "Bestellnummer Lieferant", "Vendor SKU", "Réf. fourn.", "Cod. forn.",
			"Ref. Prov.", "Preferred vendor", "Default Supplier Code", "Purchase Description", "PurchasesDescription",
			"Supplier", "Supplier name", "Supplier SKU", "Supplier price", "supplier_price",
			"Supplier reference #", "Primary supplier", "SupplierCode",
			"Fournisseur", "Réf. fournisseur", "Prix fournisseur", "Nom du fournisseur", "Lieferant",
			"Lieferantennummer", "Lieferanten-Nr.",
			"Lieferantenpreis", "Proveedor", "Precio proveedor", "Código proveedor", "Fornitore",
			"Codice fornitore", "Prezzo fornitore",
			"Lieferantenrabatt", "Listino fornitore", "Sconto fornitore", "Leverancier", "Leveranciersnummer", "Fornecedor", "Preço fornecedor", "Dostawca",
			"Kod dostawcy", "Cena dostawcy", "Vendor cost",
		},
		Group: {
			"Price (10+)", "Price 10-49", "Dealer 10+", "VK >= 50", "Prix 100+", "Cena (5 +)", "10+", "ab 10 Stk.", "Preis ab 50", ">= 100", "from 25",
			"Price B2B", "tier_price_qty_10", "Tier price 10+", "Price Group A", "VIP Price", "price_pro",
			"price_member", "Staff price", "Bulk price", "eBay price", "Prix membre", "Prix adhérent", "Prix Club", "Prix par palier",
			"VK ab 10", "Staffelpreis", "Staffelpreis 10", "Preisgruppe 2", "Preis Stammkunde", "Mitgliederpreis",
			"Stammkundenpreis", "Mitarbeiterpreis", "Kundengruppenpreis", "Precio socio", "Precio empresa", "Prezzo soci",
			"Ledenprijs", "Staffelprijs", "Zakelijke prijs", "Preço sócio", "Cena klubowa", "Cena dla firm",
		},
		Old: {
			"Compare at price", "compare_at_price", "Variant Compare At Price", "Compare-at price",
			"Old price", "Was price", "strikethroughPrice",
			"Ancien prix", "Prix barré", "prix_initial", "Alter Preis", "Streichpreis", "Statt-Preis",
			"Precio anterior", "Precio antes",
			"Prezzo precedente", "precioold", "preco_de", "preis_old", "Prezzo pieno", "Oude prijs", "Alter VK", "Prix habituel", "Precio habitual", "VK alt", "statt", "Voorheen", "Van prijs", "Preço antigo",
			"Preço anterior", "Stara cena", "Cena przed obniżką",
			"Original price",
		},
		List: {
			"RRP", "RRP (incl. VAT)", "MSRP", "UVP", "UVP brutto", "List price", "list_price", "lst_price",
			"Listenpreis", "Prix public conseillé",
			"Prix catalogue", "PVP recomendado", "PVPR", "Precio de catálogo", "Prezzo di listino",
			"Adviesprijs", "Preço recomendado",
			"Sugerowana cena detaliczna", "Cena katalogowa",
		},
		Now: {
			"New price", "Our price", "Final price", "prix_final", "Nouveau prix", "Neuer Preis",
			"Unser Preis", "Precio actual", "Precio final",
			"Prezzo attuale", "Nieuwe prijs", "Voor prijs", "Novo preço", "Preço atual", "Nowa cena",
			"Cena końcowa",
		},
		Price: {
			"Preis inkl. MwSt.", "VK (inkl. 19 % MwSt)", "Preis inkl. MwSt. in EUR", "Prix TVA incluse", "Prezzo IVA inclusa",
			"Prix TTC (TVA 20 %)", "Prijs inclusief 21% btw",
			"Price", "Selling price", "Preço de venda", "preco_de_venda", "SalesUnitPrice", "*Sales Unit Price", "Sales Price/Rate", "Price EUR", "Price (USD)", "Price incl. VAT", "Prix",
			"Prix de vente", "Prix TTC", "Prix TTC (€)", "Preis", "VK",
			"VKPreis", "VK-Preis brutto", "Verkaufspreis", "Precio", "PVP", "Precio de venta", "Prezzo",
			"Prezzo di vendita", "Prijs", "Verkoopprijs",
			"Preço", "Preço de venda", "Cena", "Cena sprzedaży", "Cena brutto", "Retail price",
			"Variant Price", "Web price", "USD", "€", "tc_CenaNetto7", "Стоимость, руб", "Prezzo con ricarico",
			"Preis mit Aufschlag",
		},
		None: {
			"1+", "ab Werk", "Bluehmonat ab 6", "from", "10 pcs", "lei", "Pound", "pa_color",
			"Preis MwStX", "19 % MwSt", "Steuer 7",
			"Costume", "Costa", "Vendor code", "Meta description", "Variation", "Material (Einkauf)", "Fits (cost)", "Vendor code of conduct", "Coaster", "Costing Sheet URL", "Einkaufstasche", "Margarine",
			"Internal diameter", "Notes", "Notes de tête", "Internal memory", "Misure interne", "Innenmaß", "Interner Speicher",
			"Marges de couture", "Purchase note", "Purchase URL",
			"Shipping cost", "Versandkosten", "Frais de port", "Energy cost per year", "Delivery cost",
			"Ek ballon", "Power factor", "Powerfaktor",
			"Price group", "Preisgruppe", "Pricing tier", "Prise", "Kreis", "Color", "Couleur", "Weight",
			"Gewicht", "Cosmetics", "Profile",
			"Profit plan", "Marke", "Marque", "Lieferbar", "Lieferzeit", "Livraison", "Dostawa", "Vendor",
			"Hersteller", "Material", "", "Trademark",
			"Wholesome", "Discount code", "Supplied with", "Kostüm", "Kosten-Nutzen", "Gewinner", "Unit",
			"Nettogewicht", "Net weight", "Stock",
			"Margin of error", "Purchase date", "Prezzemolo", "Preiselbeere", "Scena", "Pa",
		},
	} {
		for _, h := range headers {
			if got := Of(h); got != role {
				t.Errorf("%q is %v, want %v", h, got, role)
			}
		}
	}
}
