package desk_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"plugsheet/index/gaps"
	"plugsheet/samples"
	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
)

// Each kind of request is signed as the contract says (1.2) and fits it; the secret is in no answer (see
// call).
func TestAsk(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir, serve.Secret(secret)), Bundle: dir,
		Secret: serve.Secret(secret)})
	const conversation = "c008849d-7cb1-40ca-9503-d6df2c5cddd8"
	for _, c := range []struct {
		kind   string
		values map[string]string
		signed string // something of what is signed; none: nothing is
		answer string // something of the answer
	}{
		{"health", nil, "", `"UP"`},
		{"categories", map[string]string{"limit": "10", "offset": "0"}, "&limit=10&offset=0", `"Outdoor"`},
		{"categories", map[string]string{"idParent": "10"}, "&idParent=10", `"idParent":10`},
		{"products", map[string]string{"searchQuery": "storm lantern", "idCategory": "10", "limit": "2"},
			"&idCategory=10&limit=2&searchQuery=storm+lantern", `Storm lantern`},
		{"customer", map[string]string{"emailVisitor": "jane.doe@example.com", "operatorLocale": "fr"},
			"emailVisitor=jane.doe%40example.com&idConnectorVersion=", `"Niveau de fidélité"`},
		{"action", map[string]string{"action": "OPEN_CASE", "idConversation": "c-1"},
			`"action":"OPEN_CASE"`, `"success":true`},
		{"closing-form", map[string]string{"operatorLocale": "en"}, "operatorLocale=en", `"isRequired":true`},
		{"app", nil, "", "stand-in.js"},
		{"on-message", map[string]string{"id": "m-1", "text": "a storm lantern?"}, "", `"commands":[`},
		{"external-bots", nil, "idConnectorVersion=", `"idBot":"help"`},
		{"put-bot", map[string]string{"idOperator": "ha-1", "idBot": "help", "language": "en"},
			`"external":{"idBot":"help"}`, `"idOperator":"ha-1"`},
		{"bot", map[string]string{"idOperator": "ha-1"}, "idWebsite=ha-123", `"idBot":"help"`},
		{"availability", map[string]string{"idOperator": "ha-1"}, "idOperator=ha-1&", `"strategy"`},
		{"first-messages", map[string]string{"idOperator": "ha-1"}, "idConnectorVersion=", `"replies"`},
		{"conversation", map[string]string{"idOperator": "ha-1", "idConversation": conversation},
			`"history":[]`, `"replies":[]`},
		{"message", map[string]string{"idOperator": "ha-1", "idConversation": conversation, "role": "visitor",
			"text": "How long does delivery take?"}, `"role":"visitor"`, "working days"},
		{"message", map[string]string{"idOperator": "ha-1", "idConversation": conversation,
			"role": "operator", "text": "Two days."}, `"role":"operator"`, `"replies":[]`},
	} {
		t.Run(c.kind, func(t *testing.T) {
			j := p.ask(c.kind, c.values)
			if j.Exchange.Status != http.StatusOK || len(j.Faults) > 0 || len(j.Checked) == 0 {
				t.Errorf("status %d, faults %v, checked %v", j.Exchange.Status, j.Faults, j.Checked)
			}
			if !strings.Contains(j.Signed, c.signed) || (j.Signed == "") != (c.signed == "") {
				t.Errorf("signed is %q", j.Signed)
			}
			want := ""
			if j.Signed != "" {
				want = serve.Sign(serve.Secret(secret), []byte(j.Signed))
			}
			if j.Exchange.Signature != want {
				t.Errorf("signature %q, want %q", j.Exchange.Signature, want)
			}
			if !strings.Contains(j.Answer, c.answer) ||
				!strings.HasPrefix(j.Curl, "curl -i 'http://127.0.0.1:") {
				t.Errorf("answer %.200s, curl %s", j.Answer, j.Curl)
			}
		})
	}
	if status, text := p.call("/api/ask", `{"kind":"delete-everything"}`,
		nil); status != http.StatusBadRequest {
		t.Errorf("a request that there is not: status %d, %s", status, text)
	}
	for _, path := range []string{"/", "/main.js", "/api/about", "/api/setup"} {
		if status, _ := p.call(path, "", nil); status != http.StatusOK {
			t.Errorf("%s: status %d", path, status)
		}
	}
}

