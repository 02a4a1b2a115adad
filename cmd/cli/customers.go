package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/seal"
	"plugsheet/serve/store/jetstream"
)

// customerKeyVariable holds the key of the customers' hashes. Like the secret it has no flag.
const customerKeyVariable = EnvPrefix + "CUSTOMER_KEY"

// minKey is how many bytes a customers' key has at least.
const minKey = 32

// recipientPrefix begins a public key of age.
const recipientPrefix = "age1"

// customerKey reads the key of the customers' hashes from the environment; nil means the key file of each
// bundle. 64 hex digits, as that file has, are the 32 bytes that they stand for; any other text counts as it
// stands, without blanks around it. No error holds any part of it.
func customerKey(p Process) ([]byte, error) {
	text, _ := p.LookupEnv(customerKeyVariable)
	if text == "" {
		return nil, nil
	}
	text = strings.TrimSpace(text)
	if key, err := hex.DecodeString(text); err == nil && len(key) == minKey {
		return key, nil
	}
	if len(text) < minKey {
		return nil, UsageErrorf("%s has %s, and %d are needed", customerKeyVariable,
			Plural(len(text), "character"), minKey).
			WithHint("make one with: openssl rand -hex 32")
	}
	return []byte(text), nil
}

// CustomerFlags say how customers are encrypted and opened.
type CustomerFlags struct {
	recipients []string // public keys, and files of them
	identity   string   // a file
}

// AddIdentityFlag lets a command open customers.age.
func (o *CustomerFlags) AddIdentityFlag(c *cobra.Command, usage string) {
	FileFlag(c.Flags(), &o.identity, "customers-identity", usage)
}

// AddRecipientsFlag lets a command write customers.age.
func (o *CustomerFlags) AddRecipientsFlag(c *cobra.Command) {
	c.Flags().StringSliceVar(&o.recipients, "customers-for", nil,
		"also write the customers encrypted, for git, to the age `RECIPIENTS` (age1… or a file of "+
			"them); the next imports know them")
	arePaths(c.Flags(), "customers-for", recipientPrefix)
}

// Access is what opens the customers of a bundle.
func (o CustomerFlags) Access(p Process) (bundle.CustomerAccess, error) {
	key, err := customerKey(p)
	if err != nil || o.identity == "" {
		return bundle.CustomerAccess{Key: key}, err
	}
	info, err := os.Stat(o.identity)
	if err != nil {
		return bundle.CustomerAccess{}, WithHint(fmt.Errorf("reading the identity file: %w", err),
			"age-keygen -o FILE makes one")
	}
	if err := CheckMode(o.identity, info); err != nil {
		return bundle.CustomerAccess{}, err
	}
	return bundle.CustomerAccess{Key: key, IdentityFile: o.identity}, nil
}

// PublicKeys are the recipients, those of files included; nil for none.
func (o CustomerFlags) PublicKeys() ([]string, error) {
	if len(o.recipients) == 0 {
		return nil, nil
	}
	var text strings.Builder
	for _, named := range o.recipients {
		lines, name := named, "--customers-for"
		if !strings.HasPrefix(named, recipientPrefix) {
			if strings.HasPrefix(strings.ToUpper(named), "AGE-SECRET-KEY-") {
				return nil, UsageErrorf("--customers-for is given a secret key").
					WithHint("its public key begins with age1: age-keygen -y FILE prints it")
			}
			data, err := bounded.ReadFile(named, bounded.MiB)
			if err != nil {
				return nil, WithHint(fmt.Errorf("reading the recipients: %w", err),
					"--customers-for takes public keys of age (age1…), or a file of them")
			}
			lines, name = string(data), named
		}
		if _, err := seal.ParseRecipients(lines); err != nil {
			return nil, UsageErrorf("%s: %s", name, err).
				WithHint("age-keygen -y FILE prints the public key of an identity file")
		}
		text.WriteString(lines + "\n")
	}
	return seal.ParseRecipients(text.String())
}

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
	store, err := jetstream.Open(jetstream.Options{
		URL: s.URL, Creds: s.creds, CA: s.ca, Cert: s.cert, Key: s.key, Logger: log, Late: late,
	})
	if err == nil {
		return store, nil
	}
	hint := "--store-creds, --store-ca, --store-cert and --store-key name files"
	switch {
	case errors.Is(err, jetstream.ErrRefused):
		hint = "let a user and a password stand in the address, nats://USER:PASSWORD@HOST:4222, or " +
			"name a file of credentials: --store-creds user.creds"
	case errors.Is(err, jetstream.ErrTLS):
		hint = "--store-ca names the file of the authority that signed the servers' certificates; where " +
			"they ask for one of this program: --store-cert and --store-key"
	case errors.Is(err, jetstream.ErrAway):
		hint = "is a server of NATS there? nats-server --jetstream starts one"
	case errors.Is(err, jetstream.ErrPlain):
		hint = "switch it on: nats-server --jetstream, or jetstream {} in its configuration"
	}
	return nil, WithHint(fmt.Errorf("connecting to the store at %s: %w", names, err), "%s", hint)
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
