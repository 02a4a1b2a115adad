package conform

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"plugsheet/schemas/each"
	"slices"
	"strconv"
	"strings"
)

// row is what paging needs to know of a category or a product.
type row struct {
	ID any `json:"id"`
}

// ids reads the ids of a list, as text.
func ids(a *answer) []string {
	rows, err := decode[[]row](a)
	if err != nil {
		return nil
	}
	return each.Of(rows, func(r row) string { return fmt.Sprint(r.ID) })
}

// list asks for one page and judges it.
func (p *player) list(ctx context.Context, e Endpoint, limit, offset int,
	pairs ...string) (*answer, []string) {
	query := p.usual(
		append([]string{"limit", strconv.Itoa(limit), "offset", strconv.Itoa(offset)}, pairs...)...)
	a, ok := p.documented(ctx, call{endpoint: e, query: query}, shapes[e])
	if !ok {
		return a, nil
	}
	all := ids(a)
	p.must(len(all) <= limit, "limit", a, "%d rows where %d were asked for", len(all), limit)
	sorted := slices.Sorted(slices.Values(all))
	twice := len(slices.Compact(slices.Clone(sorted))) < len(sorted)
	p.must(!twice, "duplicate-id", a, "an id stands twice in the answer")
	return a, all
}

// pages goes through the first pages of a list, and to its end and beyond.
func (p *player) pages(ctx context.Context, e Endpoint, pairs ...string) {
	_, whole := p.list(ctx, e, 8, 0, pairs...)
	again, repeated := p.list(ctx, e, 8, 0, pairs...)
	p.must(slices.Equal(whole, repeated), "page-order", again,
		"the same request is answered with the same rows in another order, or with others")
	var parts []string
	for offset := 0; offset < min(8, len(whole)); offset += 2 {
		a, part := p.list(ctx, e, 2, offset, pairs...)
		for _, id := range part {
			p.must(!slices.Contains(parts, id), "page-overlap", a,
				"id %s stands on this page and on one before it", id)
		}
		parts = append(parts, part...)
	}
	p.end(ctx, e, pairs...)
	p.oddPages(ctx, e, pairs...)
}

// end asks for what is past the end.
func (p *player) end(ctx context.Context, e Endpoint, pairs ...string) {
	a, past := p.list(ctx, e, 8, 1<<30, pairs...)
	p.must(len(past) == 0, "page-end", a, "%d rows at offset %d", len(past), 1<<30)
}

// oddPages asks for too much and for what is no number.
func (p *player) oddPages(ctx context.Context, e Endpoint, pairs ...string) {
	a := p.strange(ctx,
		call{endpoint: e, query: p.usual(append([]string{"limit", "100000"}, pairs...)...)})
	p.must(a.status == http.StatusOK, "large-limit", a,
		"a limit of 100,000 is answered with status %d", a.status)
	for _, odd := range [][]string{{"limit", "ten"}, {"offset", "-1"}, {"limit", "-5"},
		{"offset", "99999999999999999999"}} {
		a := p.strange(ctx, call{endpoint: e, query: p.usual(append(odd, pairs...)...)})
		p.must(a.status != http.StatusOK || odd[0] == "offset" && len(odd[1]) > 10, "bad-number", a,
			"%s=%s is answered as if it were a number", odd[0], odd[1])
	}
}

// version is an idConnectorVersion as the platform sends it.
const version = "c008849d-7cb1-40ca-9503-d6df2c5cddd8"

// given is a parameter with its value, unless that is empty.
func given(name, value string) []string {
	if value == "" {
		return nil
	}
	return []string{name, value}
}

// join makes a raw query of names and values, in their order, encoded as the platform does.
func join(pairs ...string) string {
	var all []string
	for pair := range slices.Chunk(pairs, 2) {
		all = append(all, pair[0]+"="+url.QueryEscape(pair[1]))
	}
	return strings.Join(all, "&")
}

// usual are the parameters of every GET of a plugin, with further ones behind them.
func (p *player) usual(pairs ...string) string {
	return join(append([]string{"idConnectorVersion", p.o.Version, "idWebsite", p.o.Website, "idOperator",
		p.o.Operator}, pairs...)...)
}

