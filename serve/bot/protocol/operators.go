// Package protocol answers the platform's external-bot protocol (contract, 3.1). What the bot says is package
// bot's.
package protocol

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"plugsheet/schemas/each"
	"plugsheet/serve/bot"
	"plugsheet/serve/bot/memory"
	"plugsheet/serve/metrics"
	"plugsheet/serve/site"
	"plugsheet/serve/store"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// Time limits of the platform (contract, 1.4), and how long we let ourselves take before an answer is given
// without what was looked for.
const (
	botLimit     = 10 * time.Second
	openingLimit = 2 * time.Second
	botTime      = 4 * time.Second
	openingTime  = time.Second
)

// Options are what the bot's requests are answered with. All are required.
type Options struct {
	Dir     string       // where is kept what it remembers
	Store   store.Shared // or where several servers keep it together; nil: in Dir
	Sites   *site.Sites
	Metrics *metrics.Metrics
	Logger  *slog.Logger
	Clock   func() time.Time
}

// Protocol are the endpoints. What the bot remembers is in one place for all websites: the platform names
// none where the first messages are asked for (contract, 3.1). They are safe for concurrent use. Close them
// when done.
type Protocol struct {
	Options
	operators     *memory.Operators
	conversations *memory.Conversations
	rehearsed     *memory.Conversations // of plugsheet conform
	told          sync.Once             // that the disk does not keep what is remembered
}

// New reads what is remembered.
func New(o Options) (*Protocol, error) {
	s := &Protocol{Options: o, operators: memory.NewOperators(o.Dir), rehearsed: memory.RehearsedConversations()}
	failed := func(err error) {
		s.Metrics.BotForgotten()
		s.told.Do(func() { s.Logger.Error("the bot remembers in memory only", "error", err) })
	}
	if o.Store != nil {
		lent := o.Store.Rehearsed(memory.KeepTime)
		s.operators = memory.SharedOperators(o.Store.Operators(), lent)
		s.rehearsed = memory.SharedConversations(lent, failed)
		s.conversations = memory.SharedConversations(o.Store.Conversations(memory.KeepTime), failed)
		return s, nil
	}
	var err error
	s.conversations, err = memory.OpenConversations(o.Dir, o.Clock(), failed)
	return s, err
}

// memory is where the conversation of a request is remembered.
func (s *Protocol) memory(r *http.Request) *memory.Conversations {
	if web.IsRehearsal(r) {
		return s.rehearsed
	}
	return s.conversations
}

// Close writes what is remembered.
func (s *Protocol) Close() error { return s.conversations.Close() }

// Remembered is how many conversations are remembered.
func (s *Protocol) Remembered() int { return s.conversations.Len() }

// Routes are the paths that are answered. The platform appends them to one base URL, which ends in /bot.
func (s *Protocol) Routes() map[string]web.Route {
	return map[string]web.Route{
		"/bot/external-bots":                                 {Get: s.externalBots},
		"/bot/bots/{idOperator}":                             {Get: s.getBot, Put: s.putBot},
		"/bot/bots/{idOperator}/conversation-first-messages": {Get: s.firstMessages},
		"/bot/availability-strategies":                       {Get: s.availability},
		"/bot/conversations":                                 {Post: s.beginConversation},
		"/bot/conversations/{idConversation}/messages":       {Post: s.hearMessage},
	}
}

// externalBots answers GET /bot/external-bots (contract, 3.2): the scenarios that an administrator can choose
// from.
func (s *Protocol) externalBots(w http.ResponseWriter, r *http.Request) error {
	_, n, _, err := s.Sites.Ask(w, r, r.URL.RawQuery, botKeys())
	if err != nil {
		return err
	}
	defer n.Release()
	answer := each.Of(n.Script.Scenarios(), externalOf)
	return reply(w, answer)
}

