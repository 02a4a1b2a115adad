package pricing

import (
	"plugsheet/schemas/words"
	"strings"
)

// wording is by language what says one thing in a header: phrases, a comma between them.
type wording map[string]string

// The phrases of each role. A phrase is found however it is written: "EK-Preis", "EKPreis" and "ekpreis" are
// one. Words of [fillers] may be left out of a header, so "prix achat" is "Prix d'achat" as well.
func phrasesOf(r Role) wording {
	switch r {
	case Cost:
		return costPhrases()
	case Margin:
		return marginPhrases()
	case Supplier:
		return supplierPhrases()
	case Memo:
		return memoPhrases()
	case Old:
		return oldPhrases()
	case List:
		return listPhrases()
	case Now:
		return nowPhrases()
	case Price:
		return pricePhrases()
	}
	return nil
}

// costPhrases are what a shop pays for a thing, and what it asks of dealers.
func costPhrases() wording {
	return wording{
		"en": `cost, costs, costing, cogs, cost price, price cost, costprice, purchase price, purchasing
			price, purchase cost, purchase, purchase rate, purchase value, buying price, buy price, buy
			in price, buying cost, bought price, acquisition price, acquisition cost, wholesale,
			wholesale price, whole sale price, wholesale cost, wholesale rate, trade price, trade cost,
			dealer price, dealer net, dealer cost, dealers price, reseller price, reseller cost,
			distributor price, distributor cost, distribution price, partner price, landed price, landed
			cost, factory price, factory cost, manufacturing cost, production cost, ex works price, exw
			price, fob price, cif price, exw, fob, invoice price, invoice cost, net purchase, in price,
			inward price, stock value, inventory value, stock cost, inventory cost, b2b price, jobber
			price, jobber, replacement cost, last cost, last purchase, transfer price, internal price,
			trade, supply price, customs cost, duty cost, supply cost, vendor price, cost basis, import
			price, base cost, net cost, our cost, product cost, item cost, goods cost, procurement
			price, procurement cost, sourcing price, true cost, ddp price, landed, moving average,
			standard cost, prime cost, opening stock value, asset value, purchases`,
		"fr": `cout, couts, prix achat, prix achats, pa ht, pa net, pa ttc, pa unitaire, prix revient, cout
			revient, cout achat, cout unitaire, prix coutant, prix gros, prix grossiste, prix revendeur,
			prix revendeurs, prix distributeur, prix pro, prix professionnel, prix usine, prix cession,
			prix negoce, tarif achat, tarif revendeur, tarif grossiste, tarif pro, tarif negoce, montant
			achat, valeur stock, achat, achat ht, pump, pamp, prix moyen pondere, dernier prix achat,
			prix interne, prix base achat, cout matiere, prix net achat, prix depart usine, prix import,
			paht, cmup, cump, pru, pmp, dpa`,
		"de": `ek, ek preis, ekp, ek netto, ek brutto, hek, hek preis, nek, ek wert, einkauf,
			einkaufspreis, einkaufspreise, einkauf preis, einkaufskosten, einkaufswert, einkaufs preis,
			einstandspreis, einstandskosten, einstand, bezugspreis, bezugskosten, gestehungskosten,
			gestehungspreis, selbstkosten, selbstkostenpreis, herstellkosten, herstellungskosten,
			anschaffungspreis, anschaffungskosten, beschaffungspreis, beschaffungskosten, kosten,
			kostpreis, kosten preis, stuckkosten, stueckkosten, handlerpreis, haendlerpreis, handler
			preis, handler ek, haendler ek, handlereinkaufspreis, haendlereinkaufspreis,
			wiederverkauferpreis, wiederverkaeuferpreis, grosshandelspreis, grosshandel, grosshandel
			preis, gh preis, lagerwert, fabrikpreis, werkspreis, werksabgabepreis, hap, netto netto
			preis, verrechnungspreis, interner preis, b2b preis, eink, einkpreis, eink preis, ankauf,
			ankaufspreis, importpreis, zollkosten, kalkulation, wareneinsatz, basepriceek,
			wareneinstand, wareneinstandspreis, warenwert, materialkosten, materialeinsatz, gld, dek,
			durchschnitts ek, letzter ek, mittlerer ek, grosshandelseinkaufspreis, herstellungspreis,
			produktionskosten, partnerpreis, ek letzter, ekvk`,
		"es": `coste, costes, costo, costos, precio coste, precio costo, precio compra, precio compras,
			precio adquisicion, coste compra, costo compra, coste unitario, costo unitario, precio
			mayorista, precio mayor, precio al mayor, precio mayoreo, mayorista, mayoreo, precio
			distribuidor, precio revendedor, precio fabrica, precio profesional, pvd, valor compra,
			compra, precio interno, coste adquisicion, precio ingreso, valor inventario,
			coste producto, ultimo coste, coste medio, costo promedio, precio importacion,
			precio fabricante, costo mercancia, precio neto compra`,
		"it": `costo, costi, p acquisto, prezzo costo, prezzo acquisto, prezzo acquisti, costo acquisto, costo
			unitario, prezzo ingrosso, ingrosso, prezzo all ingrosso, prezzo rivenditore, prezzo
			rivenditori, prezzo distributore, prezzo fabbrica, prezzo carico, acquisto, costo medio,
			ultimo costo, costo ultimo, listino acquisto, listino rivenditori, prezzo interno, valore
			magazzino, costo prodotto, costo merce, costo industriale, prezzo importazione, prezzo netto
			acquisto`,
		"nl": `kost, kosten, kostprijs, kost prijs, inkoop, inkoopprijs, inkoopprijzen, inkoop prijs,
			inkoopwaarde, inkoopkosten, aankoopprijs, aankoop prijs, aankoop, aanschafprijs,
			groothandelsprijs, groothandel prijs, groothandel, dealerprijs, dealer prijs,
			wederverkoopprijs, wederverkoper prijs, wederverkopersprijs, handelsprijs, fabrieksprijs,
			voorraadwaarde, netto inkoop, interne prijs, leveranciersprijs, gemiddelde inkoopprijs,
			laatste inkoopprijs, aanschafwaarde, inkoopprijs netto, kostenprijs, productiekosten`,
		"pt": `custo, custos, preco custo, preco compra, preco aquisicao, custo compra, custo unitario, custo
			aquisicao, valor custo, valor compra, preco grossista, preco atacado, atacado, preco revenda,
			preco revendedor, preco distribuidor, preco fabrica, compra, preco interno, custo medio,
			ultimo custo, custo produto, custo mercadoria, preco importacao, cmv`,
		"pl": `koszt, koszty, cena zakupu, cena zakup, zakup, zakupu, cena hurtowa, cena hurt, hurt, hurtowa,
			koszt zakupu, koszt wlasny, koszt jednostkowy, cena nabycia, cena dealerska, cena dealera,
			cena dla sklepow, cena producenta, cena fabryczna, cena ewidencyjna, wartosc zakupu, cena
			kosztowa, cena wewnetrzna, cena kosztu, cena hurtownika, kosztorys, kosztorysowa,
			koszt produktu, koszt wytworzenia, cena zak, cena importowa`,
		// Other languages: what a shop pays must not go out, whoever wrote the header.
		"other": `inkopspris, inkop, inkopspris exkl moms, sjalvkostnad, kostpris, indkobspris, indkob,
			innkjopspris, innkjop, ostohinta, hankintahinta, nakupni cena, nakupna cena, nakupka,
			porizovaci cena, beszerzesi ar, nagyker ar, pret achizitie, pret intrare, cost achizitie,
			alis fiyati, maliyet, закупочная цена, закупка, себестоимость, оптовая цена, закупівельна
			ціна, собівартість, τιμη αγορας, κοστος, nabavna cijena, nabavna cena, 进价, 成本, 成本价, 采购价,
			批发价, 仕入価格, 仕入値, 原価, 卸価格`,
	}
}

