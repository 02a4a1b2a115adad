package terms

import (
	"strings"

	"plugsheet/index/analysis"
)

// A column of attributes holds many names and values in one cell: "type: Battery | touchscreen: no".

// denied are values that say that a product does not have what the name of the attribute says: who looks for
// a touchscreen does not mean what has none.
var denied = analysis.Set(`
false no n none na notavailable notsupported without non aucun aucune sans nein kein keine keiner ohne
falsch falso ninguno ninguna sin nessuno nessuna senza nee geen zonder não nao nenhum nenhuma sem nie brak
bez`)

// kindNames are attributes that say what a thing is.
var kindNames = analysis.Set(`
type kind producttype itemtype articletype typ art produkttyp produktart artikeltyp artikelart
typedeproduit typeproduit typedarticle tipo tipodeproducto tipodearticulo tipoproducto tipodiprodotto
tipoprodotto tipodiarticolo soort productsoort artikelsoort tipodeproduto tipodeartigo rodzaj typproduktu
rodzajproduktu`)

// attribute takes "name: value" apart.
func attribute(text string) (name, value string) {
	at := strings.LastIndex(text, ": ")
	if at < 0 {
		return "", text
	}
	name = text[:at]
	return name[strings.LastIndex(name, ": ")+1:], text[at+2:]
}

// Said is a keyword without what it denies.
func Said(keyword string) string {
	var said []string
	parts := strings.Split(keyword, "|")
	for _, p := range parts {
		if name, value := attribute(p); name == "" || !denied[analysis.Fold(value)] {
			said = append(said, p)
		}
	}
	if len(said) == len(parts) {
		return keyword
	}
	return strings.Join(said, "|")
}

// kinds are what a keyword says that the thing is.
func kinds(keyword string) (all []string) {
	for p := range strings.SplitSeq(keyword, "|") {
		if name, value := attribute(p); kindNames[analysis.Fold(name)] {
			all = append(all, value)
		}
	}
	return all
}
