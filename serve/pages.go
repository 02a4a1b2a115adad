package serve

import (
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"plugsheet/index"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// pageKey names one page of products. Operators and whatever else a request says make no difference to its
// body.
type pageKey struct {
	snapshot         uint64 // its number
	turn             int    // of its edition
	search, category string // as they stand in the request, decoded
	limit, offset    int
}

// query is what the page asks the index for, with the prices of a time.
func (k *pageKey) query(at time.Time) index.Query {
	return index.Query{Text: k.search, Limit: k.limit, Offset: k.offset, At: at}
}

// page is the body of a page, the total that it belongs to, and whether it shows a gap of the catalog's
// words. It is shared: nobody writes to it.
type page struct {
	body  []byte
	total int
	gap   bool
}

// pages keeps what was answered lately, for all websites together. Every agent opens the same first pages and
// many type the same words, and an edition of a snapshot never changes its answers.
//
// A page is kept when it is asked for the second time, so that a walk through the whole catalog costs no
// memory and drives nothing out.
type pages struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[pageKey, page]
	bytes int // of what is kept
	seed  maphash.Seed
	asked [askedLately]uint64 // hashes of keys, each where its own hash says
}

const (
	askedLately = 4 << 10
	maxPages    = 4 << 20 // bytes
	maxPage     = 64 << 10
	pageCost    = 200 // bytes that a page costs beside its body and texts, about
)

func newPages() *pages {
	c := &pages{seed: maphash.MakeSeed()}
	// fails only below one
	c.kept, _ = simplelru.NewLRU(maxPages/pageCost, func(k pageKey, p page) { c.bytes -= cost(k, p) })
	return c
}

// cost is what a page costs, in bytes.
func cost(k pageKey, p page) int { return len(p.body) + len(k.search) + len(k.category) + pageCost }

// find gives a page that is kept.
func (c *pages) find(k pageKey) (page, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.Get(k)
}

// keep keeps a copy of a page that is worth it.
func (c *pages) keep(k pageKey, p page) {
	if len(p.body) > maxPage || !c.askedBefore(k) {
		return
	}
	// not to hold a request's whole URL
	k.search, k.category = strings.Clone(k.search), strings.Clone(k.category)
	p.body = append(make([]byte, 0, len(p.body)), p.body...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept.Contains(k) {
		return
	}
	c.kept.Add(k, p)
	for c.bytes += cost(k, p); c.bytes > maxPages; {
		c.kept.RemoveOldest()
	}
}

// askedBefore tells whether a page was asked for lately, and remembers that it is now.
func (c *pages) askedBefore(k pageKey) bool {
	h := maphash.Comparable(c.seed, k)
	c.mu.Lock()
	defer c.mu.Unlock()
	slot := &c.asked[h%askedLately]
	before := *slot == h
	*slot = h
	return before
}
