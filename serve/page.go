package serve

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// buffers are bodies to be filled, reused.
type buffers struct{ pool sync.Pool }

// maxKept is the largest buffer that is kept for later, in bytes.
const maxKept = 256 << 10

func (b *buffers) take() *[]byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return p
	}
	p := make([]byte, 0, 16<<10)
	return &p
}

func (b *buffers) give(p *[]byte) {
	if cap(*p) <= maxKept {
		*p = (*p)[:0]
		b.pool.Put(p)
	}
}

// setPaging says how many there are in all and where the pages before and after are (contract, 7.3).
func setPaging(h http.Header, rawQuery string, q *query, total int) {
	h["X-Total-Count"] = []string{strconv.Itoa(total)}
	if q.clamped {
		h["X-Limit-Clamped"] = []string{strconv.Itoa(maxLimit)}
	}
	if q.limit == 0 || total == 0 {
		return // no page, or a page that would lead to itself for ever
	}
	var links []byte
	if q.offset+q.limit < total {
		links = appendLink(links, rawQuery, q.offset+q.limit, "next")
	}
	if q.offset > 0 {
		links = appendLink(links, rawQuery, max(0, min(q.offset, total)-q.limit), "prev")
	}
	if links != nil {
		h["Link"] = []string{string(links)}
	}
}

// appendLink appends a link (RFC 8288) to the same query with another offset. The target is a query alone, relative to
// the request's own URL, so that it holds behind a proxy that adds a prefix to the path too.
func appendLink(dst []byte, rawQuery string, offset int, rel string) []byte {
	if len(dst) > 0 {
		dst = append(dst, ", "...)
	}
	dst = append(dst, "<?"...)
	written := false
	for begin := len(dst); rawQuery != ""; {
		var pair string
		pair, rawQuery, _ = strings.Cut(rawQuery, "&")
		if len(dst) > begin {
			dst = append(dst, '&')
		}
		name, _, _ := strings.Cut(pair, "=")
		if name, ok := unescape(name); ok && name == "offset" {
			dst, written = appendOffset(dst, offset), true
			continue
		}
		dst = appendSafe(dst, pair)
	}
	if !written {
		if dst[len(dst)-1] != '?' {
			dst = append(dst, '&')
		}
		dst = appendOffset(dst, offset)
	}
	dst = append(dst, `>; rel="`...)
	return append(append(dst, rel...), '"')
}

func appendOffset(dst []byte, offset int) []byte {
	return strconv.AppendInt(append(dst, "offset="...), int64(offset), 10)
}

// appendSafe copies a part of a query that a client sent and escapes what may not stand in a URI (RFC 3986), such as
// the > that would end the link.
func appendSafe(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			dst = appendEscaped(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return dst
}

func appendEscaped(dst []byte, c byte) []byte {
	const digits = "0123456789ABCDEF"
	return append(dst, '%', digits[c>>4], digits[c&15])
}

// matches tells whether an If-None-Match header names the entity tag (RFC 9110, 13.1.2: compared weakly).
func matches(header, etag string) bool {
	for header != "" {
		var one string
		one, header, _ = strings.Cut(header, ",")
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}
