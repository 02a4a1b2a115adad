package develop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/operate"
	"plugsheet/schemas/each"
	"plugsheet/schemas/files"
	"plugsheet/serve"
	"plugsheet/serve/conform"
)

type conformOptions struct {
	conform.Options
	secretFile     string
	bundle         string
	only, urls     []string
	failOn         string
	json           bool
	junit          string
	record, replay string
}

// NewConform is the command that plays the platform against a server.
func NewConform(p cli.Process) *cobra.Command {
	o := conformOptions{}
	c := cli.SettingsCommand(p, "conform URL [flags]",
		"Play iAdvize against a connector, and judge its answers",
		func(c *cobra.Command, args []string) error {
			o.URL = args[0]
			return runConform(c.Context(), p, o)
		})
	cli.AddBundleFlag(c, &o.bundle, "", "",
		"without a secret, sign with the one that serve made for the bundle in `FOLDER`")
	f := c.Flags()
	cli.FileFlag(f, &o.secretFile, "secret-file", "the secrets of serve, in `FILE`")
	f.StringSliceVar(&o.only, "only", nil, "check these `AREAS` alone: "+texts(conform.Areas()))
	f.StringSliceVar(&o.urls, "url", nil, "an endpoint that stands elsewhere, `NAME=URL`: "+
		texts(conform.Endpoints()))
	f.StringVar(&o.Feed, "feed", "",
		"also check the csv feed at `URL`, with its key; no report holds the key")
	f.StringVar(&o.failOn, "fail-on", string(conform.Risks),
		"end with 3 at a fault as bad as `SEVERITY`: breaks, risks, style")
	f.BoolVar(&o.json, "json", false, "write the report as JSON")
	f.StringVar(&o.junit, "junit", "", "also write the report as JUnit's XML to `FILE`")
	f.StringVar(&o.record, "record", "",
		"write each request with its answer to `FILE`, one JSON object a line; it holds what the "+
			"connector said of a customer")
	f.StringVar(&o.replay, "replay", "", "send the requests of `FILE` instead, as --record wrote it")
	f.BoolVar(&o.NoActions, "no-actions", false, "do not press the buttons of the customer information")
	f.StringVar(&o.Website, "website", "ha-123", "the `ID` that is sent as idWebsite")
	f.StringVar(&o.Email, "email", "", "the e-mail of a `VISITOR` whom the connector knows")
	f.StringVar(&o.ExternalID, "external-id", "", "the external `ID` of that visitor")
	f.Float64Var(&o.Rate, "rate", 50, "at most so many requests a second")
	f.IntVar(&o.MaxRequests, "max-requests", 800, "at most so many requests")
	return c
}

// texts lists names for a help text.
func texts[T ~string](all []T) string {
	return strings.Join(each.Of(all, func(one T) string { return string(one) }), ", ")
}

// check reads what the flags name.
func (o *conformOptions) check() error {
	if err := conform.CheckURL(o.URL); err != nil {
		return cli.UsageErrorf("%s", err).WithHint("for example plugsheet conform %s", exampleURL(o.URL))
	}
	switch {
	case !slices.Contains([]conform.Severity{conform.Breaks, conform.Risks, conform.Style},
		conform.Severity(o.failOn)):
		return cli.UsageErrorf("--fail-on %q is none of breaks, risks, style", o.failOn)
	case !(o.Rate > 0):
		return cli.UsageErrorf("--rate %v is not more than 0", o.Rate)
	case o.MaxRequests < 1:
		return cli.UsageErrorf("--max-requests %d is less than 1", o.MaxRequests)
	case o.record != "" && o.replay != "":
		return cli.UsageErrorf("--record and --replay together")
	}
	for _, name := range o.only {
		if !slices.Contains(conform.Areas(), conform.Area(name)) {
			return cli.UsageErrorf("--only %q is no area", name).
				WithHint("there are: %s", texts(conform.Areas()))
		}
		o.Only = append(o.Only, conform.Area(name))
	}
	var err error
	o.URLs, err = endpointURLs(o.urls)
	return err
}

// endpointURLs reads what --url says: the name of an endpoint and where it stands.
func endpointURLs(given []string) (map[conform.Endpoint]string, error) {
	urls := map[conform.Endpoint]string{}
	for _, text := range given {
		name, address, ok := strings.Cut(text, "=")
		if !ok || !slices.Contains(conform.Endpoints(), conform.Endpoint(name)) {
			return nil, cli.UsageErrorf("--url %q does not begin with an endpoint's name", text).
				WithHint("there are: %s", texts(conform.Endpoints()))
		}
		if err := conform.CheckURL(address); err != nil {
			return nil, cli.UsageErrorf("--url %s: %s", name, err).WithHint("for example --url %s=%s", name,
				exampleURL(address))
		}
		urls[conform.Endpoint(name)] = address
	}
	return urls, nil
}

// exampleURL is a URL that was meant by a text that is none: with https:// before the
// name of a host, or else a made-up one.
func exampleURL(text string) string {
	whole := "https://" + text
	if u, err := url.Parse(whole); err == nil && strings.Contains(u.Hostname(), ".") &&
		conform.CheckURL(whole) == nil {
		return whole
	}
	return "https://connector.example"
}

func runConform(ctx context.Context, p cli.Process, o conformOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	secrets, err := o.secrets(p)
	if err != nil {
		return err
	}
	if len(secrets) > 0 {
		o.Sign = func(signed []byte) string { return serve.Sign(secrets[0], signed) }
	}
	report, err := playConform(ctx, o)
	if errors.Is(err, conform.ErrUnreachable) {
		return cli.WithHint(err, "is it running, and is the URL right?")
	}
	if err != nil {
		return err
	}
	if o.json {
		err = cli.WriteJSON(p.Stdout, report)
	} else {
		err = report.WriteText(p.Stdout)
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if !report.Worst(conform.Severity(o.failOn)) {
		return nil
	}
	if len(secrets) == 0 && report.Refused() {
		fmt.Fprintln(p.Stderr,
			"plugsheet: hint: it wants signatures: --secret-file FILE, or for one that plugsheet serves "+
				"without a secret: --bundle BUNDLE")
	}
	return cli.ErrProblems
}

// secrets are those that are given, or else the one that serve made for a bundle.
func (o conformOptions) secrets(p cli.Process) ([]serve.Secret, error) {
	secrets, err := operate.ReadSecrets(p, o.secretFile)
	if err != nil || len(secrets) > 0 || o.bundle == "" {
		return secrets, err
	}
	own, err := serve.ReadOwnSecret(o.bundle)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // its server has been given one, or checks nothing
	}
	if err != nil {
		return nil, err
	}
	return []serve.Secret{own}, nil
}

// playConform checks, or replays, and writes the files that were asked for.
func playConform(ctx context.Context, o conformOptions) (report *conform.Report, err error) {
	switch {
	case o.replay != "":
		var f *os.File
		if f, err = os.Open(o.replay); err != nil {
			return nil, fmt.Errorf("reading the recording: %w", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		report, err = conform.Replay(ctx, o.Options, f)
	case o.record != "":
		var f io.WriteCloser
		if f, err = os.OpenFile(o.record, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
			return nil, fmt.Errorf("recording: %w", err)
		}
		o.Record = f
		report, err = conform.Run(ctx, o.Options)
		err = errors.Join(err, f.Close())
	default:
		report, err = conform.Run(ctx, o.Options)
	}
	if err != nil || o.junit == "" {
		return report, err
	}
	var b strings.Builder
	if err := report.WriteJUnit(&b); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	if err := files.WriteFile(o.junit, []byte(b.String()), 0o644); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return report, nil
}
