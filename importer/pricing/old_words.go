package pricing

// oldWords say of a price beside another that it was paid before: "alter VK", "prix habituel".
func oldWords() wording {
	return wording{
		"en": `old, former, previous, original, was, initial`, "fr": `ancien, habituel, precedent, initial, origine, avant`,
		"de": `alter, alt, fruherer, bisheriger, ursprunglicher, vorheriger`, "es": `anterior, antiguo, original, habitual, viejo, previo`,
		"it": `vecchio, precedente, originale, abituale, anteriore`, "nl": `oude, vorige, originele, gebruikelijke`,
		"pt": `antigo, anterior, original, habitual, velho`, "pl": `stara, poprzednia, pierwotna, dawna, zwykla`,
	}
}

// oldPhrases are prices that nobody pays any more: crossed out beside the one that counts.
func oldPhrases() wording {
	return wording{
		"en": `compare at price, compare at, compare to price, compare to, compare price, comparison price,
			old price, previous price, former price, price before sale, pre sale price, was price, was,
			price before, before price, price before discount, original price, initial price, crossed
			out price, strikethrough price, strike price, strike through price, undiscounted price, full
			price, price old, price was, price original, price initial`,
		"fr": `au lieu, prix avant soldes, prix solde barre, ancien prix, prix ancien, prix barre, tarif barre, prix
			avant, prix initial, prix origine, prix avant remise, prix avant promo, prix avant
			promotion, prix precedent, prix reference, prix plein, prix comparaison, prix avant
			reduction, prix non remise`,
		"de": `pseudopreis, pseudopriceek, pseudoprice, statt, vorher, bisher, preis statt, preis
			durchgestrichen, durchgestrichen, ehemaliger preis, alter preis, altpreis, preis alt,
			streichpreis, statt preis, stattpreis, durchgestrichener preis, fruherer preis, frueherer
			preis, bisheriger preis, vorheriger preis, ursprungspreis, ursprunglicher preis,
			urspruenglicher preis, originalpreis, vergleichspreis, preis vorher, vorher preis, preis
			bisher, ausgangspreis, vk alt, voller preis`,
		"es": `antes, precio sin oferta, precio antes oferta, precio anterior, precio antes, precio
			antiguo, precio original, precio inicial, precio tachado, antes, precio previo, precio
			comparacion, precio viejo, precio sin descuento, precio antes descuento, precio completo`,
		"it": `anziche, prezzo prima sconto, prezzo precedente, vecchio prezzo, prezzo vecchio, prezzo
			originale, prezzo iniziale, prezzo barrato, prezzo pieno, prezzo prima, prezzo intero,
			prezzo confronto, prezzo anteriore, prezzo non scontato`,
		"nl": `voorheen, prijs voor korting, oude prijs, van prijs, vanprijs, vorige prijs, was prijs,
			doorgestreepte prijs, doorstreepprijs, oorspronkelijke prijs, originele prijs, prijs oud,
			prijs voorheen, eerdere prijs, volle prijs, vergelijkingsprijs`,
		"pt": `antes, preco antes desconto, preco antigo, preco anterior, preco original, preco inicial,
			preco riscado, preco comparacao, preco antes, preco velho, preco cheio, preco de por, preco
			sem desconto`,
		"pl": `bylo, cena regularna przed, cena przed promocja, stara cena, cena stara, poprzednia cena,
			cena poprzednia, cena przed obnizka, cena przed promocja, cena przed rabatem, cena przed,
			cena przekreslona, cena pierwotna, cena poczatkowa, pierwotna cena, cena oryginalna, cena
			przed znizka`,
	}
}