// marginPhrases are what a shop earns with a thing.
func marginPhrases() wording {
	return wording{
		"en": `margin, margins, margin rate, profit margin, gross margin, net margin, contribution margin,
			profit, profits, gross profit, net profit, markup, mark up, mark up price, mark up rate,
			earnings, gp, revenue, turnover, net profit margin, margin percentage, unit margin, unit
			profit, trade discount, dealer discount, commission, commission rate, roi`,
		"fr": `marge, marges, taux marge, taux marque, marge brute, marge nette, marge commerciale,
			benefice, benefices, profit, chiffre affaires, coefficient, coeff, coefficient marge,
			coefficient vente, taux marge brute, coefficient multiplicateur, coef marge, coeff marge,
			coef, commission, remise revendeur`,
		"de": `marge, margen, gewinnspanne, handelsspanne, spanne, gewinn, rohgewinn, rohertrag,
			deckungsbeitrag, umsatz, jahresumsatz, handelsaufschlag, wiederverkaufsrabatt, aufschlag,
			kalkulationsaufschlag, kalkulationsfaktor, gewinnaufschlag, gewinnmarge, handelsmarge,
			rohmarge, handlerrabatt, haendlerrabatt, provision`,
		"es": `margen, margenes, margen beneficio, margen bruto, margen neto, beneficio, beneficios,
			ganancia, ganancias, utilidad, margen ganancia, margen utilidad, rentabilidad, recargo,
			comision`,
		"it": `margine, margini, margine lordo, margine netto, guadagno, fatturato, profitto, utile, ricarico,
			marginalita, provvigione`,
		"nl": `marge, marges, winst, omzet, winstmarge, brutowinst, brutomarge, bruto marge, opslag, winstopslag,
			nettomarge, provisie`,
		"pt": `margem, margens, margem lucro, margem bruta, lucro, faturamento, lucros, markup, comissao`,
		"pl": `marza, marze, narzut, zysk, obrot, marza zysku, prowizja`,
	}
}

