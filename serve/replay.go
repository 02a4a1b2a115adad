package serve

import (
	"bytes"
	"strings"

	"plugsheet/serve/web"
)

// The platform signs a query and a body with the same secret, and nothing in the signature tells which of
// them it was (contract, 1.2). So a body that somebody got hold of, with its signature, could be sent as the
// query of a GET, and a visitor who writes "&emailVisitor=…" chooses what stands in a body. What tells them
// apart is their text: a query is a list of parameters, none of which only bodies have, and a body is JSON,
// or a form that only bodies have a key of.

// ofBodies are keys that no query of the contract has (1.6, 3.1), and ofQueries those that no body has.
var (
	ofBodies  = web.Set(web.Action, web.IDConversation)
	ofQueries = web.Set(web.IDParent, web.IDCategory, web.SearchQuery, web.Limit, web.Offset,
		web.EmailVisitor, web.IDVisitorExternal, web.OperatorLocale)
)

// readsAsBody tells whether a query is one of the platform's bodies.
func readsAsBody(query string) bool {
	return beginsJSON(query) || web.Named(query)&ofBodies != 0
}

// readsAsQuery tells whether a body is one of the platform's queries.
func readsAsQuery(body []byte) bool {
	if len(body) > web.MaxURL || bytes.IndexByte(body, '=') < 0 {
		return false
	}
	text := string(body)
	if beginsJSON(text) {
		return false
	}
	keys := web.Named(text)
	return keys&ofQueries != 0 && keys&ofBodies == 0
}

// beginsJSON tells whether a text begins as an object, a list or a text of JSON does.
func beginsJSON(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	return text != "" && strings.IndexByte(`{["`, text[0]) >= 0
}
