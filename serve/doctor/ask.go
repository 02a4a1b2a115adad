package doctor

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"plugsheet/serve"
)

// health asks for what the platform asks for again and again (contract, 1.5). Without an answer nothing else
// is asked.
func (v *call) health(ctx context.Context) bool {
	const check = "/health"
	a, err := v.get(ctx, check, "", "")
	switch {
	case err != nil:
		v.wrong(check, "curl -i "+v.base+check, "%v", err)
		return false
	case a.status >= 300 && a.status < 400:
		v.wrong(check, "give the platform, and doctor, the URL that it leads to, if that is yours",
			"it is redirected to %q: the platform follows nothing", a.header.Get("Location"))
		return false
	case a.status == http.StatusUnauthorized || a.status == http.StatusForbidden:
		v.wrong(check, "let /health pass without signature or password",
			"it is refused with %d; the platform asks without signature", a.status)
	case a.status != http.StatusOK || a.body != `{"status":"UP"}`:
		v.wrong(check, "is plugsheet there? curl -i "+v.base+check,
			`status %d, and the body is not exactly {"status":"UP"}`, a.status)
	default:
		v.ok(check, "it is UP, without signature")
	}
	v.skew(a.header)
	if b, err := v.get(ctx, check+"/", "", ""); err == nil && b.status >= 300 && b.status < 400 {
		v.warn("redirects", "take the rule out that adds or removes slashes",
			"a slash at the end of a path is redirected; a redirected POST loses its body")
	}
	return a.status == http.StatusOK
}

// The difference of clocks that makes somebody look, and the one with which tokens and certificates fail.
const (
	smallSkew = 30 * time.Second
	largeSkew = 5 * time.Minute
)

// skew compares this machine's clock with the server's.
func (v *call) skew(h http.Header) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	const hint = "timedatectl   (on both machines)"
	switch d := v.o.Clock().Sub(theirs).Abs().Round(time.Second); {
	case d > largeSkew:
		v.wrong("clock", hint, "the server's and this machine's differ by %s", d)
	case d > smallSkew:
		v.warn("clock", hint, "the server's and this machine's differ by %s", d)
	default:
		v.ok("clock", "the server's is this machine's")
	}
}

// ready asks whether there is data.
func (v *call) ready(ctx context.Context) {
	const check = "/ready"
	a, err := v.get(ctx, check, "", "")
	var said struct {
		Status, Detail, Damage, Signatures, Proxy string
		Refused, Import                           *struct{ Cause string }
	}
	json.Unmarshal([]byte(a.body), &said) // what is no JSON says nothing
	if said.Signatures == serve.SignaturesOwn {
		v.wrong("secret", "set PLUGSHEET_SECRET or --secret-file on the server",
			"the server has none of iAdvize's, whose requests it refuses: it checks by one that it made "+
				"for tries")
	}
	if said.Proxy != "" {
		v.warn("proxy", "let it set X-Forwarded-For, and serve --trusted-proxy 127.0.0.1,::1",
			"a proxy beside the server does not tell it for whom it asks: all its clients count as one")
	}
	const hint = "plugsheet doctor BUNDLE   (on the server)"
	switch {
	case err != nil:
		v.wrong(check, hint, "%v", err)
	case a.status == http.StatusServiceUnavailable:
		v.wrong(check, hint, "it does not answer all that it should: %s", said.Detail)
	case a.status != http.StatusOK || said.Status != "READY":
		v.warn(check, "is it plugsheet, and is /ready passed on?", "status %d", a.status)
	case said.Refused != nil:
		v.warn(check, hint, "a newer bundle was refused, the old one goes on: %s", said.Refused.Cause)
	case said.Import != nil:
		v.warn(check, "plugsheet validate INPUT   (what serve --watch names)", "%s", said.Import.Cause)
	case said.Damage != "":
		v.warn(check, hint, "%s", said.Damage)
	default:
		v.ok(check, "there is data to answer from")
	}
}

// route is what is asked with and without signature: it holds nothing personal and writes nothing.
const route = "/products"

// query is one with the site, if there is one, and more behind it.
func (v *call) query(more string) string {
	if v.o.Site == "" {
		return more
	}
	return "idWebsite=" + url.QueryEscape(v.o.Site) + "&" + more
}