// memoPhrases are notes that the shop writes for itself. Notes alone may be of a perfume, and a Hinweis is for
// customers.
func memoPhrases() wording {
	return wording{
		"en": `internal note, internal notes, internal remark, internal remarks, internal comment, internal
			comments, internal memo, internal info, internal information, internal use, internal use only,
			private note, private notes, admin note, admin notes, staff note, staff notes, buyer notes, purchasing
			notes, merchant notes, seller notes, hidden notes, notes internal, comments internal, for internal use, remark, remarks,
			comment, comments, memo`,
		"fr": `note interne, notes internes, remarque interne, remarques internes, commentaire interne,
			commentaires internes, memo interne, info interne, infos internes, usage interne, note privee,
			notes privees, observations internes, observation interne, informations internes, remarque, remarques, commentaire,
			commentaires, observations`,
		"de": `interne notiz, interne notizen, interne bemerkung, interne bemerkungen, interner kommentar, interne
			kommentare, interne anmerkung, interne anmerkungen, interne info, interne infos, notiz intern,
			notizen intern, bemerkung intern, bemerkungen intern, kommentar intern, anmerkung intern, info intern,
			interner vermerk, vermerk intern, interna, handlernotiz, interner hinweis, bemerkung,
			bemerkungen, anmerkung, anmerkungen, notiz, notizen, kommentar, kommentare, vermerk`,
		"es": `nota interna, notas internas, comentario interno, comentarios internos, observaciones internas,
			observacion interna, uso interno, nota privada, notas privadas,
			observaciones, comentario, comentarios, anotaciones`,
		"it": `nota interna, note interne, commento interno, commenti interni, osservazioni interne, uso interno,
			nota privata, note private, annotazioni interne, annotazione interna, osservazioni, commento, commenti,
			annotazioni`,
		"nl": `interne notitie, interne notities, interne opmerking, interne opmerkingen, notitie intern, opmerking
			intern, opmerkingen intern, intern gebruik, interne memo, opmerking, opmerkingen, notitie, notities`,
		"pt": `nota interna, notas internas, observacao interna, observacoes internas, comentario interno,
			comentarios internos, uso interno, nota privada, observacoes, comentario, comentarios`,
		"pl": `notatka wewnetrzna, notatki wewnetrzne, uwaga wewnetrzna, uwagi wewnetrzne, komentarz wewnetrzny,
			komentarze wewnetrzne, uzytek wewnetrzny, uwagi, komentarz, komentarze, notatka, notatki`,
	}
}

