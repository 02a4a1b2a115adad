package importer

import (
	"html"
	"strings"

	nethtml "golang.org/x/net/html"
)

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
	hidden, tables := 0, 0 // depths of script and style, and of tables
	for {
		switch t := z.Next(); t {
		case nethtml.ErrorToken:
			return tidy(b.String())
		case nethtml.TextToken:
			switch {
			case hidden > 0:
			case tables > 0: // line breaks of the source are none of the text
				b.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
			default:
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
			case "table":
				b.WriteByte('\n')
				if t == nethtml.StartTagToken {
					tables++
				} else if tables > 0 {
					tables--
				}
			case "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "hr":
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
