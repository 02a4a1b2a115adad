package value

import (
	"regexp"
	"strings"
	"unicode"
)

// The words of stocks, in en, fr, de, es, it, pt, nl and pl. They are compared folded.
var (
	inStockWords = set(
		"in stock,available,backorder,on backorder,available on backorder,preorder,pre-order,available for "+
			"order,low stock,limited stock,limited,in stock online,ready to ship,few left,last items,"+
			"plenty,unlimited,limited availability,limited quantity,instoreonly,in store only,onlineonly,"+
			"online only,on stock,presale,pre sale,made to order,ships today,back order,special order,available now,"+
			"instock online",
		"en stock,disponible,dispo,stock faible,stock limité,stock bas,quantité limitée,expédié sous,sur "+
			"commande,précommande,en réassort,derniers articles,peu de stock,disponibles",
		"auf Lager,lieferbar,verfügbar,vorrätig,sofort lieferbar,sofort verfügbar,vorbestellbar,bestellbar,"+
			"auf Bestellung,ab Lager,an Lager,begrenzt verfügbar,geringer Bestand,niedriger Bestand,"+
			"knapper Bestand,wenige Stück,wenige verfügbar,Lagerware,am Lager,nachbestellbar,lagernd,auf "+
			"Vorrat,versandfertig",
		"en existencias,en stock,disponible,hay existencias,bajo pedido,pocas existencias,pocas unidades,"+
			"reserva,con stock,disponibles,últimas unidades",
		"disponibile,in magazzino,in stock,disponibilità immediata,ordinabile,su ordinazione,pochi pezzi,"+
			"preordine,disponibili,a magazzino,ultimi pezzi",
		"em estoque,em stock,disponível,sob encomenda,pré-venda,poucas unidades,estoque baixo,disponíveis,"+
			"com stock,últimas unidades",
		"op voorraad,voorradig,leverbaar,beschikbaar,direct leverbaar,op bestelling,bestelbaar,beperkt op "+
			"voorraad,lage voorraad,uit voorraad leverbaar,uit voorraad",
		"dostępny,dostępna,dostępne,na stanie,w magazynie,od ręki,dostępny od ręki,na zamówienie,mała "+
			"ilość,średnia ilość,duża ilość,przedsprzedaż,ostatnie sztuki,jest",
	)
	soldOutWords = set(
		"out of stock,temporarily unavailable,back soon,coming soon,outofstock,unavailable,sold out,"+
			"discontinued,oos,no stock,none,currently unavailable,temporarily out of stock,no longer "+
			"available,not in stock,sold,out",
		"rupture,en rupture,rupture de stock,en rupture de stock,hors stock,indisponible,épuisé,épuisée,"+
			"plus disponible,plus en stock,plus de stock,pas en stock,vendu,stock épuisé,temporairement indisponible,aucun,arrêté",
		"ausverkauft,vergriffen,nicht verfügbar,nicht auf Lager,nicht lieferbar,nicht vorrätig,derzeit "+
			"nicht lieferbar,zur Zeit nicht lieferbar,momentan nicht lieferbar,nicht mehr lieferbar,nicht "+
			"mehr verfügbar,derzeit nicht verfügbar,kein Bestand,keine,fehlt,nicht bestellbar",
		"agotado,agotada,sin existencias,sin stock,no disponible,fuera de stock,descatalogado,vendido,no "+
			"hay existencias,ninguno",
		"esaurito,esaurita,non disponibile,fuori stock,terminato,non in stock,non in magazzino,venduto,"+
			"nessuno,momentaneamente non disponibile",
		"esgotado,esgotada,indisponível,sem estoque,sem stock,fora de estoque,vendido,nenhum,não disponível",
		"uitverkocht,niet op voorraad,niet leverbaar,niet beschikbaar,niet voorradig,geen voorraad,"+
			"tijdelijk uitverkocht,geen,verkocht",
		"niedostępny,niedostępna,niedostępne,brak,brak w magazynie,brak na stanie,wyprzedany,wyprzedane,"+
			"wyprzedana,chwilowo niedostępny,nie ma,wyczerpany,tymczasowo niedostępny,sprzedany",
	)
	// stockUnits are the words that stand beside a quantity.
	stockUnits = set(
		"pcs,pc,pce,pces,piece,pieces,unit,units,item,items,ea,each,left,only,stock,qty,quantity,in," +
			"available,over,more,than,or,at,least,approx,about,on,hand,of,de,pièce,pièces,unité,unités," +
			"article,articles,disponible,disponibles,en,plus,que,reste,restant,restants,environ,quantité," +
			"seulement,Stück,Stk,St,Einheiten,Einheit,Lager,auf,am,ab,an,noch,nur,mehr,als,über,ca,etwa," +
			"mindestens,Bestand,Lagerbestand,verfügbar,lieferbar,Menge,vorrätig,ud,uds,unidad,unidades," +
			"piezas,pieza,pza,pzas,existencias,más,quedan,queda,solo,cantidad,hay,pz,pezzi,pezzo,unità," +
			"disponibili,oltre,più,di,circa,solo,magazzino,quantità,rimasti,un,und,unid,peça,peças,pç,mais," +
			"estoque,em,restam,quantidade,disponíveis,cerca,stuks,stuk,st,voorraad,op,meer,dan,nog,slechts," +
			"aantal,beschikbaar,ongeveer,ruim,szt,sztuk,sztuki,sztuka,na,stanie,ponad,więcej,niż,około," +
			"zostało,ostatnie,ilość,magazynie,dostępne,dostępnych",
	)
	quantity  = regexp.MustCompile(`[-−]?\d+(?:[.,]\d+)?`)
	stockWord = regexp.MustCompile(`[\pL\pM]+`)
	// delivery is a word for stock with a time of delivery behind it: lieferbar in 2-3 Tagen.
	delivery = regexp.MustCompile(`(?i)^(.+?)[ ,:(]+(?:(?:in|within|innerhalb|innert|binnen|dans|sous|en|entro|` +
		`em|za|w|ca|von)\.? )*\d+(?: ?(?:[-–/]|bis|to|à|a) ?\d+)? ?` +
		`(?:h|std|stunden|hours?|heures|horas|ore|uur|(?:working |business )?days?|(?:werk|arbeits)?tagen?|wochen?|` +
		`weeks?|jours?|semaines?|d[ií]as?|semanas?|giorni|settimane|(?:werk)?dagen|weken|dni|tygodni)\b`)
	// schemaOrg is what stands before the words of feeds that are made for search engines.
	schemaOrg = []string{"https://schema.org/", "http://schema.org/", "schema:"}
)

