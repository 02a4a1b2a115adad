package bot

// texts are what the bot says where the scenario has no words for it.
type texts struct {
	fallback   string            // nothing was understood
	unreadable string            // it was no text
	transfer   string            // before a transfer
	failed     string            // after one that failed
	closing    string            // before the end
	offers     string            // above products
	nearest    string            // above products that are not all that was asked for
	noProduct  string            // a product was asked for that there is not
	robot      string            // to whether it is one
	speaks     string            // to a text in another language: the bot's, which stands for %s
	look       string            // on a product's button
	stock      map[string]string // by the state of an availability, behind a product's name
}

// textsOf are the texts of a language of two letters; English for an unknown one.
func textsOf(language string) texts {
	if t, ok := allTexts[language]; ok {
		return t
	}
	return allTexts["en"]
}

// Sorry is what a visitor reads when there is no scenario at hand that could answer: to try again later, in
// the language of the bot, two letters.
func Sorry(language string) []Reply { return []Reply{say(textsOf(language).failed)} }

var allTexts = map[string]texts{
	"en": {
		fallback:   "I did not quite understand that. Could you put it another way, or choose one of these?",
		unreadable: "I can only read text. Could you write it to me?",
		transfer:   "I will look for somebody who can help you.",
		failed:     "Nobody is free at the moment. Please try again later.",
		closing:    "I am sorry that I could not help you. Goodbye.",
		offers:     "Here is what I found:",
		nearest:    "Not quite that, but this comes closest:",
		noProduct:  "I found no such product. What else could it be called?",
		robot:      "Yes, I am a bot. What can I do for you?",
		speaks:     "I answer in %s.",
		look:       "See the product",
		stock:      map[string]string{available: "available", unavailable: "not available at the moment"},
	},
	"fr": {
		fallback:   "Je n'ai pas bien compris. Pouvez-vous le dire autrement, ou choisir ici ?",
		unreadable: "Je ne sais lire que du texte. Pouvez-vous me l'écrire ?",
		transfer:   "Je cherche quelqu'un qui puisse vous aider.",
		failed:     "Personne n'est disponible pour le moment. Réessayez plus tard, s'il vous plaît.",
		closing:    "Je regrette de n'avoir pas pu vous aider. Au revoir.",
		offers:     "Voici ce que j'ai trouvé :",
		nearest:    "Pas tout à fait, mais voici ce qui s'en rapproche :",
		noProduct:  "Je n'ai pas trouvé ce produit. Comment l'appeler autrement ?",
		robot:      "Oui, je suis un robot. Que puis-je faire pour vous ?",
		speaks:     "Je réponds en %s.",
		look:       "Voir le produit",
		stock:      map[string]string{available: "disponible", unavailable: "indisponible pour le moment"},
	},
	"de": {
		fallback:   "Das habe ich nicht ganz verstanden. Können Sie es anders sagen, oder hier auswählen?",
		unreadable: "Ich kann nur Text lesen. Können Sie es mir schreiben?",
		transfer:   "Ich suche jemanden, der Ihnen helfen kann.",
		failed:     "Gerade ist niemand frei. Bitte versuchen Sie es später noch einmal.",
		closing:    "Es tut mir leid, dass ich nicht helfen konnte. Auf Wiedersehen.",
		offers:     "Das habe ich gefunden:",
		nearest:    "Nicht ganz, aber das kommt dem am nächsten:",
		noProduct:  "Dieses Produkt habe ich nicht gefunden. Wie könnte es noch heißen?",
		robot:      "Ja, ich bin ein Bot. Was kann ich für Sie tun?",
		speaks:     "Ich antworte auf %s.",
		look:       "Zum Produkt",
		stock:      map[string]string{available: "lieferbar", unavailable: "zurzeit nicht lieferbar"},
	},
	"es": {
		fallback:   "No lo he entendido bien. ¿Puede decirlo de otra forma, o elegir aquí?",
		unreadable: "Solo sé leer texto. ¿Puede escribírmelo?",
		transfer:   "Busco a alguien que pueda ayudarle.",
		failed:     "Ahora mismo no hay nadie libre. Inténtelo más tarde, por favor.",
		closing:    "Siento no haber podido ayudarle. Adiós.",
		offers:     "Esto es lo que he encontrado:",
		nearest:    "No es exactamente eso, pero es lo más parecido:",
		noProduct:  "No he encontrado ese producto. ¿Cómo más podría llamarse?",
		robot:      "Sí, soy un bot. ¿En qué puedo ayudarle?",
		speaks:     "Respondo en %s.",
		look:       "Ver el producto",
		stock:      map[string]string{available: "disponible", unavailable: "no disponible por el momento"},
	},
	"it": {
		fallback:   "Non ho capito bene. Può dirlo in un altro modo, o scegliere qui?",
		unreadable: "So leggere solo testo. Può scrivermelo?",
		transfer:   "Cerco qualcuno che possa aiutarla.",
		failed:     "Al momento nessuno è libero. Riprovi più tardi, per favore.",
		closing:    "Mi dispiace di non averla potuta aiutare. Arrivederci.",
		offers:     "Ecco che cosa ho trovato:",
		nearest:    "Non è proprio quello, ma è ciò che più si avvicina:",
		noProduct:  "Non ho trovato questo prodotto. Come altro si potrebbe chiamare?",
		robot:      "Sì, sono un bot. Che cosa posso fare per lei?",
		speaks:     "Rispondo in %s.",
		look:       "Vedi il prodotto",
		stock:      map[string]string{available: "disponibile", unavailable: "al momento non disponibile"},
	},
	"nl": {
		fallback:   "Dat begreep ik niet helemaal. Kunt u het anders zeggen, of hier kiezen?",
		unreadable: "Ik kan alleen tekst lezen. Kunt u het mij schrijven?",
		transfer:   "Ik zoek iemand die u kan helpen.",
		failed:     "Er is nu niemand vrij. Probeer het later nog eens.",
		closing:    "Het spijt me dat ik u niet kon helpen. Tot ziens.",
		offers:     "Dit heb ik gevonden:",
		nearest:    "Niet precies dat, maar dit komt het dichtst in de buurt:",
		noProduct:  "Dat product heb ik niet gevonden. Hoe zou het nog meer kunnen heten?",
		robot:      "Ja, ik ben een bot. Wat kan ik voor u doen?",
		speaks:     "Ik antwoord in het %s.",
		look:       "Bekijk het product",
		stock:      map[string]string{available: "leverbaar", unavailable: "op dit moment niet leverbaar"},
	},
	"pt": {
		fallback:   "Não percebi bem. Pode dizê-lo de outra forma, ou escolher aqui?",
		unreadable: "Só sei ler texto. Pode escrever-mo?",
		transfer:   "Procuro alguém que o possa ajudar.",
		failed:     "Neste momento ninguém está livre. Tente mais tarde, por favor.",
		closing:    "Lamento não ter podido ajudar. Adeus.",
		offers:     "Foi isto que encontrei:",
		nearest:    "Não é bem isso, mas é o que mais se aproxima:",
		noProduct:  "Não encontrei esse produto. Que outro nome poderá ter?",
		robot:      "Sim, sou um bot. Em que posso ajudar?",
		speaks:     "Respondo em %s.",
		look:       "Ver o produto",
		stock:      map[string]string{available: "disponível", unavailable: "de momento indisponível"},
	},
	"pl": {
		fallback:   "Nie do końca zrozumiałem. Czy można powiedzieć to inaczej albo wybrać tutaj?",
		unreadable: "Umiem czytać tylko tekst. Czy można to napisać?",
		transfer:   "Szukam kogoś, kto może pomóc.",
		failed:     "W tej chwili nikt nie jest wolny. Proszę spróbować później.",
		closing:    "Przykro mi, że nie mogłem pomóc. Do widzenia.",
		offers:     "Oto co znalazłem:",
		nearest:    "Niezupełnie to, ale to jest najbliższe:",
		noProduct:  "Nie znalazłem takiego produktu. Jak inaczej może się nazywać?",
		robot:      "Tak, jestem botem. W czym mogę pomóc?",
		speaks:     "Język, w którym odpowiadam: %s.",
		look:       "Zobacz produkt",
		stock:      map[string]string{available: "dostępny", unavailable: "chwilowo niedostępny"},
	},
}