// supplierPhrases are who delivers a thing to the shop.
func supplierPhrases() wording {
	return wording{
		"en": `supplier, suppliers, wholesaler, distributor, purchased from, bought from, vendor price,
			vendor cost, vendor prices, preferred vendor, default vendor, primary vendor, vendor sku, vendor id,
			vendor part number, purchase
			description, purchases description`,
		"fr": `fournisseur, fournisseurs, grossiste, distributeur, ref fourn, code fourn, reference fourn`,
		"de": `lieferant, lieferanten, zulieferer, grosshandler, grosshaendler, lieferantenpreis,
			lieferantenname, lieferantennummer, lieferantennr, lieferantenartikelnummer,
			lieferantenartikelnr, lieferanten artikelnummer, lieferantenid, lieferantencode, lief nr,
			lief art nr, lief artikelnr, lief artikelnummer, lief nummer`,
		"es": `proveedor, proveedores, distribuidor, ref prov, cod prov, codigo prov`,
		"it": `fornitore, fornitori, distributore, cod forn, codice forn, rif forn`,
		"nl": `leverancier, leveranciers, leveranciersprijs, leveranciersnaam, leveranciersnummer,
			leveranciersartikelnummer, leverancierscode, groothandelaar`,
		"pt": `fornecedor, fornecedores, distribuidor`,
		"pl": `dostawca, dostawcy, dystrybutor, hurtownia`,
	}
}

// usualWords say of a price that it is the usual one: beside a price without more it was paid before.
const usualWords = `regular reg normal usual ordinary habituel ordinaire normale regularer regulaer normaler ueblicher ublicher
	habitual ordinario regolare abituale normaal reguliere gewone regularna zwykla ordinarie`

// listPhrases are prices that a maker recommends or a catalog prints.
func listPhrases() wording {
	return wording{
		"en": `rrp, srp, msrp, msrp price, rrp price, rsp, list price, listprice, lst price, price list,
			recommended price, recommended retail price, suggested price, suggested retail price,
			manufacturer suggested retail price, manufacturers suggested retail price, catalog price,
			catalogue price, mrp, manufacturer price, manufacturers price,
			maximum retail price, retail price recommended`,
		"fr": `prix public, prix conseille, prix public conseille, prix vente conseille, ppc, prix catalogue,
			prix liste, prix recommande, prix public indicatif, pvc,
			prix constructeur, prix tarif, pvpc, tarif public`,
		"de": `uvp, uvp preis, listenpreis, unverbindliche preisempfehlung, preisempfehlung, empfohlener
			preis, empfohlener verkaufspreis, unverb preisempfehlung, katalogpreis, evp, vk empfohlen,
			herstellerpreis, herstellerpreis uvp, empf vk, empf preis, empf verkaufspreis, bruttolistenpreis, uvpe`,
		"es": `pvpr, pvr, pvp recomendado, precio recomendado, precio venta recomendado, precio catalogo, precio
			lista, precio tarifa, precio sugerido, precio publico recomendado, precio venta publico
			recomendado`,
		"it": `prezzo listino, listino, prezzo consigliato, prezzo vendita consigliato, prezzo catalogo,
			prezzo pubblico consigliato, prezzo raccomandato, ppv`,
		"nl": `adviesprijs, advies prijs, adviesverkoopprijs, catalogusprijs, lijstprijs, aanbevolen prijs,
			consumentenadviesprijs, avp, aanbevolen verkoopprijs`,
		"pt": `preco recomendado, pvp recomendado, pvpr, preco tabela, preco lista, preco catalogo, preco
			sugerido, preco venda recomendado, preco venda sugerido`,
		"pl": `cena katalogowa, cena sugerowana, sugerowana cena, sugerowana cena detaliczna, cena
			rekomendowana, cena cennikowa, scd, cena katalog, rekomendowana cena, cena detaliczna sugerowana`,
	}
}

