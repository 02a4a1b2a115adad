package operate

import (
	"strings"
	"testing"

	"plugsheet/serve"
)

func TestMistakes(t *testing.T) {
	const target, body = "https://connector.example/products?b=caf%C3%A9+x&a=1", `{"b": "\u00e9", "a": 1}`
	secret := serve.Secret("00ff00ff")
	for signed, want := range map[string]string{
		"":                            "nothing was signed",
		"b=café x&a=1":                "decoded",
		"?b=caf%C3%A9+x&a=1":          "question mark",
		"/products?b=caf%C3%A9+x&a=1": "the path",
		target:                        "whole URL",
		"b=caf%C3%A9%20x&a=1":         "%20",
		"a=1&b=caf%C3%A9+x":           "another order",
		"something else":              "another secret",
	} {
		if got := mistake([]serve.Secret{secret}, serve.Sign(secret, []byte(signed)), target,
			nil); !strings.Contains(got, want) {
			t.Errorf("%q: %s", signed, got)
		}
	}
	const long = "https://connector.example/customer?emailVisitor=jane@x.example&idWebsite=ha-1&operatorLocale=fr-FR&idOperator=9&from=cdn"
	for signed, want := range map[string]string{
		"emailVisitor=jane%40x.example&idWebsite=ha-1&operatorLocale=fr-FR&idOperator=9&from=cdn":                  "escapes of the query",
		"emailVisitor=jane@x.example&idWebsite=ha-1&operatorLocale=fr-FR&idOperator=9":                             `the parameter "from" was added`,
		"emailVisitor=jane@x.example&idVisitorExternal=&idWebsite=ha-1&operatorLocale=fr-FR&idOperator=9&from=cdn": "idVisitorExternal, which had no value",
		"idOperator=9&emailVisitor=jane@x.example&from=cdn&operatorLocale=fr-FR&idWebsite=ha-1":                    "another order",
		"emailVisitor=jane@x.example&idWebsite=ha-1&operatorLocale=fr-FR&idOperator=9&from=cdn&":                   "an & at the beginning or the end",
		"emailVisitor=joe@x.example&idWebsite=ha-1":                                                                "another secret",
	} {
		if got := mistake([]serve.Secret{[]byte("x"), secret}, serve.Sign(secret, []byte(signed)), long,
			nil); !strings.Contains(got, want) {
			t.Errorf("%q: %s", signed, got)
		}
	}
	for signed, want := range map[string]string{
		"b=caf%C3%A9+x&a=1":    "where the body has to be",
		`{"b":"\u00e9","a":1}`: "without blanks",
		`{"a":1,"b":"é"}`:      "another order",
		body + "\n":            "taken off",
	} {
		if got := mistake([]serve.Secret{[]byte("x"), secret}, serve.Sign(secret, []byte(signed)), target,
			[]byte(body)); !strings.Contains(got, want) {
			t.Errorf("%q: %s", signed, got)
		}
	}
	const query = "b=caf%C3%A9+x&a=1"
	right := serve.Sign(secret, []byte(query))
	for received, want := range map[string]string{
		strings.TrimPrefix(right, "sha256="):                              "another algorithm",
		"sha256=" + strings.ToUpper(strings.TrimPrefix(right, "sha256=")): "upper-case",
		right[:60]: "cut off",
		serve.Sign(serve.Secret("00ff00ff\n"), []byte(query)):       "ends in a newline",
		serve.Sign(serve.Secret("\x00\xff\x00\xff"), []byte(query)): "decoded from hexadecimal",
	} {
		if got := mistake([]serve.Secret{secret}, received, target, nil); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", received, got, want)
		}
	}
}
