package index

import (
	"slices"
	"strings"
	"testing"
)

// TestPlurals demands in each language that the singular finds what a title has in the plural, and the plural
// what it has in the singular.
func TestPlurals(t *testing.T) {
	for language, pairs := range map[string]string{
		"en": "knife knives, box boxes, battery batteries, shelf shelves, brush brushes, glass glasses, mouse mice",
		"fr": "couteau couteaux, bijou bijoux, lampe lampes, cheval chevaux, rideau rideaux, clé clés, tapis tapis",
		"de": "Lampe Lampen, Stuhl Stühle, Tasche Taschen, Tisch Tische, Kissen Kissen, Messer Messer, Decke Decken",
		"es": "lápiz lápices, cuchillo cuchillos, reloj relojes, silla sillas, pantalón pantalones, luz luces",
		"it": "coltello coltelli, lampada lampade, orologio orologi, sedia sedie, tenda tende, chiave chiavi",
		"nl": "lamp lampen, stoel stoelen, mes messen, tas tassen, kast kasten, deken dekens, doos dozen",
		"pt": "cordão cordões, lençol lençóis, faca facas, luz luzes, homem homens, cadeira cadeiras, anel anéis",
	} {
		for pair := range strings.SplitSeq(pairs, ", ") {
			words := strings.Fields(pair)
			x := catalog(t, language, words[0]+" Orbit\n"+words[1]+" Vela\nArvio 12")
			for _, word := range words {
				if got := search(t, x, word); !slices.Contains(got, 0) || !slices.Contains(got, 1) {
					t.Errorf("%s %q: %v, want both %q", language, word, got, pair)
				}
			}
		}
	}
}

// TestHeads demands in each language that what a title is of comes before what belongs to it: the first noun
// where things are named first, the last one or the last part of a compound elsewhere.
func TestHeads(t *testing.T) {
	for language, lines := range map[string]string{
		"fr": "lampe: Housse pour lampe de bureau noire\nLampe de bureau noire",
		"de": "Lampe: Hülle für Lampe aus Filz\nKleine rote Lampe aus Filz",
		"es": "lámpara: Funda para lámpara de mesa negra\nLámpara de mesa negra",
		"it": "lampada: Custodia per lampada da tavolo nera\nLampada da tavolo nera",
		"nl": "lamp: Hoes voor lamp van zwart vilt\nKleine lamp van zwart vilt",
		"pt": "lâmpada: Capa para lâmpada de mesa preta\nLâmpada de mesa preta",
	} {
		word, titles, _ := strings.Cut(lines, ": ")
		if got := search(t, catalog(t, language, titles), word); len(got) != 2 || got[0] != 1 {
			t.Errorf("%s %s: %v, want the lamp first", language, word, got)
		}
	}
	x := catalog(t, "de", "Lampenschirm, grün\nTischlampe, grün\nLampe, grün\nLampenöl")
	if got := search(t, x, "Lampe"); len(got) < 2 || got[0] != 2 || got[1] != 1 {
		t.Errorf("Lampe: %v, want the lamp, then the table lamp", got)
	}
}
