package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/schemas/files"
	"plugsheet/serve/web"
)

const (
	demoSecret = "demo-secret-0123456789abcdef" // of the contract's vectors (1.2)
	vectorOne  = "idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idWebsite=ha-123&idOperator=9999&limit=10&offset=0"
	sumOne     = "sha256=5823077c2b46c73976b477f42904181727cc9b042d68b3a7ed4701a0d1689322"
	botBody    = `{"idOperator":"ha-456678","message":{"idMessage":"ba4e1f71-7012-4b1a-86c3-d2fce8883dc7",` +
		`"author":{"role":"visitor"},"payload":{"contentType":"text","value":"Caf\u00e9 \/ ok ?"},"createdAt":"2017-11-22T12:04:00.762Z[Etc/UTC]"}}`
	botSum     = "sha256=c6425a97d27d5d77d7ade0ce1ca19d5071b13d8b64922f01815b1f6f5e21d274"
	actionBody = `{"action":"OPEN_CASE","idConnectorVersion":"c008849d-7cb1-40ca-9503-d6df2c5cddd8",` +
		`"idVisitorUnique":"a7b9","idWebsite":"ha-123","idConversation":"ha-123","idOperator":"ha-12345"}`
	actionSum = "sha256=0633c26df73fb6920660f531c7affd2f01def002134a4672357b6d045ffec34c"
)

// serveSigned serves the sample to requests that are signed with one of the secrets.
func serveSigned(t testing.TB, secrets ...string) *Server {
	t.Helper()
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	for _, secret := range secrets {
		o.Secrets = append(o.Secrets, Secret(secret))
	}
	return start(t, o)
}

// signed sends one request with values of the signature header.
func signed(s *Server, method, target, body string, sums ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, sum := range sums {
		r.Header.Add("x-iadvize-signature", sum)
	}
	return do(s, r, nil)
}

// TestContractVectors are the vectors of the contract (1.2), by Sign and by requests.
func TestContractVectors(t *testing.T) {
	s := serveSigned(t, demoSecret)
	add(s, "/echo", web.Route{
		Get:  s.health,
		Post: func(w http.ResponseWriter, r *http.Request, body []byte) error { return web.Write(w, body) },
	})
	for name, c := range map[string]struct{ method, signed, sum string }{
		"1": {"GET", vectorOne, sumOne},
		"2a": {"GET", vectorOne + "&searchQuery=caf%C3%A9+cr%C3%A8me",
			"sha256=e6f9774a2dcd85b3425eeae8824ae1d6dccd7dc34d9f139f8f4155d5648c4073"},
		"2b": {"GET", vectorOne + "&searchQuery=caf%C3%A9%20cr%C3%A8me",
			"sha256=b569c136f26b93af928fc0f29c4b632ff5b94fcd492cf7ece8df0f358c70bb7c"},
		"3": {"GET",
			"emailVisitor=jane.doe%40example.com&idConnectorVersion=c008849d-7cb1-40ca-9503-d6df2c5cddd8&idVisitorExternal=123&idVisitorUnique=a7b9&idWebsite=ha-123&operatorLocale=fr&idOperator=9999", "sha256=2865d2d09d8027612142cb711ac17342d345360ca26855c8b3ba61f3d5d1c206"},
		"4": {"POST", actionBody, actionSum},
		"5": {"POST", botBody, botSum},
		"6": {"GET", "", "sha256=7027564a88c486ff4987333a14d92b62cf6532e134567cd1912ea49525260ff5"},
	} {
		if got := Sign(Secret(demoSecret), []byte(c.signed)); got != c.sum {
			t.Errorf("%s: Sign gives %s, want %s", name, got, c.sum)
		}
		target, body := "/echo?"+c.signed, ""
		if c.method == "POST" {
			target, body = "/echo?not=signed", c.signed
		}
		for range 2 { // the second time with a state that was used
			if w := signed(s, c.method, target, body, c.sum); w.Code != 200 ||
				body != "" && w.Body.String() != body {
				t.Errorf("%s: %s", name, dump(w))
			}
		}
		other := c.sum[:len(c.sum)-1] + string('0'+(c.sum[len(c.sum)-1]+1)%2) // another last digit
		if other == c.sum {
			other = c.sum[:len(c.sum)-1] + "f"
		}
		if w := signed(s, c.method, target, body, other); w.Code != 401 {
			t.Errorf("%s with another last digit: %d", name, w.Code)
		}
	}
}

