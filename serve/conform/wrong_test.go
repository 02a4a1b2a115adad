package conform

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// wrongs has a connector for each rule that breaks it and no other.
func wrongs(now *time.Time) map[string]wrong {
	english := at("/closing-form", "operatorLocale=en")
	seen := map[string]int{}
	counted := func(of func(*http.Request, string) bool, change func(*httptest.ResponseRecorder)) wrong {
		return wrong{out: func(r *http.Request, body string, w *httptest.ResponseRecorder) {
			if key := r.URL.String() + body; of(r, body) && w.Code == 200 {
				if seen[key]++; seen[key]%2 == 0 {
					change(w)
				}
			}
		}}
	}
	tent := url.QueryEscape("Ridgeline tent, 2 persons")
	selects := func(change func([]any) []any) wrong {
		return after(english, eachOf(func(f map[string]any) {
			if options, ok := f["options"].([]any); ok {
				f["options"] = change(options)
			}
		}))
	}
	feed := func(old, new string) wrong {
		return after(at("/feed.csv", feedKey), func(w *httptest.ResponseRecorder) {
			w.Body = bytes.NewBufferString(strings.Replace(w.Body.String(), old, new, 1))
		})
	}
	return map[string]wrong{
		"feed-status": after(at("/feed.csv", feedKey),
			func(w *httptest.ResponseRecorder) { w.Code = http.StatusNotFound }),
		"feed-type": after(at("/feed.csv", feedKey),
			func(w *httptest.ResponseRecorder) { w.Header().Set("Content-Type", "text/plain") }),
		"feed-columns": feed(",link,", ",url,"),
		"feed-rows":    feed("\n1002,", "\n1001,"),
		"feed-key": {in: func(r *http.Request, _ string) {
			if r.URL.Path == "/feed.csv" {
				r.URL.RawQuery = "key=" + feedKey
			}
		}},
		"status": after(english, status(404)),
		"media-type": after(english,
			func(w *httptest.ResponseRecorder) { w.Header().Set("Content-Type", "text/plain") }),
		"json":       after(english, said(200, "application/json", "[{]")),
		"bare-array": after(english, said(200, "application/json", `{"fields":[]}`)),
		"single-object": after(at("/customer/action", "OPEN_CASE"),
			said(200, "application/json", `[{"success":true}]`)),
		"schema":      after(english, eachOf(func(f map[string]any) { f["isRequired"] = "yes" })),
		"unknown-key": after(english, eachOf(func(f map[string]any) { f["colour"] = "red" })),
		"missing-key": after(at("/products"), eachOf(func(f map[string]any) { delete(f, "brand") })),
		"null":        after(english, eachOf(func(f map[string]any) { f["idParent"] = nil })),
		"too-slow": after(english,
			func(*httptest.ResponseRecorder) { *now = now.Add(6 * time.Second) }),
		"slow": after(english,
			func(*httptest.ResponseRecorder) { *now = now.Add(2 * time.Second) }),
		"redirect":     after(english, status(302)),
		"https":        {},
		"replay":       after(at("/categories"), status(404)), // which was 200 when it was recorded
		"server-error": after(at("/products", "%zz"), status(500)),
		"html-error":   after(at("/products", "limit=ten"), said(400, "text/html", "<h1>no</h1>")),
		"head": after(func(r *http.Request, _ string) bool {
			return r.Method == http.MethodHead
		}, status(405)),
		"unknown-parameter": after(at("/products", "aParameterOfTomorrow"), status(400)),
		"duplicate-id": after(at("/customer"), rows(func(all []map[string]any) []map[string]any {
			return append(all, all[0])
		})),
		"health": after(at("/health"), said(200, "application/json", `{"status":"OK"}`)),
		"health-public": after(func(r *http.Request, _ string) bool {
			return r.URL.Path == "/health" && r.Header.Get("x-iadvize-signature") == ""
		}, status(401)),

		"signature-missing": accepted(func(r *http.Request, signed, claim string) bool {
			return claim == ""
		}),
		"signature-wrong": accepted(func(r *http.Request, signed, claim string) bool {
			return claim == sign([]byte(signed+"&another=1"))
		}),
		"signature-shape": accepted(func(r *http.Request, signed, claim string) bool {
			return strings.Contains(claim, "00000000")
		}),
		"signature-algorithm": accepted(func(r *http.Request, signed, claim string) bool {
			return strings.HasPrefix(claim, "sha1=")
		}),
		"signature-body": accepted(func(r *http.Request, signed, claim string) bool {
			return claim == sign([]byte(signed+" "))
		}),
		"signature-case": accepted(func(r *http.Request, signed, claim string) bool {
			return strings.ToLower(claim) == sign([]byte(signed))
		}),
		"signature-decoded": accepted(func(r *http.Request, signed, claim string) bool {
			text, err := url.QueryUnescape(signed)
			return err == nil && claim == sign([]byte(text))
		}),
		"signature-raw":      after(at("/products", "cr%C3%A8me", "%20"), status(401)),
		"signature-raw-body": after(at("/customer/action", `\/`), status(401)),
		"signature-status": {out: func(r *http.Request, _ string, w *httptest.ResponseRecorder) {
			if w.Code == 401 {
				w.Code = 404
			}
		}},

		"limit":        asked(at("/products", "limit=8&offset=0"), "limit=8", "limit=9"),
		"large-limit":  after(at("/products", "limit=100000"), status(400)),
		"bad-number":   asked(at("/products", "limit=ten"), "ten", "10"),
		"page-overlap": asked(at("/products", "limit=2&offset=2"), "offset=2", "offset=1"),
		"page-order": counted(at("/products", "limit=8&offset=0"),
			rows(func(all []map[string]any) []map[string]any {
				slices.Reverse(all)
				return all
			})),
		"page-end": asked(at("/products", "offset=1073741824"), "offset=1073741824", "offset=0"),

		"parent": after(at("/categories", "idParent=10"),
			eachOf(func(c map[string]any) { c["idParent"] = nil })),
		"roots":            asked(at("/categories", "idParent="), "idParent=", "idParent=0&empty="),
		"unknown-parent":   asked(at("/categories", noSuch), "idParent="+noSuch, ""),
		"unknown-category": asked(at("/products", "idCategory="+noSuch), "idCategory="+noSuch, ""),
		"category-products": after(at("/categories"), eachOf(func(c map[string]any) {
			if all, ok := c["products"].([]any); ok {
				c["products"] = append(all, "999999")
			}
		})),
		"search":         asked(at("/products", "offset=0&searchQuery="+tent), tent, noSuch),
		"search-nothing": asked(at("/products", "offset=0&searchQuery="+noSuch), "searchQuery="+noSuch, ""),
		"search-in-category": asked(func(r *http.Request, b string) bool {
			return at("/products", "searchQuery="+noSuch, "idCategory")(r, b)
		}, "searchQuery="+noSuch, ""),
		"price": after(at("/products"), eachOf(func(c map[string]any) { c["priceCatalog"] = "129.00" })),
		"id-type": after(at("/categories"), eachOf(func(c map[string]any) {
			c["id"] = fmt.Sprint(c["id"])
			if c["idParent"] != nil {
				c["idParent"] = fmt.Sprint(c["idParent"])
			}
		})),

		"locale": after(at("/customer", "operatorLocale=-"), status(400)),
		"action-unknown": after(at("/customer/action", noSuch, "{"),
			said(200, "application/json", `{"success":true}`)),
		"action-repeat": counted(at("/customer/action", "OPEN_CASE"),
			said(200, "application/json", `{"success":false}`)),
		"action-form": after(at("/customer/action", "action="+noSuch), status(415)),

		"form-parent":  after(english, eachOf(func(f map[string]any) { f["idParent"] = "nowhere" })),
		"form-options": selects(func([]any) []any { return []any{} }),
		"form-option-length": selects(func(all []any) []any {
			return append(all, map[string]any{"label": "x", "value": strings.Repeat("x", 1025)})
		}),
		"form-option-twice": selects(func(all []any) []any { return append(all, all[0]) }),

		"bot-scenarios": after(at("/bot/external-bots"), said(200, "application/json", "[]")),
		"bot-stored": after(func(r *http.Request, b string) bool {
			return strings.HasPrefix(r.URL.Path, "/bot/bots/ha-9") && r.Method == http.MethodGet
		}, replaced(`"idBot":"shop"`, `"idBot":"other"`)),
		"bot-unknown": after(at("/bot/bots/ha-000"), said(200, "application/json", `{}`)),
		"bot-slash": after(func(r *http.Request, _ string) bool {
			return strings.HasPrefix(r.URL.Path, "/bot/") && strings.HasSuffix(r.URL.Path, "/")
		}, status(404)),
		"bot-tolerance": after(at("/bot/conversations/*", "hologram"), status(400)),
		"first-replies": after(at("/bot/bots/*"),
			replaced(`{"replies":[`, `{"replies":[{"type":"close"},`)),
		"conversation-replies": after(at("/bot/conversations"),
			replaced(`"replies":[]`, `"replies":[`+message("Hello")+`]`)),
		"conversation-id": after(at("/bot/conversations/*", "Hello"),
			replaced(`"idConversation":"`, `"idConversation":"x`)),
		"bot-silent": replies("Bonjour", ""),
		"text-450":   replies("Bonjour", message(strings.Repeat("é", 451))),
		"text-250":   replies("Bonjour", message(strings.Repeat("é", 251))),
		"await":      replies("Bonjour", message("a")+","+message("b")),
		"long-await": replies("Bonjour", await(11)+","+message("b")),
		"quick-replies": after(at("/bot/conversations/*", "Bonjour"),
			replaced(`"quickReplies":[`, `"quickReplies":[`+
				strings.Repeat(`{"contentType":"text/quick-reply","value":"a"},`, 3))),
		"transfer-rule": replies("Bonjour",
			transfer("aaaaaaaa-d715-4a21-8226-ed17f354fc44", 20)+","+message("a")),
		"transfer-timeout": replies("Bonjour", transfer(rule, 61)+","+message("a")),
		"transfer-short":   replies("Bonjour", transfer(rule, 10)+","+message("a")),
		"transfer-failed":  replies("Bonjour", transfer(rule, 20)),
		"echo": after(at("/bot/conversations/*", `"role":"operator"`),
			replaced(`"replies":[]`, `"replies":[`+message("a")+`]`)),
		"bot-repeat": counted(at("/bot/conversations/*", "Hello"), replaced("Bonjour !", "Encore ?")),

		"app-page": after(at("/app"), status(404)),
		"app-frame": after(at("/app"),
			func(w *httptest.ResponseRecorder) { w.Header().Set("X-Frame-Options", "DENY") }),
		"app-frame-others": after(at("/app"), func(w *httptest.ResponseRecorder) {
			w.Header().Set("Content-Security-Policy", "frame-ancestors *")
		}),
		"app-library": after(at("/app"), said(200, "text/html", "<p>")),
		"app-referrer": after(at("/app"),
			func(w *httptest.ResponseRecorder) { w.Header().Del("Referrer-Policy") }),
		"app-cors": after(at("/app/messages"),
			func(w *httptest.ResponseRecorder) { w.Header().Del("Access-Control-Allow-Origin") }),
		"app-highlight": after(at("/app/messages", "TENT"), replaced("TENT-2P-GRN", "tent-2p-grn")),
	}
}

