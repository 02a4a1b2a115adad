package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/table"
	"plugsheet/schemas/bundle/scan"
	"plugsheet/schemas/problem"
)

// What goes into the bundle is looked at as plugsheet scan looks at files, cell by cell, before it is written. What counts
// depends on whose words they are: a bot's answers and a form are the shop's own, who may be written to; a catalog names makers,
// so that an address of an office within a longer text is only told of.

// publicCell is a text that goes into the bundle, and where it stands.
type publicCell struct {
	at     problem.Position
	kind   kind.Kind
	header string // of its column
	text   string
	coded  bool // numbers in it are those of products
}

// checkPublic tells of what looks personal in a cell.
func (i *run) checkPublic(c publicCell) {
	find := scan.Find
	if c.coded {
		find = scan.FindCoded
	}
	found := find(c.text, i.allow)
	for _, f := range found {
		if f.Code == "phone" && len(found) > 1 && found[0].Code != "phone" && found[0].Code != "email" {
			continue // the end of an IBAN or of a card's number
		}
		whole := utf8.RuneCountInString(c.text) <= utf8.RuneCountInString(f.Text)+15
		if p, ok := c.judge(f, whole); ok {
			i.tell(p)
		}
	}
}

// judge tells what is wrong with something that looks personal; false where nothing is.
func (c publicCell) judge(f scan.Finding, whole bool) (problem.Problem, bool) {
	own := c.kind != kind.Products && c.kind != kind.Variants && c.kind != kind.Categories
	bot := slices.Contains([]kind.Kind{kind.BotScenarios, kind.BotAnswers, kind.BotHours}, c.kind)
	severity := problem.Error
	switch {
	case f.Code == "phone" && own, f.Code == "email" && own && isOffice(f.Text):
		return problem.Problem{}, false
	case f.Code == "phone" && !whole, f.Code == "email" && (bot || !whole && isOffice(f.Text)):
		severity = problem.Warning
	}
	p := problem.Errorf(c.at, "personal", "the cell holds what looks like %s, which the bundle would make public", f.Name).WithValue(f.Masked)
	p.Severity = severity
	switch {
	case whole && !own && c.header != "":
		return p.Hintf("in plugsheet.yaml: columns: { %s: { %q: ignore } }", c.kind, c.header), true
	case whole && !own:
		return p.Hintf("take it out"), true
	}
	return p.Hintf("take it out; or, if it is no person's, in plugsheet.yaml: allow: [%q]", f.Text), true
}

// offices are what addresses of an office begin with, that are nobody's own, in eight languages.
var offices = strings.Fields(`info infos information contact contacts contactus kontakt contacto contatti contatto contato support service
	services customerservice customercare care help helpdesk helpline sales shop store webshop office mail email post hello hallo hola bonjour
	ciao order orders returns warranty repair spares parts export press newsletter noreply no-reply gpsr compliance safety productsafety
	quality legal privacy admin webmaster team servicio soporte ventas pedidos atencion atencioncliente atencionalcliente tienda ayuda hilfe
	kundenservice kundendienst verkauf bestellung bestellungen retoure anfrage vertrieb produktsicherheit datenschutz commande commandes vente
	ventes boutique serviceclient sav aide assistenza servizio servizioclienti vendite ordini negozio aiuto klantenservice verkoop winkel
	bestellingen hulp apoio vendas encomendas loja ajuda biuro sklep zamowienia sprzedaz pomoc obsluga kontakty firma`)

// isOffice tells whether an e-mail address is that of an office: its first word is none of a person.
func isOffice(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	first, _, _ := strings.Cut(strings.ReplaceAll(local, "_", "."), ".")
	return slices.Contains(offices, local) || slices.Contains(offices, first) || slices.Contains(offices, strings.ReplaceAll(local, "-", ""))
}

// checkRow looks at the fields of a row, in all languages.
func (i *run) checkRow(r *row) {
	k := r.source.reader.kind
	if k == kind.Customers || k == kind.Settings {
		return
	}
	for f, text := range r.text {
		if text != "" {
			i.checkPublic(publicCell{r.at(f), k, r.headerOf(f), text, isCoded(k, f)})
		}
	}
	if k == kind.Products || k == kind.Variants {
		return // other languages are among the keywords there
	}
	for _, c := range r.source.head.local {
		if cell := r.cell(c.number); cell.Text != "" && !isError(cell) {
			i.checkPublic(publicCell{r.source.sheet.At(r.number, c.number), k, c.title, cell.Text, false})
		}
	}
}

// checkKeyword looks at a cell that is kept for the search.
func (i *run) checkKeyword(r *row, c column, cell table.Cell) {
	if !scan.Suspect(cell.Text) {
		return // most cells: the header need not be looked at
	}
	at := r.source.sheet.At(r.number, c.number)
	coded, known := i.coded[c.title]
	if !known {
		coded = scan.IsCoded(c.title)
		i.coded[c.title] = coded
	}
	i.checkPublic(publicCell{at, r.source.reader.kind, c.title, cell.Text, coded})
}

// headerOf is the header of a field's column; empty where it has none.
func (r *row) headerOf(field int) string {
	if n := r.source.title(r.column[field]); r.column[field] > 0 && n >= 0 {
		return r.source.head.columns[n].title
	}
	return ""
}

// isCoded tells whether numbers in a field are ids, references, prices or addresses of pages.
func isCoded(k kind.Kind, f int) bool {
	switch k {
	case kind.Products, kind.Variants:
		return !slices.Contains([]int{field.Title, field.Brand, field.ShortDescription, field.Description}, f)
	case kind.Categories:
		return f != field.CategoryLabel
	}
	return false
}
