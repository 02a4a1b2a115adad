package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
	"plugsheet/serve/webhook"
)

// health answers GET /health: the process is there (contract, 1.5). It is never signed and says nothing of
// the data.
func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	return web.Write(w, []byte(`{"status":"UP"}`))
}

// readiness is the answer to GET /ready. What belongs to a bundle is that of the root; without one, only the
// websites are counted.
type readiness struct {
	Status  string         `json:"status"`           // READY or NOT READY
	Detail  string         `json:"detail,omitempty"` // why it is not
	Digest  string         `json:"digest,omitempty"`
	Format  int            `json:"format,omitempty"`
	Counts  *bundle.Counts `json:"counts,omitempty"`
	Since   string         `json:"since,omitempty"`      // when this state was opened: RFC 3339, UTC
	Age     *int64         `json:"ageSeconds,omitempty"` // how long ago that was
	Sites   siteCounts     `json:"sites"`
	Refused *refused       `json:"refused,omitempty"` // a newer state that did not check out
	Damage  string         `json:"damage,omitempty"`  // what the check in the background found
	Import  *refused       `json:"import,omitempty"`  // of a watched spreadsheet, that failed

	Store      *storeState    `json:"store,omitempty"`      // where several servers remember together
	Forwarding *webhook.State `json:"forwarding,omitempty"` // of actions, where that is asked for
	// "untold": one on this machine does not say for whom it asks
	Proxy string `json:"proxy,omitempty"`
	// "off", or "own secret"; nothing where the platform's are checked
	Signatures string `json:"signatures,omitempty"`
}

type siteCounts struct {
	Known int `json:"known"` // websites with a folder of their own
	Open  int `json:"open"`  // those that have been asked for

	Refused int `json:"refused,omitempty"` // those, and the root, whose newest bundle did not check out

	Unfit []unfit `json:"unfit,omitempty"` // open ones that cannot be answered from, the first twenty by name
}

// unfit is a website that cannot be answered from.
type unfit struct {
	Site  string `json:"site"`
	Cause string `json:"cause"`
}

// maxUnfit is how many of them are named.
const maxUnfit = 20

type refused struct {
	Cause string `json:"cause"`
	At    string `json:"at"` // RFC 3339, UTC
}

// statusReady is the status of an answer without trouble.
const statusReady = "READY"

// notReady notes why not everything can be answered, unless something is noted already.
func (a *readiness) notReady(why string) {
	if a.Status == statusReady && why != "" {
		a.Status, a.Detail = "NOT READY", why
	}
}

// ready answers GET /ready: whether there is something to serve, and what. Without it, and where products or
// actions could not be answered, of the root or of a website that is open, it is 503 with the cause. With
// idWebsite it judges the bundle alone from which that website is answered.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	var q param.Query
	if err := q.Parse(r.URL.RawQuery, param.Set(param.IDWebsite)); err != nil {
		return err
	}
	known, open := s.sites.Count()
	answer := readiness{
		Status: statusReady, Sites: siteCounts{Known: known, Open: open, Refused: s.sites.CountRefused()},
		Forwarding: s.forwarder.State(), Store: s.storeState(), Import: s.notImported(),
		Signatures: s.signatures(),
	}
	if s.gate.Untold() {
		answer.Proxy = "untold"
	}
	err := s.judge(r.Context(), &answer, s.sites.Of(q.Values[param.IDWebsite]))
	if err != nil {
		return err
	}
	if q.Values[param.IDWebsite] == "" {
		s.judgeSites(r.Context(), &answer)
	}
	web.NoStore(w)
	if answer.Status != statusReady {
		w.Header().Set("Retry-After", "5")
		return web.WriteStatus(w, http.StatusServiceUnavailable, answer)
	}
	return web.WriteValue(w, answer)
}

// storeState is what /ready tells of the store. While it is away, what is read is answered on, so that the
// server is as ready as the others; actions are refused.
type storeState struct {
	Status string `json:"status"`          // UP or AWAY
	Since  string `json:"since,omitempty"` // it is away: RFC 3339, UTC
}

func (s *Server) storeState() *storeState {
	if s.o.Store == nil {
		return nil
	}
	if since, away := s.o.Store.Away(); away {
		return &storeState{"AWAY", stamp(since)}
	}
	return &storeState{Status: "UP"}
}

// judge tells whether one bundle can be answered from, and what it holds. A website that nobody has asked for
// is not opened for that. An error says that there is nothing to answer from.
func (s *Server) judge(ctx context.Context, answer *readiness, t *site.Site) error {
	at, refusal := t.Refusal()
	n := t.Acquire()
	switch {
	case n != nil:
		defer n.Release()
		answer.describe(n, s.o.Clock())
		if refusal != nil {
			answer.Refused = &refused{site.Cause(refusal), stamp(at)}
		}
		answer.notReady(s.sites.Unfit(ctx, t, n))
	case t != s.sites.Root() && (refusal == nil || errors.Is(refusal, bundle.ErrNotBundle)):
	case answer.Sites.Known == 0 || !errors.Is(refusal, bundle.ErrNotBundle):
		return &failure.Error{Kind: failure.NotReady, Detail: site.Cause(refusal), Cause: refusal}
	}
	return nil
}

// judgeSites tells of the open websites that cannot be answered from.
func (s *Server) judgeSites(ctx context.Context, answer *readiness) {
	for _, t := range s.sites.All() {
		if t == s.sites.Root() {
			continue
		}
		n := t.Acquire()
		if n == nil {
			continue
		}
		if text := s.sites.Unfit(ctx, t, n); text != "" {
			answer.Sites.Unfit = append(answer.Sites.Unfit, unfit{t.Name, text})
		}
		n.Release()
	}
	all := answer.Sites.Unfit
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b unfit) int { return strings.Compare(a.Site, b.Site) })
	answer.Sites.Unfit = all[:min(len(all), maxUnfit)]
	answer.notReady(fmt.Sprintf("%d of the websites cannot be answered from", len(all)))
}

// describe tells what a snapshot holds.
func (a *readiness) describe(n *site.Snapshot, now time.Time) {
	age := int64(now.Sub(n.Since).Seconds())
	a.Age = &age
	a.Digest, a.Format, a.Counts, a.Since = n.Digest, n.Format, &n.Counts, stamp(n.Since)
	a.Damage = n.Damage()
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// notImported is what /ready says of an import that failed. What was wrong stands in the spreadsheet, and
// that is nobody else's to read.
const notImported = "what was saved last was not imported; plugsheet validate says why"

// notImported is what /ready says of the last import; nil for none that failed.
func (s *Server) notImported() *refused {
	at, err := s.sites.NotImported()
	if err == nil {
		return nil
	}
	return &refused{notImported, stamp(at)}
}
