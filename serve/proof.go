package serve

import (
	"bytes"
	"fmt"
	"strings"

	"plugsheet/serve/app"
	"plugsheet/serve/web/param"
)

// proof is what a request is held against: it changes whole when the secrets do.
type proof struct {
	signers signers
	app     *app.App
}

// App are the settings of the custom app at /app/ (contract, 4). The zero value takes no token as soon as
// there is a secret: the app's address has to be known for that.
type App struct {
	URLs []string // where the platform has the app; the tokens' audience
	// for a desk on this machine: its pages may frame the app, which gets a stand-in for the platform's
	// library
	Desk bool
}

// newApp makes the custom app, for tokens by these secrets.
func (s *Server) newApp(secrets []Secret) *app.App {
	o := app.Options{URLs: s.o.App.URLs, Desk: s.o.App.Desk, Clock: s.o.Clock}
	for _, secret := range secrets {
		o.Secrets = append(o.Secrets, append([]byte(nil), secret...))
	}
	return app.New(o)
}

// SetSecrets takes these secrets in the place of those before, from the next request on: the connector's own,
// and while it is being changed also the one before. None refuses every request that has to be signed, but
// for [Options.AllowUnsigned]. After an error everything is as it was; no error holds any part of a secret.
func (s *Server) SetSecrets(secrets []Secret) error {
	signers, err := newSigners(secrets)
	if err != nil {
		return fmt.Errorf("reading the secrets: %w", err)
	}
	s.proof.Store(&proof{signers, s.newApp(secrets)})
	return nil
}

// checks tells whether signatures are checked: always, unless there is nothing to check them by and somebody
// said that it is not to be done.
func (s *Server) checks(p *proof) bool { return len(p.signers) > 0 || !s.o.AllowUnsigned }

// What /ready says of signatures where they are not those of the platform.
const (
	signaturesOff = "off" // nobody has to sign
	// they are checked by a secret that was made here; the platform's is not known
	SignaturesOwn = "own secret"
)

// signatures is what /ready says of them; empty where all is as the platform needs it.
func (s *Server) signatures() string {
	switch {
	case !s.checks(s.proof.Load()):
		return signaturesOff
	case s.o.OwnSecret:
		return SignaturesOwn
	}
	return ""
}

// The platform signs a query and a body with the same secret, and nothing in the signature tells which of
// them it was (contract, 1.2). So a body that somebody got hold of, with its signature, could be sent as the
// query of a GET, and a visitor who writes "&emailVisitor=…" chooses what stands in a body. What tells them
// apart is their text: a query is a list of parameters, none of which only bodies have, and a body is JSON,
// or a form that only bodies have a key of.

// ofBodies are keys that no query of the contract has (1.6, 3.1), and ofQueries those that no body has.
var (
	ofBodies  = param.Set(param.Action, param.IDConversation)
	ofQueries = param.Set(param.IDParent, param.IDCategory, param.SearchQuery, param.Limit, param.Offset,
		param.EmailVisitor, param.IDVisitorExternal, param.OperatorLocale)
)

// readsAsBody tells whether a query is one of the platform's bodies.
func readsAsBody(query string) bool {
	return beginsJSON(query) || param.Named(query)&ofBodies != 0
}

// readsAsQuery tells whether a body is one of the platform's queries.
func readsAsQuery(body []byte) bool {
	if len(body) > param.MaxURL || bytes.IndexByte(body, '=') < 0 {
		return false
	}
	text := string(body)
	if beginsJSON(text) {
		return false
	}
	keys := param.Named(text)
	return keys&ofQueries != 0 && keys&ofBodies == 0
}

// beginsJSON tells whether a text begins as an object, a list or a text of JSON does.
func beginsJSON(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	return text != "" && strings.IndexByte(`{["`, text[0]) >= 0
}
