// Package app is the custom app (contract, 4): the page that stands beside a conversation in the desk, in
// which an agent finds a product and sends it to the visitor. It holds the page, who may frame it, who may
// use it, and what a visitor's messages speak of; the requests themselves are answered by the server.
//
// The page is a few files of plain HTML, CSS and JavaScript modules, embedded as they are written: nothing is
// built.
package app

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/url"
	"plugsheet/schemas/each"
	"slices"
	"strings"
	"time"
)

// Options are the settings of an [App]. The zero value is usable: an app without secrets, which is for this
// machine only.
type Options struct {
	// Secrets are the connector's secret tokens, the present one first (contract, 4.3). Without any, nobody
	// has to prove who they are; the server then answers its own machine only.
	Secrets [][]byte

	// URLs are the addresses of the app, as they stand in the developer platform: a token is for one of them.
	// A query and a slash at the end make no difference. Without any, no token counts.
	URLs []string

	// Desk is for a desk on this machine, without the platform: pages of this machine may frame the app too,
	// and a stand-in takes the place of the platform's library.
	Desk bool

	Clock func() time.Time // nil: time.Now
}

// App is the custom app. It is immutable and safe for concurrent use.
type App struct {
	secrets [][]byte
	urls    []string
	keys    [][]byte // of sessions: one for each secret, or one of this process
	desk    bool
	clock   func() time.Time
	files   map[string]File
	policy  string
}

// New makes an app.
func New(o Options) *App {
	a := &App{secrets: o.Secrets, desk: o.Desk, clock: o.Clock, files: readFiles(o.Desk),
		policy: policy(o.Desk)}
	if a.clock == nil {
		a.clock = time.Now
	}
	a.urls = each.Of(o.URLs, audience)
	a.keys = each.Of(o.Secrets, func(secret []byte) []byte {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("plugsheet: sessions of the custom app, 1"))
		return mac.Sum(nil)
	})
	if len(a.keys) == 0 {
		key := make([]byte, sha256.Size)
		rand.Read(key) // never fails
		a.keys = [][]byte{key}
	}
	return a
}

// Open tells whether nobody has to prove who they are.
func (a *App) Open() bool { return len(a.secrets) == 0 }

// deskOrigins are the pages that may frame the app (contract, 4.1).
var deskOrigins = []string{"https://ha.iadvize.com", "https://sd.iadvize.com"}

// MayAsk tells whether a page of an origin may ask what messages speak of (contract, 4.4): the platform's
// desks, and with [Options.Desk] the pages of this machine.
func (a *App) MayAsk(origin string) bool {
	if slices.Contains(deskOrigins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return a.desk && err == nil && u.Scheme == "http" &&
		(u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost")
}

// Policy is the page's Content-Security-Policy. Scripts and styles come from this server and the platform's
// library alone, none stands in the page; pictures come from any shop; only the desks may frame it.
func (a *App) Policy() string { return a.policy }

func policy(desk bool) string {
	frames := strings.Join(deskOrigins, " ")
	if desk {
		frames += " http://127.0.0.1:* http://localhost:*"
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' " + library,
		"style-src 'self' " + library,
		"font-src " + library,
		"img-src 'self' https: http:",
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors " + frames,
	}, "; ")
}

// library is where the platform's library comes from (contract, 4.2).
const library = "https://static.iadvize.com"
