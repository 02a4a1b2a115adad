package pricing

import (
	"cmp"
	"plugsheet/schemas/words"
	"strings"
	"sync"
)

// onRequest are words in a price's place that say that there is none to be told, a comma between them.
const onRequest = `on request, upon request, price on request, por, poa, price on application, on application, ask, ask
	us, ask for price, call, call us, call for price, contact us, please call, variable, variable price, open price, inquire, enquire, tba,
	tbc, tbd, quote, request a quote, n a, market price, sur demande, prix sur demande, nous consulter,
	nous contacter, consulter, sur devis, à définir, prix à définir, contactez nous, auf anfrage, preis
	auf anfrage, anfrage, a a, bitte anfragen, anfragen, nach absprache, auf nachfrage, tagespreis, nach
	aufwand, a consultar, consultar, consultar precio, bajo pedido, precio a consultar, bajo consulta, a
	convenir, bajo petición, su richiesta, prezzo su richiesta, a richiesta, da definire, contattaci, da
	concordare, su preventivo, op aanvraag, prijs op aanvraag, aanvragen, op offerte, nader te bepalen,
	dagprijs, mp, market price, seasonal price, sob consulta, s/ consulta, preço sob consulta, preço s/ consulta, c/ consulta, sob pedido, sob orçamento, a combinar, consulte,
	consulte nos, na zapytanie, cena na zapytanie, zapytaj, zapytaj o cenę, do uzgodnienia, do
	negocjacji`

// OnRequest is what customers read where no price is told, in a language; English for those not known.
func OnRequest(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	said := map[string]string{"fr": "sur demande", "de": "auf Anfrage", "es": "a consultar", "it": "su richiesta",
		"nl": "op aanvraag", "pt": "sob consulta", "pl": "na zapytanie"}[base]
	return cmp.Or(said, "on request")
}

// forNothing are words that say that a thing costs nothing.
const forNothing = `free, free of charge, gratis, kostenlos, kostenfrei, umsonst, gratuit, offert, gratuito, gratuita,
	grátis, gratuite, za darmo, bezpłatnie, darmowy, omaggio`

// insteadWords stand between a price and the one before.
const insteadWords = `was, were, instead of, before, rrp, reg, regular, old, au lieu de, avant, prix barré, statt, vorher, anstatt, uvp,
	bisher, war, antes, en vez de, en lugar de, anziché, invece di, prima, in plaats van, voorheen, van, em vez de, zamiast,
	przed, było`

// besideWords may stand beside a number that is a price: from when on, taxes, for how many.
const besideWords = `from starting at as low a an only just now ab nur jetzt je pro zum für à partir de dès des d seulement
	par la le l desde solo sólo por el da dal a partire per il soltanto vanaf voor slechts van af va per od
	tylko za partir só apenas ht ttc hors taxe taxes tva inkl incl inklusive including inclus incluse
	incluses excl exkl exclusive excluding zzgl plus mwst ust vat tax gst iva btw ptu i podatek podatkiem z
	bez con sin senza com sem met zonder inc included incluido incluida incluído compresa inclusa compreso
	esclusa netto brutto net gross neto bruto bruta netta lordo each ea piece pc pcs item unit st stk stck
	stück stueck pièce piece pce unité unite u pieza ud unidad uds pezzo pz cad cadauno peça peca un unidade
	stuk stuks szt sztuka sztukę paar pair paire set preis price prix precio prezzo preço prijs cena uvp rrp
	msrp vk pvp`

var requests = sync.OnceValue(func() map[string]bool { return phrases(onRequest) })

var gifts = sync.OnceValue(func() map[string]bool { return phrases(forNothing) })

// phrases makes a list with commas a set.
func phrases(list string) map[string]bool {
	m := map[string]bool{}
	for _, phrase := range strings.Split(list, ",") {
		m[words.Fold(phrase)] = true
	}
	return m
}

var instead = sync.OnceValue(func() map[string]bool { return phrases(insteadWords) })

var beside = sync.OnceValue(func() map[string]bool { return set(besideWords) })
