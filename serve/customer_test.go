package serve

import (
	"testing"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/web/param"
)

func TestFieldValue(t *testing.T) {
	q := param.Query{}
	must(t,
		q.Parse(
			"emailVisitor=a%2Bb@example.org&idVisitorUnique=u%2F1&idWebsite=ha-1&operatorLocale=fr&idOperator=9",
			param.Set(param.EmailVisitor, param.IDVisitorUnique, param.IDWebsite,
				param.OperatorLocale, param.IDOperator)))
	v := visitor{&q, map[string]string{
		"Level": "gold & co", "empty": "", "link": "https://shop.example/a?b=c&d",
		"script": "javascript:alert(1)", "own": "mine", "Zip": "a{b}c",
	}}
	for _, c := range []struct{ id, kind, template, want string }{
		{"a", "TEXT", "fixed", "fixed"},
		{"a", "TEXT", "{emailVisitor}", "a+b@example.org"},
		{"a", "TEXT", "{Level}/{idVisitorUnique}/{idWebsite}/{operatorLocale}/{idOperator}",
			"gold & co/u/1/ha-1/fr/9"},
		{"a", "TEXT", "{Zip}", "a{b}c"}, // what is filled in is no template
		{"a", "TEXT", "{idVisitorExternal}", ""},
		{"a", "TEXT", "known {Level}, not {level}", ""},
		{"a", "TEXT", "{empty}", ""},
		{"a", "TEXT", "", ""},
		{"a", "TEXT", "{", "{"},
		{"a", "TEXT", "}{", "}{"},
		{"a", "TEXT", "{}", ""},
		{"own", "TEXT", "template", "mine"},
		{"empty", "TEXT", "template", ""},
		{"a", "URL", "https://x.example/{idVisitorUnique}?l={Level}",
			"https://x.example/u%2F1?l=gold%20%26%20co"},
		{"a", "URL", "{link}", "https://shop.example/a?b=c&d"},
		{"a", "URL", "{link}#{Level}", ""}, // encoded, it is no URL any more
		{"a", "URL", "{script}", ""},
		{"a", "URL", "https://{Level}.example/", ""},
		{"a", "URL", "/relative", ""},
		{"a", "URL", "https:///path", ""},
		{"link", "URL", "https://other.example/", "https://shop.example/a?b=c&d"},
		{"script", "URL", "https://other.example/", ""},
		{"own", "ACTION", "CODE_{Level}", "CODE_{Level}"},
	} {
		got, ok := v.value(bundle.CustomerField{ID: c.id, FieldType: c.kind, Value: c.template})
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s %s %q: %q, %v, want %q", c.kind, c.id, c.template, got, ok, c.want)
		}
	}
}
