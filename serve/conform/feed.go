package conform

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// feedAddress is where the csv feed stands; it has a query of its own, and so is none of [Endpoints].
const feedAddress Endpoint = "feed"

// requiredColumns are those of the feed that no row may leave blank (contract, 5.4).
var requiredColumns = []string{"id", "title", "description", "link"}

// feed checks the csv feed that the platform's copilot reads once a day (contract, 5.4), where an address is
// given.
func (p *player) feed(ctx context.Context) {
	if p.o.Feed == "" {
		return
	}
	u, err := url.Parse(p.o.Feed)
	if err != nil {
		p.stop(err)
		return
	}
	query := u.RawQuery
	u.RawQuery = ""
	p.urls[feedAddress] = u.String()
	a := p.send(ctx, call{endpoint: feedAddress, query: query, unsigned: true})
	if p.arrived(a) && a.status != http.StatusOK {
		p.fault("feed-status", a, "status %d instead of 200", a.status)
	}
	if a.status != http.StatusOK {
		return
	}
	media, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	p.must(media == "text/csv", "feed-type", a, "Content-Type %q", a.header.Get("Content-Type"))
	p.judgeFeed(a)
	if query == "" {
		return
	}
	stranger := p.send(ctx, call{endpoint: feedAddress, unsigned: true})
	p.must(stranger.status != http.StatusOK, "feed-key", stranger,
		"without the query of its address it is answered with status 200")
}

// judgeFeed judges the rows, as far as the answer was read.
func (p *player) judgeFeed(a *answer) {
	whole := len(a.body) < maxAnswer
	p.must(utf8.Valid(a.body) || !whole, "feed-rows", a, "it is not UTF-8")
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(a.body), "\ufeff")))
	header, err := r.Read()
	if err != nil {
		p.fault("feed-columns", a, "there is no header row: %v", err)
		return
	}
	at := make([]int, len(requiredColumns))
	for i, name := range requiredColumns {
		if at[i] = slices.Index(header, name); at[i] < 0 {
			p.fault("feed-columns", a, "no column %q", name)
			return
		}
	}
	p.report.checks("feed-columns")
	p.report.checks("feed-rows")
	p.judgeRows(a, r, at, whole)
}

// judgeRows judges one row after the other, up to the first fault; at are the places of requiredColumns.
func (p *player) judgeRows(a *answer, r *csv.Reader, at []int, whole bool) {
	seen := map[string]bool{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) || err != nil && !whole {
			return
		}
		if err != nil {
			p.fault("feed-rows", a, "%v", err)
			return
		}
		line, _ := r.FieldPos(0)
		for i, name := range requiredColumns {
			if strings.TrimSpace(row[at[i]]) == "" {
				p.fault("feed-rows", a, "line %d: %q is blank", line, name)
				return
			}
		}
		id, link := row[at[0]], row[at[3]]
		u, err := url.Parse(link)
		switch {
		case seen[id]:
			p.fault("feed-rows", a, "line %d: the id %q stands twice", line, id)
			return
		case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
			p.fault("feed-rows", a, "line %d: the link %q is no address of the web", line, link)
			return
		}
		seen[id] = true
	}
}
