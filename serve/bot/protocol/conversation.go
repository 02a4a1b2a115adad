package protocol

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"plugsheet/serve/bot"
	"plugsheet/serve/bot/memory"
	"plugsheet/serve/metrics"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// roleVisitor is the author of what the bot answers; whatever others write, the bot itself among them, is
// only acknowledged (contract, 3.7).
const roleVisitor = "visitor"

// text is a value that should be a string; a number is taken as it is visitorMessage, and anything else
// counts as absent.
type text string

// UnmarshalJSON reads any value.
func (t *text) UnmarshalJSON(data []byte) error {
	switch {
	case len(data) > 0 && data[0] == '"':
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = text(s)
	case len(data) > 0 && (data[0] == '-' || data[0] >= '0' && data[0] <= '9'):
		*t = text(data)
	}
	return nil
}

func (t text) String() string { return string(t) }

// madeBot is the body of PUT /bot/bots/{idOperator} (contract, 3.3). Other keys are ignored.
type madeBot struct {
	Language text `json:"language"`
	Rules    []struct {
		ID    text `json:"id"`
		Label text `json:"label"`
	} `json:"distributionRules"`
	External struct {
		ID text `json:"idBot"`
	} `json:"external"`
}

// maxRules bounds the distribution rules of one bot.
const maxRules = 1000

func readBot(data []byte) (madeBot, error) {
	var b madeBot
	if err := readObject(data, &b); err != nil {
		return b, err
	}
	switch {
	case b.External.ID == "":
		return b, failure.BadKey("external.idBot", "is missing")
	case len(b.Rules) > maxRules:
		return b, failure.BadKey("distributionRules", "has too many entries")
	}
	return b, nil
}

// begun is the body of POST /bot/conversations (contract, 3.6); the history is not read.
type begun struct {
	Operator     text `json:"idOperator"`
	Conversation text `json:"idConversation"`
}

// visitorMessage is the body of POST /bot/conversations/{idConversation}/messages (contract, 3.7). The date
// is not read: it has forms of its own.
type visitorMessage struct {
	Operator text `json:"idOperator"`
	Message  *struct {
		ID     text `json:"idMessage"`
		Author struct {
			Role text `json:"role"`
		} `json:"author"`
		Payload struct {
			ContentType text `json:"contentType"`
			Value       text `json:"value"`
		} `json:"payload"`
	} `json:"message"`
}

// readObject reads a body that must be one JSON object.
func readObject(data []byte, to any) error {
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 || trimmed[0] != '{' || !utf8.Valid(data) ||
		json.Unmarshal(data, to) != nil {
		return &failure.Error{Kind: failure.BadBody, Detail: "it is not the JSON object that is expected"}
	}
	return nil
}

// short checks a text that must be there.
func short(key string, value text) error {
	switch {
	case value == "":
		return failure.BadKey(key, "is missing")
	case len(value) > param.MaxText:
		return failure.BadKey(key, "is too long")
	}
	return nil
}

// ConversationAnswer is the answer to both (contract, 3.6 and 3.7).
type ConversationAnswer struct {
	Conversation string      `json:"idConversation"`
	Operator     string      `json:"idOperator"`
	Replies      []bot.Reply `json:"replies"`
	Created      time.Time   `json:"createdAt"`
	Updated      time.Time   `json:"updatedAt"`
}

// beginConversation answers POST /bot/conversations. There are no replies yet: the visitor's message follows
// at once (contract, 3.6).
func (s *Protocol) beginConversation(w http.ResponseWriter, r *http.Request, data []byte) error {
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	var b begun
	if err := readObject(data, &b); err != nil {
		return err
	}
	if err := short("idConversation", b.Conversation); err != nil {
		return err
	}
	if err := short("idOperator", b.Operator); err != nil {
		return err
	}
	n, _, _, err := s.scenario(w, r, q, b.Operator.String())
	if err != nil {
		return err
	}
	n.Release()
	t := s.memory(r).Begin(b.Conversation.String(), s.Clock())
	return reply(w,
		ConversationAnswer{b.Conversation.String(), b.Operator.String(), []bot.Reply{}, t.Created, t.Updated})
}

