// Package develop holds the commands of those who try things out: desk, conform, man and version.
package develop

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/operate"
	"plugsheet/samples"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/each"
	"plugsheet/serve"
	"plugsheet/serve/desk"
	"plugsheet/serve/listen"
	"plugsheet/serve/loopback"
)

type deskOptions struct {
	target     string // a bundle's folder or a connector's URL
	deskAddr   string
	addr       string // of the connector
	secretFile string
	website    string
	publicURL  string
	urls       []string
	private    cli.CustomerFlags
	noGaps     bool
	noLearning bool
	operate.Announcement
}

// NewDesk is the command that shows a catalog as an agent sees it.
func NewDesk(p cli.Process) *cobra.Command {
	o := deskOptions{}
	c := cli.SettingsCommand(p, "desk [BUNDLE|URL] [flags]",
		"Open a page that shows a connector as an agent sees it", func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.target = args[0]
			}
			return runDesk(c.Context(), p, o)
		})
	cli.AddBundleFlag(c, &o.target, "", "bundle", "show the bundle in `FOLDER`, as the argument does")
	f := c.Flags()
	f.StringVar(&o.deskAddr, "desk-addr", "127.0.0.1:8090",
		"answer the page on `HOST:PORT` of this machine; port 0 takes any free one")
	f.StringSliceVar(&o.urls, "url", nil,
		"an endpoint that stands elsewhere, `NAME=URL`, as in plugsheet conform")
	o.addServerFlags(c)
	return c
}

// addServerFlags lets a command say how a bundle is served that it shows.
func (o *deskOptions) addServerFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:0", "serve the bundle on `HOST:PORT` of this machine")
	cli.FileFlag(f, &o.AddrFile, "addr-file", "write the address of the served bundle to `FILE`")
	cli.FileFlag(f, &o.secretFile, "secret-file", "the secrets of serve, in `FILE`")
	f.StringVar(&o.website, "website", "ha-123", "the `ID` that is sent as idWebsite")
	f.StringVar(&o.publicURL, "public-url", "",
		"where the platform reaches the connector, as `URL`, for the set-up view")
	o.private.AddIdentityFlag(c,
		"know the customers from customers.age of the bundle, opened with the age identities in `FILE`")
	f.BoolVar(&o.noGaps, "no-gaps", false,
		"do not count searches that find nothing for a word, which plugsheet gaps shows")
	f.BoolVar(&o.noLearning, "no-learning", false,
		"do not count what agents send after a search, nor let the app learn from it")
	f.BoolVar(&o.Examples, "examples", false, "print a curl line for each endpoint of the served bundle")
}

// runDesk answers the page, and serves the bundle, until the context ends.
func runDesk(ctx context.Context, p cli.Process, o deskOptions) (err error) {
	log := operate.NewLogger(p)
	secrets, err := operate.ReadSecrets(p, o.secretFile)
	if err != nil {
		return err
	}
	d := desk.Options{Connector: o.target, Website: o.website, PublicURL: o.publicURL,
		Pictures: samples.Pictures(), PicturesURL: samples.PicturesURL}
	if d.URLs, err = endpointURLs(o.urls); err != nil {
		return err
	}
	page, err := listenHere("--desk-addr", o.deskAddr)
	if err != nil {
		return err
	}
	defer page.Close()
	parts := []func(context.Context) error{}
	if !operate.IsURL(o.target) {
		connector, err := o.connector(ctx, p, secrets, &d)
		if err != nil {
			return err
		}
		defer connector.close()
		parts, secrets = append(parts, connector.serve), connector.secrets
	}
	if len(secrets) > 0 {
		d.Secret = secrets[0]
	}
	var view *desk.Desk
	if operate.IsURL(o.target) || d.URLs["app"] != "" { // an app that lets no page of this machine frame it
		relay, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return fmt.Errorf("listening for the app's frame: %w", err)
		}
		defer relay.Close()
		d.Relay = "http://" + relay.Addr().String()
		parts = append(parts, func(ctx context.Context) error { return view.ServeRelay(ctx, relay) })
	}
	if view, err = desk.New(d); err != nil {
		return cli.UsageErrorf("%s", err)
	}
	if err := o.announce(p, view.Address(page.Addr().String()), d.Connector, secrets); err != nil {
		return err
	}
	if !operate.IsURL(o.target) {
		defer o.Forget()
	}
	log.Info("the desk is open", "connector", d.Connector)
	parts = append(parts, func(ctx context.Context) error { return view.Serve(ctx, page) })
	if err := together(ctx, parts); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("serving: %w", err)
	}
	log.Info("stopped")
	return nil
}

