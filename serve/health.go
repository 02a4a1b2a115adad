package serve

import (
	"context"
	"errors"
	"net/http"
	"time"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
	"plugsheet/serve/web"
	"plugsheet/serve/webhook"
)

// health answers GET /health: the process is there (contract, 1.5). It is never signed and says nothing of the data.
func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	web.NoStore(w)
	return web.Write(w, []byte(`{"status":"UP"}`))
}

// readiness is the answer to GET /ready. What belongs to a bundle is that of the root; without one, only the websites
// are counted.
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

	Forwarding *webhook.State `json:"forwarding,omitempty"` // of actions, where that is asked for
	Signatures string         `json:"signatures,omitempty"` // "off", or "own secret"; nothing where the platform's are checked
}

type siteCounts struct {
	Known int `json:"known"` // websites with a folder of their own
	Open  int `json:"open"`  // those that have been asked for

	Refused int `json:"refused,omitempty"` // those, and the root, whose newest bundle did not check out
}

type refused struct {
	Cause string `json:"cause"`
	At    string `json:"at"` // RFC 3339, UTC
}

// The two values of the answer's status.
const (
	statusReady    = "READY"
	statusNotReady = "NOT READY"
)

// ready answers GET /ready: whether there is something to serve, and what. Without it, and where products or actions could
// not be answered, it is 503 with the cause.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	known, open := s.countSites()
	answer := readiness{
		Status: statusReady, Sites: siteCounts{known, open, s.countRefused()}, Forwarding: s.forwarder.State(),
		Import: s.unimported.Load().said(), Signatures: s.signatures(),
	}
	at, refusal := s.root.lastRefusal()
	n := s.root.acquire()
	switch {
	case n != nil:
		defer n.release()
		answer.describe(n, s.o.Clock())
		if refusal != nil {
			answer.Refused = &refused{cause(refusal), stamp(at)}
		}
		if answer.Detail = s.unfit(r.Context(), s.root, n); answer.Detail != "" {
			answer.Status = statusNotReady
		}
	case known == 0 || refusal != nil && !errors.Is(refusal, bundle.ErrNotBundle):
		return &web.Failure{Kind: web.NotReady, Detail: cause(refusal), Cause: refusal}
	case refusal == nil:
		return &web.Failure{Kind: web.NotReady, Detail: cause(nil)}
	}
	web.NoStore(w)
	if answer.Status != statusReady {
		w.Header().Set("Retry-After", "5")
		return web.WriteStatus(w, http.StatusServiceUnavailable, answer)
	}
	return web.WriteValue(w, answer)
}

// unfit says what of a snapshot could not be answered; empty where all could. Of products one is looked up, as for a page.
func (s *Server) unfit(ctx context.Context, t *site, n *snapshot) string {
	found, err := n.search(ctx, pageKey{limit: 1}, time.Time{})
	if err == nil {
		_, err = n.index.AppendAnswer(nil, found.Products, s.o.Clock())
	}
	if err != nil && ctx.Err() == nil {
		s.suspect(t, n, err) // so that it is found out what is damaged, and mended
	}
	switch {
	case err != nil && ctx.Err() == nil:
		return "products cannot be answered: " + cause(err)
	case n.damage.Load() != nil:
		return "products cannot be answered: " + *n.damage.Load()
	case n.hurt.Load():
		return "categories cannot be answered: the bundle is damaged"
	case n.hasActions() && !t.actions.Ready():
		return "actions cannot be recorded: private/ or the journal in it cannot be written"
	}
	return ""
}

// describe tells what a snapshot holds.
func (a *readiness) describe(n *snapshot, now time.Time) {
	age := int64(now.Sub(n.since).Seconds())
	a.Age = &age
	a.Digest, a.Format, a.Counts, a.Since = n.digest, n.format, &n.counts, stamp(n.since)
	if text := n.damage.Load(); text != nil {
		a.Damage = *text
	}
}

// lastRefusal is why the last loading failed, and when.
func (t *site) lastRefusal() (time.Time, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.refused, t.refusal
}

// cause says in plain words why a bundle is not served, with no path and no text of the system in it.
func cause(err error) string {
	var format *bundle.FormatError
	var damaged *bundle.DamagedError
	var key *bundle.KeyError
	switch {
	case err == nil:
		return "the bundle is being opened"
	case errors.Is(err, bundle.ErrNotBundle):
		return "there is no bundle"
	case errors.As(err, &format):
		return "the bundle is of a format that this program does not read"
	case errors.As(err, &damaged):
		return "the bundle is damaged: " + damaged.Path
	case errors.As(err, &key):
		return "the customers were hashed with another key"
	case errors.Is(err, bundle.ErrStranger):
		return "the customers are encrypted to others"
	case errors.Is(err, index.ErrDamaged):
		return "the index or the products are damaged"
	case errors.Is(err, index.ErrMissing):
		return "the bundle has no usable index"
	case errors.Is(err, context.Canceled):
		return "the server is stopping"
	}
	return "the bundle or its index cannot be read"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