// nowPhrases are prices that are paid today where another is named beside them.
func nowPhrases() wording {
	return wording{
		"en": `now, only now, new price, current price, actual price, our price, now price, final price,
			price now, price new, price final, price current, price after discount, discounted price,
			price discounted, today price, your price, you pay`,
		"fr": `maintenant, nouveau prix, prix nouveau, prix actuel, prix final, notre prix, prix apres
			remise, prix remise, prix maintenant, prix net remise, prix apres reduction, votre prix,
			prix du jour`,
		"de": `jetzt, jetzt nur, neuer preis, preis neu, neupreis aktuell, aktueller preis, unser preis,
			jetzt preis, endpreis, preis aktuell, preis jetzt, tagespreis, ihr preis, vk neu, preis
			nachher, reduzierter vk`,
		"es": `nuevo precio, precio nuevo, precio actual, precio final, nuestro precio, precio ahora, ahora,
			precio con descuento, precio despues, precio hoy, tu precio`,
		"it": `adesso, nuovo prezzo, prezzo nuovo, prezzo attuale, prezzo finale, nostro prezzo, prezzo
			ora, prezzo corrente, prezzo oggi`,
		"nl": `nu, nieuwe prijs, prijs nieuw, huidige prijs, actuele prijs, onze prijs, voor prijs, voorprijs, nu
			prijs, eindprijs, prijs nu, uiteindelijke prijs, prijs na korting, uw prijs`,
		"pt": `agora, novo preco, preco novo, preco atual, preco actual, preco final, nosso preco, preco
			por, preco agora, preco com desconto, preco hoje, seu preco`,
		"pl": `teraz, nowa cena, cena nowa, aktualna cena, cena aktualna, nasza cena, cena koncowa, cena po
			obnizce, cena po rabacie, cena obecna, cena teraz, cena dzis, cena po promocji, obecna cena,
			twoja cena, cena ostateczna`,
	}
}

// pricePhrases are prices without more.
func pricePhrases() wording {
	return wording{
		"en": `price, prices, selling price, sell price, sales price, retail price, regular price, normal
			price, unit price, consumer price, retail, price incl, shop price, variant price, item
			price, product price, sales unit price, sales rate, standard selling price, reg price, usual price, ordinary price`,
		"fr": `prix regulier, tarif regulier, tarif normal,
			prix, tarif, prix vente, prix normal, prix unitaire, prix produit, prix article, pv, pvttc, pv
			ttc, pv ht, prix client`,
		"de": `preis, preise, vk, vk preis, vkp, verkauf, verkaufspreis, einzelpreis, bruttopreis,
			nettopreis, ladenpreis, stuckpreis, stueckpreis, endkundenpreis, artikelpreis, produktpreis,
			normalpreis, preis regulär, regulärer preis, vk brutto, vk netto, shoppreis, onlinepreis`,
		"es": `precio, precios, precio venta, pvp, precio normal, precio unitario, tarifa, precio venta
			publico, precio regular, venta`,
		"it": `prezzo, prezzi, prezzo vendita, prezzo regolare, prezzo ordinario, prezzo pubblico, prezzo
			unitario, prezzo normale, prezzo prodotto, prezzo dettaglio`,
		"nl": `reguliere prijs,
			prijs, prijzen, verkoopprijs, verkoop prijs, verkoop, eenheidsprijs, consumentenprijs,
			stuksprijs, winkelprijs, normale prijs, prijs normaal, prijs regulier`,
		"pt": `preco regular,
			preco, precos, preco venda, pvp, preco unitario, preco normal, valor venda, preco varejo,
			preco publico, preco retalho`,
		"pl": `cena, ceny, cena sprzedazy, cena detaliczna, cena brutto, cena netto, cena jednostkowa, cena
			regularna, cena podstawowa, cena normalna`,
	}
}

