package serve

import (
	"fmt"
	"strings"
	"testing"
)

func TestPagesAreKeptFromTheSecondTimeOn(t *testing.T) {
	c := newPages()
	k := pageKey{snapshot: 1, search: "mug", limit: 10}
	body := []byte("[1]")
	c.keep(k, page{body: body, total: 7})
	if _, ok := c.find(k); ok {
		t.Error("a page is kept that was asked for once")
	}
	c.keep(k, page{body: body, total: 7})
	body[1] = 'X' // the buffer goes on to another answer
	if p, ok := c.find(k); !ok || string(p.body) != "[1]" || p.total != 7 {
		t.Errorf("kept %q, %d, %v", p.body, p.total, ok)
	}
	for _, other := range []pageKey{
		{snapshot: 2, search: "mug", limit: 10}, {snapshot: 1, category: "mug", limit: 10},
		{snapshot: 1, search: "mug", limit: 11}, {snapshot: 1, search: "mug", limit: 10, offset: 1},
	} {
		if _, ok := c.find(other); ok {
			t.Errorf("%+v is taken for another page", other)
		}
	}
}

// TestPagesAreBounded asks for more than fits, with one page again and again: that one stays.
func TestPagesAreBounded(t *testing.T) {
	c := newPages()
	body := []byte(strings.Repeat("x", 10_000))
	often := pageKey{search: "often"}
	c.keep(often, page{body: body, total: 1})
	c.keep(often, page{body: body, total: 1})
	for i := range 2000 {
		k := pageKey{search: fmt.Sprint(i)}
		c.keep(k, page{body: body, total: 1})
		c.keep(k, page{body: body, total: 1})
		if _, ok := c.find(often); !ok {
			t.Fatalf("after %d others, the page that is asked for all the time is gone", i)
		}
	}
	if n := c.kept.Len() * len(body); n > maxPages || n < maxPages/2 || c.bytes < n || c.bytes > maxPages {
		t.Errorf("%d bytes are kept, counted as %d, and the bound is %d", n, c.bytes, maxPages)
	}
	huge := pageKey{search: "huge"}
	for range 2 {
		c.keep(huge, page{body: make([]byte, maxPage+1), total: 1})
	}
	if _, ok := c.find(huge); ok {
		t.Error("a huge page is kept")
	}
}
