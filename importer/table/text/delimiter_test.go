package text

import (
	"strings"
	"testing"
)

func TestDelimiters(t *testing.T) {
	html := strings.Repeat(
		"1,<p style='a:b; c:d;'>x &amp; y; z</p>,3\n2,plain; text,4\n3,\"<b>;</b>\n;;;\",5\n", 20)
	for name, c := range map[string]struct {
		in   string
		want byte
	}{
		"comma":             {"a,b\n1,2\n", ','},
		"semicolon":         {"a;b\n1;2\n", ';'},
		"tab":               {"a\tb\n1\t2\n", '\t'},
		"bar":               {"a|b\n1|2\n", '|'},
		"one column":        {"a\n1\n2\n", ','},
		"html":              {"id,description,price\n" + html, ','},
		"decimal commas":    {"1,5;2,5\n3,5;4,5\n", ';'},
		"decimals, header":  {"Prix;Poids\n1,5;2,5\n3,5;4,5\n", ';'},
		"commas in texts":   {"title;text\na;one, two, three\nb;one, two\nc;one\n", ';'},
		"lists in cells":    {"id\timages\n1\ta|b|c\n2\ta|b\n", '\t'},
		"title above":       {"Price list; 2024\n\nid,title,price\n1,a,2\n2,b,3\n", ','},
		"numbers only":      {"1,2,3\n4,5,6\n", ','},
		"one long cell":     {"id,text\n1,\"" + strings.Repeat("x;y\n", 1000) + "\"\n2,b\n", ','},
		"semicolons quoted": {"id;t\n1;\"a,b,c\"\n2;\"d,e,f\"\n", ';'},
	} {
		t.Run(name, func(t *testing.T) {
			if got := FindDelimiter([]byte(c.in)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
