package serve

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/protocol"
	"plugsheet/serve/metrics"
)

// stage plays one conversation as the platform does, by a clock of its own (contract, 3.10, 3.12): replies
// run in order, an await lets the clock go on, each message that appears is delivered to the bot as its own,
// what is pending is cancelled when the visitor writes, a transfer that succeeds drops what stands behind it,
// and one that fails goes on with it.
type stage struct {
	*platform
	now     time.Time
	begun   time.Time
	due     time.Time // of the first of what is pending
	pending []bot.Reply
	agent   bool          // somebody answers a transfer
	answers time.Duration // after so long
	seen    []string      // by the visitor: seconds since the beginning, and what
	over    bool          // closed, or with an agent
}

// newStage begins a conversation with a bot that has a distribution rule.
func newStage(t *testing.T) *stage {
	t.Helper()
	o := botOptions(t)
	st := &stage{now: clock()}
	st.begun = st.now
	o.Clock = func() time.Time { return st.now }
	st.platform = newPlatform(t, o)
	st.ask("PUT", "/bot/bots/ha-1", ruleLong, 200, "bot")
	st.ask("POST", "/bot/conversations", `{"idOperator":"ha-1","idConversation":"`+talk+`","history":[]}`,
		200, "conversation-answer")
	return st
}

// post delivers a message and gives the replies.
func (st *stage) post(role, text string) []bot.Reply {
	st.t.Helper()
	st.n++
	value, err := json.Marshal(text)
	must(st.t, err)
	body := fmt.Sprintf(`{"idOperator":"ha-1","message":{"idMessage":"m-%d","author":{"role":%q},`+
		`"payload":{"contentType":"text","value":%s},"createdAt":%q}}`,
		st.n, role, value, st.now.Format(time.RFC3339))
	var answer protocol.ConversationAnswer
	must(st.t, json.Unmarshal(st.ask("POST", "/bot/conversations/"+talk+"/messages", body, 200,
		"message-answer"), &answer))
	return answer.Replies
}

// visitor writes: what is pending is cancelled, and what the bot answers begins at once.
func (st *stage) visitor(text string) {
	st.t.Helper()
	if st.over {
		st.t.Fatalf("the visitor writes %q when the bot is gone", text)
	}
	st.pending, st.due = st.post("visitor", text), st.now
}

// passes lets time pass.
func (st *stage) passes(d time.Duration) {
	st.t.Helper()
	end := st.now.Add(d)
	for len(st.pending) > 0 && !st.due.After(end) {
		st.now = st.due
		r := st.pending[0]
		st.pending = st.pending[1:]
		st.perform(r)
	}
	st.now = end
}

// perform does one reply, and says when the next is due.
func (st *stage) perform(r bot.Reply) {
	st.t.Helper()
	switch {
	case r.Type == "await":
		st.due = st.now.Add(time.Duration(r.Duration.Value) * units[r.Duration.Unit])
	case r.Type == "transfer":
		timeout := time.Duration(r.TransferOptions.Timeout.Value) * units[r.TransferOptions.Timeout.Unit]
		if timeout < 5*time.Second || timeout > time.Minute {
			st.t.Errorf("a timeout of %s", timeout)
		}
		st.appears("transfer")
		if st.agent && st.answers <= timeout {
			st.due, st.pending = st.now.Add(st.answers), []bot.Reply{{Type: "joined"}}
			return
		}
		st.due = st.now.Add(timeout)
	case r.Type == "joined", r.Type == "close":
		st.appears(r.Type)
		st.pending, st.over = nil, true
	default:
		st.appears(cmp.Or(r.Payload.Value, r.Payload.Text))
		if echo := st.post("operator", r.Payload.Value); len(echo) > 0 {
			st.t.Errorf("the bot answers itself: %v", echo)
		}
	}
}

var units = map[string]time.Duration{"millis": time.Millisecond, "seconds": time.Second,
	"minutes": time.Minute}

func (st *stage) appears(what string) {
	st.seen = append(st.seen, fmt.Sprintf("%g %s", st.now.Sub(st.begun).Seconds(), what))
}

func (st *stage) sees(want ...string) {
	st.t.Helper()
	if !slices.Equal(st.seen, want) {
		st.t.Errorf("the visitor sees\n %q, wants\n %q", st.seen, want)
	}
}

const searching = "I will look for somebody who can help you."

