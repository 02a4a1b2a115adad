package serve

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"

	"plugsheet/serve/app"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
)

// Secret is a connector's secret token, taken as the bytes of its text. It prints as a placeholder, however
// it is printed, so that no log and no error gets hold of it.
type Secret []byte

// Format writes the placeholder.
func (Secret) Format(f fmt.State, _ rune) { io.WriteString(f, hiddenSecret) }

// MarshalText gives the placeholder to encoders, those of logs among them.
func (Secret) MarshalText() ([]byte, error) { return []byte(hiddenSecret), nil }

const hiddenSecret = "[secret]"

// Sign gives the value of the platform's signature header for the signed bytes: the raw query of a GET, the
// raw body of a POST or PUT (contract, 1.2).
func Sign(secret Secret, signed []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(signed)
	return signaturePrefix + hex.EncodeToString(mac.Sum(nil))
}

const signaturePrefix = "sha256=" // the only algorithm

// maxSecrets is the secret and the one before it, for the time of a change.
const maxSecrets = 2

// signers check signatures, one for each secret. Without any, no request is signed rightly.
type signers []*signer

// signer keeps prepared states of one secret's HMAC, which saves half of the work.
type signer struct{ states sync.Pool }

// state is an HMAC with room for what goes in and out.
type state struct {
	mac  hash.Hash
	data []byte
	sum  [sha256.Size]byte
}

func newSigners(secrets []Secret) (signers, error) {
	if len(secrets) > maxSecrets {
		return nil, fmt.Errorf("%d secrets, at most %d", len(secrets), maxSecrets)
	}
	var all signers
	for _, secret := range secrets {
		if len(secret) == 0 {
			return nil, errors.New("an empty secret")
		}
		key := append([]byte(nil), secret...)
		one := &signer{}
		one.states.New = func() any { return &state{mac: hmac.New(sha256.New, key)} }
		all = append(all, one)
	}
	return all, nil
}

// signature is what a request claims.
type signature [sha256.Size]byte

// claimed reads the header. There is exactly one, of exactly the form that the contract gives (1.2): sha256=
// and 64 lower-case hexadecimal digits.
func claimed(h http.Header) (signature, error) {
	var sum signature
	values := h[web.SignatureHeader]
	if len(values) != 1 {
		return sum, errUnsigned
	}
	digits, ok := strings.CutPrefix(values[0], signaturePrefix)
	if !ok || len(digits) != hex.EncodedLen(len(sum)) {
		return sum, errUnsigned
	}
	var text [2 * len(sum)]byte // which takes no memory for each request
	copy(text[:], digits)
	if _, err := hex.Decode(sum[:], text[:]); err != nil || strings.ContainsAny(digits, "ABCDEF") {
		return sum, errUnsigned
	}
	return sum, nil
}

// errUnsigned is the answer to every request that does not prove where it comes from. It does not say why.
var errUnsigned error = &failure.Error{Kind: failure.Unsigned}

// verify compares a claim with the signatures of data by the secrets, each in constant time.
func verify[T string | []byte](all signers, claim signature, data T) error {
	for _, one := range all {
		st := one.states.Get().(*state)
		st.data = append(st.data[:0], data...)
		st.mac.Reset()
		st.mac.Write(st.data)
		fits := hmac.Equal(st.mac.Sum(st.sum[:0]), claim[:])
		if cap(st.data) > param.MaxURL {
			st.data = nil
		}
		one.states.Put(st)
		if fits {
			return nil
		}
	}
	return errUnsigned
}

// query checks the signature of a request without a body: that of its query, exactly as it was received. One
// that was made over a body counts for nothing here; see readsAsBody.
func (all signers) query(r *http.Request) error {
	claim, err := claimed(r.Header)
	if err != nil {
		return err
	}
	if readsAsBody(r.URL.RawQuery) {
		return errUnsigned
	}
	return verify(all, claim, r.URL.RawQuery)
}

// body reads the body of a request, once and within bounds, and checks its signature before anybody decodes
// it. A request without a signature of the right form is not read at all.
func (all signers) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	claim, err := claimed(r.Header)
	if err != nil {
		return nil, err
	}
	data, err := readBody(w, r)
	if err != nil {
		return nil, err
	}
	if readsAsQuery(data) {
		return nil, errUnsigned
	}
	return data, verify(all, claim, data)
}

// readBody reads a body of at most maxBody bytes.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &failure.Error{Kind: failure.BodyTooLarge, Detail: fmt.Sprintf("at most %d bytes", maxBody)}
	case err != nil:
		return nil, &failure.Error{Kind: failure.BadBody, Detail: "it could not be read to its end", Cause: err}
	}
	return data, nil
}

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