// A connector that is wrong is told so, with the place of the fault.
func TestVerdict(t *testing.T) {
	wrong := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/products":
			io.WriteString(w,
				`[{"id":1,"title":"Tent","productUrl":"https://shop.example/t","description":"d",`+
					`"imageUrl":"https://shop.example/t.jpg","reference":"T","priceCatalog":129}]`)
		case "/closing-form":
			io.WriteString(w, `{"fields":[]}`)
		default:
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		}
	}))
	defer wrong.Close()
	p := open(t, desk.Options{Connector: wrong.URL})
	for kind, want := range map[string]string{"products": "schema /0/priceCatalog",
		"closing-form": "bare-array ", "categories": "redirect "} {
		var got []string
		for _, f := range p.ask(kind, nil).Faults {
			got = append(got, f.ID+" "+f.Pointer)
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %q among them", kind, got, want)
		}
	}
	wrong.Close()
	if j := p.ask("health", nil); j.Exchange.Status != 0 || len(j.Faults) != 1 || j.Faults[0].ID != "status" {
		t.Errorf("nobody there: %+v", j)
	}
}

// Only pages of this machine's own address with the key are answered.
func TestGuard(t *testing.T) {
	asked := 0
	c := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer c.Close()
	p := open(t, desk.Options{Connector: c.URL})
	const ask = `{"kind":"health"}`
	own, err := url.Parse(p.url)
	must(t, err)
	for name, change := range map[string]func(*http.Request){
		"no key": func(r *http.Request) { r.Header.Del("X-Desk-Key") },
		"another key": func(r *http.Request) {
			r.Header.Set("X-Desk-Key", strings.Repeat("A", len(p.key)))
		},
		"a page of another origin": func(r *http.Request) {
			r.Header.Set("Origin", "https://evil.example")
		},
		"a page of another port":     func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") },
		"a sandboxed page":           func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a name of its own":          func(r *http.Request) { r.Host = "rebound.example:" + own.Port() },
		"a name that looks like one": func(r *http.Request) { r.Host = "localhost.evil.example" },
	} {
		if status, text := p.call("/api/ask", ask, change); status < 400 || status >= 500 {
			t.Errorf("%s: status %d %s", name, status, text)
		}
	}
	if status, _ := p.call("/", "",
		func(r *http.Request) { r.Host = "rebound.example" }); status != http.StatusMisdirectedRequest {
		t.Errorf("the page under a foreign name: status %d", status)
	}
	if asked > 0 {
		t.Errorf("the connector was asked %d times", asked)
	}
	if status, _ := p.call("/api/ask", ask,
		func(r *http.Request) { r.Header.Set("Origin", p.url) }); status != http.StatusOK || asked != 1 {
		t.Errorf("the page itself: status %d, asked %d times", status, asked)
	}
	if status, text := p.call("/", "", nil); status != http.StatusOK || strings.Contains(text, p.key) {
		t.Errorf("the page without its key: status %d", status)
	}
	d, err := desk.New(desk.Options{Connector: c.URL})
	must(t, err)
	l := listener{address: "192.0.2.1:80"}
	if err := d.Serve(t.Context(), l); err == nil {
		t.Error("it answers beyond this machine")
	}
}

