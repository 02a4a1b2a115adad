package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot"
	"plugsheet/serve/metrics"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
)

// Time limits of the platform (contract, 1.4), and how long we let ourselves take before an answer is given without what
// was looked for.
const (
	botLimit     = 10 * time.Second
	openingLimit = 2 * time.Second
	botTime      = 4 * time.Second
	openingTime  = time.Second
)

// botTable is the bot's part of the API (contract, 3.1). The platform appends the paths to one base URL, which ends in /bot.
func (s *Server) botTable() map[string]web.Route {
	return map[string]web.Route{
		"/bot/external-bots":                                 {Get: s.externalBots},
		"/bot/bots/{idOperator}":                             {Get: s.getBot, Put: s.putBot},
		"/bot/bots/{idOperator}/conversation-first-messages": {Get: s.firstMessages},
		"/bot/availability-strategies":                       {Get: s.availability},
		"/bot/conversations":                                 {Post: s.beginConversation},
		"/bot/conversations/{idConversation}/messages":       {Post: s.hearMessage},
	}
}

// botState is what the bot remembers, for all websites in one place: the platform names no website where the first messages
// are asked for (contract, 3.1).
type botState struct {
	operators     *bot.Operators
	conversations *bot.Conversations
	told          sync.Map // kinds of trouble with the disk that the log has
}

// newBotState reads what is remembered.
func (s *Server) newBotState() (*botState, error) {
	dir := filepath.Join(s.o.Bundle, bundle.PrivateDir)
	b := &botState{operators: bot.NewOperators(dir)}
	var err error
	b.conversations, err = bot.OpenConversations(dir, s.o.Clock(), func(err error) {
		s.metrics.BotForgotten()
		if _, told := b.told.LoadOrStore("conversations", true); !told {
			s.log.Error("the bot remembers in memory only", "error", err)
		}
	})
	return b, err
}

