package conform

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"time"
	"unicode/utf8"
)

// spoken is what is read of an answer with replies.
type spoken struct {
	IDConversation string  `json:"idConversation"`
	Replies        []reply `json:"replies"`
}

// reply is what is read of one.
type reply struct {
	Type     string `json:"type"`
	Duration length `json:"duration"`
	Payload  struct {
		ContentType string `json:"contentType"`
		Value       string `json:"value"`
	} `json:"payload"`
	QuickReplies []struct {
		Value string `json:"value"`
	} `json:"quickReplies"`
	DistributionRule string `json:"distributionRule"`
	TransferOptions  *struct {
		Timeout length `json:"timeout"`
	} `json:"transferOptions"`
}

// timeout is how long the platform looks for an agent: a minute where it is not said (contract, 3.8).
func (r reply) timeout() time.Duration {
	if r.TransferOptions == nil {
		return time.Minute
	}
	return r.TransferOptions.Timeout.duration()
}

// length is a duration as the platform writes it.
type length struct {
	Unit  string `json:"unit"`
	Value int    `json:"value"`
}

func (l length) duration() time.Duration {
	return time.Duration(l.Value) * map[string]time.Duration{"millis": time.Millisecond,
		"seconds": time.Second, "minutes": time.Minute}[l.Unit]
}

// talk is one conversation. Its clock is the visitor's: awaits let it go on, nobody waits.
type talk struct {
	*player
	operator, id string
	now          time.Duration // since the conversation began
	messages     int
	ended        bool
}

// play lets a visitor say what visitors say, clicks what is offered, and repeats what is delivered twice.
func (t *talk) play(ctx context.Context) {
	t.begin(ctx)
	var offered string
	for turn, text := range []string{"Bonjour", "xqzvwkjpz brrgl", "xqzvwkjpz brrgl encore",
		"Hello, do you have a tent?", "🙂", "a" + fmt.Sprint(t.operator)} {
		if t.ended {
			break
		}
		said := t.visitor(ctx, text, turn%2 == 1)
		for _, r := range said {
			for _, q := range r.QuickReplies {
				offered = q.Value
			}
		}
	}
	if offered != "" && !t.ended {
		t.visitor(ctx, offered, false)
	}
	t.odd(ctx)
	t.guarded(ctx)
}

// begin starts the conversation, with what was said before it.
func (t *talk) begin(ctx context.Context) {
	history := t.message("visitor", `{"contentType":"text","value":"Bonjour"}`)
	c := call{endpoint: botBase, method: http.MethodPost, path: "/conversations", query: t.botQuery(),
		body: `{"idOperator":` + jsonText(t.operator) + `,"idConversation":"` + t.id +
			`","history":[` + history + `]}`}
	one := objectOf("conversation-answer")
	a, ok := t.documented(ctx, c, one)
	t.report.checks("conversation-replies")
	if ok {
		said, _ := decode[spoken](a)
		if said.IDConversation != "" {
			t.id = said.IDConversation // it may be the connector's own (contract, 3.6)
		}
	}
	c.path += "/"
	slash := t.send(ctx, c)
	t.must(slash.status == http.StatusOK, "bot-slash", slash,
		"with a slash at its end the path is answered with status %d", slash.status)
}

// message is one message as the platform writes it, with an id that no other has and a date of the
// conversation's clock.
func (t *talk) message(role, payload string) string {
	t.messages++
	date := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC).Add(t.now).Format("2006-01-02T15:04:05.000Z")
	return fmt.Sprintf(`{"idMessage":%q,"author":{"role":%q},"payload":%s,"createdAt":%q}`,
		newID(fmt.Sprint(t.messages, t.operator)), role, payload, date)
}

// deliver sends a message.
func (t *talk) deliver(message string) call {
	return call{endpoint: botBase, method: http.MethodPost,
		path: "/conversations/" + t.id + "/messages", query: t.botQuery(),
		body: `{"idOperator":` + jsonText(t.operator) + `,"message":` + message + `}`}
}

// visitor says something, plays the replies in their order, and echoes each message to the bot, as the
// platform does. A hasty visitor writes the next message while the bot still waits to go on: the rest is
// cancelled (contract, 3.10).
func (t *talk) visitor(ctx context.Context, text string, hasty bool) []reply {
	c := t.deliver(t.message("visitor", `{"contentType":"text","value":`+jsonText(text)+`}`))
	a, ok := t.documented(ctx, c, objectOf("message-answer"))
	if !ok {
		return nil
	}
	said, _ := decode[spoken](a)
	t.must(said.IDConversation == t.id, "conversation-id", a,
		"the answer names conversation %q", said.IDConversation)
	t.must(len(said.Replies) > 0, "bot-silent", a, "there is no reply to %q", text)
	t.judgeReplies(a, said.Replies)
	t.judgePauses(a, said.Replies)
	again := t.send(ctx, c)
	repeated, _ := decode[spoken](again)
	t.must(again.status == http.StatusOK && reflect.DeepEqual(repeated.Replies, said.Replies), "bot-repeat",
		again, "the second delivery of a message is answered in another way")
	t.perform(ctx, said.Replies, hasty)
	return said.Replies
}

