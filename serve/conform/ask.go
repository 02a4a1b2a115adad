package conform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Asker sends documented requests one at a time, as an agent's click makes the platform send them, and judges
// each answer alone. It is safe for concurrent use.
type Asker struct{ player *player }

// NewAsker prepares an asker. Of the options those of a whole check (Only, NoActions, MaxRequests, Rate,
// Record, Progress) do not count. Errors: a URL that makes no sense.
func NewAsker(o Options) (*Asker, error) {
	o.Record, o.Progress = nil, nil
	p, err := newPlayer(o.withDefaults())
	if err != nil {
		return nil, err
	}
	return &Asker{p}, nil
}

// URL is where an endpoint stands; "" for one that there is not.
func (k *Asker) URL(e Endpoint) string { return k.player.urls[e] }

// Question is one documented request.
type Question struct {
	// health, categories, products, customer, action, closing-form, or a request of the bot
	Kind string `json:"kind"`
	// parameters by their documented names; those left out are the platform's usual ones
	Values map[string]string `json:"values"`
}

// Judged is a request with its whole answer and what is to be said of it.
type Judged struct {
	Exchange Exchange          `json:"exchange"`
	Signed   string            `json:"signed"`  // the signed text; "" where nothing was signed
	Curl     string            `json:"curl"`    // a line for a shell that sends the request again
	Header   map[string]string `json:"header"`  // of the answer
	Answer   string            `json:"answer"`  // the whole of it
	Checked  []string          `json:"checked"` // ids of the rules that it was held against
	Faults   []Fault           `json:"faults"`
}

// ErrQuestion says that there is no such request.
var ErrQuestion = errors.New("no such request")

// Ask sends a request and judges the answer. An answer that does not come is a fault and no error. Errors:
// [ErrQuestion] or the context's.
func (k *Asker) Ask(ctx context.Context, q Question) (*Judged, error) {
	ask, ok := questions[q.Kind]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrQuestion, q.Kind)
	}
	p := k.fresh()
	return p.ask(ctx, ask.build(p, q.Values), ask.judge)
}

// Again sends a request that was seen before, to the same endpoint of this connector and nowhere else, signed
// anew where it was signed, and holds the answer against the status of then too. Errors: [ErrQuestion] for a
// URL whose path is none of this connector's endpoints, or the context's.
func (k *Asker) Again(ctx context.Context, e Exchange) (*Judged, error) {
	p := k.fresh()
	u, err := url.Parse(e.URL)
	if err != nil {
		return nil, fmt.Errorf("%w: its URL cannot be read", ErrQuestion)
	}
	if e.Method != http.MethodGet && e.Method != http.MethodPost && e.Method != http.MethodPut &&
		e.Method != http.MethodHead {
		return nil, fmt.Errorf("%w: method %q", ErrQuestion, e.Method)
	}
	c, ok := e.call(u), false
	if c.endpoint, c.path, ok = k.placeOf(u); !ok {
		return nil, fmt.Errorf("%w: %q is none of this connector's endpoints", ErrQuestion, u.Path)
	}
	judge := func(p *player, a *answer) {
		p.must(a.status == e.Status, "replay", a, "status %d, in the recording %d", a.status, e.Status)
		if s, known := shapes[c.endpoint]; known && a.status == http.StatusOK && e.Method != http.MethodHead {
			p.judge(a, s)
		}
	}
	return p.ask(ctx, c, judge)
}

// placeOf finds the endpoint of a path, and what follows it.
func (k *Asker) placeOf(u *url.URL) (Endpoint, string, bool) {
	for _, e := range Endpoints() {
		own, err := url.Parse(k.player.urls[e])
		if err != nil {
			continue
		}
		if u.EscapedPath() == own.EscapedPath() {
			return e, "", true
		}
		rest, below := strings.CutPrefix(u.EscapedPath(), strings.TrimSuffix(own.EscapedPath(), "/")+"/")
		if e == botBase && below && !strings.Contains(rest, "..") {
			return e, "/" + rest, true
		}
	}
	return "", "", false
}

// fresh is a player with a report of its own.
func (k *Asker) fresh() *player {
	p := *k.player
	p.report = &Report{URL: p.o.URL, Signed: p.o.Sign != nil, Checked: []string{},
		Faults: []Fault{}, single: true}
	return &p
}

// ask sends one request, lets its answer be judged, and gives both.
func (p *player) ask(ctx context.Context, c call, judge func(*player, *answer)) (*Judged, error) {
	a, err := p.exchange(ctx, &c)
	if a == nil || ctx.Err() != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	p.judgeTime(a)
	if a.status == 0 {
		p.fault("status", a, "no answer: %s", a.exchange.Answer)
	} else {
		judge(p, a)
	}
	p.report.finish(p.o)
	j := &Judged{Exchange: a.exchange, Curl: a.exchange.Curl(), Header: map[string]string{},
		Answer: strings.ToValidUTF8(string(a.body), "�"), Checked: p.report.Checked, Faults: p.report.Faults}
	if a.status == 0 {
		j.Answer = a.exchange.Answer
	}
	for name := range a.header {
		j.Header[strings.ToLower(name)] = strings.Join(a.header.Values(name), ", ")
	}
	switch {
	case a.exchange.Signature == "":
	case c.method == http.MethodPost || c.method == http.MethodPut:
		j.Signed = c.body
	default:
		j.Signed = c.query
	}
	return j, nil
}
