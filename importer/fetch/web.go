package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

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