// InStock tells whether a text says that something is to be had: in words, by a sign, or by a quantity; 0 and
// less is no. It reports false where that is not known, as of "less than 5" or of a bare time of delivery.
func InStock(text string) (yes, ok bool) {
	if yes, ok = mark(text); ok {
		return yes, true
	}
	word := text
	for _, prefix := range schemaOrg {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			word = rest
		}
	}
	folded := Fold(word)
	switch {
	case folded == "":
		return false, false
	case soldOutWords[folded], noWords[folded] && folded != "0":
		return false, true
	case inStockWords[folded], yesWords[folded] && folded != "1":
		return true, true
	}
	if first, rest, cut := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " "); cut &&
		negations[Fold(first)] && inStockWords[Fold(rest)] {
		return false, true
	}
	if m := delivery.FindStringSubmatch(text); m != nil && inStockWords[Fold(m[1])] {
		return true, true
	}
	if yes, ok = quantityIn(text); ok {
		return yes, true
	}
	return stockPhrase(text)
}

// quantityIn reads the quantity of a stock: a number, or two for a range, with nothing beside but signs and
// words for pieces.
func quantityIn(text string) (yes, ok bool) {
	if strings.ContainsFunc(text, func(r rune) bool { return r == '%' || unicode.Is(unicode.Sc, r) }) {
		return false, false
	}
	numbers := quantity.FindAllString(text, -1)
	if len(numbers) == 0 || len(numbers) > 2 {
		return false, false
	}
	if strings.Contains(numbers[0], ".") && strings.Contains(text, numbers[0]+".") { // a day: ab 15.3.
		return false, false
	}
	for _, word := range stockWord.FindAllString(text, -1) {
		if !stockUnits[Fold(word)] {
			return false, false
		}
	}
	some := strings.ContainsAny(numbers[0], "123456789") && !strings.ContainsAny(numbers[0], "-−")
	if len(numbers) == 2 { // 10-20
		first := strings.ContainsAny(numbers[0], "123456789")
		return first, first
	}
	if strings.ContainsAny(text, "<≤") {
		return false, strings.Trim(numbers[0], "0") == "" ||
			numbers[0] == "1" && !strings.Contains(text, "≤") && !strings.Contains(text, "=")
	}
	if !some && (strings.Contains(text, ">") || strings.HasSuffix(strings.TrimSpace(text), "+")) {
		return true, !strings.ContainsAny(text, "=-−+") // >0
	}
	return some, true
}
