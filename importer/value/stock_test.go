package value

import (
	"strings"
	"testing"
)

// TestInStock reads words, signs and quantities; what is neither is not known.
func TestInStock(t *testing.T) {
	for want, list := range map[string]string{
		"yes": "yes|1|5|x|✓|✔|☑|true|In Stock|in_stock|available|preorder|backorder|auf " +
			"Lager|lieferbar|sofort lieferbar|Vorrätig|en stock|Disponible|disponibile|In magazzino|em " +
			"estoque|disponível|op voorraad|leverbaar|dostępny|na stanie|5+|10+|>10|> 20 Stück|12 Stück|3 " +
			"pcs|1 pc|stock: 5|10-20|1.0|12,00|nur noch 3 Stück|3 left|12 szt.|5 uds.|7 pezzi|4 stuks|100 " +
			"unités|more than 10|mehr als 10|plus de 10|>0|10 in stock|wahr|oui|sí|sim|tak|≥ " +
			"5|🟢|https://schema.org/InStock|limited availability|in_store_only|schema:PreOrder|lieferbar in 2-3 Tagen|" +
			"50 or more|Sofort lieferbar, 1-2 Werktage|Out of stock soon|Derniers exemplaires|wysyłka w 24h|Disponibile subito|bientôt épuisé|yes, 3|" +
			"available in 5 business days|disponible sous 48 h|dostępny w 3 dni",
		"no": "no|0|-3|✗|✘|☐|false|Out of stock|sold out|OutOfStock|unavailable|not " +
			"available|ausverkauft|nicht lieferbar|nicht verfügbar|vergriffen|derzeit nicht " +
			"lieferbar|rupture de stock|épuisé|indisponible|agotado|sin existencias|no " +
			"disponible|esaurito|non disponibile|esgotado|sem estoque|indisponível|uitverkocht|niet " +
			"leverbaar|niet op voorraad|niedostępny|brak|wyprzedany|0 pcs|0 Stück|stock: 0|0 " +
			"szt.|0.00|0,0|leider momentan nicht verfügbar|Out of stock (0)|plus en stock|rupture temporaire|" +
			"no disponible temporalmente|esaurita al momento|temporariamente indisponível|niet meer leverbaar|" +
			"brak towaru|currently out of stock|bald wieder verfügbar|nein|non|nee|nie|não|falsch|nicht auf Lager|pas " +
			"disponible|🔴|http://schema.org/OutOfStock|temporarily unavailable|coming soon",
		"unknown": "maybe|in 5 days|2-3 Werktage|available in red|ab 15.3. lieferbar|nicht ausverkauft|disponible en mai|stock of May|<5|A12|call us|auf " +
			"Anfrage|2024-05-01|?|-|5 kg|12 €|K7-2|ab Mai|",
	} {
		for _, text := range strings.Split(list, "|") {
			yes, ok := InStock(text)
			got := map[bool]string{true: "yes", false: "no"}[yes]
			if !ok {
				got = "unknown"
			}
			if got != want {
				t.Errorf("%q is %s, want %s", text, got, want)
			}
		}
	}
}
