package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"plugsheet/schemas/problem"
)

// download fetches a URL into a temporary file. What it is, its content will say: servers are wrong about
// that.
func (s *Set) download(ctx context.Context, name string, o Options) error {
	u, err := url.Parse(name)
	if err != nil || u.Host == "" {
		return &Error{Name: name, Reason: problem.Textf("is no URL"),
			Hint: "write it whole, such as https://shop.example/export.csv"}
	}
	shown := u.Redacted()
	limit, stop := context.WithTimeout(ctx, o.Timeout)
	defer stop()
	request, err := http.NewRequestWithContext(limit, http.MethodGet, name, nil)
	if err != nil {
		return &Error{Name: shown, Reason: problem.Textf("is no URL"), Err: err}
	}
	request.Header.Set("User-Agent", "plugsheet")
	request.Header.Set("Accept-Encoding", "identity") // what is packed is unpacked by us, with its limit
	answer, err := client(newDialer(u.Hostname())).Do(request)
	if err != nil {
		return webFault(ctx, shown, err, o)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return &Error{Name: shown, Reason: problem.Textf("the server answers %d %s", answer.StatusCode,
			http.StatusText(answer.StatusCode)),
			Hint: statusHint(answer.StatusCode)}
	}
	if answer.ContentLength > o.Size {
		return &Error{Name: shown, Reason: problem.Textf("is larger than %s", size(o.Size)), Hint: hintSize}
	}
	return s.spool(limit, shown, name, answer.Body, o)
}

// client follows few redirects, none away from the web, and none into somebody's network.
func client(d *dialer) *http.Client {
	return &http.Client{Transport: d.transport(),
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			host := strings.ToLower(r.URL.Hostname())
			switch a, err := netip.ParseAddr(host); {
			case len(via) > maxRedirects:
				return errRedirects
			case r.URL.Scheme != "http" && r.URL.Scheme != "https":
				return fmt.Errorf("%w: %s", errElsewhere, r.URL.Scheme)
			case err == nil && host != d.named && !public(a.Unmap()):
				// here, since a proxy connects by itself
				return fmt.Errorf("%w: %s", errPrivate, host)
			}
			return nil
		}}
}

var (
	errRedirects = errors.New("too many redirects")
	errElsewhere = errors.New("a redirect to a URL of kind")
)

// webFault puts an error of the request in plain words.
func webFault(ctx context.Context, name string, err error, o Options) error {
	var u *url.Error
	reason := err
	if errors.As(err, &u) {
		reason = u.Err
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Name: name, Reason: problem.Textf("took longer than %s", o.Timeout),
			Hint: "try again, or allow more time with --fetch-timeout", Err: err}
	case errors.Is(err, errRedirects):
		return &Error{Name: name, Reason: problem.Textf("leads through more than %d redirects", maxRedirects),
			Hint: "open it in a browser and name the address where it ends", Err: err}
	case errors.Is(err, errElsewhere):
		return &Error{Name: name, Reason: problem.Textf("leads away from the web: %v", reason),
			Hint: "open it in a browser and name the address where it ends", Err: err}
	case errors.Is(err, errPrivate):
		return &Error{Name: name, Reason: problem.Textf("leads into a private network: %v", reason),
			Hint: "if that is meant, name the address where it ends", Err: err}
	}
	return &Error{Name: name, Reason: problem.Textf("cannot be fetched: %v", reason),
		Hint: "check the address and the network", Err: err}
}

func statusHint(code int) string {
	switch code {
	case http.StatusNotFound, http.StatusGone:
		return "check the address: nothing is there"
	case http.StatusUnauthorized, http.StatusForbidden:
		return "it is not public: publish it, or download it in a browser and name the file"
	}
	return "try again later"
}

// pageHint says how to get the table behind a page.
func pageHint(name string) string {
	if u, err := url.Parse(name); err == nil && strings.HasSuffix(u.Hostname(), "docs.google.com") {
		return "publish the sheet as csv: File > Share > Publish to web > Comma-separated values, and name " +
			"that address"
	}
	return "name the address of the csv or xlsx file itself; a Google Sheet has one after File > Share > " +
		"Publish to web"
}

// dialTime is how long one address of a host may take to answer.
const dialTime = 10 * time.Second

// errPrivate says that a server sends us to an address inside somebody's network, where it could not go by
// itself.
var errPrivate = errors.New("a redirect to another host's private address")

// dialer connects the requests of one download. The host that the person named may be anywhere; other hosts,
// to which only redirects lead, must have public addresses. Each host is resolved once, so that no later
// answer of its name server leads elsewhere.
type dialer struct {
	named   string // the host of the URL that the person named
	lookup  func(ctx context.Context, network, host string) ([]netip.Addr, error)
	connect func(ctx context.Context, network, address string) (net.Conn, error)

	mu       sync.Mutex
	resolved map[string][]netip.Addr
	proxies  map[string]bool // hosts of the system's proxies
}

func newDialer(named string) *dialer {
	return &dialer{
		named: strings.ToLower(named), lookup: net.DefaultResolver.LookupNetIP,
		connect:  (&net.Dialer{Timeout: dialTime}).DialContext,
		resolved: map[string][]netip.Addr{}, proxies: map[string]bool{},
	}
}

// transport is the standard one, but for how it connects.
func (d *dialer) transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext, t.Proxy = d.dial, d.proxy
	t.DisableKeepAlives = true // a download is one request
	return t
}

// proxy is the system's for a request, if any; what it is given by name it resolves by itself.
func (d *dialer) proxy(r *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(r)
	if u != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.proxies[strings.ToLower(u.Hostname())] = true
	}
	return u, err
}

// dial connects to the first address of a host that answers.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	list, err := d.resolve(ctx, strings.ToLower(host))
	if err != nil {
		return nil, err
	}
	var failed error
	for _, a := range list {
		c, err := d.connect(ctx, network, net.JoinHostPort(a.String(), port))
		if err == nil {
			return c, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
}

// resolve gives the addresses of a host, the same each time.
func (d *dialer) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if list := d.resolved[host]; list != nil {
		return list, nil
	}
	list, err := d.lookup(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i] = list[i].Unmap()
		if host != d.named && !d.proxies[host] && !public(list[i]) {
			return nil, fmt.Errorf("%w: %s", errPrivate, host)
		}
	}
	if len(list) == 0 {
		return nil, &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	d.resolved[host] = list
	return list, nil
}

// private are ranges of nobody's in the open internet that netip has no word for: the providers' own (RFC
// 6598), benchmarks (RFC 2544), documentation, what is reserved, and those that lead into IPv4 (RFC 6052, RFC
// 3056).
var private = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"),
}

// public tells whether an address is one of the open internet.
func public(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLoopback() &&
		!slices.ContainsFunc(private, func(p netip.Prefix) bool { return p.Contains(a) })
}
