package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"plugsheet/index/gaps"
	"plugsheet/schemas"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot/protocol"
)

const (
	ruleID   = "ef4670c3-d715-4a21-8226-ed17f354fc44"
	ruleLong = `{"name":"Shop","pseudo":"Anna","language":"en","distributionRules":[{"id":"` + ruleID +
		`","label":"Sales"}],"external":{"idBot":"shop"},"extra":1}`
	talk = "ce41ba2c-c25a-4351-b946-09527d8b940b"
)

// TestBotProtocol plays a whole life of a bot, unsigned and signed, with and without a slash behind the
// paths.
func TestBotProtocol(t *testing.T) {
	for _, secret := range []string{"", demoSecret} {
		for _, slash := range []string{"", "/"} {
			t.Run(fmt.Sprintf("signed=%t slash=%t", secret != "", slash != ""), func(t *testing.T) {
				o := botOptions(t)
				if secret != "" {
					o.Secrets = []Secret{Secret(secret)}
				}
				p := newPlatform(t, o)
				p.slash = slash
				p.life()
			})
		}
	}
}

func (p *platform) life() {
	p.t.Helper()
	p.ask("GET", "/bot/external-bots", "", 200, "external-bots")
	p.ask("GET", "/bot/bots/ha-1", "", 404, schemas.Problem)
	p.ask("PUT", "/bot/bots/ha-1", `{"external":{"idBot":"nobody"}}`, 400, schemas.Problem)
	p.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	p.ask("GET", "/bot/bots/ha-1", "", 200, "bot")
	strategy := p.ask("GET", "/bot/availability-strategies?idOperator=ha-1", "", 200,
		"availability-strategies")
	p.wants("availability", string(strategy), `[{"strategy":"customAvailability","availability":true}]`)
	strategy = p.ask("GET", "/bot/availability-strategies?idOperator=ha-2", "", 200,
		"availability-strategies")
	p.wants("availability of nobody", string(strategy), `[{"strategy":"notAvailable"}]`)
	p.ask("GET", "/bot/availability-strategies", "", 400, schemas.Problem)
	first := p.ask("GET", "/bot/bots/ha-1/conversation-first-messages", "", 200, "first-messages")
	if !bytes.Contains(first, []byte("I am a bot.")) || !bytes.Contains(first, []byte(`"value":"Delivery"`)) {
		p.t.Errorf("first messages %s", first)
	}
	p.ask("GET", "/bot/bots/ha-9/conversation-first-messages", "", 200, "first-messages")
	p.ask("POST", "/bot/conversations", `{"idOperator":"ha-1","idConversation":"`+talk+`","history":[]}`, 200,
		"conversation-answer")
	p.ask("POST", "/bot/conversations",
		`{"idOperator":"ha-9","idConversation":"`+talk+`"}`, 404, schemas.Problem)
	p.conversation()
}

// conversation is what visitors say, and what the bot does.
func (p *platform) conversation() {
	p.t.Helper()
	p.wants("a question", p.says("how long for a delivery?"), "Two days. … Anything else? [Yes] [No]")
	p.wants("its echo", p.message("e1", "operator", `{"contentType":"text","value":"Two days."}`), "")
	p.wants("a quick reply", p.says("yes"), "Ask away.")
	p.wants("an opening reply, later", p.says("Delivery"), "Two days. … Anything else? [Yes] [No]")
	p.wants("the other quick reply", p.says("No"), "Bye. … close")
	p.wants("a card", p.says("sending something back"), "Print the label.")
	p.wants("a file and the next step", p.says("where's your shop"), "map.png … Ask away.")
	transfer := "I will look for somebody who can help you. … transfer " + ruleID +
		"{seconds 15} Nobody. … close"
	p.wants("a transfer", p.says("let me talk to a person"), transfer)
	p.wants("a code", p.says("do you have the P-12?"), "Here is what I found: … Mug No. 12")
	if got := p.says("Do you have hoodies?"); !strings.HasPrefix(got, "Here is what I found: … Hoodie No.") ||
		strings.Count(got, ";") != 5 {
		p.t.Errorf("products: %s", got)
	}
	misses := "I did not quite understand that. Could you put it another way, or choose one of these? " +
		"[Delivery] [A person]"
	p.wants("nothing known", p.says("purple elephants sing"), misses)
	p.wants("the same delivered again",
		p.message(fmt.Sprintf("abc-%d", p.n), "visitor",
			`{"contentType":"text","value":"purple elephants sing"}`), misses)
	p.wants("a picture", p.message("i1", "visitor", `{"contentType":"file","url":"https://x.example/a.png"}`),
		"I can only read text. Could you write it to me?")
	p.wants("nothing known twice", p.says("zebras dance"), transfer)
	p.wants("and then once", p.says("zebras dance"), misses)
	p.wants("a smiley", p.says("🙂"), transfer)
	suggest := p.says("delivery at the shop door")
	if !strings.Contains(suggest, "[") {
		p.t.Errorf("no suggestion: %s", suggest)
	}
}

