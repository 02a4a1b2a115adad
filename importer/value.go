package importer

import (
	"html"
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
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

// webURL gives an absolute http or https URL with its characters outside ASCII escaped, or says what is wrong.
func webURL(text string) (clean, why string) {
	if strings.HasPrefix(text, "//") {
		return "", "has no https: before it"
	}
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return "", "cannot be read as a URL"
	case u.Scheme == "":
		return "", "is not absolute"
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "is neither http nor https"
	case u.Host == "" || strings.ContainsFunc(u.Host, unicode.IsSpace):
		return "", "names no host"
	}
	return escapeURL(u.Scheme + strings.TrimSpace(text)[len(u.Scheme):]), ""
}

// escapeURL percent-encodes what may not stand in a URL as it is: blanks, control characters, quotes, and everything
// outside ASCII. What is escaped already stays.
func escapeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		bad := c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 ||
			c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]))
		if !bad {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// firstURL gives the first URL of a list in one cell; several tells whether there are more.
func firstURL(text string) (first string, several bool) {
	for i, r := range text {
		if i > 0 && (strings.ContainsRune(",;|", r) || unicode.IsSpace(r)) {
			rest := strings.TrimLeft(text[i:], ",;| \t\r\n\u00a0")
			if rest == "" || strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") || strings.HasPrefix(rest, "//") {
				return text[:i], rest != ""
			}
		}
	}
	return text, false
}

// plainText gives the text of HTML as one reads it, paragraphs as lines; text without tags and entities stays as it is.
func plainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	if !hasTag(s) {
		return html.UnescapeString(s)
	}
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(s))
	hidden := 0 // depth of script and style
	for {
		switch t := z.Next(); t {
		case nethtml.ErrorToken:
			return tidy(b.String())
		case nethtml.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style":
				if t == nethtml.StartTagToken {
					hidden++
				} else if hidden > 0 {
					hidden--
				}
			case "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "hr":
				b.WriteByte('\n')
			case "td", "th":
				b.WriteByte(' ')
			}
		}
	}
}

// hasTag tells whether there is something of the form <name or </name or <!-- in s.
func hasTag(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if c := s[i+1]; s[i] == '<' && (c == '/' || c == '!' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			return strings.IndexByte(s[i:], '>') > 0
		}
	}
	return false
}

// tidy resolves entities, makes runs of blanks one and leaves at most one line break between two lines.
func tidy(s string) string {
	var lines []string
	for _, line := range strings.Split(html.UnescapeString(s), "\n") {
		if l := strings.Join(strings.Fields(line), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
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
