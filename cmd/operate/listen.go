package operate

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"golang.org/x/term"

	"plugsheet/cmd/cli"
	"plugsheet/schemas/files"
	"plugsheet/serve"
	"plugsheet/serve/listen"
	"plugsheet/serve/loopback"
)

// NewLogger writes the log to stderr: as text for a person at a terminal, as JSON for programs.
func NewLogger(p cli.Process) *slog.Logger { return NewLoggerFrom(p, slog.LevelInfo) }

// NewLoggerFrom leaves out what is less than a level.
func NewLoggerFrom(p cli.Process, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if f, ok := p.Stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return slog.New(slog.NewTextHandler(f, o))
	}
	return slog.New(slog.NewJSONHandler(p.Stderr, o))
}

// checkMetricsAddr refuses profiles where other machines can ask for them: they show the
// memory, secrets included.
func (o serveOptions) checkMetricsAddr() error {
	if o.metricsAddr == "" {
		if o.profiles {
			return cli.UsageErrorf("--pprof without --metrics-addr").
				WithHint("for example --metrics-addr 127.0.0.1:9090 --pprof")
		}
		return nil
	}
	host, _, err := net.SplitHostPort(o.metricsAddr)
	if err != nil {
		return cli.UsageErrorf("--metrics-addr %q is not HOST:PORT", o.metricsAddr).
			WithHint("for example --metrics-addr 127.0.0.1:9090")
	}
	if o.metricsAddr == o.addr && !strings.HasSuffix(o.addr, ":0") {
		return cli.UsageErrorf("--metrics-addr and --addr are both %s", o.addr).
			WithHint("metrics have a listener of their own: --metrics-addr 127.0.0.1:9090")
	}
	if o.profiles && !loopback.IsHere(host) {
		return cli.UsageErrorf(
			"--pprof shows the memory, secrets included, and --metrics-addr %s can be reached "+
				"from other machines", o.metricsAddr).
			WithHint("--metrics-addr 127.0.0.1:9090")
	}
	return nil
}

// limits are those of the flags.
func (o serveOptions) limits() (listen.Limits, error) {
	if o.rate < 0 {
		return listen.Limits{}, cli.UsageErrorf("--rate %g is negative", o.rate)
	}
	if o.inFlight < 1 {
		return listen.Limits{}, cli.UsageErrorf("--in-flight %d is less than 1", o.inFlight)
	}
	if o.connections < 0 {
		return listen.Limits{}, cli.UsageErrorf("--connections %d is negative", o.connections)
	}
	if o.openSites < 1 {
		return listen.Limits{}, cli.UsageErrorf("--open-sites %d is less than 1", o.openSites)
	}
	allow, err := parseNetworks("--allow-from", "35.158.90.142,10.0.0.0/8", o.allowFrom)
	if err != nil {
		return listen.Limits{}, err
	}
	proxies, err := parseNetworks("--trusted-proxy", "127.0.0.1,::1", o.trustedProxies)
	return listen.Limits{
		AllowFrom: allow, TrustedProxies: proxies, Rate: o.rate, InFlight: o.inFlight,
		Connections: o.connections,
	}, err
}

// parseNetworks reads networks (10.0.0.0/8) and single addresses; the example is for the hint.
func parseNetworks(flag, example string, texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if a, addrErr := netip.ParseAddr(text); addrErr == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, cli.UsageErrorf("%s: %q is no network", flag, text).
				WithHint("for example %s %s", flag,
					example)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// checkTLS refuses half of a certificate, two sources of one, a key that everybody may
// read, and what is no certificate.
func (o serveOptions) checkTLS() error {
	t := o.tls
	switch {
	case (t.CertFile == "") != (t.KeyFile == ""):
		return cli.UsageErrorf("--tls-cert and --tls-key belong together")
	case t.CertFile != "" && len(t.Domains) > 0:
		return cli.UsageErrorf("--tls-cert and --acme-domain exclude each other")
	case t.Email != "" && len(t.Domains) == 0:
		return cli.UsageErrorf("--acme-email without --acme-domain")
	case t.KeyFile == "":
		return nil
	}
	st, err := os.Stat(t.KeyFile)
	if err != nil {
		return cli.WithHint(fmt.Errorf("reading the certificate's key: %w", err),
			"--tls-key names the key that belongs to --tls-cert (privkey.pem)")
	}
	if err := cli.CheckMode(t.KeyFile, st); err != nil {
		return err
	}
	if _, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile); err != nil {
		return cli.WithHint(fmt.Errorf("reading the certificate: %w", err),
			"--tls-cert names the whole chain (fullchain.pem), --tls-key the key that belongs to it "+
				"(privkey.pem), both PEM")
	}
	return nil
}

