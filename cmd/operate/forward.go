package operate

import (
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"plugsheet/cmd/cli"
	"plugsheet/serve"
	"plugsheet/serve/webhook"
)

// webhookVariable holds the secret that forwarded actions are signed with. There is no flag for it.
const webhookVariable = cli.EnvPrefix + "WEBHOOK_SECRET"

// forwardOptions say where actions are passed on to.
type forwardOptions struct {
	url, secretFile string
	plainHTTP       bool
	timeout, giveUp time.Duration
	secret          *atomic.Pointer[serve.Secret] // the one that is signed with
}

func (o *forwardOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.url, "actions-webhook", "",
		"forward actions to `URL`, signed with PLUGSHEET_WEBHOOK_SECRET")
	cli.FileFlag(f, &o.secretFile, "webhook-secret-file",
		"or with the secret in `FILE`, which only its owner and group may read")
	f.DurationVar(&o.timeout, "webhook-timeout", 10*time.Second, "wait `TIME` for the receiver's answer")
	f.DurationVar(&o.giveUp, "webhook-give-up", 24*time.Hour,
		"an action that is older than `TIME` and still fails becomes a dead letter")
	f.BoolVar(&o.plainHTTP, "webhook-plain-http", false,
		"let the URL be http, and the receiver another machine")
}

// forward is what the server needs to know. No error holds the URL, whose path may be a secret.
func (o forwardOptions) forward(p cli.Process) (webhook.Forward, error) {
	f := webhook.Forward{URL: o.url, PlainHTTP: o.plainHTTP, Timeout: o.timeout, GiveUp: o.giveUp}
	if o.url == "" {
		if o.secretFile != "" {
			return f, cli.UsageErrorf("--webhook-secret-file without --actions-webhook")
		}
		return f, nil
	}
	if o.timeout <= 0 || o.giveUp <= 0 {
		return f, cli.UsageErrorf("--webhook-timeout and --webhook-give-up are more than 0")
	}
	if err := o.readSecret(p); err != nil {
		return f, err
	}
	f.Sign = func(body []byte) string { return serve.Sign(*o.secret.Load(), body) }
	if err := f.Check(); err != nil {
		return f, cli.UsageErrorf("--actions-webhook: %s", err).
			WithHint(
				"such as https://hooks.example/plugsheet; --webhook-plain-http allows http to other machines")
	}
	return f, nil
}

// readSecret reads the secret from the environment or its file. After an error the one before goes on to
// count.
func (o forwardOptions) readSecret(p cli.Process) error {
	text, _ := p.LookupEnv(webhookVariable)
	secret := serve.Secret(strings.TrimSpace(text))
	switch {
	case o.secretFile != "" && len(secret) > 0:
		return cli.UsageErrorf("the webhook's secret in %s and in --webhook-secret-file %s", webhookVariable,
			o.secretFile)
	case o.secretFile != "":
		secrets, err := readSecretFile(o.secretFile,
			"--webhook-secret-file names a file whose first line is the secret that the receiver knows too")
		if err != nil {
			return err
		}
		secret = secrets[0]
	case len(secret) == 0:
		return cli.UsageErrorf("--actions-webhook without a secret to sign with").
			WithHint(
				"set %s or --webhook-secret-file to one that the receiver knows too, such as: openssl rand "+
					"-hex 32", webhookVariable)
	}
	o.secret.Store(&secret)
	return nil
}
