package conform

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"plugsheet/schemas"
	"plugsheet/serve/web"
)

// player plays iAdvize.
type player struct {
	o       Options
	set     *schemas.Set
	rules   map[string]Rule // by id
	urls    map[Endpoint]string
	client  *http.Client
	pace    *rate.Limiter
	report  *Report
	stopped error // why nothing more is sent; nil: it goes on
}

// errEnough ends a check that has sent as many requests as it may.
var errEnough = errors.New("enough requests")

// call is one request.
type call struct {
	endpoint      Endpoint
	method        string // default GET
	path          string // appended to the endpoint's URL; the bot's
	query         string // raw, as it is sent and signed
	body          string
	media         string // the body's Content-Type; default application/json
	unsigned      bool
	signature     string // the header's value instead of the right one
	header        http.Header
	firstMessages bool // which have 2 s instead of 10
}

// answer is what came back.
type answer struct {
	call     *call
	status   int
	header   http.Header
	body     []byte
	took     time.Duration
	exchange Exchange
}

// maxAnswer bounds an answer, in bytes; a longer one is cut and so is no JSON.
const maxAnswer = 16 << 20

// newClient follows no redirects, keeps to itself and gives up after a minute.
func newClient(o Options) *http.Client {
	transport := o.Transport
	if transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.DisableCompression = true
		transport = t
	}
	return &http.Client{Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// send sends a request and reads the answer. An answer that does not come at all has status 0; the first of a
// check ends it. Once the check has ended nothing is sent, nor judged, any more.
func (p *player) send(ctx context.Context, c call) *answer {
	if p.stopped == nil {
		a, err := p.sent(ctx, &c)
		if err == nil {
			return a
		}
		p.stop(err)
	}
	return &answer{call: &c, header: http.Header{}}
}

// stop ends the check for a reason that is no fault of the connector's.
func (p *player) stop(why error) { p.stopped, p.report.closed = why, true }

func (p *player) sent(ctx context.Context, c *call) (*answer, error) {
	if p.report.Requests >= p.o.MaxRequests {
		return nil, errEnough
	}
	if p.pace == nil {
		p.pace = rate.NewLimiter(rate.Limit(p.o.Rate), max(1, int(p.o.Rate/5)))
	}
	if err := p.pace.Wait(ctx); err != nil {
		return nil, err
	}
	a, err := p.exchange(ctx, c)
	if a == nil || ctx.Err() != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	if err != nil && p.report.Requests == 1 {
		return nil, fmt.Errorf("%w from %s: %w", ErrUnreachable, a.exchange.URL, err)
	}
	if p.o.Record == nil {
		return a, nil
	}
	line, err := json.Marshal(a.exchange)
	if err == nil {
		_, err = p.o.Record.Write(append(line, '\n'))
	}
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	return a, nil
}

// exchange sends a request and reads the answer, which is nil where there is no such request. An answer that
// does not come is an error, and has status 0.
func (p *player) exchange(ctx context.Context, c *call) (*answer, error) {
	r, err := p.request(ctx, c)
	if err != nil {
		return nil, err
	}
	a := &answer{call: c, exchange: Exchange{Method: r.Method, URL: r.URL.String(),
		Signature: r.Header.Get("x-iadvize-signature"), Type: r.Header.Get("Content-Type"), Body: c.body}}
	if c.endpoint == feedAddress {
		a.exchange.URL, _, _ = strings.Cut(a.exchange.URL, "?") // the query has the key
	}
	since := p.o.Clock()
	p.report.Requests++
	p.o.Progress(p.report.Requests)
	err = a.read(p.client.Do(r))
	a.took = p.o.Clock().Sub(since)
	a.exchange.Status, a.exchange.Millis = a.status, float64(a.took.Microseconds())/1000
	a.exchange.Answer = strings.ToValidUTF8(string(a.body[:min(len(a.body), maxShown)]), "�")
	if err != nil {
		a.exchange.Answer = err.Error()
	}
	return a, err
}

// request builds what is sent, signed as the contract says (1.2): the raw query where there is no body, else
// the body.
func (p *player) request(ctx context.Context, c *call) (*http.Request, error) {
	c.method = cmp.Or(c.method, http.MethodGet)
	target := p.urls[c.endpoint]
	if c.path != "" {
		target = strings.TrimSuffix(target, "/") + c.path
	}
	u, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	u.RawQuery = c.query
	r, err := http.NewRequestWithContext(ctx, c.method, u.String(), bytes.NewReader([]byte(c.body)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", web.ConformAgent)
	for name, values := range c.header {
		r.Header[name] = values
	}
	hasBody := c.method == http.MethodPost || c.method == http.MethodPut
	if hasBody {
		r.Header.Set("Content-Type", "application/json")
		if c.media != "" {
			r.Header.Set("Content-Type", c.media)
		}
	}
	switch {
	case c.signature != "":
		r.Header.Set("x-iadvize-signature", c.signature)
	case c.unsigned || p.o.Sign == nil:
	case hasBody:
		r.Header.Set("x-iadvize-signature", p.o.Sign([]byte(c.body)))
	default:
		r.Header.Set("x-iadvize-signature", p.o.Sign([]byte(c.query)))
	}
	return r, nil
}

// read takes an answer in.
func (a *answer) read(w *http.Response, err error) error {
	a.header = http.Header{}
	if err != nil {
		return err
	}
	defer w.Body.Close()
	a.status, a.header = w.StatusCode, w.Header
	a.body, err = io.ReadAll(io.LimitReader(w.Body, maxAnswer))
	return err
}

// fault reports that a rule does not hold.
func (p *player) fault(rule string, a *answer, format string, args ...any) {
	p.add("", rule, a, fmt.Sprintf(format, args...))
}

// add reports that a rule does not hold at a place of the answer.
func (p *player) add(pointer, rule string, a *answer, message string) {
	p.report.checks(rule)
	p.report.add(Fault{Rule: p.rules[rule], Endpoint: a.call.endpoint, Message: message, Pointer: pointer,
		Exchange: a.exchange})
}

// must reports a fault unless something holds.
func (p *player) must(holds bool, rule string, a *answer, format string, args ...any) {
	p.report.checks(rule)
	if !holds {
		p.fault(rule, a, format, args...)
	}
}
