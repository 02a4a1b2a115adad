package config

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"plugsheet/schemas/each"
)

// Quoted is a text as YAML writes it in double quotes.
func Quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == utf8.RuneError || r == 0x7f || r == 0x85 || r == 0xfeff || r == 0x2028 ||
			r == 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// YamlText quotes a text where it needs quotes.
func YamlText(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') &&
			(r < 'A' || r > 'Z')
	}) {
		return s
	}
	return Quoted(s)
}

// QuotedTexts are texts in quotes.
func QuotedTexts(texts []string) string {
	return strings.Join(each.Of(texts, Quoted), ", ")
}
