package query

import (
	"fmt"
	"strings"
	"testing"
)

// said shows what was read of a text.
func said(text string, w Wishes) string {
	var all []string
	for _, n := range w.Nots {
		var words []string
		for _, s := range n.Words {
			words = append(words, s.Of(text))
		}
		all = append(all, "not "+strings.Join(words, ", "))
	}
	if l := w.Limit; l != nil {
		to := ""
		if l.To != None {
			to = fmt.Sprintf("%.2f", float64(l.To)/1000)
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%.2f..%s %s", float64(l.From)/1000, to, l.Unit)))
	}
	return strings.Join(all, "; ")
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ home, text, want, rest string }{
		{"en", "shoes under 200", "0.00..200.00", "shoes"},
		{"en", "laptop less than $30", "0.00..30.00 USD", "laptop"},
		{"en", "laptop below 1,500.50 usd with ssd", "0.00..1500.50 USD", "laptop with ssd"},
		{"en", "bag between 20 and 50", "20.00..50.00", "bag"},
		{"en", "bag 20-50 €", "20.00..50.00 EUR", "bag"},
		{"en", "bag <30€", "0.00..30.00 EUR", "bag"},
		{"en", "bag €30 or less", "0.00..30.00 EUR", "bag"},
		{"en", "bag up to 30", "", "bag up to 30"},
		{"en", "bag up to 30 euros", "0.00..30.00 EUR", "bag"},
		{"en", "tv over 100", "100.00..", "tv"},
		{"fr", "chaussures moins de 50 €", "0.00..50.00 EUR", "chaussures"},
		{"fr", "sac de 20 à 50 euros", "20.00..50.00 EUR", "sac"},
		{"fr", "sac entre 20 et 50", "20.00..50.00", "sac"},
		{"fr", "jusqu'à 30 € sac", "0.00..30.00 EUR", "sac"},
		{"de", "Schuhe unter 100 Euro", "0.00..100.00 EUR", "Schuhe"},
		{"de", "Schuhe über 100", "100.00..", "Schuhe"},
		{"de", "Schuhe bis 1.000 €", "0.00..1000.00 EUR", "Schuhe"},
		{"de", "Schuhe zwischen 20 und 49,90 €", "20.00..49.90 EUR", "Schuhe"},
		{"es", "bolso por menos de 40 euros", "0.00..40.00 EUR", "bolso por"},
		{"it", "borsa sotto i 50 euro", "0.00..50.00 EUR", "borsa"},
		{"nl", "tas onder de 50 euro", "0.00..50.00 EUR", "tas"},
		{"pt", "bolsa até 50 euros", "0.00..50.00 EUR", "bolsa"},
		// numbers of something else
		{"en", "tv under 50 inch", "", ""}, {"en", "toys under 3 years", "", ""}, {"en", "kids under 3", "",
			""}, {"en", "over 100 pieces", "", ""},
		{"en", "bulb under 10w", "", ""}, {"fr", "enfants de moins de 3 ans", "", ""}, {"de", "ab 18 Jahren",
			"", ""}, {"en", "shelf between 20 and 50 cm", "", ""},
		{"en", "over the door hook", "", ""}, {"en", "usb 2.0 to 3.0 adapter", "", ""}, {"en", "M8 bolt", "",
			""}, {"fr", "pas cher sac", "", ""},
		// what is left out
		{"en", "shoes not red", "not red", "shoes"},
		{"en", "headphones without a cable", "not cable", "headphones"},
		{"en", "mouse not logitech or hp wireless", "not logitech, hp", "mouse wireless"},
		{"en", "limonade ohne Zucker", "not Zucker", "limonade"},
		{"fr", "souris sans fil", "not fil", "souris"},
		{"fr", "robe pas de coton", "not coton", "robe"},
		{"en", "robe pas rouge", "", "robe pas rouge"},
		{"es", "zapatos no rojos", "not rojos", "zapatos"},
		{"de", "Hose nicht in schwarz unter 50 €", "not schwarz; 0.00..50.00 EUR", "Hose"},
		{"it", "scarpe senza lacci", "not lacci", "scarpe"}, {"nl", "brood zonder suiker", "not suiker",
			"brood"}, {"pt", "sapatos sem cordões", "not cordões", "sapatos"},
		{"en", "shirt without", "", "shirt without"}, {"en", "batteries not included", "", ""},
	} {
		w := Read(c.text, func(language string) bool { return language == c.home })
		if got := said(c.text, w); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.home, c.text, got, c.want)
		}
		var parts []Span
		for _, n := range w.Nots {
			parts = append(parts, n.Span)
		}
		if w.Limit != nil {
			parts = append(parts, w.Limit.Span)
		}
		if got := strings.Join(strings.Fields(Without(c.text, parts...)), " "); c.rest != "" &&
			got != c.rest {
			t.Errorf("%s %q: %q is left, want %q", c.home, c.text, got, c.rest)
		}
	}
}

// TestWording reads the files: each line has its columns, and no phrase of a language means two things, but
// for those that stand before and behind a number.
func TestWording(t *testing.T) {
	for name, columns := range map[string]int{"limits": 3, "negations": 3, "currencies": 2, "others": 2} {
		lines := linesOf(name)
		if len(lines) == 0 {
			t.Errorf("%s has no lines", name)
		}
		for _, line := range lines {
			if len(line) != columns {
				t.Errorf("%s: %d columns in %q", name, len(line), line)
			}
		}
	}
	for _, all := range shared().phrases {
		seen := map[string]bool{}
		for _, p := range all {
			key := p.language + p.means + strings.Join(p.words, " ")
			if seen[key] {
				t.Errorf("%s %s: %v stands twice", p.language, p.means, p.words)
			}
			seen[key] = true
		}
	}
}
