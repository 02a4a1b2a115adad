package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"

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
	store, err := jetstream.Open(s.URL, jetstream.Options{
		Logger: log, Late: late, Creds: s.creds, CA: s.ca, Cert: s.cert, Key: s.key,
	})
	if err != nil {
		return nil, WithHint(fmt.Errorf("connecting to the store at %s: %w", names, err), "%s", storeHint(err))
	}
	return store, nil
}

// storeHint is what helps where the store cannot be used.
func storeHint(err error) string {
	for _, one := range []struct {
		err  error
		hint string
	}{
		{jetstream.ErrRefused, "let a user and a password stand in the address, " +
			"nats://USER:PASSWORD@HOST:4222, or name a file of credentials: --store-creds user.creds"},
		{jetstream.ErrUntrusted, "--store-ca names the file of the authority that signed the servers' " +
			"certificates; where they ask for one of this program: --store-cert and --store-key"},
		{jetstream.ErrPlain, "switch it on: nats-server --jetstream, or jetstream {} in its configuration"},
		{jetstream.ErrAway, "is a server of NATS there? nats-server --jetstream starts one"},
	} {
		if errors.Is(err, one.err) {
			return one.hint
		}
	}
	return "--store-creds, --store-ca, --store-cert and --store-key name files"
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