// fillers are words without weight.
const fillers = `the a an de d du des le la les l au aux del do da dos das di della dell dello al der die das den dem van
	het een per por par pro pour pre of for je per i z za w na dla y et und e en o u one en in`

// qualifiers are words that may stand beside a phrase and leave its meaning: taxes, currencies, what is
// counted, for whom.
const qualifiers = `meta alg variation esclusa escluso net gross netto brutto net nette netta neto neta bruto bruta brut brute lordo lorda excl excluding
	exclusive ex exkl incl including inclusive inkl inc inclus incluse incluses inclue inclusief inklusive incluido incluida incluidos incluso inclusa inclusi
	inbegrepen included excluded
	hors toutes taxes taxe tax taxed untaxed vat gst mwst mwst ust steuer tva ht ttc hors iva igic btw ptu
	podatek podatku vattax tasse imposte impuestos impostos con sin senza com sem avec sans mit ohne met
	zonder bez plus s item items unit units unitaire unitario unitaria each piece pieces pc pcs stk stuck
	stueck st stuks stuk szt sztuka sztuke sztuki pezzo pieza unidad unidade einheit vpe article artikel
	articulo articolo artigo product produkt produit producto prodotto produto variant variante varianten
	goods sold wc cog ponderato ponderado pondere gewogen gem sr srednia gemiddeld media moyenne durchschnitt durchschnitts i ii iii durchschnittlicher letzter mittlerer gleitender gemiddelde
	laatste moyen dernier ultimo promedio medio default standard std base basic average avg mean last latest total my our internal
	intern interne interno own value amount montant betrag valor importe importo bedrag kwota wartosc waarde
	wert method rate percent percentage pct prozent pourcentage porcentaje percentuale percentuali procent
	taux tasa web website online shop store internet eshop ecommerce webshop boutique magasin tienda negozio
	loja winkel sklep sklepu public publico customer customers consumer client cliente kunde kunden endkunde
	endverbraucher klient end user retail pos currency eur euro euros usd dollar gbp pound chf pln zloty zł
	zl sek nok dkk czk huf ron brl mxn cad aud nzd jpy cny inr eu uk us fr de es it nl pl pt en ch at be
	international domestic new price prix preis precio prezzo preco prijs cena price prices 1 2 3 4 5 2020
	2021 2022 2023 2024 2025 2026 2027`

// supplierWords may stand beside a supplier: what is told of it.
const supplierWords = `art bestellnummer name nom nombre nome naam nazwa title titel no nr nummer number num numero numer num id code codigo
	codice kod cod ref reference referencia referenza referentie referencja riferimento sku article artikel
	articulo articolo artigo item part product artikelnummer artikelnr itemno mpn ean price prix preis
	precio prezzo preco prijs cena cost cout coste costo custo koszt tarif url link website email mail e
	phone telephone telefon telefono telefone tel listino preisliste cennik tarifa tarif prijslijst contact kontakt contacto contatto contato address adresse
	country pays land city currency discount sconto sconti descuento
	desconto korting rabat upust remise rabatt lead time days delai lieferzeit stock status
	account primary main default preferred principal secondary haupt 1 2 3 net netto ht ttc list liste notes
	note group company firma designation description bezeichnung purchase achat einkauf`

// set makes words into a set.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[words.Fold(w)] = true
	}
	return m
}