// hearMessage answers POST /bot/conversations/{idConversation}/messages.
func (s *Protocol) hearMessage(w http.ResponseWriter, r *http.Request, data []byte) error {
	since := time.Now()
	defer func() { s.Metrics.BotNear(metrics.BotMessages, time.Since(since), botLimit) }()
	id, q, err := asked(r, "idConversation")
	if err != nil {
		return err
	}
	m, err := readMessage(data)
	if err != nil {
		return err
	}
	n, one, operator, err := s.scenario(w, r, q, m.Operator.String())
	if f := (*failure.Error)(nil); errors.As(err, &f) && f.Kind == failure.NotReady &&
		m.Message.Author.Role == roleVisitor {
		return s.sorry(w, r, id, m.Operator.String(), operator)
	}
	if err != nil {
		return err
	}
	defer n.Release()
	answer := ConversationAnswer{Conversation: id, Operator: m.Operator.String(), Replies: []bot.Reply{}}
	if m.Message.Author.Role != roleVisitor {
		t := s.memory(r).Begin(id, s.Clock())
		answer.Created, answer.Updated = t.Created, t.Updated
		s.Metrics.BotMessage(metrics.BotEcho)
		return reply(w, answer)
	}
	ctx, cancel := context.WithTimeout(r.Context(), botTime)
	defer cancel()
	turn := bot.Turn{ContentType: m.Message.Payload.ContentType.String(),
		Text: m.Message.Payload.Value.String(), Rules: operator.Rules, Now: s.Clock()}
	outcome := metrics.BotRepeated
	t, repeated := s.memory(r).Answer(id, m.Message.ID.String(), s.Clock(),
		func(before bot.Memory) bot.Memory {
			turn.Memory = before
			reaction := one.React(ctx, turn)
			answer.Replies, outcome = append([]bot.Reply{}, reaction.Replies...), string(reaction.Outcome)
			if reaction.Err != nil {
				// the visitor is answered all the same
				_ = s.Sites.Suspect(s.Sites.Of(websiteOf(q, operator)), n, reaction.Err)
			}
			return reaction.Memory
		})
	switch {
	case repeated:
		outcome = metrics.BotRepeated
	case (outcome == string(bot.Asked) || outcome == string(bot.HandedOver)) && !web.IsRehearsal(r):
		s.Sites.Of(websiteOf(q, operator)).NotUnderstood(turn.Text)
	}
	s.Metrics.BotMessage(outcome)
	answer.Created, answer.Updated = t.Created, t.Updated
	return reply(w, answer)
}

// sorry answers a visitor whose website is still being opened, or damaged: an error would be silence
// (contract, 1.4).
func (s *Protocol) sorry(w http.ResponseWriter, r *http.Request, id, operatorID string,
	operator memory.Operator) error {
	now := s.Clock()
	t := s.memory(r).Begin(id, now)
	s.Metrics.BotMessage(string(bot.Late))
	return reply(w, ConversationAnswer{id, operatorID, bot.Sorry(operator.Language), t.Created, t.Updated})
}

// readMessage reads a message; what the contract requires must be there.
func readMessage(data []byte) (visitorMessage, error) {
	var m visitorMessage
	if err := readObject(data, &m); err != nil {
		return m, err
	}
	if err := short("idOperator", m.Operator); err != nil {
		return m, err
	}
	if m.Message == nil {
		return m, failure.BadKey("message", "is missing")
	}
	for _, one := range []struct {
		key   string
		value text
	}{{"message.idMessage", m.Message.ID}, {"message.author.role", m.Message.Author.Role},
		{"message.payload.contentType", m.Message.Payload.ContentType}} {
		if err := short(one.key, one.value); err != nil {
			return m, err
		}
	}
	return m, nil
}
