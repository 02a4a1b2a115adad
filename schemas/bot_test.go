package schemas

import (
	"strings"
	"testing"
)

func TestBotFaults(t *testing.T) {
	const uuid = "ef4670c3-d715-4a21-8226-ed17f354fc44"
	const link = `{"type":"LINK","name":"See it","url":"https://shop.example/p/1"}`
	const card = `{"contentType":"card/content","image":{"url":"https://shop.example/i/1.jpg",` +
		`"description":"a tent"},"title":"Tent","actions":[` + link + `]}`
	const offer = `{"contentType":"product-offer","name":"Tent","price":"129.00 €",` +
		`"availability":{"status":"AVAILABLE"},"actions":[` + link + `]}`
	const answer = `{"idConversation":"c","idOperator":"ha-1","replies":[],` +
		`"createdAt":"2030-01-01T12:00:00Z","updatedAt":"2030-01-01T12:00:00.5Z"}`
	const text = `{"type":"message","payload":{"contentType":"text","value":"Hello"}}`
	for _, c := range []struct {
		name Name
		doc  string
		want []string
	}{
		{"external-bots", `[{"idBot":"catalog","name":"Catalogue","editorUrl":"https://shop.example"}]`, nil},
		{"external-bots", `[{"idBot":"catalog","name":"Catalogue"}]`, []string{"/0/editorUrl: is missing"}},
		{"bot-request", `{"name":"n","pseudo":null,"language":"fr","distributionRules":[{"id":"` + uuid +
			`","label":"l"}],"external":{"idBot":"catalog","x":1},"y":2}`, nil},
		{"bot-request", `{"name":"n"}`, []string{"/external: is missing"}},
		{"bot", `{"idOperator":"ha-1","external":{"idBot":"catalog","editorUrl":"https://shop.example"},` +
			`"createdAt":"2030-01-01T12:00:00Z","updatedAt":"2030-01-01T12:00:00+01:00"}`, nil},
		{"bot",
			`{"idOperator":"ha-1","external":{"idBot":"catalog","editorUrl":"https://shop.example"},` +
				`"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]","updatedAt":"2030-01-01T12:00:00Z"}`,
			[]string{"/createdAt: must be a time such as 2030-01-01T12:00:00Z"}},
		{"availability-strategies", `[{"strategy":"customAvailability","availability":true}]`, nil},
		{"availability-strategies", `[{"strategy":"customAvailability"}]`,
			[]string{"/0/availability: is missing"}},
		{"availability-strategies", `[{"strategy":"all","distributionRulesToCheck":["` + uuid + `"]}]`, nil},
		{"availability-strategies", `[{"strategy":"atLeastOne"}]`,
			[]string{"/0/distributionRulesToCheck: is missing"}},
		{"availability-strategies", `[{"strategy":"all","distributionRulesToCheck":["x"]}]`,
			[]string{"/0/distributionRulesToCheck/0: must be a UUID such as " + uuid}},
		{"availability-strategies", `[{"strategy":"notAvailable"}]`, nil},
		{"availability-strategies", `[]`, []string{"must have at least one entry"}},
		{"availability-strategies", `[{"strategy":"notAvailable"},{"strategy":"notAvailable"}]`,
			[]string{"must have one entry, has 2"}},
		{"first-messages", `{"replies":[` + text + `]}`, nil},
		{"first-messages", `[]`, []string{"must be an object"}},
		{"conversation-request", `{"idOperator":"ha-1","idConversation":"c","history":[],"x":1}`, nil},
		{"conversation-request", `{"idOperator":"ha-1"}`, []string{"/idConversation: is missing"}},
		{"conversation-answer", answer, nil},
		{"conversation-answer", change(answer, `[]`, `[`+text+`]`), []string{"/replies: must be empty"}},
		{"message-request",
			`{"idOperator":"ha-1","message":{"idMessage":"abc-123456789","author":{"role":"visitor"},` +
				`"payload":{"contentType":"text","value":"x"},` +
				`"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}}`, nil},
		{"message-request",
			`{"idOperator":"ha-1","message":{"idMessage":"1","author":{},"payload":{"contentType":"odd"}}}`,
			[]string{"/message/author/role: is missing"}},
		{"message-answer", change(answer, `[]`, `[`+text+`]`), nil},
		{"message-answer", change(answer, `"replies":[],`, ``), []string{"/replies: is missing"}},
		{"reply", `{"type":"await","duration":{"unit":"seconds","value":1}}`, nil},
		{"reply", `{"type":"await","duration":{"unit":"hours","value":1}}`,
			[]string{"/duration/unit: must be one of millis, seconds, minutes"}},
		{"reply", `{"type":"close"}`, nil},
		{"reply", `{"type":"close","x":1}`, []string{"/x: is no known key; known are type"}},
		{"reply", `{"type":"dance"}`, []string{"/type: must be one of await, message, transfer, close"}},
		{"reply", `{"type":"message","payload":{"contentType":"text","value":"x"},` +
			`"quickReplies":[{"contentType":"text/quick-reply","value":"Yes"}]}`, nil},
		{"reply",
			`{"type":"message","payload":{"contentType":"text","value":"x"},` +
				`"quickReplies":[{"contentType":"text","value":"Yes"}]}`,
			[]string{"/quickReplies/0/contentType: must be text/quick-reply"}},
		{"reply", `{"type":"transfer","distributionRule":"` + uuid +
			`","transferOptions":{"timeout":{"unit":"seconds","value":20}}}`, nil},
		{"reply", `{"type":"transfer","distributionRule":"` + uuid + `"}`, nil},
		{"reply", `{"type":"transfer","distributionRule":"` + uuid +
			`","transferOptions":{"timeout":{"unit":"seconds","value":61}}}`,
			[]string{"/transferOptions/timeout/value: must be a whole number from 5 to 60"}},
		{"payload", `{"contentType":"text","value":"` + strings.Repeat("é", 450) + `"}`, nil},
		{"payload", `{"contentType":"text","value":"` + strings.Repeat("é", 451) + `"}`,
			[]string{"/value: must have at most 450 characters, has 451"}},
		{"payload", card, nil},
		{"payload", change(card, `[`+link+`]`, `[]`), []string{"/actions: must have at least one entry"}},
		{"payload", change(card, `"name":"See it"`, `"title":"See it"`),
			[]string{"/actions/0/name: is missing",
				"/actions/0/title: is no known key; known are name, type, url"}},
		{"payload", offer, nil},
		{"payload", change(offer, `AVAILABLE`, `available`),
			[]string{"/availability/status: must be one of AVAILABLE, UNAVAILABLE"}},
		{"payload", `{"contentType":"file","fileName":"a.pdf","mimeType":"application/pdf",` +
			`"url":"https://shop.example/a.pdf"}`, nil},
		{"payload",
			`{"contentType":"file","fileName":"a.zip","mimeType":"application/zip",` +
				`"url":"https://shop.example/a.zip"}`,
			[]string{"/mimeType: must be one of image/gif, application/pdf, image/png, image/jpeg"}},
		{"payload", `{"contentType":"bundle/card","cards":[` + card + `]}`, nil},
		{"payload", `{"contentType":"bundle/product-offer","offers":[` + offer + `]}`, nil},
		{"payload", `{"contentType":"bundle/product-offer","cards":[` + offer + `]}`,
			[]string{"/cards: is no known key; known are contentType, offers", "/offers: is missing"}},
	} {
		check(t, c.name, c.doc, c.want)
	}
}