// A request that was seen is sent to the same endpoint of this connector, signed anew, and to nowhere else.
func TestAgain(t *testing.T) {
	dir := shop(t)
	address := connector(t, dir, serve.Secret(secret))
	p := open(t, desk.Options{Connector: address, Bundle: dir, Secret: serve.Secret(secret)})
	seen := p.ask("products", map[string]string{"searchQuery": "tent"}).Exchange
	stranger := httptest.NewServer(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a stranger was asked") }))
	defer stranger.Close()
	for _, c := range []struct {
		name   string
		change func(*conform.Exchange)
		status int
		faults string
	}{
		{"as it was", func(*conform.Exchange) {}, 200, ""},
		{"an old signature", func(e *conform.Exchange) { e.Signature = "sha256=" + strings.Repeat("0", 64) },
			200, ""},
		{"another status", func(e *conform.Exchange) { e.Status = 404 }, 200, "replay"},
		{"of another host", func(e *conform.Exchange) {
			e.URL = strings.Replace(e.URL, address, stranger.URL, 1)
		}, 200, ""},
		{"no endpoint", func(e *conform.Exchange) { e.URL = stranger.URL + "/admin" }, 400, ""},
		{"out of the bot's folder", func(e *conform.Exchange) { e.URL = address + "/bot/../admin" }, 400, ""},
		{"a strange method", func(e *conform.Exchange) { e.Method = "DELETE" }, 400, ""},
	} {
		e := seen
		c.change(&e)
		body, err := json.Marshal(e)
		must(t, err)
		status, text := p.call("/api/again", string(body), nil)
		if status != c.status {
			t.Errorf("%s: status %d %.200s, want %d", c.name, status, text, c.status)
			continue
		}
		if status != http.StatusOK {
			continue
		}
		var j conform.Judged
		must(t, json.Unmarshal([]byte(text), &j))
		var faults []string
		for _, f := range j.Faults {
			faults = append(faults, f.ID)
		}
		if strings.Join(faults, " ") != c.faults || !strings.HasPrefix(j.Exchange.URL, address+"/") ||
			j.Exchange.Signature != seen.Signature {
			t.Errorf("%s: faults %v, sent to %s", c.name, faults, j.Exchange.URL)
		}
	}
}

// The app's token is what the platform would hand out (contract, 4.3).
func TestToken(t *testing.T) {
	now := time.Unix(1893456000, 0)
	p := open(t, desk.Options{Connector: "http://127.0.0.1:1", Secret: serve.Secret(secret),
		Clock: func() time.Time { return now }})
	_, text := p.call("/api/token", "{}", nil)
	var given struct{ Token string }
	must(t, json.Unmarshal([]byte(text), &given))
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(given.Token, claims,
		func(*jwt.Token) (any, error) { return []byte(secret), nil }, jwt.WithValidMethods([]string{"HS256"}),
		jwt.WithTimeFunc(func() time.Time { return now }))
	must(t, err)
	if claims["iss"] != "iadvize" || claims["aud"] != "http://127.0.0.1:1/app/" || claims["sub"] == "" ||
		claims["exp"].(float64)-claims["iat"].(float64) != 60 {
		t.Errorf("claims %v", claims)
	}
	p = open(t, desk.Options{Connector: "http://127.0.0.1:1"})
	if _, text := p.call("/api/token", "{}", nil); strings.TrimSpace(text) != `{"token":""}` {
		t.Errorf("without a secret: %s", text)
	}
}

// The set-up view knows the URLs, what the bundle holds, what nobody found, and why something is found.
func TestSetup(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir), Bundle: dir,
		URLs: map[conform.Endpoint]string{"customer": "https://crm.example/c"}, Pictures: samples.Pictures(),
		PicturesURL: samples.PicturesURL})
	_, text := p.call("/api/setup", "", nil)
	for _, want := range []string{`"field":"Products URL","path":"/products"`,
		`"field":"Information URL","text":"https://crm.example/c"`, `"products":41`, `"digest":"`,
		`"imported":"2`, `"gaps":[]`, `"level":"ok"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %.1500s", want, text)
		}
	}
	counter := gaps.NewCounter(gaps.CounterOptions{Dir: dir})
	counter.Count("flashlight")
	counter.Close()
	if _, text := p.call("/api/setup", "", nil); !strings.Contains(text,
		`"gaps":[{"query":"flashlight","count":1,`) {
		t.Errorf("the search that found nothing is not in %.3000s", text)
	}
	if status, text := p.call("/api/explain", `{"text":"lantren"}`, nil); status != http.StatusOK ||
		!strings.Contains(text, `"how":"corrected"`) || !strings.Contains(text, "Storm lantern") {
		t.Errorf("explain: status %d %.300s", status, text)
	}
	if status, text := p.call("/pictures/tent-2p-grn.jpg", "", nil); status != http.StatusOK ||
		!strings.HasPrefix(text, "\xff\xd8") {
		t.Errorf("a picture: status %d", status)
	}
	for _, path := range []string{"/pictures/nothing.jpg", "/pictures/..%2fdraw.html", "/nothing.js"} {
		if status, _ := p.call(path, "", nil); status != http.StatusNotFound &&
			status != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, status)
		}
	}
	foreign := open(t, desk.Options{Connector: connector(t, dir)})
	if status, _ := foreign.call("/api/explain", `{"text":"tent"}`, nil); status != http.StatusNotFound {
		t.Errorf("explain of somebody else's connector: status %d", status)
	}
	if _, text := foreign.call("/api/setup", "", nil); !strings.Contains(text, `"bundle":null`) ||
		!strings.Contains(text, `"check":"/health"`) {
		t.Errorf("somebody else's connector: %.1500s", text)
	}
}
