package serve

import (
	"errors"
	"net/http"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
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
	known, open := s.sites.Count()
	answer := readiness{
		Status: statusReady, Sites: siteCounts{known, open, s.sites.CountRefused()}, Forwarding: s.forwarder.State(),
		Import: s.notImported(), Signatures: s.signatures(),
	}
	root := s.sites.Root()
	at, refusal := root.Refusal()
	n := root.Acquire()
	switch {
	case n != nil:
		defer n.Release()
		answer.describe(n, s.o.Clock())
		if refusal != nil {
			answer.Refused = &refused{site.Cause(refusal), stamp(at)}
		}
		if answer.Detail = s.sites.Unfit(r.Context(), root, n); answer.Detail != "" {
			answer.Status = statusNotReady
		}
	case known == 0 || refusal != nil && !errors.Is(refusal, bundle.ErrNotBundle):
		return &web.Failure{Kind: web.NotReady, Detail: site.Cause(refusal), Cause: refusal}
	case refusal == nil:
		return &web.Failure{Kind: web.NotReady, Detail: site.Cause(nil)}
	}
	web.NoStore(w)
	if answer.Status != statusReady {
		w.Header().Set("Retry-After", "5")
		return web.WriteStatus(w, http.StatusServiceUnavailable, answer)
	}
	return web.WriteValue(w, answer)
}

// describe tells what a snapshot holds.
func (a *readiness) describe(n *site.Snapshot, now time.Time) {
	age := int64(now.Sub(n.Since).Seconds())
	a.Age = &age
	a.Digest, a.Format, a.Counts, a.Since = n.Digest, n.Format, &n.Counts, stamp(n.Since)
	a.Damage = n.Damage()
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// notImported is what /ready says of an import that failed. What was wrong stands in the spreadsheet, and that is nobody
// else's to read.
const notImported = "what was saved last was not imported; plugsheet validate says why"

// notImported is what /ready says of the last import; nil for none that failed.
func (s *Server) notImported() *refused {
	at, err := s.sites.NotImported()
	if err == nil {
		return nil
	}
	return &refused{notImported, stamp(at)}
}
