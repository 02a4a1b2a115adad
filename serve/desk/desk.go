// Package desk is the operator's view of a connector without the platform: a page on this machine that shows
// the product popup, the customer's card, the closing form, the custom app and the bot's chat, with every
// request behind them.
//
// The page talks to this package's server alone. That builds, signs and sends the requests (serve/conform) to
// the one connector that it was started for, so the secret never gets to a browser. It answers this machine
// only, under a name of this machine only, and only to whoever has the key in the address that was printed
// (see loopback).
package desk

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/loopback"
)

//go:embed static
var embedded embed.FS

// Options are the settings of a [Desk]. Connector is required; the zero value of each other field is its
// default.
type Options struct {
	Connector string                      // the URL that the endpoints' paths are appended to
	URLs      map[conform.Endpoint]string // endpoints that stand elsewhere
	Secret    serve.Secret                // signs requests and the app's tokens; none: nothing is signed
	Website   string                      // what is sent as idWebsite; default ha-123

	// the origin of this machine, http://HOST:PORT, that Relay is listened for at; empty: the app is framed
	// from its own
	Relay string

	// the folder behind the connector, where this program started it; empty for any other
	Bundle    string
	Customers bundle.CustomerAccess // what opens its customers
	// where the platform reaches the connector, for the set-up view; default: typed there
	PublicURL string

	Visitors    []Visitor // that are suggested for the customer's card
	Pictures    fs.FS     // pictures that are shown in the place of those below PicturesURL; none: nil
	PicturesURL string

	Within bool // a page of the same origin frames this one: the studio

	Transport http.RoundTripper // nil: HTTP
	Clock     func() time.Time  // nil: time.Now
}

// Visitor is somebody whom the connector may know.
type Visitor struct {
	Name       string `json:"name"`
	Email      string `json:"email"`
	ExternalID string `json:"externalId"`
}

// Desk answers the page's requests. It is safe for concurrent use.
type Desk struct {
	o      Options
	asking atomic.Pointer[asking]
	guard  loopback.Guard
	files  loopback.Files
	mux    *http.ServeMux
	web    *url.URL // of the app
	frame  *url.URL // where the page frames it from
}

// New makes a desk. Errors: a URL that makes no sense.
func New(o Options) (*Desk, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Website = cmp.Or(o.Website, "ha-123")
	d := &Desk{o: o}
	err := d.askAs(who{Website: o.Website, Operator: defaultOperator})
	if err != nil {
		return nil, fmt.Errorf("preparing the requests: %w", err)
	}
	asker := d.asking.Load().asker
	if d.web, err = url.Parse(asker.URL("app")); err != nil {
		return nil, fmt.Errorf("reading the app's URL: %w", err)
	}
	if d.frame, err = frameOf(d.web, o.Relay); err != nil {
		return nil, err
	}
	d.guard = loopback.Guard{Name: "the desk", Command: "plugsheet desk", Policy: d.policy, Shared: isPicture}
	if d.files, err = loopback.ReadFiles(embedded); err != nil {
		return nil, err
	}
	d.mux = d.routes()
	return d, nil
}

// frameOf is where an app is framed from: its own URL, or the same at a relay's origin.
func frameOf(web *url.URL, relay string) (*url.URL, error) {
	if relay == "" {
		return web, nil
	}
	at, err := url.Parse(relay)
	if err != nil {
		return nil, fmt.Errorf("reading the relay's origin: %w", err)
	}
	frame := *web
	frame.Scheme, frame.Host, frame.User = at.Scheme, at.Host, nil
	return &frame, nil
}

// Address is what a person opens, for a desk that listens on HOST:PORT: the page and its key.
func (d *Desk) Address(listening string) string { return d.guard.Address(listening) }

// Key is the part of [Desk.Address] that opens the page.
func (d *Desk) Key() string { return d.guard.Key() }

// Handler is the desk's handler. It must be listened for on a loopback address.
func (d *Desk) Handler() http.Handler { return d.guard.Wrap(d.mux) }

// policy is the Content-Security-Policy of everything: in frames the connector's app and nothing else.
func (d *Desk) policy(*http.Request) string {
	by := "'none'"
	if d.o.Within {
		by = "'self'"
	}
	return loopback.Policy(origin(d.frame), by)
}

// isPicture tells whether a path is a picture's, which the app shows too.
func isPicture(path string) bool { return strings.HasPrefix(path, "/pictures/") }

// ownApp tells whether this program serves the app, for this desk.
func (d *Desk) ownApp() bool { return d.started() && d.frame == d.web }

// started tells whether this program started the connector.
func (d *Desk) started() bool { return d.o.Bundle != "" }

// readTime is how long a request of the page may take.
const readTime = 10 * time.Second

// Serve answers the page on l, which must be a listener of a loopback address and which it closes, until ctx
// is done.
func (d *Desk) Serve(ctx context.Context, l net.Listener) error {
	return loopback.Serve(ctx, l, d.Handler(), readTime)
}

// ServeRelay is Serve for [Desk.Relay].
func (d *Desk) ServeRelay(ctx context.Context, l net.Listener) error {
	return loopback.Serve(ctx, l, d.Relay(), readTime)
}
