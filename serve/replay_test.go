package serve

import (
	"net/http/httptest"
	"net/url"
	"testing"
)

// TestBodyIsNoQuery sends bodies that were signed by the platform as queries, and queries as bodies.
func TestBodyIsNoQuery(t *testing.T) {
	s := serveSigned(t, demoSecret)
	sign := func(text string) string { return Sign(Secret(demoSecret), []byte(text)) }
	form := "idConnectorVersion=1&idVisitorUnique=a7b9&idWebsite=ha-1"
	for name, body := range map[string]string{
		"an action": `{"action":"OPEN_CASE","idWebsite":"ha-123"}`,
		// a visitor writes to the bot what the query of a GET would be
		"a visitor's words": `{"message":{"payload":{"value":"&emailVisitor=jane.doe@example.com&operatorLocale=fr&"}}}`,
		"a list":            `[{"x":"&limit=1"}]`,
		"a text":            `"&limit=1&"`,
		"blanks first":      "\t{\"x\":\"&limit=1\"}",
		"a mark first":      "\ufeff{\"x\":\"&limit=1\"}",
		"a form":            form + "&action=OPEN_CASE&idConversation=c-1",
		"a form, escaped":   form + "&%61ction=OPEN_CASE&emailVisitor=jane.doe%40example.com",
		"half a form":       "idConversation=c-1&" + form,
	} {
		for _, path := range []string{"/products", "/categories", "/customer", "/closing-form",
			"/bot/external-bots"} {
			for _, method := range []string{"GET", "HEAD"} {
				w := signedRaw(s, method, path, body, sign(body))
				if w.Code != 401 {
					t.Errorf("%s opens %s %s: %s", name, method, path, dump(w))
				}
			}
		}
	}
	for name, query := range map[string]string{
		"products":     vectorOne + "&searchQuery=%7B%22action%22%3A1%7D",
		"customer":     "emailVisitor=jane.doe%40example.com&idWebsite=ha-1&operatorLocale=fr",
		"closing form": "idWebsite=ha-1&operatorLocale=fr",
	} {
		for _, path := range []string{"/customer/action", "/bot/conversations"} {
			if w := signed(s, "POST", path, query, sign(query)); w.Code != 401 {
				t.Errorf("%s opens POST %s: %s", name, path, dump(w))
			}
		}
	}
	if got := lines(t, s.sites.Root().Dir); got != nil {
		t.Errorf("a query is an action: %q", got)
	}
}

// TestWhatOnlyLooksLikeABody is answered: queries and bodies that the platform or a connector's test may well
// send.
func TestWhatOnlyLooksLikeABody(t *testing.T) {
	s := serveSigned(t, demoSecret)
	sign := func(text string) string { return Sign(Secret(demoSecret), []byte(text)) }
	for _, query := range []string{
		"", vectorOne, "searchQuery=%7B%22action%22%3A%22x%22%7D", "searchQuery={action}",
		"searchQuery=action%3D1%26idConversation%3D2", "searchQuery=action", "actions=1&idConversations=2",
		"limit=1&Action=x", "unknown", "&limit=1", "=", "%",
	} {
		if w := signedRaw(s, "GET", "/products", query, sign(query)); w.Code != 200 {
			t.Errorf("%q: %s", query, dump(w))
		}
	}
	for body, want := range map[string]int{
		actionBody: 200,
		// which keys come besides is nobody's business
		"action=OPEN_CASE&idConversation=c-1&idOperator=o&operatorLocale=fr&limit=1": 200,
		"idWebsite=ha-1&idOperator=o": 400, // an action without its name is told what it lacks
		"":                            400, "limit": 400, `{"limit=1&":1}`: 400,
	} {
		if w := signed(s, "POST", "/customer/action", body, sign(body)); w.Code != want {
			t.Errorf("%q: want %d: %s", body, want, dump(w))
		}
	}
}

// signedRaw is signed with a query of any bytes.
func signedRaw(s *Server, method, path, query, sum string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.URL = &url.URL{Path: path, RawQuery: query}
	r.Header.Set("x-iadvize-signature", sum)
	return do(s, r, nil)
}
