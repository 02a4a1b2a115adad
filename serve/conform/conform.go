// Package conform plays iAdvize against a connector, any connector, and judges what it answers: by the
// contract's tables (schemas), by its written limits, and by what the parts of a conversation promise each
// other. What is judged stands in rules.go, one rule a line with its source; the requests stand beside what
// they are for, one file an area.
//
// Requests go to the URLs that were given and nowhere else: no redirect is followed, and their number and
// rate are bounded.
package conform

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"plugsheet/schemas"
)

// Area is a part of the contract that can be checked alone.
type Area string

// The areas, in the order in which they are checked.
const (
	Health      Area = "health"
	ProductList Area = "product-list"
	Customer    Area = "customer"
	ClosingForm Area = "closing-form"
	Bot         Area = "bot"
	App         Area = "app"
	Feed        Area = "feed"
)

// Areas lists all of them. The caller owns the slice.
func Areas() []Area { return []Area{Health, ProductList, Customer, ClosingForm, Bot, App, Feed} }

// Options are the settings of a check. URL is required; the zero value of each other field is its default.
type Options struct {
	URL  string              // what the endpoints' paths are appended to: https://connector.example
	URLs map[Endpoint]string // endpoints that stand elsewhere, whole
	Only []Area              // none: all of them

	// Sign gives the signature header's value for the signed bytes (contract, 1.2). Without it requests are
	// not signed and nothing of the signature is checked.
	Sign func(signed []byte) string

	Feed string // the address of the csv feed, with its key; empty: nothing of it is checked

	Website    string // idWebsite; default ha-123
	Operator   string // idOperator, bare; default 9999
	Version    string // idConnectorVersion; default one as the platform sends it
	Email      string // of a visitor that the connector knows; default an address that nobody has
	ExternalID string // the same
	NoActions  bool   // do not press the ACTION fields' buttons: the connector may do what they say

	MaxRequests int               // beyond it the check ends; default 800
	Rate        float64           // requests a second; default 50
	Transport   http.RoundTripper // nil: HTTP
	Clock       func() time.Time  // nil: time.Now
	Record      io.Writer         // gets one JSON object a line for each request with its answer; nil: none
	Progress    func(requests int)
}

// withDefaults fills in what is left out.
func (o Options) withDefaults() Options {
	o.Website, o.Operator = cmp.Or(o.Website, "ha-123"), cmp.Or(o.Operator, "9999")
	o.Version, o.ExternalID = cmp.Or(o.Version, version), cmp.Or(o.ExternalID, "nobody")
	o.Email = cmp.Or(o.Email, "nobody@visitor.example")
	if o.MaxRequests <= 0 {
		o.MaxRequests = 800
	}
	if o.Rate <= 0 {
		o.Rate = 50
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	if len(o.Only) == 0 {
		o.Only = Areas()
	}
	return o
}

// ErrUnreachable says that the connector did not answer the first request at all.
var ErrUnreachable = errors.New("no answer")

// Run plays iAdvize and gives the report. Errors: a URL that makes no sense, [ErrUnreachable], of the
// recording, or the context's. Faults of the connector are no errors.
func Run(ctx context.Context, o Options) (*Report, error) {
	p, err := newPlayer(o.withDefaults())
	if err != nil {
		return nil, err
	}
	p.play(ctx)
	p.report.finish(p.o)
	if !errors.Is(p.stopped, errEnough) {
		return p.report, p.stopped
	}
	p.report.Incomplete = fmt.Sprintf("ended after %d requests", p.o.MaxRequests)
	return p.report, nil
}

// play checks one area after the other.
func (p *player) play(ctx context.Context) {
	for _, a := range []struct {
		area  Area
		check func(context.Context)
	}{
		{Health, p.health}, {ProductList, p.productList}, {Customer, p.customer},
		{ClosingForm, p.closingForm}, {Bot, p.bot}, {App, p.app}, {Feed, p.feed},
	} {
		if slices.Contains(p.o.Only, a.area) {
			a.check(ctx)
		}
	}
}

// newPlayer prepares a check.
func newPlayer(o Options) (*player, error) {
	set, err := schemas.Load()
	if err != nil {
		return nil, err
	}
	p := &player{o: o, set: set, rules: map[string]Rule{}, report: &Report{URL: o.URL, Signed: o.Sign != nil}}
	if p.urls, err = addresses(o); err != nil {
		return nil, err
	}
	for _, r := range Rules() {
		p.rules[r.ID] = r
	}
	p.client = newClient(o)
	return p, nil
}

// health checks the health check: public, 200, UP (contract, 1.5).
func (p *player) health(ctx context.Context) {
	a := p.send(ctx, call{endpoint: healthCheck, unsigned: true})
	p.must(strings.HasPrefix(p.o.URL, "https://") || isLocal(p.o.URL), "https", a,
		"the URL begins with http://")
	p.judgeTime(a)
	p.judgeHealth(a)
}

// judgeHealth judges the answer to the health check.
func (p *player) judgeHealth(a *answer) {
	if !p.arrived(a) {
		return
	}
	public := a.status != http.StatusUnauthorized && a.status != http.StatusForbidden
	p.must(public, "health-public", a, "status %d without a signature", a.status)
	if public {
		faults := p.set.Validate(schemas.Health, a.body)
		p.must(a.status == http.StatusOK && len(faults) == 0, "health", a, "status %d, %s", a.status,
			strings.TrimSpace(string(a.body[:min(len(a.body), 80)])))
	}
}