// strangers asks without signature, and with one that nobody made. It tells whether signatures are checked:
// otherwise those that are right prove nothing.
func (v *call) strangers(ctx context.Context) bool {
	const check = "strangers"
	for _, signature := range []string{"", "sha256=" + strings.Repeat("0", 64)} {
		what := "without signature"
		if signature != "" {
			what = "with a wrong signature"
		}
		a, err := v.get(ctx, route, v.query("limit=1"), signature)
		switch {
		case err != nil:
			v.wrong(check, "curl -i '"+v.base+route+"?limit=1'", "%v", err)
			return false
		case a.status == http.StatusOK:
			v.wrong(check,
				"set PLUGSHEET_SECRET or --secret-file on the server, and take --allow-unsigned away",
				"a request %s is answered: everybody can read the catalog and customers' data", what)
			return false
		case a.status == http.StatusForbidden && strings.Contains(a.body, "urn:plugsheet:problem:no-secret"):
			v.wrong(check, "set PLUGSHEET_SECRET or --secret-file on the server",
				"the server has no secret, so nobody but its own machine is answered")
			return false
		case a.status != http.StatusUnauthorized:
			v.warn(check, "curl -i '"+v.base+route+"?limit=1'",
				"a request %s is answered %d, where 401 is expected", what, a.status)
			return false
		}
	}
	v.ok(check, "requests without a right signature are refused")
	return true
}

// changes are requests that show what stands in front changes, each with a part that some proxies write
// otherwise.
var changes = []struct{ query, what string }{
	{"limit=1&searchQuery=caf%C3%A9%20noir", "%20 in a query"},
	{"limit=1&searchQuery=caf%C3%A9+noir", "+ in a query"},
	{"searchQuery=a%2Fb%26c%c3%a9&limit=1&idCategory=&offset=0", "order, empty values or escapes of a query"},
}

// signed asks with right signatures.
func (v *call) signed(ctx context.Context) {
	const check = "signature"
	if len(v.o.Secrets) == 0 {
		v.warn(check, "PLUGSHEET_SECRET=… plugsheet doctor "+v.base, "not tried: there is no secret here")
		return
	}
	secret := v.o.Secrets[0]
	first := v.query("limit=1")
	a, err := v.get(ctx, route, first, serve.Sign(secret, []byte(first)))
	switch {
	case err != nil:
		v.wrong(check, "curl -i '"+v.base+route+"?limit=1'", "%v", err)
		return
	case a.status == http.StatusUnauthorized:
		v.wrong(check, "plugsheet doctor signature RECEIVED URL   (with both as the server got them)",
			"a right one is refused: the server has another secret, or a proxy changes the query")
		return
	case a.status != http.StatusOK:
		v.warn(check, "with --site, if every catalog there is a website's",
			"a signed request is answered %d", a.status)
	default:
		v.ok(check, "a signed request is answered")
	}
	v.intact(ctx, secret)
}

// intact finds proxies that change what they pass on.
func (v *call) intact(ctx context.Context, secret serve.Secret) {
	const check, hint = "proxy",
		"pass query and body on as they came: nginx: proxy_pass http://plugsheet; with nothing behind, no rewrite"
	before := len(*v.report)
	for _, c := range changes {
		query := v.query(c.query)
		if a, err := v.get(ctx, route, query, serve.Sign(secret, []byte(query))); err == nil &&
			a.status == http.StatusUnauthorized {
			v.wrong(check, hint, "something in front of the server changes %s, which breaks the signature",
				c.what)
		}
	}
	// no action is named, so nothing is done: the answer is that this is no action
	const body = `{"doctor": "caf\u00e9 \/ ok?"}` + "\n"
	a, err := v.post(ctx, "/customer/action", body, serve.Sign(secret, []byte(body)))
	if err == nil && a.status == http.StatusUnauthorized {
		v.wrong(check, hint, "something in front of the server changes bodies, which breaks the signature")
	}
	if before == len(*v.report) {
		v.ok(check, "queries and bodies arrive as they were sent")
	}
}

// speed tells how long the slowest answer took.
func (v *call) speed() {
	const check, hint = "speed", "plugsheet doctor BUNDLE   (on the server), and its log: ms of each request"
	took := v.slowest.Round(time.Millisecond)
	switch {
	case v.slowest > longTime:
		v.wrong(check, hint, "the slowest answer took %s", took)
	case v.slowest > goodTime:
		v.warn(check, hint, "the slowest answer took %s; aim under %s", took, goodTime)
	default:
		v.ok(check, "every answer came within %s", goodTime)
	}
}
