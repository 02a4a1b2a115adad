package value

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestRoleOf knows the headers of shop systems and of eight languages, and leaves alone those that only look alike.
func TestRoleOf(t *testing.T) {
	for role, headers := range map[Role]string{
		ShownFlag: "Published|Active (0/1)|active|product_online|visible|Product Visible?|Visible|product_is_enabled|is_active|isActive|Actif|Aktiv|Activo|" +
			"Attivo|Actief|Ativo|Aktywny|Publié|Veröffentlicht|Publicado|Pubblicato|Gepubliceerd|Opublikowany|En ligne|En línea|Online|Sichtbar im Shop|" +
			"Visible sur le site|website_published|Published on online store|sale_ok|Can be Sold|Kann verkauft werden|Enabled|aktiv ja/nein|Actif (O/N)|" +
			"Artikel aktiv|Is Visible|ACTIVE?|Widoczny w sklepie|Zichtbaar|Visível|Visibile|Produit en ligne|Show on website|Webshop|Im Onlineshop|On website|Sur le site|" +
			"Tienda online|Sul sito|Loja online|Wyświetlaj|Opublikowano|Online shop|" +
			"Online verkaufen|Vente en ligne|for_sale|Anzeige im Shop|Freigabe|Approved|Display on website|Publicado na loja virtual|Enabled for website|Ativo na loja",
		HiddenFlag: "Hidden|Archived|archiviert|Ausgeblendet|Masqué|Oculto|Nascosto|Verborgen|Ukryty|Entwurf|Brouillon|is_deleted|Gelöscht|Disabled|" +
			"notforsale|hideproduct|Not for sale|Inaktiv|Archivé|Nur intern|Internal only|Nicht veröffentlichen|Löschkennzeichen|" +
			"Sperrkennzeichen|Trashed|Private|Nascondi dal sito|Verberg op site|nicht online verkaufen|ne pas afficher en ligne",
		Status: "Status|Product Status|Statut|Statut du produit|Estado|Stato|Stan|products_status|listing-status|item status|Produktstatus|post_status|State|Lifecycle|" +
			"Lebenszyklus|Cycle de vie|Ciclo de vida|Estatus de publicación",
		Visibility: "visibility|Visibility in catalog|Sichtbarkeit im Katalog|Visibilité dans le catalogue|Visibilidad en el catálogo|Widoczność|Zichtbaarheid",
		Ended:      "deleted_at|Product Deleted At|Gelöscht am",
		Begun:      "published_at|Publié le|Veröffentlicht am",
		NoRole: "active ingredient|Active ingredients|Visible light|online exclusive|Activity|Aktivkohle|Order status|Stock status|Payment Status|On sale (0/1)|" +
			"Available online only (0 = No, 1 = Yes)|Show price (0 = No, 1 = Yes)|Attribute 1 visible|Sichtbares Licht|hide_from_product_page|Title|Online price|" +
			"Date published|Publisher|Éditeur|Wirkstoff aktiv|Active noise cancelling|Published year|Concept|In stock?|Web|Shop|Product|Statuette|Condition|" +
			"Private label|Hidden camera|Offline mode|Draft beer|Display|Digital display|Website|Online since|On sale|Sales channel|For kids only|Internal memory|Not active ingredient|",
	} {
		for _, header := range strings.Split(headers, "|") {
			if got := RoleOf(header); got != role {
				t.Errorf("%q has role %d, want %d", header, got, role)
			}
		}
	}
}

