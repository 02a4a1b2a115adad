package operate

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/bounded"
	"plugsheet/serve"
)

type signatureOptions struct{ secretFile, body string }

func newDoctorSignature(p cli.Process) *cobra.Command {
	o := signatureOptions{}
	c := cli.Command(p, "signature RECEIVED URL [flags]",
		"Find the mistake that a received signature comes from", func(c *cobra.Command, args []string) error {
			return runDoctorSignature(p, o, args[0], args[1])
		})
	c.Flags().StringVar(&o.secretFile, "secret-file", "", "the secrets of serve, in `FILE`")
	c.Flags().StringVar(&o.body, "body", "", "the body of a POST or PUT, byte by byte, in `FILE`")
	return c
}

func runDoctorSignature(p cli.Process, o signatureOptions, received, target string) error {
	secrets, err := ReadSecrets(p, o.secretFile)
	if err != nil {
		return err
	}
	if len(secrets) == 0 {
		return cli.UsageErrorf("no secret").WithHint("set %s, or --secret-file", secretVariable)
	}
	_, signed, _ := strings.Cut(target, "?")
	var body []byte
	if o.body != "" {
		if body, err = bounded.ReadFile(o.body, bounded.MiB); err != nil {
			return fmt.Errorf("reading the body: %w", err)
		}
		signed = string(body)
	}
	for i, secret := range secrets {
		if serve.Sign(secret, []byte(signed)) == received {
			_, err := fmt.Fprintf(p.Stdout, "the signature is right: it is that of the %s secret\n",
				[]string{"current", "previous"}[i])
			return err
		}
	}
	if _, err := fmt.Fprintln(p.Stdout, mistake(secrets, received, target, body)); err != nil {
		return err
	}
	return cli.ErrProblems
}

// guess is a classic mistake: what it signs instead, with which secret.
type guess struct {
	what   string
	secret serve.Secret
	signed string
}

// mistake names the one that gives the received signature.
func mistake(secrets []serve.Secret, received, target string, body []byte) string {
	if !strings.HasPrefix(received, "sha256=") {
		return "the signature is not of the form sha256=…: another algorithm, or the prefix is missing"
	}
	if lower := strings.ToLower(strings.TrimSpace(received)); lower != received {
		return "the signature has upper-case letters or blanks: 64 lower-case hexadecimal digits are expected"
	}
	if len(received) != len("sha256=")+64 {
		return fmt.Sprintf(
			"the signature has %d characters after sha256=, not 64: it was cut off or added to",
			len(received)-len("sha256="))
	}
	for _, secret := range secrets {
		for _, g := range guesses(secret, target, body) {
			if serve.Sign(g.secret, []byte(g.signed)) == received {
				return "the signature is wrong: " + g.what
			}
		}
	}
	if _, query, ok := strings.Cut(target, "?"); ok && body == nil {
		for _, secret := range secrets {
			for r := range rewrites(query) {
				if serve.Sign(secret, []byte(r.before)) == received {
					return "the signature is wrong: " + r.what
				}
			}
		}
	}
	return "the signature fits no known mistake: most likely it was made with another secret, or the " +
		"request was changed on its way"
}

// guesses are the classic mistakes of clients, proxies and settings.
func guesses(secret serve.Secret, target string, body []byte) []guess {
	path, query, _ := strings.Cut(target, "?")
	if u, err := url.Parse(target); err == nil {
		path = u.EscapedPath()
	}
	decoded, _ := url.QueryUnescape(query)
	var compact, indented bytes.Buffer
	json.Compact(&compact, body) // of a body that is no JSON nothing comes
	json.Indent(&indented, body, "", "  ")
	var again []byte
	var v any
	if json.Unmarshal(body, &v) == nil {
		again, _ = json.Marshal(v) // it was just decoded
	}
	signed := query
	if body != nil {
		signed = string(body)
	}
	var all []guess
	if body != nil {
		all = []guess{
			{"the query was signed, where the body has to be", secret, query},
			{"a newline was added to the body", secret, strings.TrimSuffix(string(body), "\n")},
			{"a newline was taken off the body", secret, string(body) + "\n"},
		}
	}
	all = append(all, []guess{
		{"nothing was signed: that is the signature of the empty text", secret, ""},
		{"the query was decoded before it was signed or passed on", secret, decoded},
		{"the question mark was signed too", secret, "?" + query},
		{"the path was signed too", secret, path + "?" + query},
		{"the whole URL was signed", secret, target},
		{"a proxy or client writes a blank of the query as %20, where the other side has +", secret,
			strings.ReplaceAll(query, "+", "%20")},
		{"a proxy or client writes a blank of the query as +, where the other side has %20", secret,
			strings.ReplaceAll(query, "%20", "+")},
		{"the body was written anew, without blanks", secret, compact.String()},
		{"the body was written anew, with other escapes or another order", secret, string(again)},
		{"the body was written anew, indented", secret, indented.String()},
		{"the secret of the other side ends in a newline", append(slices.Clone(secret), '\n'), signed},
	}...)
	if key, err := hex.DecodeString(string([]byte(secret))); err == nil {
		all = append(all,
			guess{"the secret was decoded from hexadecimal, where its text has to be taken", key,
				signed})
	}
	return all
}