// TestBotTransfer plays a transfer to each of its ends.
func TestBotTransfer(t *testing.T) {
	t.Run("an agent comes", func(t *testing.T) {
		st := newStage(t)
		st.agent, st.answers = true, 8*time.Second
		st.visitor("let me talk to a person")
		st.passes(10 * time.Minute)
		st.sees("0 "+searching, "1 transfer", "9 joined") // and neither that it failed nor the end
		if got := st.post("operator", "Hello, this is Anna."); len(got) > 0 {
			t.Errorf("the bot answers the agent: %v", got)
		}
	})
	t.Run("nobody comes", func(t *testing.T) {
		st := newStage(t)
		st.visitor("let me talk to a person")
		st.passes(10 * time.Minute)
		st.sees("0 "+searching, "1 transfer", "16 Nobody.", "17 close")
	})
	t.Run("an agent would come too late", func(t *testing.T) {
		st := newStage(t)
		st.agent, st.answers = true, 20*time.Second
		st.visitor("let me talk to a person")
		st.passes(10 * time.Minute)
		st.sees("0 "+searching, "1 transfer", "16 Nobody.", "17 close")
	})
	t.Run("after two messages that are not understood", func(t *testing.T) {
		st := newStage(t)
		st.visitor("purple elephants sing")
		st.passes(30 * time.Second)
		st.visitor("zebras dance")
		st.passes(10 * time.Minute)
		st.sees("0 I did not quite understand that. Could you put it another way, or choose one of these?",
			"30 "+searching, "31 transfer", "46 Nobody.", "47 close")
	})
	t.Run("the visitor writes while an agent is looked for", func(t *testing.T) {
		st := newStage(t)
		st.visitor("let me talk to a person")
		st.passes(5 * time.Second)
		st.visitor("how long does delivery take")
		st.passes(10 * time.Minute)
		st.sees("0 "+searching, "1 transfer", "5 Two days.", "6 Anything else?") // and not that nobody came
	})
}

// TestBotInterrupted: the visitor writes while a message is still to come; it never appears, and what is
// written is answered as if it had been read to the end.
func TestBotInterrupted(t *testing.T) {
	st := newStage(t)
	st.visitor("how long for a delivery?")
	st.passes(500 * time.Millisecond)
	st.visitor("No") // a quick reply of the message that is to come
	st.passes(10 * time.Minute)
	st.sees("0 Two days.", "0.5 Bye.", "1.5 close")

	st = newStage(t)
	st.visitor("how long for a delivery?")
	st.passes(500 * time.Millisecond)
	st.visitor("purple elephants sing")
	st.passes(400 * time.Millisecond)
	st.visitor("how do I return an item")
	st.passes(10 * time.Minute)
	st.visitor("zebras dance") // once again, and no hand-over
	st.passes(10 * time.Minute)
	asked := "I did not quite understand that. Could you put it another way, or choose one of these?"
	st.sees("0 Two days.", "0.5 "+asked, "0.9 Print the label.", "600.9 "+asked)
}

// TestBotOfADamagedWebsite: a visitor reads something also while the bot's website cannot be opened.
func TestBotOfADamagedWebsite(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	dir := filepath.Join(o.Bundle, bundle.SitesDir, "ha-123")
	writeBot(t, dir)
	p := newPlatform(t, o)
	p.ask("PUT", "/bot/bots/ha-1?idWebsite=ha-123",
		strings.Replace(ruleLong, `"language":"en"`, `"language":"fr"`, 1), 200, "bot")
	must(t, p.s.Close())
	flip(t, filepath.Join(dir, "categories.json"), 20)
	again := newPlatform(t, o)
	again.wants("a message", again.says("how long for a delivery?"),
		"Personne n'est disponible pour le moment. Réessayez plus tard, s'il vous plaît.")
	again.wants("a file", again.message("e1", "visitor", `{"contentType":"file"}`),
		"Personne n'est disponible pour le moment. Réessayez plus tard, s'il vous plaît.")
	if got := again.ask("GET", "/bot/bots/ha-1/conversation-first-messages", "", 200,
		"first-messages"); string(got) != `{"replies":[]}` {
		t.Errorf("first messages %s", got)
	}
	metrics := metricsOf(again.s)
	for _, want := range []string{`plugsheet_bot_messages_total{outcome="late"} 2`,
		"plugsheet_bot_first_messages_missing_total 1"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in\n%s", want, metrics)
		}
	}
}

// TestBotNearMiss: what takes more than half of the platform's time is counted, by endpoint.
func TestBotNearMiss(t *testing.T) {
	s := newPlatform(t, botOptions(t)).s
	s.metrics.BotNear(metrics.BotMessages, 10*time.Second/2, 10*time.Second)
	s.metrics.BotNear(metrics.BotMessages, 10*time.Second/2+time.Millisecond, 10*time.Second)
	s.metrics.BotNear(metrics.BotFirstMessages, 2*time.Second, 2*time.Second)
	metrics := metricsOf(s)
	for _, want := range []string{`plugsheet_bot_near_misses_total{endpoint="messages"} 1`,
		`plugsheet_bot_near_misses_total{endpoint="first-messages"} 1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in\n%s", want, metrics)
		}
	}
}

func metricsOf(s *Server) string {
	w := httptest.NewRecorder()
	s.Operations(false).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}