func TestAppAndFeedFaults(t *testing.T) {
	const card = `{"title":"Tent","actions":[{"type":"LINK","title":"See it",` +
		`"url":"https://shop.example/p/1"}]}`
	const command = `{"type":"addMessageActions","messageId":"m","actions":[{"highlight":"AB-12",` +
		`"intent":{"key":"show","payload":{"id":1}}}]}`
	const claims = `{"iss":"iadvize","sub":"270586","aud":"https://connector.example.com/app/",` +
		`"iat":1893456000,"exp":1893456060,"email":"agent@example.com"}`
	for _, c := range []struct {
		name Name
		doc  string
		want []string
	}{
		{"app-card", card, nil},
		{"app-card", change(card, `"title":"See it"`, `"name":"See it"`),
			[]string{"/actions/0/name: is no known key; known are title, type, url",
				"/actions/0/title: is missing"}},
		{"app-card", `{"actions":[]}`, []string{"/actions: must have at least one entry"}},
		{"app-card-bundle", `{"cards":[` + card + `]}`, nil},
		{"app-card-bundle", `{}`, []string{"/cards: is missing"}},
		{"app-on-message-request", `{"messages":[{"id":"m","authorType":"X","text":"t","y":1}],"x":2}`, nil},
		{"app-on-message-request", `{"messages":[{"id":"m"}]}`, []string{"/messages/0/text: is missing"}},
		{"app-on-message-answer", `{"commands":[]}`, nil},
		{"app-on-message-answer", `{"commands":[` + command + `]}`, nil},
		{"app-on-message-answer", `{"commands":[` + change(command, `{"id":1}`, `"1"`) + `]}`,
			[]string{"/commands/0/actions/0/intent/payload: must be an object"}},
		{"jwt-claims", claims, nil},
		{"jwt-claims", change(claims, `"iadvize"`, `"other"`), []string{"/iss: must be iadvize"}},
		{"jwt-claims", change(claims, `"270586"`, `270586`), []string{"/sub: must be text"}},
		{"knowledge-product", `{"id":"1","availability":"in_stock","unknown":1}`, nil},
		{"knowledge-product", `{"availability":"maybe"}`,
			[]string{"/availability: must be one of in_stock, out_of_stock, preorder, backorder",
				"/id: is missing"}},
		{"feed-item", `{"id":"1","title":"t","description":"d","link":"https://shop.example/p/1",` +
			`"gender":"","Color family":"warm"}`, nil},
		{"feed-item", `{"id":"1","title":"t","description":"d","gender":"all"}`,
			[]string{"/gender: must be one of male, female, unisex, empty", "/link: is missing"}},
	} {
		check(t, c.name, c.doc, c.want)
	}
}

