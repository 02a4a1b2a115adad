package conform

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxLine bounds a line of a recording, in bytes.
const maxLine = 1 << 20

// Replay sends requests that were seen before, one [Exchange] a line as Options.Record writes them, to the
// same paths below Options.URL, signed anew where they were signed, and judges the answers: the status is the
// one of the recording, and nothing is an error of the server. Errors: a line that is none, and those of
// [Run].
func Replay(ctx context.Context, o Options, seen io.Reader) (*Report, error) {
	p, err := newPlayer(o.withDefaults())
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(seen)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		var e Exchange
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("line %d of the recording: %w", n, err)
		}
		if p.again(ctx, e); p.stopped != nil {
			return nil, p.stopped
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the recording: %w", err)
	}
	p.report.finish(p.o)
	return p.report, nil
}

// again sends one request of a recording.
func (p *player) again(ctx context.Context, e Exchange) {
	u, err := url.Parse(e.URL)
	if err != nil {
		p.stop(fmt.Errorf("%q in the recording is no URL: %w", e.URL, err))
		return
	}
	c := e.call(u)
	c.endpoint = Endpoint(u.Path)
	p.urls[c.endpoint] = strings.TrimSuffix(p.o.URL, "/") + u.EscapedPath()
	a := p.strange(ctx, c)
	p.must(a.status == e.Status, "replay", a, "status %d, in the recording %d", a.status, e.Status)
}

// call is the request of an exchange, which had the address u.
func (e Exchange) call(u *url.URL) call {
	c := call{method: e.Method, query: u.RawQuery, body: e.Body, media: e.Type, unsigned: e.Signature == ""}
	if e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden {
		c.signature = e.Signature // it was refused for that
	}
	return c
}
