package serve

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// repeat is a whole answer to one query, ready to be sent again: agents page and refresh with the very same URL. Its
// header values are shared: nobody writes to them.
type repeat struct {
	snapshot uint64 // number of the snapshot that gave it
	turn     int    // of its edition
	website  string // what the query says, to find the site's snapshot of now
	paging   paging
	length   []string
	body     []byte // shared with pages
	missed   string // the search that shows a gap; empty for every other answer
}

// repeats finds answers by the query as it was sent, so that neither it nor the headers have to be made again. Like
// pages it has two generations, each of at most maxRepeats entries for queries of at most maxRepeat bytes.
type repeats struct {
	mu         sync.Mutex
	young, old map[string]*repeat
}

const (
	maxRepeats = 500
	maxRepeat  = 1 << 10 // the link header holds the query twice more
)

// find gives the answer to a query, or nil.
func (c *repeats) find(rawQuery string) *repeat {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.young[rawQuery]; a != nil {
		return a
	}
	a := c.old[rawQuery]
	if a != nil {
		c.put(rawQuery, a)
	}
	return a
}

// keep keeps an answer whose body is kept anyway.
func (c *repeats) keep(rawQuery string, k *pageKey, q *query, p page, head paging) {
	if len(rawQuery) > maxRepeat {
		return
	}
	a := &repeat{
		snapshot: k.snapshot, turn: k.turn, website: strings.Clone(q.values[idWebsite]), paging: head,
		length: []string{strconv.Itoa(len(p.body))}, body: p.body,
	}
	if p.gap {
		a.missed = strings.Clone(k.search)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(strings.Clone(rawQuery), a)
}

// put makes an answer young.
func (c *repeats) put(rawQuery string, a *repeat) {
	if c.young == nil || len(c.young) >= maxRepeats {
		c.old, c.young = c.young, make(map[string]*repeat, maxRepeats)
	}
	c.young[rawQuery] = a
}

// again answers a query that was answered before, unless its site has another snapshot or edition now; then it reports false.
func (s *Server) again(w http.ResponseWriter, r *http.Request) bool {
	a := s.repeats.find(r.URL.RawQuery)
	if a == nil {
		return false
	}
	t := s.siteOf(a.website)
	s.touch(t)
	n := t.acquire()
	if n == nil {
		return false
	}
	defer n.release()
	now := n.edition(s.o.Clock)
	if n.number != a.snapshot || now.turn != a.turn {
		return false
	}
	t.of(w)
	if s.notModified(w, r, now.etag, "") {
		return true
	}
	if a.missed != "" {
		t.missed(a.missed)
	}
	h := w.Header()
	h["Etag"], h["Cache-Control"], h["Content-Type"], h["Content-Length"] = now.etag, s.fixed.noCache, s.fixed.json, a.length
	a.paging.set(h)
	w.Write(a.body)
	return true
}
