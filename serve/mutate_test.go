package serve

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"plugsheet/serve/web"
	"plugsheet/serve/web/param"
)

// mutations is how many requests are made: 100,000 in make soak.
func mutations() int {
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		return 100_000
	}
	return 10_000
}

// documented are the statuses that a client may get from a server whose data is well.
var documented = []int{200, 304, 400, 401, 404, 405, 413, 414}

// TestMutatedRequests changes good requests at random, signed or not: the answer is always JSON with a
// documented status, never one of 500 and above, and never one that says what the server's files are called.
func TestMutatedRequests(t *testing.T) {
	seed := seed(t)
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	o := options(t, t.TempDir())
	o.Logger, o.Secrets = nil, []Secret{Secret(demoSecret)}
	sample().write(t, o.Bundle)
	s := start(t, o)
	paths := append(pathsOf(s), "/", "//", "/../x")
	count := map[int]int{}
	for range mutations() {
		r := mutated(random, paths)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		count[w.Code]++
		kind := w.Header().Get("Content-Type")
		if !slices.Contains(documented, w.Code) || w.Code != 304 &&
			!strings.HasPrefix(kind, "application/") || strings.Contains(w.Body.String(), o.Bundle) {
			t.Fatalf("%s %q: %s", r.Method, r.URL.String(), dump(w))
		}
	}
	t.Logf("answers by status: %v", count)
	for _, status := range documented {
		if count[status] == 0 {
			t.Errorf("no request came to %d: the mutations are not worth much", status)
		}
	}
}

// pathsOf are the paths of the server's table, in a fixed order, but for pages, which are no JSON.
func pathsOf(s *Server) []string {
	var paths []string
	for _, path := range slices.Sorted(maps.Keys(s.table())) {
		if !strings.HasPrefix(path, "/app") {
			paths = append(paths, strings.NewReplacer("{", "", "}", "").Replace(path))
		}
	}
	return paths
}

// mutated makes a request to one of the paths out of a good one.
func mutated(random *rand.Rand, paths []string) *http.Request {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	query := pick(vectorOne, vectorOne+"&searchQuery=mug", "idCategory=10&limit=5",
		"emailVisitor=jane.doe%40example.com&operatorLocale=fr", "idParent=10", "")
	body := pick(actionBody, "action=CALL&idOperator=1", botBody, "", strings.Repeat("x", maxBody+1), "{}")
	method := pick("GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "OPTIONS", "\x00")
	path := pick(paths...)
	for range random.IntN(4) {
		query, body, path = mutate(random, query), mutate(random, body),
			path+pick("", "", "", "", "/", "\x00", "é")
	}
	if random.IntN(50) == 0 {
		query += strings.Repeat("&a=b", param.MaxURL/4)
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Method, r.URL = method, &url.URL{Path: path, RawQuery: query}
	// one source alone gets /health so often and no more
	r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", random.IntN(250))
	r.Header.Set("Content-Type",
		pick("application/json", "application/x-www-form-urlencoded", "", "text/plain; charset="))
	signed := query
	if method == "POST" {
		signed = body
	}
	if random.IntN(4) > 0 {
		r.Header.Set(web.SignatureHeader, Sign(Secret(demoSecret), []byte(signed)))
	} else {
		r.Header.Set(web.SignatureHeader, mutate(random, sumOne))
	}
	if random.IntN(4) == 0 { // so often that each status is come to: a few times of 10,000 would sometimes be none
		r.Header.Set("If-None-Match", pick("*", `"x", W/"y"`, ",,"))
	}
	return r
}

// mutate changes one place of a text.
func mutate(random *rand.Rand, text string) string {
	at := random.IntN(len(text) + 1)
	switch parts := []string{"%", "%zz", "&", "=", "\x00", "\xff", "é", "{", "\"", "null", "&limit=-1",
		"&offset=99999999999999999999", "+", "="}; random.IntN(4) {
	case 0:
		return text[:at] + parts[random.IntN(len(parts))] + text[at:]
	case 1:
		return text[:at]
	case 2:
		return text[at:] + text[:at]
	}
	if at == len(text) {
		return text
	}
	return text[:at] + string(byte(random.IntN(256))) + text[at+1:]
}

// seed is that of a test's chance: PLUGSHEET_SEED, which repeats a run; without it the same one every day, so
// that a change is not held up by what it did not cause.
func seed(t testing.TB) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(cmp.Or(os.Getenv("PLUGSHEET_SEED"), "1"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
