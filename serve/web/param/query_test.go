package param

import (
	"errors"
	"net/url"
	"plugsheet/serve/web/failure"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParams compares the reading of queries with net/url's and looks for panics and broken links.
func FuzzParams(f *testing.F) {
	for _, seed := range []string{
		"", "limit=10&offset=20", "searchQuery=caf%C3%A9+cr%C3%A8me", "limit=1&limit=2", "limit=-1",
		"%6Cimit=5&&=&x", "offset=99999999999999999999", "operatorLocale=%zz", "idWebsite=..%2F..",
		"searchQuery=%FF", "a=>,<b&offset=3", "a;limit=4",
	} {
		f.Add(seed)
	}
	known := Set(Limit, Offset, SearchQuery, IDWebsite, OperatorLocale)
	f.Fuzz(func(t *testing.T, raw string) {
		var q Query
		err := q.Parse(raw, known)
		var failed *failure.Error
		if err != nil &&
			(!errors.As(err, &failed) || failed.Kind != failure.BadParameter || failed.Parameter == "") {
			t.Fatalf("error without parameter: %v", err)
		}
		if err != nil {
			return
		}
		if q.Limit < 0 || q.Limit > maxLimit || q.Offset < 0 || q.Offset > maxOffset {
			t.Fatalf("limit %d offset %d", q.Limit, q.Offset)
		}
		want, _ := url.ParseQuery(strings.ReplaceAll(raw, ";", "%3B"))
		for k := range Keys {
			if !known.Has(k) {
				continue
			}
			got := q.Values[k]
			if k != OperatorLocale && got != want.Get(k.String()) {
				t.Errorf("%s: %q, net/url reads %q", k, got, want.Get(k.String()))
			}
			if len(got) > maxSearch || !utf8.ValidString(got) {
				t.Errorf("%s: %q", k, got)
			}
		}
		checkLink(t, raw, want)
	})
}

// checkLink reads a link back: the same parameters with another offset, in one piece.
func checkLink(t *testing.T, raw string, want url.Values) {
	text := links(raw, &Query{Limit: 40}, 50)
	inner, ok := strings.CutSuffix(strings.TrimPrefix(text, "<?"), `>; rel="next"`)
	if !ok || strings.ContainsAny(inner, "<>\" \r\n") {
		t.Fatalf("link %q", text)
	}
	got, _ := url.ParseQuery(strings.ReplaceAll(inner, ";", "%3B"))
	want.Set("offset", "40")
	got.Set("offset", got.Get("offset"))
	if got.Encode() != want.Encode() {
		t.Errorf("link %q for query %q", text, raw)
	}
}
