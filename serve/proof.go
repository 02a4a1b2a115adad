package serve

import (
	"fmt"

	"plugsheet/serve/app"
)

// proof is what a request is held against: it changes whole when the secrets do.
type proof struct {
	signers signers
	app     *app.App
}

// SetSecrets takes these secrets in the place of those before, from the next request on: the connector's own, and while it
// is being changed also the one before. None refuses every request that has to be signed, but for [Options.AllowUnsigned].
// After an error everything is as it was; no error holds any part of a secret.
func (s *Server) SetSecrets(secrets []Secret) error {
	signers, err := newSigners(secrets)
	if err != nil {
		return fmt.Errorf("reading the secrets: %w", err)
	}
	s.proof.Store(&proof{signers, s.newApp(secrets)})
	return nil
}

// app is the custom app as it is now.
func (s *Server) app() *app.App { return s.proof.Load().app }

// checks tells whether signatures are checked: always, unless there is nothing to check them by and somebody said that
// it is not to be done.
func (s *Server) checks(p *proof) bool { return len(p.signers) > 0 || !s.o.AllowUnsigned }

// What /ready says of signatures where they are not those of the platform.
const (
	signaturesOff = "off"        // nobody has to sign
	SignaturesOwn = "own secret" // they are checked by a secret that was made here; the platform's is not known
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