// around holds what every GET of a plugin must do: HEAD, parameters that nobody knows, strange queries, the
// signature.
func (p *player) around(ctx context.Context, c call, s shape) {
	plain, ok := p.documented(ctx, c, s)
	if !ok {
		return
	}
	head := c
	head.method = http.MethodHead
	h := p.send(ctx, head)
	p.must(h.status == plain.status && len(h.body) == 0, "head", h,
		"HEAD is answered with %d and %d bytes, GET with %d", h.status, len(h.body), plain.status)
	m := p.send(ctx, c.asking(c.query+"&aParameterOfTomorrow=1"))
	p.must(m.status == http.StatusOK && string(m.body) == string(plain.body), "unknown-parameter", m,
		"with a parameter that is not known the answer is another one, status %d", m.status)
	for _, odd := range []string{
		c.query + "&limit=1&limit=2", c.query + "&=&&&", c.query + "&searchQuery=%00%01%1b", c.query +
			"&searchQuery=%ff%fe", "%zz=%", "idWebsite=../../etc/passwd", "idWebsite[]=1&idOperator[a]=2",
		c.query + "&padding=" + strings.Repeat("a", 6000),
	} {
		p.strange(ctx, c.asking(odd))
	}
	p.signature(ctx, c)
}

// asking is the same request with another query.
func (c call) asking(query string) call { c.query = query; return c }

// signed is the same request with another signature; without one it is unsigned.
func (c call) signed(signature string) call {
	c.signature, c.unsigned = signature, signature == ""
	return c
}

// signature holds the signature of a GET against the ways in which connectors are known to check it wrongly.
func (p *player) signature(ctx context.Context, c call) {
	if p.o.Sign == nil {
		return
	}
	right := p.o.Sign([]byte(c.query))
	digits := strings.TrimPrefix(right, "sha256=")
	p.refused(ctx, c.signed(""), "signature-missing")
	for _, t := range []struct{ rule, value string }{
		{"signature-wrong", p.o.Sign([]byte(c.query + "&another=1"))},
		{"signature-shape", "sha256=" + strings.Repeat("0", 64)},
		{"signature-algorithm", "sha1=" + digits},
		{"signature-algorithm", "sha512=" + digits},
		{"signature-case", "sha256=" + strings.ToUpper(digits)},
	} {
		p.refused(ctx, c.signed(t.value), t.rule)
	}
	p.rawQuery(ctx, c)
}

// rawQuery sends blanks in both spellings, and a signature of the decoded and of the sorted query.
func (p *player) rawQuery(ctx context.Context, c call) {
	for _, blank := range []string{"+", "%20"} {
		a := p.send(ctx, c.asking(c.query+"&aBlank=caf%C3%A9"+blank+"cr%C3%A8me"))
		p.must(a.status == http.StatusOK, "signature-raw", a,
			"a rightly signed query with a blank as %s is answered with %d", blank, a.status)
	}
	decoded := c.asking(c.query + "&aBlank=caf%C3%A9")
	if text, err := url.QueryUnescape(decoded.query); err == nil {
		decoded.signature = p.o.Sign([]byte(text))
	}
	p.refused(ctx, decoded, "signature-decoded")
	parts := strings.Split(c.query, "&")
	slices.Sort(parts)
	if text := strings.Join(parts, "&"); text != c.query {
		p.refused(ctx, c.signed(p.o.Sign([]byte(text))), "signature-decoded")
	}
}

// refused sends what must be refused.
func (p *player) refused(ctx context.Context, c call, rule string) {
	a := p.send(ctx, c)
	p.must(a.status >= 400 && a.status < 500, rule, a, "it is answered with status %d", a.status)
	if a.status >= 400 && a.status < 500 {
		p.must(a.status == http.StatusUnauthorized || a.status == http.StatusForbidden ||
			a.status == http.StatusBadRequest, "signature-status", a, "status %d", a.status)
	}
}

// escaped is a body whose escapes are lost when it is decoded and written again.
const escaped = `{"zero":"Caf\u00e9 \/ ok ?","action":"PLUGSHEET_CONFORM_NOTHING",` +
	`"idConversation":"conform","idOperator":"ha-12345"}`

// signedBody holds the signature of a body: escapes as they came, another body's signature, none.
func (p *player) signedBody(ctx context.Context, c call) {
	if p.o.Sign == nil {
		return
	}
	a := p.send(ctx, c)
	p.must(a.status != http.StatusUnauthorized && a.status != http.StatusForbidden, "signature-raw-body", a,
		"a rightly signed body is answered with %d", a.status)
	p.refused(ctx, c.signed(""), "signature-missing")
	p.refused(ctx, c.signed(p.o.Sign([]byte(c.body+" "))), "signature-body")
	p.refused(ctx, c.signed("sha256="+strings.Repeat("0", 64)), "signature-shape")
}