// checkAppURLs refuses what cannot be an address of the custom app: no token would ever be for it.
func (o serveOptions) checkAppURLs() error {
	for _, text := range o.appURLs {
		u, err := url.Parse(text)
		local := err == nil && u.Scheme == "http" && loopback.IsHere(u.Hostname())
		if err != nil || u.Host == "" || u.Scheme != "https" && !local {
			return cli.UsageErrorf("--app-url %q is no HTTPS address", text).
				WithHint("the iFrame URL of the developer platform, as https://shop.example/app/")
		}
	}
	return nil
}

// url is the server's own; of a socket in the file system, its path.
func (o serveOptions) url(addr string) string {
	if strings.HasPrefix(addr, "/") || strings.HasPrefix(addr, "@") {
		return "unix:" + addr
	}
	if o.tls.CertFile != "" || len(o.tls.Domains) > 0 {
		return "https://" + addr
	}
	return "http://" + addr
}

// serveMetrics answers on a listener of their own, if one is asked for, until the
// function that it gives is called.
func (o serveOptions) serveMetrics(ctx context.Context, s *serve.Server, log *slog.Logger) (stop func(),
	err error) {
	if o.metricsAddr == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", o.metricsAddr)
	if err != nil {
		err = fmt.Errorf("listening for metrics on %s: %w", o.metricsAddr, WithoutAddress(err))
		return nil,
			cli.WithHint(err, "choose another address, or a free port with: --metrics-addr 127.0.0.1:0")
	}
	// they are there to the end of the last request
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := s.ServeOperations(ctx, l, o.profiles); err != nil {
			log.Error("no metrics any more", "error", err)
		}
	}()
	log.Info("serving metrics", "url", "http://"+l.Addr().String()+"/metrics")
	return func() { cancel(); <-ended }, nil
}

// WithoutAddress takes the words "listen tcp 1.2.3.4:80" off a network error, whose place has been said.
func WithoutAddress(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// checkAddr refuses an address beyond this machine where there is no secret of the platform's
// (contract, 7.7): its requests would all be refused. A socket in the file system, which only a service
// manager hands over, is on this machine.
func (o serveOptions) checkAddr(log *slog.Logger, inherited net.Listener, signed bool) error {
	switch {
	case signed && o.allowUnsigned:
		log.Warn("--allow-unsigned changes nothing: there is a secret, so signatures are checked")
	case o.allowUnsigned:
		log.Warn(
			"ANYONE WHO REACHES THIS ADDRESS, BY A PROXY OR A WEB PAGE TOO, IS ANSWERED, WITH CUSTOMERS' "+
				"DATA: signatures are not checked (--allow-unsigned)", "addr", o.addr)
	}
	if inherited != nil && inherited.Addr().Network() == "unix" {
		return nil
	}
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return cli.UsageErrorf("--addr %q is not HOST:PORT", o.addr).
			WithHint("for example --addr 127.0.0.1:8080")
	}
	if !loopback.IsHere(host) && !signed && !o.allowUnsigned {
		return cli.UsageErrorf(
			"--addr %s can be reached from other machines, and there is no secret to check "+
				"signatures by", o.addr).
			WithHint(
				"set PLUGSHEET_SECRET or --secret-file, listen on 127.0.0.1, or say --allow-unsigned when " +
					"something in front keeps strangers out")
	}
	return nil
}

// Announcement is how a server is told of once it listens.
type Announcement struct {
	Examples bool   // by a curl line for each endpoint
	AddrFile string // by its address in this file; empty: in none
}

// Tell does so; secrets sign the examples.
func (a Announcement) Tell(w io.Writer, url, addr string, secrets []serve.Secret) error {
	if a.Examples {
		if err := PrintExamples(w, url, secrets); err != nil {
			return fmt.Errorf("writing the examples: %w", err)
		}
	}
	if a.AddrFile == "" {
		return nil
	}
	if err := files.WriteFile(a.AddrFile, []byte(addr+"\n"), 0o644); err != nil {
		return fmt.Errorf("writing the address: %w", err)
	}
	return nil
}

// Forget takes the address away from where others waited for it.
func (a Announcement) Forget() {
	if a.AddrFile != "" {
		os.Remove(a.AddrFile)
	}
}