// around puts a wrong one around a right one.
func (x wrong) around(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		in := r.Clone(r.Context())
		in.Body = io.NopCloser(bytes.NewReader(data))
		asked := r.Clone(r.Context()) // as it came
		if x.in != nil {
			x.in(in, string(data))
			in.RequestURI = in.URL.RequestURI()
		}
		got := httptest.NewRecorder()
		right.ServeHTTP(got, in)
		if x.out != nil {
			x.out(asked, string(data), got)
		}
		got.Header().Del("Content-Length")
		for name, values := range got.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(got.Code)
		w.Write(got.Body.Bytes())
	})
}

// TestEachRuleHasItsFault: for each rule there is a connector that breaks it, and the check says so and
// nothing else.
func TestEachRuleHasItsFault(t *testing.T) {
	right := withBotAndApp(connector(t))
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	all := wrongs(&now)
	var seen bytes.Buffer
	recorded := options(right)
	recorded.Record, recorded.Only = &seen, []Area{Health, ProductList}
	if _, err := Run(t.Context(), recorded); err != nil {
		t.Fatal(err)
	}
	check := func(t *testing.T, h http.Handler, url string, replay bool) []string {
		o := options(h)
		o.URL, o.Clock = url, func() time.Time { return now }
		play := Run
		if replay {
			play = func(ctx context.Context, o Options) (*Report, error) {
				return Replay(ctx, o, bytes.NewReader(seen.Bytes()))
			}
		}
		r, err := play(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Incomplete != "" {
			t.Error(r.Incomplete)
		}
		found := map[string]bool{}
		var ids []string
		for _, f := range r.Faults {
			if !found[f.ID] {
				ids = append(ids, f.ID)
			}
			found[f.ID] = true
		}
		if len(ids) > 1 {
			var b strings.Builder
			r.WriteText(&b)
			t.Log(b.String())
		}
		return ids
	}
	for _, replay := range []bool{false, true} {
		if got := check(t, right, "http://127.0.0.1", replay); len(got) > 0 {
			t.Fatalf("the right connector breaks %v", got)
		}
	}
	for _, r := range Rules() {
		t.Run(r.ID, func(t *testing.T) {
			x, ok := all[r.ID]
			if !ok {
				t.Fatal("no connector breaks it")
			}
			target := "http://127.0.0.1"
			if r.ID == "https" {
				target = "http://connector.example"
			}
			if got := check(t, x.around(right), target,
				r.ID == "replay"); !slices.Equal(got, []string{r.ID}) {
				t.Errorf("the check says %q", got)
			}
		})
		delete(all, r.ID)
	}
	for id := range all {
		t.Errorf("no rule %q", id)
	}
}
