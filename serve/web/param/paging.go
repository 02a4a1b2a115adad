package param

import (
	"net/http"
	"strconv"
	"strings"
)

// Paging are the headers that say how many there are in all and where the pages before and after are
// (contract, 7.3); nil for one that an answer does not have.
type Paging struct{ total, clamped, link []string }

// NewPaging makes those of a page of so many in all.
func NewPaging(rawQuery string, q *Query, total int) Paging {
	values := make([]string, 3) // one piece of memory for three headers
	values[0] = strconv.Itoa(total)
	p := Paging{total: values[0:1:1]}
	if q.Clamped {
		values[1] = strconv.Itoa(maxLimit)
		p.clamped = values[1:2:2]
	}
	if values[2] = links(rawQuery, q, total); values[2] != "" {
		p.link = values[2:3:3]
	}
	return p
}

// set writes the headers.
func (p Paging) Set(h http.Header) {
	h["X-Total-Count"] = p.total
	if p.clamped != nil {
		h["X-Limit-Clamped"] = p.clamped
	}
	if p.link != nil {
		h["Link"] = p.link
	}
}

// links is the value of the Link header; empty where there is no other page. Without a page of its own, as
// with a limit of 0, an answer would lead to itself for ever.
func links(rawQuery string, q *Query, total int) string {
	next, prev := q.Offset+q.Limit < total, q.Offset > 0
	if q.Limit == 0 || total == 0 || !next && !prev {
		return ""
	}
	before, after := cutOffset(rawQuery)
	const around = len(`<>; rel="next", `) + 20 // what stands around a target, and the number
	var b strings.Builder
	b.Grow(2 * (len(rawQuery) + len("?&offset=") + around))
	b.WriteString("<?")
	writeSafe(&b, before)
	b.WriteString("offset=")
	head := b.String()
	if next {
		writeLink(&b, q.Offset+q.Limit, after, "next")
	}
	if next && prev {
		b.WriteString(", ")
		b.WriteString(head)
	}
	if prev {
		writeLink(&b, max(0, min(q.Offset, total)-q.Limit), after, "prev")
	}
	return b.String()
}

// writeLink ends a link (RFC 8288) that has come to the number of its offset. The target is a query alone,
// relative to the request's own URL, so that it holds behind a proxy that adds a prefix to the path too.
func writeLink(b *strings.Builder, offset int, after, rel string) {
	var number [20]byte
	b.Write(strconv.AppendInt(number[:0], int64(offset), 10))
	writeSafe(b, after)
	b.WriteString(`>; rel="`)
	b.WriteString(rel)
	b.WriteByte('"')
}

// cutOffset splits a query around its offset parameter; without one, that would come last. There is at most
// one: a query with two was refused.
func cutOffset(rawQuery string) (before, after string) {
	for at := 0; at < len(rawQuery); {
		pair, _, _ := strings.Cut(rawQuery[at:], "&")
		name, _, _ := strings.Cut(pair, "=")
		if name, ok := unescape(name); ok && name == keyNames[Offset] {
			return rawQuery[:at], rawQuery[at+len(pair):]
		}
		at += len(pair) + 1
	}
	if rawQuery != "" {
		rawQuery += "&"
	}
	return rawQuery, ""
}

// writeSafe copies a part of a query that a client sent and escapes what may not stand in a URI (RFC 3986),
// such as the > that would end the link.
func writeSafe(b *strings.Builder, s string) {
	from := 0
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || unsafeBits[c>>6]>>(c&63)&1 != 0 {
			b.WriteString(s[from:i])
			b.Write(appendEscaped(nil, c))
			from = i + 1
		}
	}
	b.WriteString(s[from:])
}

// unsafeBits are the printable ASCII characters that may not stand in a query, one bit each: "<> and \\^`{|}.
var unsafeBits = [2]uint64{
	1<<'"' | 1<<'<' | 1<<'>',
	1<<('\\'-64) | 1<<('^'-64) | 1<<('`'-64) | 1<<('{'-64) | 1<<('|'-64) | 1<<('}'-64),
}

// appendEscaped appends a byte as % and two hex digits.
func appendEscaped(dst []byte, c byte) []byte {
	const digits = "0123456789ABCDEF"
	return append(dst, '%', digits[c>>4], digits[c&15])
}
