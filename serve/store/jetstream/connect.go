package jetstream

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/nats-io/nats.go"
)

// Errors of [Open].
var (
	ErrAway      = errors.New("the store cannot be reached")
	ErrPlain     = errors.New("the store keeps nothing: JetStream is not switched on there")
	ErrRefused   = errors.New("the store does not let this program in")
	ErrUntrusted = errors.New("the store cannot be trusted")
)

// kinds are the errors that the library's texts stand for: it has values for some of them only.
var kinds = []struct {
	kind error
	text *regexp.Regexp
}{
	{ErrPlain, regexp.MustCompile("jetstream not enabled")},
	{ErrRefused, regexp.MustCompile("(?i)authorization violation|authentication (expired|revoked)")},
	{ErrUntrusted, regexp.MustCompile("x509:|tls:|tls error|secure connection")},
	{ErrAway, regexp.MustCompile("no servers|no responders|timeout|deadline|dial ")},
}

// kindOf gives an error of connecting its kind, if it has one.
func kindOf(err error) error {
	for _, one := range kinds {
		if err != nil && one.text.MatchString(err.Error()) {
			return fmt.Errorf("%w: %w", one.kind, err)
		}
	}
	return err
}

// connect connects. The connection mends itself soon, and what cannot be sent now is not sent later.
func (o Options) connect(url string) (*nats.Conn, error) {
	all := []nats.Option{
		nats.Name("plugsheet"), nats.MaxReconnects(-1), nats.ReconnectWait(100 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond), nats.ReconnectBufSize(-1),
		nats.PingInterval(2 * time.Second), nats.IgnoreAuthErrorAbort(),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			o.Logger.Debug("of the store", "error", err)
		}),
	}
	if o.Creds != "" {
		all = append(all, nats.UserCredentials(o.Creds))
	}
	if o.CA != "" {
		all = append(all, nats.RootCAs(o.CA))
	}
	if o.Cert != "" {
		all = append(all, nats.ClientCert(o.Cert, o.Key))
	}
	nc, err := nats.Connect(url, all...)
	if err = kindOf(err); o.Late && errors.Is(err, ErrAway) {
		return nats.Connect(url, append(all, nats.RetryOnFailedConnect(true))...)
	}
	return nc, err
}