func TestBundleFaults(t *testing.T) {
	const manifest = `{"format":1,"ids":"integer","language":"fr-CA","counts":{"categories":1,"products":2,` +
		`"closingFormFields":3,"customerFields":4},` +
		`"files":[{"path":"products/1.json","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","bytes":3,"records":1}]}`
	for _, c := range []struct {
		name Name
		doc  string
		want []string
	}{
		{Manifest, manifest, nil},
		{Manifest, change(manifest, `"format":1`, `"format":2`), []string{"/format: must be 1"}},
		{Manifest, change(manifest, `fr-CA`, `français`), []string{"/language: must look like en"}},
		{Manifest, change(manifest, `"integer"`, `"number"`),
			[]string{"/ids: must be one of integer, string"}},
		{Manifest, change(manifest, `products/1.json`, `/etc/passwd`),
			[]string{"/files/0/path: must look like products/1.json"}},
		{Manifest, change(manifest, `products/1.json`, `products/../../x`),
			[]string{"/files/0/path: must look like products/1.json"}},
		{Manifest, change(manifest, `products/1.json`, `products\\1.json`),
			[]string{"/files/0/path: must look like products/1.json"}},
		{Manifest, change(manifest, `e3b0`, `E3B0`),
			[]string{"/files/0/sha256: must look like " +
				"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
		{Synonyms, `[{"words":["laptop","notebook"]},{"from":["tv"],"to":["television"],"comment":"why"}]`,
			nil},
		{Synonyms, `[{"words":["laptop"]}]`, []string{"/0/words: must have at least 2 entries"}},
		{Synonyms, `[{"words":["a","b"],"to":["c"]}]`,
			[]string{`/0/to: must not be given: a rule has either "words", or "from" and "to"`}},
		{Synonyms, `[{"from":["tv"]}]`, []string{"/0/to: is missing"}},
		{Synonyms, `[{}]`, []string{"/0/from: is missing", "/0/to: is missing"}},
	} {
		check(t, c.name, c.doc, c.want)
	}
}
