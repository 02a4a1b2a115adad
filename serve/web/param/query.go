// Package param reads what a request asks for: the parameters of its query or form, and the page of a list.
package param

import (
	"math"
	"plugsheet/serve/web/failure"
	"strings"
	"unicode/utf8"
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
	for k := range keyNames {
		if keyNames[k] == name {
			return Key(k), true
		}
	}
	return 0, false
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
		name, ok := unescape(name)
		if !ok {
			continue
		}
		k, ok := KeyOf(name)
		if !ok || !known.Has(k) {
			continue
		}
		if q.given.Has(k) {
			return failure.Wrong(name, "stands there more than once")
		}
		q.given |= 1 << k
		value, ok = unescape(value)
		if err := q.take(k, value, ok && utf8.ValidString(value)); err != nil {
			return err
		}
	}
	return nil
}

// take checks the value of one parameter and keeps it; readable tells whether it could be decoded. A locale
// is never an error (contract, 7.10): one that cannot be one counts as absent.
func (q *Query) take(k Key, value string, readable bool) error {
	most := MaxText
	switch k {
	case SearchQuery:
		most = maxSearch
	case Filters:
		most = maxFilters
	}
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
	n, ok := whole(value)
	if !ok {
		return failure.Wrong(k.String(), "must be a whole number from 0")
	}
	if k == Offset {
		q.Offset = min(n, maxOffset)
		return nil
	}
	q.Limit, q.Clamped = min(n, maxLimit), n > maxLimit
	return nil
}

// whole reads a number of decimal digits; one that is too large for an int is the largest int.
func whole(text string) (int, bool) {
	n := 0
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n > (math.MaxInt-9)/10 {
			n = (math.MaxInt - 9) / 10
		}
		n = n*10 + int(c-'0')
	}
	return n, text != ""
}

// unescape decodes a name or value of a query; false where a % is not followed by two hex digits. A text
// without escapes costs nothing.
func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '+':
			b = append(b, ' ')
		case '%':
			if i+2 >= len(s) {
				return "", false
			}
			high, low := unhex(s[i+1]), unhex(s[i+2])
			if high < 0 || low < 0 {
				return "", false
			}
			b = append(b, byte(high<<4|low))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return string(b), true
}

// unhex is the value of a hex digit; -1 where it is none.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// Named are the contract's keys that stand in a query or a form.
func Named(text string) KeySet {
	var all KeySet
	for pair := range strings.SplitSeq(text, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if name, ok := unescape(name); ok {
			if k, ok := KeyOf(name); ok {
				all |= Set(k)
			}
		}
	}
	return all
}
