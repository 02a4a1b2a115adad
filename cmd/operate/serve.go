// Package operate holds the commands of those who run a server: serve, doctor, actions, forget and scan.
package operate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/importer/config"
	"plugsheet/serve"
	"plugsheet/serve/listen"
	"plugsheet/serve/store/jetstream"
)

type serveOptions struct {
	Announcement
	bundle, addr              string
	secretFile, metricsAddr   string
	feedKeyFile               string
	profiles                  bool
	allowFrom, trustedProxies []string
	tls                       listen.TLS
	forward                   forwardOptions
	store                     cli.StoreFlags
	cache                     string
	named                     bool // a bundle is
	watch                     []string
	appURLs                   []string
	poll                      time.Duration
	rate                      float64
	inFlight, connections     int
	openSites                 int
	private                   cli.CustomerFlags
	noBuild, allowUnsigned    bool
	noGaps                    bool
	noLearning                bool
}

// NewServe is the command that answers the platform.
func NewServe(p cli.Process) *cobra.Command {
	o := serveOptions{}
	c := &cobra.Command{
		Use:   "serve [BUNDLE] [flags]",
		Short: "Answer the platform's requests from a bundle",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				if c.Flags().Changed("bundle") {
					return cli.UsageErrorf("two bundles named: %q and --bundle %q", args[0], o.bundle).
						WithHint("name one of them")
				}
				if err := c.Flags().Set("bundle", args[0]); err != nil {
					return fmt.Errorf("setting the bundle: %w", err)
				}
			}
			s, err := cli.LoadSettings(c, p, o.settingsPlace())
			if err != nil {
				return err
			}
			o.named = c.Flags().Changed("bundle")
			return runServe(c.Context(), p, o, s.Config)
		},
	}
	cli.AddConfigFlag(c, "beside the first watched input, or else in the working directory")
	o.addFlags(c)
	return c
}

func (o *serveOptions) addFlags(c *cobra.Command) {
	cli.AddBundleFlag(c, &o.bundle, "", "bundle", "serve the bundle in `FOLDER`, as the argument does")
	f := c.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8080", "listen on `HOST:PORT`; port 0 takes any free one")
	cli.FileFlag(f, &o.AddrFile, "addr-file", "write the address to `FILE` once it is listened on")
	cli.FileFlag(f, &o.secretFile, "secret-file",
		"check signatures with the secret in `FILE`, which only its owner and group may read")
	o.private.AddIdentityFlag(c,
		"know the customers from customers.age of the bundle, opened with the age identities in `FILE`")
	f.BoolVar(&o.noBuild, "no-build", false,
		"fail where the index is missing or stale instead of building it")
	f.BoolVar(&o.noGaps, "no-gaps", false,
		"do not count searches that find nothing for a word, which plugsheet gaps shows")
	f.BoolVar(&o.noLearning, "no-learning", false,
		"do not count what agents send after a search, nor let the app learn from it")
	f.BoolVar(&o.allowUnsigned, "allow-unsigned", false,
		"without a secret, check no signatures and answer whoever reaches the server")
	cli.FileFlag(f, &o.feedKeyFile, "feed-key-file",
		"answer /feed.csv?key=KEY with the key in `FILE`, which only its owner and group may read")
	f.StringSliceVar(&o.allowFrom, "allow-from", nil,
		"answer only requests from these `NETWORKS`, as 35.158.90.142,10.0.0.0/8")
	f.StringSliceVar(&o.trustedProxies, "trusted-proxy", nil, "believe X-Forwarded-For from these `NETWORKS`")
	f.Float64Var(&o.rate, "rate", 1000, "answer at most `N` requests a second of one source; 0 is no limit")
	f.IntVar(&o.inFlight, "in-flight", 512, "answer at most `N` requests at once")
	f.IntVar(&o.connections, "connections", 0,
		"hold at most `N` connections at once, half of them of one source (default: as many as files "+
			"allow, to 12000)")
	f.IntVar(&o.openSites, "open-sites", 500, "keep at most `N` websites open at once, those last asked for")
	cli.FileFlag(f, &o.tls.CertFile, "tls-cert",
		"speak HTTPS with the certificate chain in `FILE` (PEM), read again when it changes")
	cli.FileFlag(f, &o.tls.KeyFile, "tls-key",
		"and its private key in `FILE`, which only its owner and group may read")
	f.StringSliceVar(&o.tls.Domains, "acme-domain", nil,
		"speak HTTPS with certificates of Let's Encrypt for `DOMAINS`, agreeing to its terms; needs port 443")
	f.StringVar(&o.tls.Email, "acme-email", "", "the `ADDRESS` that Let's Encrypt writes to")
	f.StringSliceVar(&o.watch, "watch", nil,
		"import the spreadsheet or folder `INPUT` now and whenever it is saved")
	f.DurationVar(&o.poll, "poll", 10*time.Second,
		"look for a changed bundle every `TIME`, besides when files change; negative: never")
	f.StringSliceVar(&o.appURLs, "app-url", nil,
		"take the custom app's tokens for `URLS`, as https://shop.example/app/ in the developer platform")
	f.StringVar(&o.metricsAddr, "metrics-addr", "",
		"answer /metrics for Prometheus, unsigned, on `HOST:PORT` (default: nowhere)")
	f.BoolVar(&o.profiles, "pprof", false, "answer /debug/pprof/ beside the metrics, on this machine only")
	o.forward.addFlags(f)
	cli.FileFlag(f, &o.cache, "cache",
		"keep the bundle that is published in the store in `FOLDER` (default: in the user's cache)")
	o.store.AddFlags(c, "remember with other servers, in NATS JetStream at `URL`, such as nats://HOST:4222")
	f.BoolVar(&o.Examples, "examples", false, "print a curl line for each endpoint")
}