// together runs parts until all have ended. When one fails the others are told to end.
func together(ctx context.Context, parts []func(context.Context) error) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	ended := make(chan error, len(parts))
	for _, part := range parts {
		go func() { ended <- part(ctx) }()
	}
	var all error
	for range parts {
		if err := <-ended; err != nil {
			all = errors.Join(all, err)
			end()
		}
	}
	return all
}

// listenHere listens on an address of this machine, and on no other.
func listenHere(flag, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, cli.UsageErrorf("%s %q is not HOST:PORT", flag, addr).
			WithHint("for example %s 127.0.0.1:0",
				flag)
	}
	if !loopback.IsHere(host) {
		return nil, cli.UsageErrorf("%s %s can be reached from other machines", flag, addr).
			WithHint("the desk is for this machine: %s 127.0.0.1:0", flag)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("listening on %s: %w", addr, operate.WithoutAddress(err)),
			"%s 127.0.0.1:0 takes a free port", flag)
	}
	return l, nil
}

// deskServer is the connector that the desk brings along.
type deskServer struct {
	server   *serve.Server
	listener net.Listener
	secrets  []serve.Secret
}

func (s deskServer) serve(ctx context.Context) error { return s.server.Serve(ctx, s.listener) }

func (s deskServer) close() { s.server.Close(); s.listener.Close() }

// connector prepares a server of the bundle, and tells the desk of it. The server's log begins at warnings:
// what is asked is shown by the page, and the terminal is for its address.
func (o deskOptions) connector(ctx context.Context, p cli.Process, secrets []serve.Secret,
	d *desk.Options) (deskServer, error) {
	customers, err := o.private.Access(p)
	if err != nil {
		return deskServer{}, err
	}
	l, err := listenHere("--addr", o.addr)
	if err != nil {
		return deskServer{}, err
	}
	d.Connector, d.Bundle, d.Customers = "http://"+l.Addr().String(), o.target, customers
	log, isOwn := operate.NewLoggerFrom(p, slog.LevelWarn), len(secrets) == 0
	s, err := serve.New(ctx, serve.Options{
		Bundle: o.target, Customers: customers, Build: true, Secrets: secrets, OwnSecret: isOwn, Logger: log,
		NoGaps: o.noGaps, NoLearning: o.noLearning,
		Limits: listen.Limits{ThisMachine: isOwn},
		App:    serve.App{URLs: []string{d.Connector + "/app/"}, Desk: true},
	})
	if err != nil {
		l.Close()
		return deskServer{}, err
	}
	if isOwn {
		if secrets, err = operate.OwnSecret(s, o.target, log); err != nil {
			return deskServer{}, errors.Join(err, s.Close(), l.Close())
		}
	}
	if isSample(ctx, o.target) {
		d.Visitors = sampleVisitors()
	}
	return deskServer{s, l, secrets}, nil
}

// deskHelp is what somebody has to know who sees the desk for the first time. A shell takes it for comments.
const deskHelp = `# open it in a browser; Ctrl-C ends it
# the connector that it shows, from another shell:
`

// announce says where the page is, before everything else.
func (o deskOptions) announce(p cli.Process, page, connector string, secrets []serve.Secret) error {
	if _, err := fmt.Fprintf(p.Stdout, "the desk: %s\n", page); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	if operate.IsURL(o.target) {
		return nil
	}
	return o.tell(p, connector, secrets)
}

// tell says how the served bundle is asked, and writes its address to where others wait for it.
func (o deskOptions) tell(p cli.Process, connector string, secrets []serve.Secret) error {
	if o.Examples {
		fmt.Fprint(p.Stdout, deskHelp) // the examples cannot be written either
	}
	return o.Tell(p.Stdout, connector, strings.TrimPrefix(connector, "http://"), secrets)
}

// isSample tells whether a bundle holds the sample shop, by the pictures of its first product.
func isSample(ctx context.Context, dir string) bool {
	b, err := bundle.Open(ctx, dir)
	if err != nil || len(b.ProductFiles()) == 0 {
		return false
	}
	for line, err := range b.Records(ctx, b.ProductFiles()[0]) {
		return err == nil && strings.HasPrefix(line.Record.Product.ImageURL, samples.PicturesURL)
	}
	return false
}

// sampleVisitors are the customers of the sample shop; none where they cannot be read.
func sampleVisitors() []desk.Visitor {
	f, err := samples.FS().Open("shop/Customers.csv")
	if err != nil {
		return nil
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 || len(rows[0]) < 3 {
		return nil
	}
	return each.Of(rows[1:], func(row []string) desk.Visitor {
		return desk.Visitor{Email: row[0], ExternalID: row[1], Name: row[2]}
	})
}
