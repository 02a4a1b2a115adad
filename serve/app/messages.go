package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"plugsheet/index"
)

// ErrMessages says that a request about a conversation's messages cannot be read.
var ErrMessages = errors.New("these are no messages")

// What is looked at of one request; the rest is passed over.
const (
	maxMessages  = 10   // the last ones
	maxMessage   = 1000 // bytes of each one's text
	maxMessageID = 200  // bytes of an id
	maxActions   = 5    // words highlighted in one message
)

// message is one message of a conversation (contract, 4.4). The id goes back as it came.
type message struct {
	ID         json.RawMessage `json:"id"`
	AuthorType string          `json:"authorType"`
	Text       string          `json:"text"`
}

// command is what the desk is to do about one message.
type command struct {
	Type      string          `json:"type"`
	MessageID json.RawMessage `json:"messageId"`
	Actions   []action        `json:"actions"`
}

type action struct {
	Highlight string `json:"highlight"` // as it stands in the message
	Intent    intent `json:"intent"`
}

// intent is what the page gets of it. The key says it all too, so that the page can do with the key alone.
type intent struct {
	Key     string  `json:"key"`
	Payload payload `json:"payload"`
}

type payload struct {
	Query    string `json:"query"`           // what to search for
	Products int    `json:"products"`        // that are meant
	Title    string `json:"title,omitempty"` // of the one that is
}

// intentPrefix is what each key begins with; behind it stands what to search for.
const intentPrefix = "find:"

// Understand answers what a conversation's messages say of a catalog's products, as the desk asks for it
// (contract, 4.4): codes and names, as [index.Index.Mentions] finds them, in what the visitor wrote last.
// Anybody may ask: the answer holds nothing but what the request and the catalog hold. Errors: [ErrMessages],
// and those of the index.
func Understand(ctx context.Context, x *index.Index, body []byte) ([]byte, error) {
	var request struct {
		Messages []message `json:"messages"`
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, ErrMessages
	}
	var answer struct {
		Commands []command `json:"commands"`
	}
	answer.Commands = []command{}
	visitors := slices.DeleteFunc(request.Messages,
		func(m message) bool { return !m.ofVisitor() || !m.hasID() })
	for _, m := range visitors[max(0, len(visitors)-maxMessages):] {
		actions, err := actionsOf(ctx, x, m.Text)
		if err != nil {
			return nil, err
		}
		if len(actions) > 0 {
			answer.Commands = append(answer.Commands, command{"addMessageActions", m.ID, actions})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(answer)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// ofVisitor tells whether a visitor wrote the message. What authors are called no source says, so it is
// everybody who is not called otherwise.
func (m message) ofVisitor() bool {
	author := strings.ToLower(m.AuthorType)
	return !slices.ContainsFunc([]string{"operator", "agent", "expert", "bot", "system"},
		func(other string) bool { return strings.Contains(author, other) })
}

// hasID tells whether the id is a text or a number.
func (m message) hasID() bool {
	return len(m.ID) > 0 && len(m.ID) <= maxMessageID &&
		(m.ID[0] == '"' || m.ID[0] == '-' || m.ID[0] >= '0' && m.ID[0] <= '9')
}

// actionsOf gives what to highlight in a text.
func actionsOf(ctx context.Context, x *index.Index, text string) (all []action, err error) {
	text = cut(text)
	mentions, err := x.Mentions(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("reading a message: %w", err)
	}
	for _, m := range mentions {
		written := text[m.From:m.To]
		if len(all) == maxActions ||
			slices.ContainsFunc(all, func(a action) bool { return a.Highlight == written }) {
			continue
		}
		p := payload{Query: written, Products: len(m.Products)}
		if len(m.Products) == 1 {
			p.Title, err = titleOf(x, m.Products[0])
			if err != nil {
				return nil, err
			}
		}
		all = append(all, action{written, intent{intentPrefix + written, p}})
	}
	return all, nil
}

// cut shortens a text to maxMessage bytes, between two words where there is a blank.
func cut(text string) string {
	text = strings.ToValidUTF8(text, " ")
	if len(text) <= maxMessage {
		return text
	}
	text = text[:maxMessage]
	if at := strings.LastIndexAny(text, " \n"); at > 0 {
		return text[:at]
	}
	return strings.ToValidUTF8(text, "")
}

func titleOf(x *index.Index, ordinal int) (string, error) {
	records, err := x.Records([]int{ordinal})
	if err != nil {
		return "", fmt.Errorf("reading a product: %w", err)
	}
	return records[0].Product.Title, nil
}
