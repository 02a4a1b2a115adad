package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"plugsheet/serve/store/jetstream"
)

// StoreFlags say where several servers remember together.
type StoreFlags struct {
	URL                  string // empty: each server remembers in its bundle
	creds, ca, cert, key string
}

// AddFlags adds the flags; what says for which purpose.
func (s *StoreFlags) AddFlags(c *cobra.Command, what string) {
	f := c.Flags()
	f.StringVar(&s.URL, "store", "", what)
	FileFlag(f, &s.creds, "store-creds", "a NATS user's credentials, in `FILE`")
	FileFlag(f, &s.ca, "store-ca", "trust the authorities in `FILE` (PEM) for the store's certificates")
	FileFlag(f, &s.cert, "store-cert", "show the store the certificate in `FILE` (PEM)")
	FileFlag(f, &s.key, "store-key", "and its private key in `FILE`")
}

// Open connects to the store. With late one that is away is waited for in the background. No error holds the
// password.
func (s StoreFlags) Open(log *slog.Logger, late bool) (*jetstream.Store, error) {
	if (s.cert == "") != (s.key == "") {
		return nil, UsageErrorf("--store-cert and --store-key belong together")
	}
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	all := s.connection(log)
	nc, err := nats.Connect(s.URL, all...)
	if late && isAway(err) {
		nc, err = nats.Connect(s.URL, append(all, nats.RetryOnFailedConnect(true))...)
	}
	if err == nil {
		var store *jetstream.Store
		if store, err = jetstream.New(nc, jetstream.Options{Logger: log, Late: late}); err == nil {
			return store, nil
		}
		nc.Close()
	}
	hint, err := refusal(err)
	return nil, WithHint(fmt.Errorf("connecting to the store at %s: %w", names, err), "%s", hint)
}

// connection are the options of NATS: it mends itself soon, and what cannot be sent now is not sent later.
func (s StoreFlags) connection(log *slog.Logger) []nats.Option {
	all := []nats.Option{
		nats.Name("plugsheet"), nats.Timeout(2 * time.Second), nats.MaxReconnects(-1),
		nats.ReconnectWait(100 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond), nats.ReconnectBufSize(-1),
		nats.PingInterval(2 * time.Second), nats.MaxPingsOutstanding(2), nats.IgnoreAuthErrorAbort(),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil { // nil: it was closed
				log.Warn("the store's connection broke", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log.Info("the store is connected again") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Debug("of the store", "error", err)
		}),
	}
	if s.creds != "" {
		all = append(all, nats.UserCredentials(s.creds))
	}
	if s.ca != "" {
		all = append(all, nats.RootCAs(s.ca))
	}
	if s.cert != "" {
		all = append(all, nats.ClientCert(s.cert, s.key))
	}
	return all
}

// Why a store cannot be used.
var (
	errRefused   = errors.New("the store does not let this program in")
	errUntrusted = errors.New("the store cannot be trusted")
)

// refusal gives an error of connecting its kind, and what helps.
func refusal(err error) (hint string, kind error) {
	text := err.Error()
	switch {
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired),
		errors.Is(err, nats.ErrAuthRevoked):
		return "let a user and a password stand in the address, nats://USER:PASSWORD@HOST:4222, " +
			"or name a file of credentials: --store-creds user.creds", fmt.Errorf("%w: %w", errRefused, err)
	case strings.Contains(text, "x509:"), strings.Contains(text, "tls:"),
		strings.Contains(text, "tls error"), // the server wants a certificate, and closes
		errors.Is(err, nats.ErrSecureConnRequired), errors.Is(err, nats.ErrSecureConnWanted):
		return "--store-ca names the file of the authority that signed the servers' certificates; where " +
				"they ask for one of this program: --store-cert and --store-key",
			fmt.Errorf("%w: %w", errUntrusted, err)
	case errors.Is(err, jetstream.ErrPlain):
		return "switch it on: nats-server --jetstream, or jetstream {} in its configuration", err
	case isAway(err):
		if !errors.Is(err, jetstream.ErrAway) {
			err = fmt.Errorf("%w: %w", jetstream.ErrAway, err)
		}
		return "is a server of NATS there? nats-server --jetstream starts one", err
	}
	return "--store-creds, --store-ca, --store-cert and --store-key name files", err
}

// isAway tells whether nobody answers there.
func isAway(err error) bool {
	return err != nil && (errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrTimeout) ||
		errors.Is(err, jetstream.ErrAway) || strings.Contains(err.Error(), "dial ") ||
		strings.Contains(err.Error(), "i/o timeout"))
}

// names are the servers of the store, without users and passwords.
func (s StoreFlags) names() (string, error) {
	var names []string
	for one := range strings.SplitSeq(s.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) || u.Host == "" {
			return "", UsageErrorf("--store is no address of a NATS server").
				WithHint("such as nats://127.0.0.1:4222; several are separated by commas")
		}
		names = append(names, u.Scheme+"://"+u.Host)
	}
	return strings.Join(names, ","), nil
}
