package cli

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/schemas/bounded"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/bundle/seal"
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
