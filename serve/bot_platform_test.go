package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"plugsheet/schemas"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/protocol"
)

// writeBot puts the sample with two scenarios into dir.
func writeBot(t testing.TB, dir string) {
	t.Helper()
	s := sample()
	s.offer = &bundle.Offer{PricePromotion: "8.00 €", From: "2080-01-01"}
	w, err := bundle.Create(dir, bundle.WriteOptions{IDs: s.ids, CustomerKey: []byte("a key for the tests")})
	must(t, err)
	defer w.Close()
	for i := range s.products {
		must(t, w.Product(s.product(t, i+1)))
	}
	must(t, w.Categories(s.categories(t)))
	must(t, w.BotScenarios([]scenario.Scenario{
		{
			ID: "shop", Name: "Shop", Description: "Helps.", Language: "en",
			EditorURL: "https://shop.example/bot", Products: true,
			Opening: []string{"I am a bot.", "How can I help?"},
			OpeningReplies: []scenario.Reply{{Text: "Delivery", Next: "delivery"},
				{Text: "A person", Next: "transfer"}}, Availability: scenario.InHours,
			HandOver: scenario.HandOver{Rule: scenario.Transfer, DistributionRule: "sales", Timeout: 15,
				Failed: "Nobody."}, Hours: &scenario.Hours{TimeZone: "Europe/Paris",
				Open: []scenario.Span{{Day: 3, From: "02:00", To: "04:00"}}},
		},
		{
			ID: "nuit", Name: "Nuit", Language: "fr", EditorURL: "https://shop.example/bot",
			Availability: scenario.All, HandOver: scenario.HandOver{Rule: scenario.Close, Text: "Désolé."},
		},
	}))
	must(t, w.BotAnswers([]scenario.Answer{
		{Scenario: "shop", ID: "delivery",
			Phrases:      []string{"how long does delivery take", "when will my order arrive"},
			Messages:     []string{"Two days.", "Anything else?"},
			QuickReplies: []scenario.Reply{{Text: "Yes", Next: "more"}, {Text: "No", Next: "bye"}}},
		{Scenario: "shop", ID: "more", Messages: []string{"Ask away."}},
		{Scenario: "shop", ID: "bye", Phrases: []string{"goodbye"}, Messages: []string{"Bye."},
			Next: scenario.Close},
		{Scenario: "shop", ID: "returns", Phrases: []string{"how do I return an item", "send something back"},
			Messages: []string{"Print the label."},
			Link:     &scenario.Link{Text: "Label", URL: "https://shop.example/label"},
			Image:    &scenario.Image{URL: "https://shop.example/l.webp", Description: "A label"}},
		{Scenario: "shop", ID: "map", Phrases: []string{"where is your shop"},
			Image: &scenario.Image{URL: "https://shop.example/map.png", Description: "A map"}, Next: "more"},
		{Scenario: "shop", ID: "person", Phrases: []string{"I want to talk to a person"},
			Next: scenario.Transfer},
		{Scenario: "nuit", ID: "ouvert", Phrases: []string{"quand ouvrez-vous"},
			Messages: []string{"À 9 h."}},
	}))
	_, err = w.Commit(context.Background())
	must(t, err)
}

// platform plays iAdvize (contract, 3.12).
type platform struct {
	t      testing.TB
	s      *Server
	set    *schemas.Set
	secret Secret
	slash  string // behind every path
	n      int    // messages so far
}

func newPlatform(t testing.TB, o Options) *platform {
	t.Helper()
	set, err := schemas.Load()
	must(t, err)
	p := &platform{t: t, s: start(t, o), set: set}
	if len(o.Secrets) > 0 {
		p.secret = o.Secrets[0]
	}
	return p
}

// ask sends one signed request and holds the answer against its schema.
func (p *platform) ask(method, path, body string, status int, schema schemas.Name) []byte {
	p.t.Helper()
	query := "idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8"
	if !strings.Contains(path, "?") {
		path += p.slash + "?" + query
	} else {
		path += "&" + query
	}
	signedBytes := []byte(body)
	if method == "GET" {
		signedBytes = []byte(queryOf(path))
	}
	var sums []string
	if len(p.secret) > 0 {
		sums = append(sums, Sign(p.secret, signedBytes))
	}
	w := signed(p.s, method, path, body, sums...)
	if w.Code != status {
		p.t.Fatalf("%s %s: %s", method, path, dump(w))
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		p.t.Errorf("%s %s may be kept: %s", method, path, w.Header().Get("Cache-Control"))
	}
	for _, f := range p.set.Validate(schema, w.Body.Bytes()) {
		p.t.Errorf("%s %s: %s", method, path, f)
	}
	return w.Body.Bytes()
}

// says sends a message of the visitor and gives the replies in short.
func (p *platform) says(text string) string {
	p.t.Helper()
	p.n++
	value, err := json.Marshal(text)
	must(p.t, err)
	return p.message(fmt.Sprintf("abc-%d", p.n), "visitor",
		`{"contentType":"text","value":`+string(value)+`}`)
}

// message sends any message and gives the replies in short: texts, quick replies in brackets, waits as "…".
func (p *platform) message(id, role, payload string) string {
	p.t.Helper()
	body := fmt.Sprintf(`{"idOperator":"ha-1","message":{"idMessage":%q,"author":{"role":%q,"more":null},`+
		`"payload":%s,"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"},"unknown":[]}`, id, role, payload)
	data := p.ask("POST", "/bot/conversations/"+talk+"/messages", body, 200, "message-answer")
	var answer protocol.ConversationAnswer
	must(p.t, json.Unmarshal(data, &answer))
	if answer.Conversation != talk || answer.Operator != "ha-1" || answer.Created.IsZero() ||
		answer.Updated.Before(answer.Created) {
		p.t.Errorf("answer %s", data)
	}
	return inShort(p.t, answer.Replies)
}

func inShort(t testing.TB, replies []bot.Reply) string {
	t.Helper()
	var all []string
	for i, r := range replies {
		text := r.Type
		switch {
		case r.Type == "await":
			text = "…"
		case r.Payload != nil:
			text = r.Payload.Value + r.Payload.Text + r.Payload.FileName + r.Payload.Name
			for _, o := range r.Payload.Offers {
				text += o.Name + "; "
			}
			if utf8.RuneCountInString(r.Payload.Value) > scenario.MaxText {
				t.Errorf("%d characters", utf8.RuneCountInString(r.Payload.Value))
			}
			if i > 0 && replies[i-1].Type == "message" {
				t.Error("two messages without a wait between them")
			}
		case r.Type == "transfer":
			text += " " + r.DistributionRule + fmt.Sprint(r.TransferOptions.Timeout)
		}
		for _, q := range r.QuickReplies {
			text += " [" + q.Value + "]"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func botOptions(t testing.TB) Options {
	o := options(t, t.TempDir())
	writeBot(t, o.Bundle)
	return o
}

func (p *platform) wants(what, got, want string) {
	p.t.Helper()
	if got != want {
		p.t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}
