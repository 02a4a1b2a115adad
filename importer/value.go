package importer

import (
	"net/mail"
	"strings"
)

// yesNo reads a yes or no in the words of seven languages; what both numbers of a stock say is understood too: 0 is no,
// any other whole number is yes.
func yesNo(text string) (value, ok bool) {
	switch fold(text) {
	case "yes", "y", "true", "x", "on", "instock", "available", "backorder", "onbackorder", "preorder", "required", "mandatory",
		"oui", "o", "vrai", "enstock", "disponible", "obligatoire",
		"ja", "j", "wahr", "auflager", "lieferbar", "verfugbar",
		"si", "s", "verdadero", "vero", "enexistencias", "disponibile", "obbligatorio",
		"sim", "verdadeiro", "emestoque", "disponivel",
		"waar", "opvoorraad", "tak", "t", "prawda", "dostepny":
		return true, true
	case "no", "n", "false", "off", "outofstock", "unavailable", "soldout", "discontinued", "optional",
		"non", "faux", "rupture", "enrupture", "rupturedestock", "horsstock", "indisponible", "epuise", "facultatif",
		"nein", "falsch", "ausverkauft", "nichtverfugbar", "nichtauflager", "vergriffen",
		"falso", "agotado", "nodisponible", "sinexistencias", "esaurito", "nondisponibile",
		"nao", "esgotado", "indisponivel", "semestoque",
		"nee", "onwaar", "uitverkocht", "nie", "falsz", "niedostepny":
		return false, true
	}
	if n := strings.TrimSpace(text); digits(n) {
		return strings.Trim(n, "0") != "", true
	}
	return false, false
}

// isEmail tells whether text is one bare e-mail address.
func isEmail(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(domain, ".") && !strings.HasSuffix(domain, ".")
}
