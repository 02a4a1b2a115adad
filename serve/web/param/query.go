// Package param reads what a request asks for: the parameters of its query or form, and the page of a list.
package param

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"plugsheet/serve/web/failure"
)

// Key is a query parameter, or a key of an action's body, that the contract names (1.6).
type Key uint

// The keys, by their names in a URL.
const (
	IDConnectorVersion Key = iota
	IDWebsite
	IDOperator
	IDParent
	IDCategory
	SearchQuery
	Limit
	Offset
	EmailVisitor
	IDVisitorExternal
	IDVisitorUnique
	OperatorLocale
	Action
	IDConversation
	Filters // of the custom app's own requests, as is sort
	Sorting
	Exact
	IDProduct
	Keys // how many there are
)

// keyNames are the parameters as they stand in a URL; nothing writes here.
var keyNames = [Keys]string{
	"idConnectorVersion", "idWebsite", "idOperator", "idParent", "idCategory", "searchQuery", "limit",
	"offset", "emailVisitor", "idVisitorExternal", "idVisitorUnique", "operatorLocale", "action",
	"idConversation", "filters", "sort", "exact", "idProduct",
}

// String is the name.
func (k Key) String() string { return keyNames[k] }

// KeyOf finds the parameter of a name; false where the contract names none.
func KeyOf(name string) (Key, bool) {
	k := slices.Index(keyNames[:], name)
	return Key(max(k, 0)), k >= 0
}

// KeySet is a set of parameters.
type KeySet uint32

// Set is the set of these.
func Set(ks ...Key) KeySet {
	var s KeySet
	for _, k := range ks {
		s |= 1 << k
	}
	return s
}

// Has tells whether k is one of them.
func (s KeySet) Has(k Key) bool { return s&(1<<k) != 0 }

// Bounds of what a request may hold.
const (
	MaxURL     = 8 << 10 // bytes of path and query together; longer ones are answered with 414
	MaxText    = 512     // bytes of each parameter but searchQuery (contract, 7.11)
	maxSearch  = 1024    // bytes of searchQuery
	maxFilters = 4096    // bytes of filters
	maxLimit   = 100     // products or categories on a page (contract, 7.3)
	pageLength = 20      // of a request without limit (contract, 7.3)
	maxOffset  = 1 << 31 // larger offsets count as this one: past the end of any catalog
)

// longer are the bounds of the parameters that may be longer than MaxText.
var longer = [Keys]int{SearchQuery: maxSearch, Filters: maxFilters}

// Query is what a request asks for.
type Query struct {
	Values        [Keys]string // decoded; empty where absent
	Limit, Offset int
	Clamped       bool // a larger limit was asked for

	given KeySet
}

// Parse reads a query or a form in one pass. Only the parameters in known count; others are ignored
// (contract, 7.6). A known one that stands there twice, is too long, or is badly encoded is a failure that
// names it.
func (q *Query) Parse(raw string, known KeySet) error {
	q.Limit = pageLength
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		k, ok := KeyOf(name)
		if err != nil || !ok || !known.Has(k) {
			continue
		}
		if q.given.Has(k) {
			return failure.Wrong(name, "stands there more than once")
		}
		q.given |= 1 << k
		value, err = url.QueryUnescape(value)
		if err := q.take(k, value, err == nil && utf8.ValidString(value)); err != nil {
			return err
		}
	}
	return nil
}

// take checks the value of one parameter and keeps it; readable tells whether it could be decoded. A locale
// is never an error (contract, 7.10): one that cannot be one counts as absent.
func (q *Query) take(k Key, value string, readable bool) error {
	most := cmp.Or(longer[k], MaxText)
	switch {
	case k == OperatorLocale && (!readable || len(value) > most):
		return nil
	case !readable:
		return failure.Wrong(k.String(), "is not percent-encoded UTF-8")
	case len(value) > most:
		return failure.Wrong(k.String(), "is longer than %d bytes", most)
	}
	q.Values[k] = value
	if k != Limit && k != Offset {
		return nil
	}
	n, err := strconv.ParseUint(value, 10, 32) // of a larger one it gives the largest
	switch {
	case errors.Is(err, strconv.ErrSyntax):
		return failure.Wrong(k.String(), "must be a whole number from 0")
	case k == Offset:
		q.Offset = int(min(n, maxOffset))
	default:
		q.Limit, q.Clamped = int(min(n, maxLimit)), n > maxLimit
	}
	return nil
}

// Named are the contract's keys that stand in a query or a form.
func Named(text string) KeySet {
	var all KeySet
	for pair := range strings.SplitSeq(text, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if k, ok := KeyOf(name); ok && err == nil {
			all |= Set(k)
		}
	}
	return all
}

// SetPaging writes the headers that say how many there are in all and where the pages before and after are
// (contract, 7.3).
func (q *Query) SetPaging(h http.Header, rawQuery string, total int) {
	// one piece of memory for three headers
	values := &[...]string{strconv.Itoa(total), "", links(rawQuery, q, total)}
	h["X-Total-Count"] = values[0:1:1]
	if q.Clamped {
		values[1] = strconv.Itoa(maxLimit)
		h["X-Limit-Clamped"] = values[1:2:2]
	}
	if values[2] != "" {
		h["Link"] = values[2:3:3]
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
		if name, err := url.QueryUnescape(name); err == nil && name == keyNames[Offset] {
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
		if c := s[i]; c <= ' ' || c >= 0x7f || isUnsafe[c] {
			b.WriteString(s[from:i])
			b.WriteString(fmt.Sprintf("%%%02X", c))
			from = i + 1
		}
	}
	b.WriteString(s[from:])
}

// isUnsafe says of the printable ASCII characters which may not stand in a query.
var isUnsafe = [0x7f]bool{
	'"': true, '<': true, '>': true, '\\': true, '^': true, '`': true, '{': true, '|': true, '}': true,
}
