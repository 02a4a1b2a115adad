package cmd

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

// keyVariable holds the key of the customers' hashes. Like the secret it has no flag.
const keyVariable = envPrefix + "CUSTOMER_KEY"

// minKey is how many bytes a customers' key has at least.
const minKey = 32

// recipientPrefix begins a public key of age.
const recipientPrefix = "age1"

// customerKey reads the key of the customers' hashes from the environment; nil means the key file of each bundle. 64 hex
// digits, as that file has, are the 32 bytes that they stand for; any other text counts as it stands, without blanks
// around it. No error holds any part of it.
func customerKey(p process) ([]byte, error) {
	text, _ := p.lookupEnv(keyVariable)
	if text == "" {
		return nil, nil
	}
	text = strings.TrimSpace(text)
	if key, err := hex.DecodeString(text); err == nil && len(key) == minKey {
		return key, nil
	}
	if len(text) < minKey {
		return nil, usageErrorf("%s has %s, and %d are needed", keyVariable, plural(len(text), "character"), minKey).
			withHint("make one with: openssl rand -hex 32")
	}
	return []byte(text), nil
}

// customerFlags say how customers are encrypted and opened.
type customerFlags struct {
	recipients []string // public keys, and files of them
	identity   string   // a file
}

// addIdentityFlag lets a command open customers.age.
func (o *customerFlags) addIdentityFlag(c *cobra.Command, usage string) {
	c.Flags().StringVar(&o.identity, "customers-identity", "", usage)
	c.Flags().SetAnnotation("customers-identity", pathFlag, nil) // fails only for a flag that is not there
}

// addRecipientsFlag lets a command write customers.age.
func (o *customerFlags) addRecipientsFlag(c *cobra.Command) {
	c.Flags().StringSliceVar(&o.recipients, "customers-for", nil,
		"also write the customers encrypted, for git, to the age `RECIPIENTS` (age1… or a file of them); the next imports know them")
	c.Flags().SetAnnotation("customers-for", pathFlag, []string{recipientPrefix})
}

// access is what opens the customers of a bundle.
func (o customerFlags) access(p process) (bundle.CustomerAccess, error) {
	key, err := customerKey(p)
	if err != nil || o.identity == "" {
		return bundle.CustomerAccess{Key: key}, err
	}
	info, err := os.Stat(o.identity)
	if err != nil {
		return bundle.CustomerAccess{}, withHint(fmt.Errorf("reading the identity file: %w", err), "age-keygen -o FILE makes one")
	}
	if err := checkMode(o.identity, info); err != nil {
		return bundle.CustomerAccess{}, err
	}
	return bundle.CustomerAccess{Key: key, IdentityFile: o.identity}, nil
}

// publicKeys are the recipients, those of files included; nil for none.
func (o customerFlags) publicKeys() ([]string, error) {
	if len(o.recipients) == 0 {
		return nil, nil
	}
	var text strings.Builder
	for _, named := range o.recipients {
		lines, name := named, "--customers-for"
		if !strings.HasPrefix(named, recipientPrefix) {
			if strings.HasPrefix(strings.ToUpper(named), "AGE-SECRET-KEY-") {
				return nil, usageErrorf("--customers-for is given a secret key").withHint("its public key begins with age1: age-keygen -y FILE prints it")
			}
			data, err := bounded.ReadFile(named, bounded.MiB)
			if err != nil {
				return nil, withHint(fmt.Errorf("reading the recipients: %w", err), "--customers-for takes public keys of age (age1…), or a file of them")
			}
			lines, name = string(data), named
		}
		if _, err := seal.ParseRecipients(lines); err != nil {
			return nil, usageErrorf("%s: %s", name, err).withHint("age-keygen -y FILE prints the public key of an identity file")
		}
		text.WriteString(lines + "\n")
	}
	return seal.ParseRecipients(text.String())
}