// perform does what the replies say: it waits on the conversation's clock, echoes messages, fails transfers,
// closes.
func (t *talk) perform(ctx context.Context, replies []reply, hasty bool) {
	spoke := false
	for _, r := range replies {
		switch r.Type {
		case "await":
			if hasty && spoke {
				t.now += r.Duration.duration() / 2
				return
			}
			t.now += r.Duration.duration()
		case "transfer":
			t.now += r.timeout()
		case "close":
			t.ended = true
			return
		case "message":
			t.echo(ctx, r)
			spoke = true
		}
	}
}

// echo delivers the bot's own message to it.
func (t *talk) echo(ctx context.Context, r reply) {
	if r.Payload.ContentType != "text" {
		return
	}
	c := t.deliver(t.message("operator", `{"contentType":"text","value":`+jsonText(r.Payload.Value)+`}`))
	a := t.send(ctx, c)
	if len(a.body) == 0 && a.status == http.StatusOK {
		t.report.checks("echo")
		return // tolerated (contract, 1.7)
	}
	said, err := decode[spoken](a)
	t.must(a.status == http.StatusOK && err == nil && len(said.Replies) == 0, "echo", a,
		"status %d, %d replies", a.status, len(said.Replies))
}

// odd sends what real platforms send beside the examples: each must be answered with 200.
func (t *talk) odd(ctx context.Context) {
	text := `"payload":{"contentType":"text","value":"Bonjour"}`
	for _, odd := range [][2]string{
		{"a date with a zone in brackets", `{"idMessage":"odd-1","author":{"role":"visitor"},` + text +
			`,"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}`},
		{"an id that is no UUID", `{"idMessage":"abc-123456789","author":{"role":"visitor"},` + text +
			`,"createdAt":"2030-01-01T12:00:00Z"}`},
		{"a content type of tomorrow",
			`{"idMessage":"odd-2","author":{"role":"visitor"},"payload":{"contentType":"hologram",` +
				`"depth":3},"createdAt":"2030-01-01T12:00:00Z"}`},
		{"further keys", `{"idMessage":"odd-3","mood":"fine","author":{"role":"visitor","shoe":42},` + text +
			`,"createdAt":"2030-01-01T12:00:00Z"}`},
	} {
		what, message := odd[0], odd[1]
		t.id = newID(what + t.operator)
		a := t.send(ctx, t.deliver(message))
		t.must(a.status == http.StatusOK, "bot-tolerance", a, "%s: status %d", what, a.status)
	}
	for _, body := range []string{"", "{", "[]", "null", `{"idOperator":7}`, `{"message":{}}`,
		`{"message":{"payload":null}}`} {
		c := t.deliver("{}")
		c.body = body
		t.strange(ctx, c)
	}
}

// guarded checks the signature of the bodies.
func (t *talk) guarded(ctx context.Context) {
	t.id = newID("signed" + t.operator)
	t.signedBody(ctx,
		t.deliver(`{"idMessage":"odd-9","author":{"role":"visitor"},"payload":{"contentType":"text",`+
			`"value":"Caf\u00e9 \/ ok ?"},"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}`))
}

// Advice on texts and replies (contract, 3.10).
const (
	advisedText     = 250
	advisedReplies  = 3
	advisedTransfer = 15 * time.Second
	longAwait       = 10 * time.Second
)

// judgeReplies judges what a schema cannot say of replies.
func (p *player) judgeReplies(a *answer, replies []reply) {
	waited, spoke := time.Duration(0), false
	for i, r := range replies {
		switch r.Type {
		case "await":
			waited += r.Duration.duration()
		case "message":
			p.must(spoke || waited <= longAwait, "long-await", a,
				"%s of awaits before the first message", waited)
			n := utf8.RuneCountInString(r.Payload.Value)
			p.must(n <= advisedText || n > 450, "text-250", a, "a message of %d characters", n)
			p.report.checks("text-450")
			p.must(len(r.QuickReplies) <= advisedReplies, "quick-replies", a,
				"%d quick replies", len(r.QuickReplies))
			spoke = true
		case "transfer":
			p.must(r.DistributionRule == rule, "transfer-rule", a,
				"rule %s, which the bot was not given", r.DistributionRule)
			timeout := r.timeout()
			p.report.checks("transfer-timeout")
			p.must(timeout >= advisedTransfer || timeout < 5*time.Second, "transfer-short", a,
				"a timeout of %s", timeout)
			p.must(i < len(replies)-1, "transfer-failed", a,
				"a visitor whose transfer fails hears nothing more")
		}
	}
}

// judgePauses judges what stands between messages. Before the visitor writes it does not count: the platform
// ignores awaits there (contract, 3.7).
func (p *player) judgePauses(a *answer, replies []reply) {
	for i, r := range replies {
		if r.Type == "message" {
			p.must(i == 0 || replies[i-1].Type != "message", "await", a,
				"replies %d and %d follow each other at once", i, i+1)
		}
	}
}