// externalBot is a scenario as the platform sees it.
type externalBot struct {
	ID          string `json:"idBot"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	EditorURL   string `json:"editorUrl"`
}

func externalOf(s *bot.Scenario) externalBot {
	return externalBot{s.ID, s.Name, s.Description, s.EditorURL}
}

// OperatorAnswer is the answer to PUT and GET /bot/bots/{idOperator} (contract, 3.4).
type OperatorAnswer struct {
	Operator string      `json:"idOperator"`
	External externalBot `json:"external"`
	Created  time.Time   `json:"createdAt"`
	Updated  time.Time   `json:"updatedAt"`
}

// putBot answers PUT /bot/bots/{idOperator}: the platform has made or changed a bot. It is on the disk when
// the answer goes out.
func (s *Protocol) putBot(w http.ResponseWriter, r *http.Request, data []byte) error {
	id, q, err := asked(r, "idOperator")
	if err != nil {
		return err
	}
	made, err := readBot(data)
	if err != nil {
		return err
	}
	n, err := s.Sites.Acquire(w, r, q.Values[param.IDWebsite])
	if err != nil {
		return err
	}
	defer n.Release()
	one := n.Script.Scenario(made.External.ID.String())
	if one == nil {
		return failure.BadKey("external.idBot", "is none of the scenarios here")
	}
	operator := memory.Operator{Scenario: one.ID, Website: q.Values[param.IDWebsite],
		Language: made.Language.String(), EditorURL: one.EditorURL}
	for _, rule := range made.Rules {
		operator.Rules = append(operator.Rules, bot.Rule{ID: rule.ID.String(), Label: rule.Label.String()})
	}
	put := s.operators.Put
	if web.IsRehearsal(r) {
		put = s.operators.Lend
	}
	operator, err = put(id, operator, s.Clock())
	if err != nil {
		return &failure.Error{Kind: failure.NotKept, Cause: err}
	}
	return reply(w, OperatorAnswer{id, externalOf(one), operator.Created, operator.Updated})
}

// getBot answers GET /bot/bots/{idOperator}; 404 for one that was never put.
func (s *Protocol) getBot(w http.ResponseWriter, r *http.Request) error {
	id, q, err := asked(r, "idOperator")
	if err != nil {
		return err
	}
	operator, known, err := s.operator(id)
	if err != nil {
		return err
	}
	if !known {
		return &failure.Error{Kind: failure.NoBot}
	}
	n, err := s.Sites.Acquire(w, r, websiteOf(q, operator))
	if err != nil {
		return err
	}
	defer n.Release()
	external := externalBot{ID: operator.Scenario, EditorURL: operator.EditorURL}
	if one := n.Script.Scenario(operator.Scenario); one != nil {
		external = externalOf(one)
	}
	return reply(w, OperatorAnswer{id, external, operator.Created, operator.Updated})
}

// availability answers GET /bot/availability-strategies (contract, 3.5). A bot that nobody knows is not
// available.
func (s *Protocol) availability(w http.ResponseWriter, r *http.Request) error {
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	if q.Values[param.IDOperator] == "" {
		return failure.Wrong(param.IDOperator.String(), "is missing")
	}
	strategy := bot.Unavailable()
	n, one, operator, err := s.scenario(w, r, q, q.Values[param.IDOperator])
	if err == nil {
		defer n.Release()
		strategy = one.Strategy(s.Clock(), operator.Rules)
	} else if f := (*failure.Error)(nil); !errors.As(err, &f) || f.Kind != failure.NoBot {
		return err
	}
	return reply(w, []bot.Strategy{strategy})
}

// scenario is the one that an operator plays. Of an operator that nobody has put it is the only scenario,
// where there is only one. The caller releases the snapshot. Errors: [failure.NoBot] where there is none, or
// those of opening a website.
func (s *Protocol) scenario(w http.ResponseWriter, r *http.Request, q param.Query, id string) (*site.Snapshot,
	*bot.Scenario, memory.Operator, error) {
	operator, known, err := s.operator(id)
	if err != nil {
		return nil, nil, operator, err
	}
	n, err := s.Sites.Acquire(w, r, websiteOf(q, operator))
	if err != nil {
		return nil, nil, operator, err
	}
	one := n.Script.Scenario(operator.Scenario)
	if all := n.Script.Scenarios(); one == nil && !known && len(all) == 1 {
		one = all[0]
	}
	if one == nil {
		n.Release()
		return nil, nil, operator, &failure.Error{Kind: failure.NoBot}
	}
	return n, one, operator, nil
}

func (s *Protocol) operator(id string) (memory.Operator, bool, error) {
	operator, known, err := s.operators.Find(id)
	if err != nil {
		return operator, false, &failure.Error{Kind: failure.NotReady, Cause: err}
	}
	return operator, known, nil
}

// websiteOf is the website that a request is about: what it names, else the one that the bot was made for.
func websiteOf(q param.Query, operator memory.Operator) string {
	if q.Values[param.IDWebsite] != "" {
		return q.Values[param.IDWebsite]
	}
	return operator.Website
}

// firstMessages answers GET /bot/bots/{idOperator}/conversation-first-messages. Later than after two seconds
// nobody sees them (contract, 3.10), so a website that is only being opened, and whatever else goes wrong,
// has none.
func (s *Protocol) firstMessages(w http.ResponseWriter, r *http.Request) error {
	since := time.Now()
	defer func() { s.Metrics.BotNear(metrics.BotFirstMessages, time.Since(since), openingLimit) }()
	id, q, err := asked(r, "idOperator")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), openingTime)
	defer cancel()
	replies := []bot.Reply{}
	n, one, _, err := s.scenario(w, r.WithContext(ctx), q, id)
	if err == nil {
		defer n.Release()
		replies = one.Opening()
	} else {
		s.Metrics.BotLate()
	}
	return reply(w, map[string][]bot.Reply{"replies": replies})
}

// reply answers 200; nobody may keep what a bot says.
func reply(w http.ResponseWriter, v any) error {
	web.NoStore(w)
	return web.WriteValue(w, v)
}

// botKeys are those of the queries of requests for the bot.
func botKeys() param.KeySet {
	return param.Set(param.IDConnectorVersion, param.IDWebsite, param.IDOperator)
}

// botQuery reads the query of a request for the bot.
func botQuery(r *http.Request) (q param.Query, err error) {
	err = q.Parse(r.URL.RawQuery, botKeys())
	return q, err
}

// asked is what a request for the bot names: the part of the path that a name stands for, and the query.
func asked(r *http.Request, name string) (id string, q param.Query, err error) {
	if id, err = pathText(r, name); err == nil {
		q, err = botQuery(r)
	}
	return id, q, err
}

// pathText is the part of the path that a name stands for.
func pathText(r *http.Request, name string) (string, error) {
	text := r.PathValue(name)
	if len(text) > param.MaxText {
		return "", &failure.Error{Kind: failure.BadParameter, Parameter: name,
			Detail: fmt.Sprintf("%s is longer than %d bytes", name, param.MaxText)}
	}
	return text, nil
}