// TestBotRefuses sends what is no request of the platform.
func TestBotRefuses(t *testing.T) {
	o := botOptions(t)
	o.Secrets = []Secret{Secret(demoSecret)}
	p := newPlatform(t, o)
	for _, c := range []struct{ method, path, body string }{
		{"PUT", "/bot/bots/ha-1", `[]`}, {"PUT", "/bot/bots/ha-1", `{}`}, {"PUT", "/bot/bots/ha-1", ``},
		{"POST", "/bot/conversations", `{"idConversation":"a"}`},
		{"POST", "/bot/conversations", `{"idOperator":"a"}`},
		{"POST", "/bot/conversations/a/messages", `{"idOperator":"ha-1"}`},
		{"POST", "/bot/conversations/a/messages",
			`{"idOperator":"ha-1","message":{"idMessage":"1","author":{"role":"visitor"}}}`},
		{"POST", "/bot/conversations/a/messages", `{"idOperator":"ha-1","message":7}`},
		{"POST", "/bot/conversations/a/messages", "{\"idOperator\":\"\xff\"}"},
	} {
		p.ask(c.method, c.path, c.body, 400, schemas.Problem)
	}
	for _, path := range []string{"/bot", "/bot/bots", "/bot/bots//conversation-first-messages",
		"/bot/conversations/a", "/bot/conversations//messages"} {
		if w := get(p.s, "GET", path, nil); w.Code != 404 && w.Code != 405 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	body := `{"idOperator":"ha-1","idConversation":"a"}`
	for name, sum := range map[string]string{
		"missing": "", "of the query": Sign(Secret(demoSecret), []byte("idOperator=ha-1")),
		"upper case": strings.ToUpper(Sign(Secret(demoSecret), []byte(body))),
	} {
		w := signed(p.s, "POST", "/bot/conversations?idOperator=ha-1", body, sum)
		if w.Code != 401 {
			t.Errorf("signature %s: %d", name, w.Code)
		}
	}
	if w := signed(p.s, "GET", "/bot/external-bots?idWebsite=a%20b", "",
		Sign(Secret(demoSecret), []byte("idWebsite=a b"))); w.Code != 401 {
		t.Errorf("a signature of the decoded query: %d", w.Code)
	}
	for _, query := range []string{"idWebsite=a%20b", "idWebsite=a+b"} {
		if w := signed(p.s, "GET", "/bot/external-bots?"+query, "",
			Sign(Secret(demoSecret), []byte(query))); w.Code != 200 {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
}

// TestBotRemembers stops the server in the middle of a conversation.
func TestBotRemembers(t *testing.T) {
	o := botOptions(t)
	now := clock()
	o.Clock = func() time.Time { return now }
	p := newPlatform(t, o)
	made := p.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	p.says("nothing that anybody knows")
	p.says("how long for a delivery")
	p.says("purple elephants sing")
	now = now.Add(time.Minute)
	again := newPlatform(t, o)
	again.n = p.n
	if got := again.ask("GET", "/bot/bots/ha-1", "", 200, "bot"); !bytes.Equal(got, made) {
		t.Errorf("the bot is %s, and was %s", got, made)
	}
	if got := again.says("zebras dance"); !strings.Contains(got, "transfer "+ruleID) {
		t.Errorf("the miss before the restart is forgotten: %s", got)
	}
	updated := again.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	var one, two protocol.OperatorAnswer
	must(t, json.Unmarshal(made, &one))
	must(t, json.Unmarshal(updated, &two))
	if !two.Created.Equal(one.Created) || !two.Updated.Equal(now) {
		t.Errorf("made %s, changed %s; now is %s", two.Created, two.Updated, now)
	}
	now = now.Add(31 * time.Minute)
	again.says("purple elephants sing")
	if got := again.s.bot.Remembered(); got != 1 {
		t.Errorf("%d conversations", got)
	}
	data, err := os.ReadFile(filepath.Join(o.Bundle, "private", "bot-conversations.jsonl"))
	must(t, err)
	for _, word := range []string{"elephant", "zebra", talk, "abc-1", "ha-1"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("%q is on the disk", word)
		}
	}
}

// TestBotSaysNothingOfVisitors looks for what a visitor wrote in the log and the metrics.
func TestBotSaysNothingOfVisitors(t *testing.T) {
	o := botOptions(t)
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p := newPlatform(t, o)
	p.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	p.says("my name is Xaver Quendel, xaver@example.org")
	p.says("do you have a Quendel mug?")
	w := httptest.NewRecorder()
	p.s.Operations(false).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, text := range []string{log.String(), w.Body.String()} {
		for _, word := range []string{"Xaver", "xaver", "Quendel", "quendel", talk} {
			if strings.Contains(text, word) {
				t.Errorf("%q is told of", word)
			}
		}
	}
	if !strings.Contains(w.Body.String(), `plugsheet_bot_messages_total{outcome="asked"} 2`) {
		t.Errorf("messages are not counted:\n%s", w.Body.String())
	}
}

// TestBotCountsWhatItDidNotUnderstand demands that messages of many are counted, and nobody's own.
func TestBotCountsWhatItDidNotUnderstand(t *testing.T) {
	o := botOptions(t)
	p := newPlatform(t, o)
	p.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	for _, text := range []string{
		"purple elephants sing", "Purple  elephants sing", "how long for a delivery",
		"zebras dance in room 12", "write to xaver@example.org",
		"zebras " + strings.Repeat("and zebras ", 12),
	} {
		p.n++ // in a conversation of its own it is not handed over
		p.says(text)
		p.n--
		p.says(text) // the same message once more counts no second time
	}
	must(t, p.s.Close())
	all, err := gaps.Read(t.Context(), gaps.Messages(gaps.Folder(o.Bundle)))
	want := []gaps.Count{{Query: "purple elephants sing", Count: 2, First: "2030-01-02", Last: "2030-01-02"}}
	if d := cmp.Diff(want, all); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
}

// TestBotOfAWebsite makes a bot for a website of its own, which the first messages do not name.
func TestBotOfAWebsite(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	writeBot(t, filepath.Join(o.Bundle, bundle.SitesDir, "ha-123"))
	p := newPlatform(t, o)
	if got := p.ask("GET", "/bot/external-bots", "", 200, "external-bots"); string(got) != "[]" {
		t.Errorf("the root has %s", got)
	}
	p.ask("PUT", "/bot/bots/ha-1?idWebsite=ha-123", ruleLong, 200, "bot")
	if got := p.ask("GET", "/bot/bots/ha-1/conversation-first-messages", "", 200,
		"first-messages"); !bytes.Contains(got, []byte("I am a bot.")) {
		t.Errorf("first messages %s", got)
	}
	p.wants("a question", p.says("when does my order arrive"), "Two days. … Anything else? [Yes] [No]")
}

// FuzzBotMessage sends any body as a message.
func FuzzBotMessage(f *testing.F) {
	o := options(f, f.TempDir())
	o.Logger = nil
	writeBot(f, o.Bundle)
	p := newPlatform(f, o)
	p.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	f.Add(`{"idOperator":"ha-1","message":{"idMessage":"1","author":{"role":"visitor"},` +
		`"payload":{"contentType":"text","value":"where is my P-12 ?"}}}`)
	f.Add(botBody)
	f.Add(`{"idOperator":7,"message":{"idMessage":1e9,"author":{"role":"operator"},` +
		`"payload":{"contentType":"text","value":{}}}}`)
	f.Add(`{"message":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		w := signed(p.s, "POST", "/bot/conversations/c/messages", body)
		schema := schemas.Name("message-answer")
		if w.Code != 200 {
			schema = schemas.Problem
		}
		if w.Code >= 500 {
			t.Errorf("%d for %q", w.Code, body)
		}
		for _, fault := range p.set.Validate(schema, w.Body.Bytes()) {
			t.Errorf("%q: %s", body, fault)
		}
	})
}