// TestRefusedSignatures are the mistakes that other connectors let through, and those of proxies and clients.
func TestRefusedSignatures(t *testing.T) {
	s := serveSigned(t, demoSecret)
	sha512 := "sha512=" + strings.TrimPrefix(sumOne, "sha256=")
	digits := strings.TrimPrefix(sumOne, "sha256=")
	reordered := strings.Replace(vectorOne, "&limit=10&offset=0", "&offset=0&limit=10", 1)
	var want string
	for name, c := range map[string]struct {
		method, target, body string
		sums                 []string
	}{
		"missing":           {"GET", "/products?" + vectorOne, "", nil},
		"missing, no query": {"GET", "/products", "", nil},
		"empty":             {"GET", "/products?" + vectorOne, "", []string{""}},
		"right length": {"GET", "/products?" + vectorOne, "",
			[]string{"sha256=" + strings.Repeat("0", 64)}},
		"two, both right": {"GET", "/products?" + vectorOne, "", []string{sumOne, sumOne}},
		"two, one right":  {"GET", "/products?" + vectorOne, "", []string{"sha256=00", sumOne}},
		"two in one":      {"GET", "/products?" + vectorOne, "", []string{sumOne + ", " + sumOne}},
		"upper case": {"GET", "/products?" + vectorOne, "",
			[]string{"sha256=" + strings.ToUpper(digits)}},
		"upper algorithm": {"GET", "/products?" + vectorOne, "", []string{"SHA256=" + digits}},
		"other algorithm": {"GET", "/products?" + vectorOne, "", []string{sha512}},
		"no algorithm":    {"GET", "/products?" + vectorOne, "", []string{digits}},
		"blanks":          {"GET", "/products?" + vectorOne, "", []string{" " + sumOne}},
		"too short":       {"GET", "/products?" + vectorOne, "", []string{sumOne[:len(sumOne)-2]}},
		"too long":        {"GET", "/products?" + vectorOne, "", []string{sumOne + "00"}},
		"no hex":          {"GET", "/products?" + vectorOne, "", []string{sumOne[:len(sumOne)-1] + "g"}},
		"decoded": {"GET", "/products?" + vectorOne + "&searchQuery=caf%c3%a9", "",
			[]string{Sign(Secret(demoSecret), []byte(vectorOne+"&searchQuery=café"))}},
		"reordered":          {"GET", "/products?" + reordered, "", []string{sumOne}},
		"one more parameter": {"GET", "/products?" + vectorOne + "&x=", "", []string{sumOne}},
		"with question mark": {"GET", "/products?" + vectorOne, "",
			[]string{Sign(Secret(demoSecret), []byte("?"+vectorOne))}},
		"with the path": {"GET", "/products?" + vectorOne, "",
			[]string{Sign(Secret(demoSecret), []byte("/products?"+vectorOne))}},
		"another secret": {"GET", "/products?" + vectorOne, "",
			[]string{Sign(Secret("another"), []byte(vectorOne))}},
		"HEAD":               {"HEAD", "/products?" + vectorOne, "", nil},
		"customer":           {"GET", "/customer?emailVisitor=jane.doe@example.com", "", []string{sumOne}},
		"form":               {"GET", "/closing-form", "", nil},
		"categories":         {"GET", "/categories", "", nil},
		"body: missing":      {"POST", "/customer/action", actionBody, nil},
		"body: query signed": {"POST", "/customer/action?" + vectorOne, actionBody, []string{sumOne}},
		"body: one byte": {"POST", "/customer/action",
			strings.Replace(actionBody, "OPEN", "SHUT", 1), []string{actionSum}},
		"body: a newline":  {"POST", "/customer/action", actionBody + "\n", []string{actionSum}},
		"body: serialised": {"POST", "/customer/action", reserialised(t, botBody), []string{botSum}},
	} {
		w := signed(s, c.method, c.target, c.body, c.sums...)
		if w.Code != 401 || w.Header().Get("Content-Type") != "application/problem+json" ||
			w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %s", name, dump(w))
		}
		if want == "" {
			want = w.Body.String()
		}
		if w.Body.String() != want || len(want) > 200 {
			t.Errorf("%s: the body is not always the same short one: %s", name, dump(w))
		}
	}
	if got := lines(t, s.sites.Root().Dir); got != nil {
		t.Errorf("an action without signature is in the journal: %q", got)
	}
}

// reserialised is a body after a proxy decoded and encoded it.
func reserialised(t *testing.T, body string) string {
	t.Helper()
	var v any
	must(t, json.Unmarshal([]byte(body), &v))
	data, err := files.Encode(v)
	must(t, err)
	return string(data)
}

func TestAcceptedSignatures(t *testing.T) {
	s := serveSigned(t, "the new one", demoSecret)
	for name, w := range map[string]*httptest.ResponseRecorder{
		"old secret": signed(s, "GET", "/products?"+vectorOne, "", sumOne),
		"new secret": signed(s, "GET", "/products?"+vectorOne, "",
			Sign(Secret("the new one"), []byte(vectorOne))),
		"HEAD":                   signed(s, "HEAD", "/products?"+vectorOne, "", sumOne),
		"no query":               signed(s, "GET", "/products", "", Sign(Secret(demoSecret), nil)),
		"body":                   signed(s, "POST", "/customer/action?anything", actionBody, actionSum),
		"health":                 signed(s, "GET", "/health", ""),
		"ready":                  signed(s, "GET", "/ready", ""),
		"health, wrongly signed": signed(s, "GET", "/health?x", "", "sha256=00"),
	} {
		if w.Code != 200 {
			t.Errorf("%s: %s", name, dump(w))
		}
	}
	if w := signed(s, "GET", "/nothing", ""); w.Code != 404 {
		t.Errorf("a path that is not there: %d", w.Code)
	}
}