// TestJudge reads whole columns: which values leave a product out, or why it is no column of states.
func TestJudge(t *testing.T) {
	for _, c := range []struct{ header, shown, hidden, strange string }{
		{"Published", "1", "0|-1", ""},
		{"Published", "true", "false", ""},
		{"Active", "yes", "no", ""}, {"Actif", "oui", "non", ""}, {"Aktiv", "ja", "nein", ""}, {"Activo", "sí", "no", ""},
		{"Attivo", "sì", "no", ""}, {"Actief", "ja", "nee", ""}, {"Ativo", "sim", "não", ""}, {"Aktywny", "tak", "nie", ""},
		{"Online", "✓", "✗", ""}, {"Online", "☑", "☐", ""}, {"Aktiv", "WAHR", "FALSCH", ""}, {"Visible", "Y|S", "N", ""},
		{"Hidden", "no|0", "yes|1|x|✓", ""}, {"Archived", "N", "Y", ""}, {"Ausgeblendet", "nein", "ja", ""},
		{"Status", "active", "draft|archived", ""}, {"Status", "active", "Unlisted", ""}, {"Statut", "Publié", "Brouillon|Archivé", ""},
		{"Status", "aktiv", "inaktiv|Entwurf|nicht veröffentlicht", ""}, {"Estado", "Publicado", "Borrador|Oculto", ""},
		{"Stato", "Pubblicato", "Bozza", ""}, {"Status", "Gepubliceerd", "Concept|Gearchiveerd", ""}, {"Status", "Publicado", "Rascunho", ""},
		{"Status", "Opublikowany", "Szkic|Ukryty", ""}, {"Status", "published", "draft|proposed|rejected", ""},
		{"Status", "active|sold_out", "inactive|draft|expired", ""}, {"listing-status", "Active", "Inactive|Incomplete", ""},
		{"status", "enabled", "disabled", ""}, {"status", "1", "0", ""}, {"status", "1", "2", ""}, {"product_online", "1", "2", ""},
		{"Status", "A", "D|H", ""}, {"Status", "publish", "private|trash|pending", ""}, {"post_status", "publish", "future|draft", ""},
		{"visibility", "Catalog, Search|Catalog|Search", "Not Visible Individually", ""}, {"visibility", "4|3|2", "1", ""},
		{"visibility", "both|catalog|search", "none", ""}, {"Visibility in catalog", "visible|catalog|search", "hidden", ""},
		{"visibility", "published", "staging|hidden|whitelist_only", ""}, {"Visibility", "Visible", "Hidden", ""},
		{"Status", "active", "draft", "wobbly"}, {"Status", "active|new", "", "zzz"}, {"Aktiv", "ja", "nein", "vielleicht"},
		{"deleted_at", "0000-00-00", "2024-01-01 10:00", ""}, {"Status", "live", "offline", ""}, {"Status", "actif", "désactivé|en attente", ""},
	} {
		values := map[string]int{}
		for _, text := range strings.Split(c.shown+"|"+c.hidden+"|"+c.strange, "|") {
			if text != "" {
				values[text] = 1
			}
		}
		column, ok := Judge(RoleOf(c.header), values, 0, false)
		var hidden []string
		for text := range values {
			if column.Read(text) == Hidden {
				hidden = append(hidden, text)
			}
		}
		slices.Sort(hidden)
		want := strings.FieldsFunc(c.hidden, func(r rune) bool { return r == '|' })
		slices.Sort(want)
		if got := strings.Join(column.Strange(), "|"); !ok || !slices.Equal(hidden, want) || got != c.strange {
			t.Errorf("%s %v: a column %t, hidden %q, want %q; strange %q, want %q", c.header, values, ok, hidden, want, got, c.strange)
		}
	}
}

// TestJudgeLookalikes leaves alone columns whose values are no states, whatever the header.
func TestJudgeLookalikes(t *testing.T) {
	for header, columns := range map[string]string{
		"Status":    "new,used;in stock,out of stock;neu,gebraucht;shipped,paid,open;disponible,agotado;auf Lager,ausverkauft;in stock,discontinued;1,2,3,4,5",
		"Published": "2019-05-01,2020-01-02;2019,2020", "Active": "Ibuprofen,Paracetamol;retinol", "État": "neuf,occasion", "Estado": "nuevo,usado",
		"Online": "https://a.example/1,https://a.example/2;in stock,out of stock", "State": "CA,NY", "Visible": "400 nm,700 nm", "Stan": "12 szt.,3 szt.",
		"visibility": "5 km,10 km", "Draft": "3.2 m,4 m",
	} {
		for _, list := range strings.Split(columns, ";") {
			values := map[string]int{}
			for _, text := range strings.Split(list, ",") {
				values[text] = 3
			}
			if c, ok := Judge(RoleOf(header), values, 0, false); ok {
				t.Errorf("%s %q is a column of states: %+v", header, list, c)
			}
		}
	}
	c, ok := Judge(RoleOf("Deleted"), map[string]int{"2024-01-01": 1, "0000-00-00 00:00:00": 4}, 5, false)
	if !ok || c.Read("2024-01-01") != Hidden || c.Read("0000-00-00 00:00:00") != Shown || c.Read("") != Unsaid {
		t.Errorf("the day on which a product was deleted: %+v, %t", c, ok)
	}
	many := map[string]int{"draft": 1}
	for n := range maxStates {
		many[fmt.Sprint("text ", n)] = 1
	}
	if _, ok := Judge(Status, many, 0, false); ok {
		t.Error("a column of many texts is one of states")
	}
	if _, ok := Judge(Status, map[string]int{"in stock": 3}, 0, true); !ok {
		t.Error("a column that the person calls one of states is none")
	}
}

// TestBlankStates takes blank cells for no only where the others are marks.
func TestBlankStates(t *testing.T) {
	for _, c := range []struct {
		header, value string
		blank         State
		doubtful      bool
	}{
		{"Online", "x", Hidden, false}, {"Online", "✓", Hidden, false}, {"Online", "yes", Unsaid, true}, {"Hidden", "x", Unsaid, false},
		{"Status", "draft", Unsaid, false},
	} {
		column, ok := Judge(RoleOf(c.header), map[string]int{c.value: 2}, 2, false)
		if !ok || column.Read("") != c.blank || column.Doubtful != c.doubtful {
			t.Errorf("%s %q: a column %t, blank %d, doubtful %t", c.header, c.value, ok, column.Read(""), column.Doubtful)
		}
	}
}
