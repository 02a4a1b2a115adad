// The page's own texts. {n} and {text} stand for what is filled in; a text with two forms is for one and for several.

const languages = {
  en: {
    filters: "Filters", brand: "Brand", price: "Price", from: "from", to: "to", onlyAvailable: "In stock", number: "{n}", allValues: "Show all {n}", fewer: "Show fewer",
    unfilter: "Take back the filter: {text}", unfilterAll: "Clear the filters", nothingFiltered: "There is nothing with these filters.", sort: "Sort by",
    best: "Best match", cheapest: "Price: low to high", dearest: "Price: high to low", partial: "These answer only a part of the search",
    partialOnly: "These have only some of the words", without: "No product has {text}; results for the other words", exactly: "Search for what I typed",
    back: "Back to the list", details: "Details", referenceName: "Reference", inShop: "View in the shop", pictureOf: "Picture {n}", selectOne: "Select", chosenOne: "Selected",
    unspoken: "This page does not speak {text} yet; it is in English.",
    products: "Products", search: "Search products", placeholder: "Name, brand, reference, EAN …", categories: "Categories",
    all: "All products", results: "Products found", count: ["{n} product", "{n} products"], within: "in {text}",
    leave: "Search in all categories, not only in {text}", suggested: "From the conversation", selection: "Selection",
    send: "Send", again: "Send again", sendName: "Send to the visitor: {text}", sent: "Sent", sentName: "Sent to the visitor: {text}", againName: "Sent. Send again to the visitor: {text}",
    link: "Link", linkName: "Put the link in the message: {text}", linked: "The link is in the message.",
    unselect: "Take out of the selection: {text}", select: "Select: {text}", chosen: ["{n} selected", "{n} selected"], bundle: ["Send {n}", "Send {n} together"], clear: "Clear",
    bundleSent: ["{n} product sent", "{n} products sent together"], tooMany: "At most {n} can be sent together.",
    copyName: "Copy the reference {text}", copied: "Copied", notCopied: "This browser did not let the reference be copied.",
    available: "In stock", unavailable: "Out of stock", instead: "instead of", view: "View product", more: "Show more",
    loading: "Loading …", corrected: "Results for {text}", nothing: "Nothing found for “{text}”", nothingHere: "Nothing here",
    tried: "Looked for", unknown: "not in the catalog", as: "as {text}", tryThis: "These find something",
    shorten: "Try fewer or other words, or a part of the reference.", everywhere: "Search in all categories",
    failed: "The products could not be loaded.", offline: "The server cannot be reached.", busy: "The server is busy.",
    refused: "The server does not accept this page’s session. Open the app again; if that does not help, tell your administrator.",
    noCatalog: "There is no catalog for this website.", retry: "Try again", alone: "The page is not connected to the desk: nothing can be sent.",
    notYet: "The list was just changing: nothing was done.", notSent: "It could not be sent.", keyboard: "Keyboard",
    keys: "↓ ↑ move through the products · Enter sends · Space selects · Ctrl+Enter sends the selected ones together · Shift+Enter puts the link in the message · / or any letter goes to the search · Esc goes back to it and clears it.",
  },
  fr: {
    filters: "Filtres", brand: "Marque", price: "Prix", from: "de", to: "à", onlyAvailable: "En stock", number: "{n}", allValues: "Afficher les {n}", fewer: "Afficher moins",
    unfilter: "Retirer le filtre : {text}", unfilterAll: "Retirer les filtres", nothingFiltered: "Il n’y a rien avec ces filtres.", sort: "Trier par",
    best: "Pertinence", cheapest: "Prix croissant", dearest: "Prix décroissant", partial: "Ceux-ci ne répondent qu’à une partie de la recherche",
    partialOnly: "Ceux-ci n’ont qu’une partie des mots", without: "Aucun produit n’a {text} ; résultats pour les autres mots", exactly: "Chercher ce que j’ai saisi",
    back: "Retour à la liste", details: "Détails", referenceName: "Référence", inShop: "Voir dans la boutique", pictureOf: "Image {n}", selectOne: "Sélectionner", chosenOne: "Sélectionné",
    products: "Produits", search: "Rechercher des produits", placeholder: "Nom, marque, référence, EAN …", categories: "Catégories",
    all: "Tous les produits", results: "Produits trouvés", count: ["{n} produit", "{n} produits"], within: "dans {text}",
    leave: "Chercher dans toutes les catégories, et pas seulement dans {text}", suggested: "Dans la conversation", selection: "Sélection",
    send: "Envoyer", again: "Renvoyer", sendName: "Envoyer au visiteur : {text}", sent: "Envoyé", sentName: "Envoyé au visiteur : {text}", againName: "Envoyé. Renvoyer au visiteur : {text}",
    link: "Lien", linkName: "Mettre le lien dans le message : {text}", linked: "Le lien est dans le message.",
    unselect: "Retirer de la sélection : {text}", select: "Sélectionner : {text}", chosen: ["{n} sélectionné", "{n} sélectionnés"], bundle: ["Envoyer {n}", "Envoyer les {n} ensemble"], clear: "Effacer",
    bundleSent: ["{n} produit envoyé", "{n} produits envoyés ensemble"], tooMany: "On peut en envoyer {n} au plus ensemble.",
    copyName: "Copier la référence {text}", copied: "Copié", notCopied: "Ce navigateur n’a pas permis de copier la référence.",
    available: "En stock", unavailable: "Épuisé", instead: "au lieu de", view: "Voir le produit", more: "Afficher la suite",
    loading: "Chargement …", corrected: "Résultats pour {text}", nothing: "Rien trouvé pour « {text} »", nothingHere: "Rien ici",
    tried: "Recherché", unknown: "absent du catalogue", as: "comme {text}", tryThis: "Ces recherches trouvent quelque chose",
    shorten: "Essayez moins de mots, d’autres mots, ou une partie de la référence.", everywhere: "Chercher dans toutes les catégories",
    failed: "Les produits n’ont pas pu être chargés.", offline: "Le serveur est injoignable.", busy: "Le serveur est occupé.",
    refused: "Le serveur n’accepte pas la session de cette page. Rouvrez l’application ; si cela n’aide pas, prévenez votre administrateur.",
    noCatalog: "Il n’y a pas de catalogue pour ce site.", retry: "Réessayer", alone: "La page n’est pas reliée au desk : rien ne peut être envoyé.",
    notYet: "La liste venait de changer : rien n’a été fait.", notSent: "L’envoi a échoué.", keyboard: "Clavier",
    keys: "↓ ↑ parcourir les produits · Entrée envoie · Espace sélectionne · Ctrl+Entrée envoie la sélection ensemble · Maj+Entrée met le lien dans le message · / ou une lettre va à la recherche · Échap y revient et l’efface.",
  },
  de: {
    filters: "Filter", brand: "Marke", price: "Preis", from: "von", to: "bis", onlyAvailable: "Lieferbar", number: "{n}", allValues: "Alle {n} anzeigen", fewer: "Weniger anzeigen",
    unfilter: "Filter zurücknehmen: {text}", unfilterAll: "Filter löschen", nothingFiltered: "Mit diesen Filtern gibt es nichts.", sort: "Sortieren nach",
    best: "Beste Treffer", cheapest: "Preis aufsteigend", dearest: "Preis absteigend", partial: "Diese passen nur zu einem Teil der Suche",
    partialOnly: "Diese haben nur einen Teil der Wörter", without: "Kein Produkt hat {text}; Ergebnisse für die übrigen Wörter", exactly: "Suchen, was ich getippt habe",
    back: "Zurück zur Liste", details: "Einzelheiten", referenceName: "Artikelnummer", inShop: "Im Shop ansehen", pictureOf: "Bild {n}", selectOne: "Auswählen", chosenOne: "Ausgewählt",
    products: "Produkte", search: "Produkte suchen", placeholder: "Name, Marke, Artikelnummer, EAN …", categories: "Kategorien",
    all: "Alle Produkte", results: "Gefundene Produkte", count: ["{n} Produkt", "{n} Produkte"], within: "in {text}",
    leave: "In allen Kategorien suchen, nicht nur in {text}", suggested: "Aus der Unterhaltung", selection: "Auswahl",
    send: "Senden", again: "Erneut senden", sendName: "An den Besucher senden: {text}", sent: "Gesendet", sentName: "An den Besucher gesendet: {text}", againName: "Gesendet. Erneut an den Besucher senden: {text}",
    link: "Link", linkName: "Link in die Nachricht setzen: {text}", linked: "Der Link steht in der Nachricht.",
    unselect: "Aus der Auswahl nehmen: {text}", select: "Auswählen: {text}", chosen: ["{n} ausgewählt", "{n} ausgewählt"], bundle: ["{n} senden", "{n} zusammen senden"], clear: "Leeren",
    bundleSent: ["{n} Produkt gesendet", "{n} Produkte zusammen gesendet"], tooMany: "Höchstens {n} können zusammen gesendet werden.",
    copyName: "Artikelnummer {text} kopieren", copied: "Kopiert", notCopied: "Dieser Browser ließ die Artikelnummer nicht kopieren.",
    available: "Lieferbar", unavailable: "Nicht lieferbar", instead: "statt", view: "Produkt ansehen", more: "Mehr anzeigen",
    loading: "Wird geladen …", corrected: "Ergebnisse für {text}", nothing: "Nichts gefunden für „{text}“", nothingHere: "Hier ist nichts",
    tried: "Gesucht", unknown: "nicht im Katalog", as: "als {text}", tryThis: "Damit wird etwas gefunden",
    shorten: "Versuchen Sie weniger oder andere Wörter oder einen Teil der Artikelnummer.", everywhere: "In allen Kategorien suchen",
    failed: "Die Produkte konnten nicht geladen werden.", offline: "Der Server ist nicht erreichbar.", busy: "Der Server ist ausgelastet.",
    refused: "Der Server nimmt die Sitzung dieser Seite nicht an. Öffnen Sie die App erneut; hilft das nicht, sagen Sie es Ihrem Administrator.",
    noCatalog: "Für diese Website gibt es keinen Katalog.", retry: "Erneut versuchen", alone: "Die Seite ist nicht mit dem Desk verbunden: Es kann nichts gesendet werden.",
    notYet: "Die Liste änderte sich gerade: Es wurde nichts getan.", notSent: "Das Senden ist fehlgeschlagen.", keyboard: "Tastatur",
    keys: "↓ ↑ durch die Produkte · Eingabe sendet · Leertaste wählt aus · Strg+Eingabe sendet die Auswahl zusammen · Umschalt+Eingabe setzt den Link in die Nachricht · / oder ein Buchstabe geht zur Suche · Esc geht dorthin zurück und leert sie.",
  },
};