// externalBots answers GET /bot/external-bots (contract, 3.2): the scenarios that an administrator can choose from.
func (s *Server) externalBots(w http.ResponseWriter, r *http.Request) error {
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	n, err := s.sites.Acquire(w, r, q.Values[web.IDWebsite])
	if err != nil {
		return err
	}
	defer n.Release()
	answer := []externalBot{}
	for _, one := range n.Script.Scenarios() {
		answer = append(answer, externalOf(one))
	}
	return s.botAnswer(w, answer)
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

// operatorAnswer is the answer to PUT and GET /bot/bots/{idOperator} (contract, 3.4).
type operatorAnswer struct {
	Operator string      `json:"idOperator"`
	External externalBot `json:"external"`
	Created  time.Time   `json:"createdAt"`
	Updated  time.Time   `json:"updatedAt"`
}

// putBot answers PUT /bot/bots/{idOperator}: the platform has made or changed a bot. It is on the disk when the answer goes
// out.
func (s *Server) putBot(w http.ResponseWriter, r *http.Request, data []byte) error {
	id, err := pathText(r, "idOperator")
	if err != nil {
		return err
	}
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	made, err := readBot(data)
	if err != nil {
		return err
	}
	n, err := s.sites.Acquire(w, r, q.Values[web.IDWebsite])
	if err != nil {
		return err
	}
	defer n.Release()
	one := n.Script.Scenario(made.External.ID.String())
	if one == nil {
		return web.BadKey("external.idBot", "is none of the scenarios here")
	}
	operator := bot.Operator{Scenario: one.ID, Website: q.Values[web.IDWebsite], Language: made.Language.String(), EditorURL: one.EditorURL}
	for _, rule := range made.Rules {
		operator.Rules = append(operator.Rules, bot.Rule{ID: rule.ID.String(), Label: rule.Label.String()})
	}
	operator, err = s.bot.operators.Put(id, operator, s.o.Clock())
	if err != nil {
		return &web.Failure{Kind: web.NotKept, Cause: err}
	}
	return s.botAnswer(w, operatorAnswer{id, externalOf(one), operator.Created, operator.Updated})
}

// getBot answers GET /bot/bots/{idOperator}; 404 for one that was never put.
func (s *Server) getBot(w http.ResponseWriter, r *http.Request) error {
	id, err := pathText(r, "idOperator")
	if err != nil {
		return err
	}
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	operator, known, err := s.operator(id)
	if err != nil {
		return err
	}
	if !known {
		return &web.Failure{Kind: web.NoBot}
	}
	n, err := s.sites.Acquire(w, r, websiteOf(q, operator))
	if err != nil {
		return err
	}
	defer n.Release()
	external := externalBot{ID: operator.Scenario, EditorURL: operator.EditorURL}
	if one := n.Script.Scenario(operator.Scenario); one != nil {
		external = externalOf(one)
	}
	return s.botAnswer(w, operatorAnswer{id, external, operator.Created, operator.Updated})
}

// availability answers GET /bot/availability-strategies (contract, 3.5). A bot that nobody knows is not available.
func (s *Server) availability(w http.ResponseWriter, r *http.Request) error {
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	if q.Values[web.IDOperator] == "" {
		return web.Wrong(web.IDOperator.String(), "is missing")
	}
	strategy := bot.Unavailable()
	n, one, operator, err := s.scenario(w, r, q, q.Values[web.IDOperator])
	if err == nil {
		defer n.Release()
		strategy = one.Strategy(s.o.Clock(), operator.Rules)
	} else if f := (*web.Failure)(nil); !errors.As(err, &f) || f.Kind != web.NoBot {
		return err
	}
	return s.botAnswer(w, []bot.Strategy{strategy})
}

// scenario is the one that an operator plays. Of an operator that nobody has put it is the only scenario, where there is
// only one. The caller releases the snapshot. Errors: [noBot] where there is none, or those of opening a website.
func (s *Server) scenario(w http.ResponseWriter, r *http.Request, q web.Query, id string) (*site.Snapshot, *bot.Scenario, bot.Operator, error) {
	operator, known, err := s.operator(id)
	if err != nil {
		return nil, nil, operator, err
	}
	n, err := s.sites.Acquire(w, r, websiteOf(q, operator))
	if err != nil {
		return nil, nil, operator, err
	}
	one := n.Script.Scenario(operator.Scenario)
	if all := n.Script.Scenarios(); one == nil && !known && len(all) == 1 {
		one = all[0]
	}
	if one == nil {
		n.Release()
		return nil, nil, operator, &web.Failure{Kind: web.NoBot}
	}
	return n, one, operator, nil
}

func (s *Server) operator(id string) (bot.Operator, bool, error) {
	operator, known, err := s.bot.operators.Find(id)
	if err != nil {
		return operator, false, &web.Failure{Kind: web.NotReady, Cause: err}
	}
	return operator, known, nil
}

// websiteOf is the website that a request is about: what it names, else the one that the bot was made for.
func websiteOf(q web.Query, operator bot.Operator) string {
	if q.Values[web.IDWebsite] != "" {
		return q.Values[web.IDWebsite]
	}
	return operator.Website
}

// firstMessages answers GET /bot/bots/{idOperator}/conversation-first-messages. Later than after two seconds nobody sees
// them (contract, 3.10), so a website that is only being opened, and whatever else goes wrong, has none.
func (s *Server) firstMessages(w http.ResponseWriter, r *http.Request) error {
	since := time.Now()
	defer func() { s.metrics.BotNear(metrics.BotFirstMessages, time.Since(since), openingLimit) }()
	id, err := pathText(r, "idOperator")
	if err != nil {
		return err
	}
	q, err := botQuery(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), openingTime)
	defer cancel()
	answer := struct {
		Replies []bot.Reply `json:"replies"`
	}{[]bot.Reply{}}
	n, one, _, err := s.scenario(w, r.WithContext(ctx), q, id)
	if err == nil {
		defer n.Release()
		answer.Replies = one.Opening()
	} else {
		s.metrics.BotLate()
	}
	return s.botAnswer(w, answer)
}

// botAnswer answers 200; nobody may keep what a bot says.
func (s *Server) botAnswer(w http.ResponseWriter, v any) error {
	web.NoStore(w)
	return web.WriteValue(w, v)
}

// botQuery reads the query of a request for the bot.
func botQuery(r *http.Request) (q web.Query, err error) {
	err = q.Parse(r.URL.RawQuery, web.Set(web.IDConnectorVersion, web.IDWebsite, web.IDOperator))
	return q, err
}

// pathText is the part of the path that a name stands for.
func pathText(r *http.Request, name string) (string, error) {
	text := r.PathValue(name)
	if len(text) > web.MaxText {
		return "", &web.Failure{Kind: web.BadParameter, Parameter: name, Detail: fmt.Sprintf("%s is longer than %d bytes", name, web.MaxText)}
	}
	return text, nil
}
