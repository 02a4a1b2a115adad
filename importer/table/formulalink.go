package table

import (
	"cmp"
	"strings"
)

// formulaLink is what a formula such as HYPERLINK("https://shop.example/p/1","Open") leads to.
type formulaLink struct {
	address string // empty where the formula is another, or calculates it
	label   string // what it shows, where the formula says it
}

// linkFormulas are the functions that lead to an address, in the languages in which spreadsheet programs
// write them to text files; workbooks hold the English names.
var linkFormulas = map[string]bool{
	"HYPERLINK": true, "LIEN_HYPERTEXTE": true, "HIPERVINCULO": true, "HIPERVÍNCULO": true, "HIPERLINK": true,
	"HIPERLIGAÇÃO": true, "COLLEG.IPERTESTUALE": true, "HIPERŁĄCZE": true,
	"IMAGE": true, "BILD": true, "IMAGEN": true, "IMMAGINE": true, "AFBEELDING": true, "IMAGEM": true,
	"OBRAZ": true,
}

// readFormulaLink reads a formula, without the = before it.
func readFormulaLink(formula []byte) formulaLink {
	if len(formula) < len(`BILD("x")`) || len(formula) > 2*maxAddress {
		return formulaLink{}
	}
	name, rest, ok := strings.Cut(strings.TrimSpace(string(formula)), "(")
	if !ok {
		return formulaLink{}
	}
	name = strings.ToUpper(strings.TrimSpace(name))
	if name == "IFERROR" || name == "__XLUDF.DUMMYFUNCTION" {
		return exportedFormula(rest)
	}
	if !linkFormulas[strings.TrimPrefix(name, "_XLFN.")] {
		return formulaLink{}
	}
	address, rest, ok := literal(rest)
	if !ok {
		return formulaLink{}
	}
	l := formulaLink{address: webAddress(address)}
	if rest = strings.TrimSpace(rest); rest != "" && strings.ContainsAny(rest[:1], ",;") {
		label, rest, ok := literal(rest[1:])
		switch {
		case !ok: // it is calculated
		case rest == ")", strings.ContainsAny(rest[:1], ",;"):
			l.label = strings.TrimSpace(label)
		default:
			return formulaLink{}
		}
		return l
	}
	if rest != ")" {
		return formulaLink{}
	}
	return l
}

// exportedFormula reads how Google Sheets exports functions that Excel lacks:
// IFERROR(__xludf.DUMMYFUNCTION("IMAGE(""https://shop.example/i/1.jpg"")"),"").
func exportedFormula(rest string) formulaLink {
	const dummy = "__xludf.dummyfunction("
	if strings.HasPrefix(strings.ToLower(rest), dummy) {
		rest = rest[len(dummy):]
	}
	inner, _, ok := literal(rest)
	if upper := strings.ToUpper(inner); !ok || strings.HasPrefix(upper, "IFERROR") ||
		strings.HasPrefix(upper, "__XLUDF") {
		return formulaLink{}
	}
	return readFormulaLink([]byte(inner))
}

// literal reads a text in quotes, or several joined by &.
func literal(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for {
		s = strings.TrimSpace(s)
		if s == "" || s[0] != '"' {
			return "", s, false
		}
		for s = s[1:]; ; {
			before, after, closed := strings.Cut(s, `"`)
			if !closed {
				return "", s, false
			}
			b.WriteString(before)
			if s = after; s == "" || s[0] != '"' {
				break
			}
			b.WriteByte('"')
			s = s[1:]
		}
		s = strings.TrimSpace(s)
		if s == "" || s[0] != '&' {
			return b.String(), s, s != ""
		}
		s = s[1:]
	}
}

// text is what the cell of the formula shows: what the formula says, else the text that was calculated, else
// the address. It is empty where the cell's own text is to be taken.
func (l formulaLink) text(c rawCell) string {
	if l.label == "" && c.has && len(c.value) > 0 &&
		(c.kind == "str" || c.kind == "s" || c.kind == "inlineStr") {
		return ""
	}
	return cmp.Or(l.label, l.address)
}