let words = languages.en;
let language = "en";
let locale = "en"; // the operator's, in which numbers are written
let foreign = ""; // the operator's, where the page does not speak it

/**
 * Chooses the first language of a list that the page speaks, else English, and says the page's fixed texts in it. It gives the
 * first of the list, in which products are shown where the catalog has it.
 */
export function speak(...wanted) {
  locale = tagOf(wanted.find(Boolean));
  foreign = Object.hasOwn(languages, locale.split("-")[0]) ? "" : locale;
  const known = wanted.map((tag) => String(tag ?? "").toLowerCase().split(/[-_]/)[0]).find((tag) => Object.hasOwn(languages, tag));
  language = known ?? "en";
  words = languages[language];
  document.documentElement.lang = language;
  document.title = words.products;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = words[element.dataset.say];
  for (const element of document.querySelectorAll("[data-name]")) element.setAttribute("aria-label", words[element.dataset.name]);
  document.getElementById("search").placeholder = words.placeholder;
  return locale;
}

/** A language as a browser names it; English where the text is none. */
function tagOf(text) {
  try {
    return Intl.getCanonicalLocales(String(text ?? "en").replaceAll("_", "-"))[0];
  } catch {
    return "en";
  }
}

/** Says that the operator's language is none of the page's; empty where it is. */
export function unspoken() {
  if (!foreign) return "";
  return languages.en.unspoken.replace("{text}", new Intl.DisplayNames("en", { type: "language" }).of(foreign));
}

/** A price as the operator's language writes it, with the currency as the catalog does. */
export function money({ number, unit }) {
  const digits = number.split(".")[1]?.length ?? 0;
  const style = { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits };
  const parts = new Intl.NumberFormat(locale, style).formatToParts(number);
  return parts.map(({ type, value }, at) => {
    if (type !== "currency") return value;
    return /\p{L}$/u.test(unit) && parts[at + 1]?.type === "integer" ? `${unit}\u00a0` : unit;
  }).join("").trim();
}

/** A text of the page, with what is filled in. A number chooses the form and is written as the language does. */
export function say(name, fill = "") {
  let text = words[name];
  if (Array.isArray(text)) text = text[new Intl.PluralRules(language).select(fill) === "one" ? 0 : 1];
  const value = typeof fill === "number" ? new Intl.NumberFormat(locale).format(fill) : fill;
  return text.replace(/\{n\}|\{text\}/, () => value);
}