// TestHeaderInAnySpelling sends the header's name over a connection in the spellings of the documentation's
// versions.
func TestHeaderInAnySpelling(t *testing.T) {
	server := httptest.NewServer(serveSigned(t, demoSecret).Handler())
	defer server.Close()
	for _, name := range []string{"x-iadvize-signature", "X-iAdvize-Signature", "X-IADVIZE-SIGNATURE"} {
		r, err := http.NewRequest("GET", server.URL+"/products?"+vectorOne, nil)
		must(t, err)
		r.Header[name] = []string{sumOne}
		a, err := http.DefaultClient.Do(r)
		must(t, err)
		a.Body.Close()
		if a.StatusCode != 200 {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
}

// TestUnsignedBodyIsNotRead: nobody makes the server read a body without a signature, nor one without end.
func TestUnsignedBodyIsNotRead(t *testing.T) {
	s := serveSigned(t, demoSecret)
	r := httptest.NewRequest("POST", "/customer/action", unreadable{})
	if w := do(s, r, nil); w.Code != 401 {
		t.Errorf("%s", dump(w))
	}
	long := strings.Repeat("x", maxBody+1)
	if w := signed(s, "POST", "/customer/action", long,
		Sign(Secret(demoSecret), []byte(long))); w.Code != 413 {
		t.Errorf("a long body: %d", w.Code)
	}
}

type unreadable struct{}

func (unreadable) Read([]byte) (int, error) { return 0, errors.New("read") }

// TestSecretIsNowhere prints and logs whatever could hold a secret.
func TestSecretIsNowhere(t *testing.T) {
	log := &strings.Builder{}
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	o.Logger, o.Secrets = logger(log), []Secret{Secret(demoSecret)}
	s := start(t, o)
	answers := dump(signed(s, "GET", "/products?"+vectorOne, "", sumOne)) +
		dump(signed(s, "GET", "/products", "", sumOne)) + dump(signed(s, "GET", "/ready", ""))
	js := slog.New(slog.NewJSONHandler(log, nil))
	js.Info("x", "secret", o.Secrets[0], "options",
		fmt.Sprintf("%v %+v %#v %s %q %x", o.Secrets, o, o.Secrets[0], o.Secrets[0],
			o.Secrets[0], o.Secrets[0]))
	data, err := json.Marshal(o.Secrets)
	must(t, err)
	o.Secrets = append(o.Secrets, o.Secrets[0], o.Secrets[0])
	_, err = New(context.Background(), o)
	if err == nil {
		t.Error("three secrets are accepted")
	}
	text := answers + log.String() + string(data) + fmt.Sprint(err)
	hex := fmt.Sprintf("%x", demoSecret)
	for _, part := range []string{demoSecret, "demo-secret", hex, "ZGVtby1zZWNyZXQ",
		strings.TrimPrefix(sumOne, "sha256="), "100 101 109"} {
		if strings.Contains(text, part) {
			t.Errorf("%q is told: %s", part, text)
		}
	}
	if s.o.Secrets != nil {
		t.Error("the server keeps the secrets in its options")
	}
}

func TestEmptySecretIsRefused(t *testing.T) {
	o := options(t, t.TempDir())
	sample().write(t, o.Bundle)
	o.Secrets = []Secret{{}}
	if s, err := New(context.Background(), o); err == nil {
		t.Errorf("an empty secret is accepted: %v", s.Close())
	}
}

// FuzzSignatureHeader: only the one right value is accepted.
func FuzzSignatureHeader(f *testing.F) {
	for _, seed := range []string{sumOne, strings.ToUpper(sumOne), sumOne + " ", "sha256=", "sha1=aa", ""} {
		f.Add(seed)
	}
	all, err := newSigners([]Secret{Secret(demoSecret)})
	must(f, err)
	f.Fuzz(func(t *testing.T, value string) {
		r := &http.Request{Header: http.Header{web.SignatureHeader: {value}}}
		claim, err := claimed(r.Header)
		if err == nil {
			err = verify(all, claim, vectorOne)
		}
		if (err == nil) != (value == sumOne) {
			t.Errorf("%q: %v", value, err)
		}
		if claim, err := claimed(r.Header); err == nil && fmt.Sprintf("sha256=%x", claim[:]) != value {
			t.Errorf("%q is read as %x", value, bytes.Clone(claim[:]))
		}
	})
}