// serving is a serve command that runs.
type serving struct {
	serveOptions
	process   cli.Process
	log       *slog.Logger
	secrets   []serve.Secret
	shared    *jetstream.Store
	published *published   // nil: without a store
	isOwn     bool         // signatures are checked by a secret that this program makes
	inherited net.Listener // handed over by a service manager; nil for none
}

// runServe serves until the context ends. A missing index is built while the server listens already.
func runServe(ctx context.Context, p cli.Process, o serveOptions, config config.Config) (err error) {
	run := serving{serveOptions: o, process: p, log: NewLogger(p)}
	run.forward.secret = &atomic.Pointer[serve.Secret]{}
	if run.secrets, err = ReadSecrets(p, o.secretFile); err != nil {
		return err
	}
	run.isOwn = len(run.secrets) == 0 && !o.allowUnsigned
	if run.inherited, err = handedOver(); err != nil {
		return err
	}
	if run.inherited != nil {
		defer run.inherited.Close()
		run.addr = run.inherited.Addr().String()
	}
	closeStore, err := run.openStore(ctx)
	if err != nil {
		return err
	}
	defer closeStore()
	s, err := run.open(ctx, config)
	if err != nil {
		return err
	}
	defer s.Close()
	if run.isOwn {
		if run.secrets, err = OwnSecret(s, o.bundle, run.log); err != nil {
			return err
		}
	}
	return run.answer(ctx, s)
}

// open checks all settings, imports the watched inputs, and makes the server.
func (o serving) open(ctx context.Context, config config.Config) (*serve.Server, error) {
	customers, err := o.private.Access(o.process)
	if err != nil {
		return nil, err
	}
	limits, err := o.limits()
	limits.ThisMachine = o.isOwn
	if err := errors.Join(err, o.checkAddr(o.log, o.inherited, len(o.secrets) > 0), o.checkMetricsAddr(),
		o.checkTLS(), o.checkAppURLs()); err != nil {
		return nil, err
	}
	forward, err := o.forward.forward(o.process)
	if err != nil {
		return nil, err
	}
	feedKeys, err := readFeedKeys(o.process, o.feedKeyFile)
	if err != nil {
		return nil, err
	}
	watch := o.follow(config, customers, o.log)
	if err := o.importFirst(ctx, watch, o.log); err != nil {
		return nil, err
	}
	all := serve.Options{
		Bundle: o.bundle, Customers: customers, Build: !o.noBuild, Secrets: o.secrets, Limits: limits,
		TLS: o.tls, Poll: o.poll,
		Watch: watch, Logger: o.log, NoGaps: o.noGaps, NoLearning: o.noLearning, OpenSites: o.openSites,
		App: serve.App{URLs: o.appURLs}, Forward: forward, OwnSecret: o.isOwn, AllowUnsigned: o.allowUnsigned,
		FeedKeys: feedKeys,
	}
	if o.shared != nil { // an interface around nil would not be nil
		all.Store = o.shared
	}
	return serve.New(ctx, all)
}

// answer listens, says where, and serves until the context ends.
func (o serving) answer(ctx context.Context, s *serve.Server) error {
	l, err := o.listen(o.inherited)
	if err != nil {
		return err
	}
	defer l.Close()
	addr := l.Addr().String()
	if err := o.Tell(o.process.Stdout, o.url(addr), addr, o.secrets); err != nil {
		return err
	}
	defer o.Forget()
	stop, err := o.serveMetrics(ctx, s, o.log)
	if err != nil {
		return err
	}
	defer stop()
	defer o.wakeOnHangup(s)()
	if o.published != nil {
		following, end := context.WithCancel(ctx)
		var followed sync.WaitGroup
		followed.Go(func() { o.published.follow(following, s.Wake) })
		defer followed.Wait()
		defer end()
	}
	o.log.Info("serving", "bundle", o.bundle, "url", o.url(addr))
	tell(o.log, ready)
	defer context.AfterFunc(ctx, func() { tell(o.log, stopping) })()
	err = s.Serve(ctx, l)
	if err == nil || errors.Is(err, context.Canceled) {
		o.log.Info("stopped")
		return nil
	}
	return fmt.Errorf("serving: %w", err)
}

// settingsPlace is where plugsheet.yaml is looked for: the mapping of a watched input stands beside it.
func (o serveOptions) settingsPlace() string {
	if len(o.watch) > 0 {
		return cli.FolderOf(o.watch[0])
	}
	return "."
}
