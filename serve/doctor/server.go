package doctor

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"plugsheet/serve"
)

// URLOptions are the settings of [URL]. The zero value is usable.
type URLOptions struct {
	Secrets []serve.Secret   // the current one first; none: only what needs none is asked
	Site    string           // an idWebsite to ask for; empty: none
	Roots   *x509.CertPool   // the authorities that are believed; nil: the system's
	Clock   func() time.Time // nil: time.Now
}

// Bounds of what a server is asked. Beyond them something is wrong, whatever it is.
const (
	requestTime = 10 * time.Second
	answerBytes = 64 << 10
)

// How long an answer may take (contract, 1.4): the aim, and what the platform may not wait for.
const (
	goodTime = time.Second
	longTime = 5 * time.Second
)

// URL looks at a server as the platform reaches it: name, address, certificate, health, signatures. It asks
// that host and no other, follows no redirect, sends at most a dozen requests and none that writes anything;
// each may take ten seconds. An error says that target is no URL of a server, or is the context's.
func URL(ctx context.Context, target string, o URLOptions) ([]Finding, error) {
	u, err := url.Parse(target)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" || u.User != nil {
		return nil, fmt.Errorf("%q is no URL of a server", target)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	path := strings.TrimSuffix(strings.TrimSuffix(u.EscapedPath(), "/"), "/health")
	v := &call{report: &report{}, o: o, host: u.Hostname(), base: u.Scheme + "://" + u.Host + path}
	v.port = u.Port()
	v.port = cmp.Or(v.port, map[string]string{"https": "443", "http": "80"}[u.Scheme])
	if u.Scheme == "http" {
		hint := "put Caddy or nginx in front"
		if net.ParseIP(v.host) == nil {
			hint += ", or serve --acme-domain " + v.host
		}
		v.warn("https", hint, "the URL is http; the platform wants https")
	}
	if !v.resolve(ctx) || u.Scheme == "https" && !v.handshake(ctx) {
		return *v.report, ctx.Err()
	}
	v.client = v.newClient()
	defer v.client.CloseIdleConnections()
	if v.health(ctx) {
		v.ready(ctx)
		if v.strangers(ctx) {
			v.signed(ctx)
		}
		v.speed()
	}
	return *v.report, ctx.Err()
}

// call is one look at a server.
type call struct {
	*report
	o          URLOptions
	host, port string
	base       string // URL without a slash at its end
	addr       string // the address that is dialed: the first that answers
	client     *http.Client
	slowest    time.Duration
	unknown    bool // the certificate's authority, of which a finding tells already
}

// resolve finds the addresses of the host, and one that takes connections.
func (v *call) resolve(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	addrs, err := net.DefaultResolver.LookupIPAddr(ctx, v.host)
	if err != nil || len(addrs) == 0 {
		v.wrong("name", "dig "+v.host+"   (an A or AAAA record is needed)",
			"%s has no address: %v", v.host, err)
		return false
	}
	for _, a := range addrs {
		if privateAddress(a.IP) {
			v.warn("address", "use a name with a public address",
				"%s is an address of this machine or network: the platform cannot reach it", a.IP)
		}
	}
	var failed error
	for _, a := range addrs {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(a.String(), v.port))
		if err != nil {
			failed = err
			continue
		}
		c.Close()
		v.addr = cmp.Or(v.addr, net.JoinHostPort(a.String(), v.port))
	}
	switch {
	case v.addr == "":
		v.wrong("connection", "is the server running, and does the firewall let port "+v.port+" in?", "%v",
			failed)
	case failed != nil:
		v.warn("connection", "take the record of that address away, or let the server listen there",
			"not every address of the name answers: %v", failed)
	default:
		v.ok("connection", "port %s is open", v.port)
	}
	return v.addr != ""
}

// handshake looks at the certificate.
func (v *call) handshake(ctx context.Context) bool {
	const check = "certificate"
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	// what is wrong with it is told below, after all of it was seen
	d := tls.Dialer{Config: &tls.Config{ServerName: v.host, InsecureSkipVerify: true,
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}}
	conn, err := d.DialContext(ctx, "tcp", v.addr)
	if err != nil {
		v.wrong(check, fmt.Sprintf("openssl s_client -connect %s -servername %s", v.addr, v.host),
			"there is no TLS 1.2 or 1.3 there: %v", err)
		return false
	}
	defer conn.Close()
	state := conn.(*tls.Conn).ConnectionState() // the dialer's own kind
	leaf, now := state.PeerCertificates[0], v.o.Clock()
	between := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err = leaf.Verify(x509.VerifyOptions{DNSName: v.host, Roots: v.o.Roots,
		Intermediates: between, CurrentTime: now})
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	v.unknown = err != nil
	switch {
	case errors.As(err, &name):
		v.wrong(check, "take one for "+v.host+": certbot, Caddy, or serve --acme-domain "+v.host,
			"it is for other names: %s", strings.Join(leaf.DNSNames, ", "))
	case errors.As(err, &authority):
		v.wrong(check, "send the whole chain (fullchain.pem), of an authority that everybody knows",
			"its authority is not known, or the chain is not whole")
	case err != nil && !now.After(leaf.NotAfter):
		v.wrong(check, "openssl s_client -connect "+v.addr+" -servername "+v.host, "%v", err)
	default:
		v.term(check, leaf, now)
	}
	if state.NegotiatedProtocol != "h2" {
		v.warn("http/2", "nginx: listen 443 ssl http2; Caddy and serve speak it by themselves",
			"it is not spoken there")
	} else {
		v.ok("http/2", "it is spoken")
	}
	return true
}

// newClient asks the one address, by no proxy, and follows nothing.
func (v *call) newClient() *http.Client {
	return &http.Client{
		Timeout:       requestTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, v.addr)
			},
			TLSClientConfig: &tls.Config{ServerName: v.host, RootCAs: v.o.Roots,
				InsecureSkipVerify: v.unknown, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2: true,
		},
	}
}

// answer is what came back: as much of it as counts.
type answer struct {
	status int
	header http.Header
	body   string
}

// get asks for a path with a query; a signature is sent where there is one.
func (v *call) get(ctx context.Context, path, query, signature string) (answer, error) {
	target := v.base + path
	if query != "" {
		target += "?" + query
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return answer{}, err
	}
	return v.send(r, signature)
}

// post sends a body of JSON.
func (v *call) post(ctx context.Context, path, body, signature string) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	return v.send(r, signature)
}

// send sends a request and takes the time.
func (v *call) send(r *http.Request, signature string) (answer, error) {
	r.Header.Set("User-Agent", "plugsheet-doctor")
	if signature != "" {
		r.Header.Set("x-iadvize-signature", signature)
	}
	since := time.Now()
	a, err := v.client.Do(r)
	if err != nil {
		return answer{}, plain(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(io.LimitReader(a.Body, answerBytes))
	v.slowest = max(v.slowest, time.Since(since))
	return answer{a.StatusCode, a.Header, string(data)}, err
}

// plain takes method and URL off an error of a client: they are said already, and a query is not to be
// repeated.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
