package app

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The contract's test vector (4.3).
const (
	demoSecret = "demo-secret-0123456789abcdef"
	demoURL    = "https://connector.example.com/app/"
	demoToken  = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJpYWR2aXplIiwic3ViIjoiMjcwNTg2IiwiYXVkIjoiaHR0cHM6Ly9jb25uZWN0b3IuZXhhbXBsZS5jb20vYXBwLyIsImV4cCI6MTg5MzQ1NjA2MCwiaWF0IjoxODkzNDU2MDAwLCJlbWFpbCI6ImFnZW50QGV4YW1wbGUuY29tIn0.F_B1oFWGjcA7e1BUMSwZnsG2NIFkyc-9b__e3lwR0vo"
	demoIssued = 1893456000
)

// demo is an app with the vector's secret and address at a time in seconds.
func demo(at *int64) *App {
	return New(Options{Secrets: [][]byte{[]byte(demoSecret), []byte("the one before")},
		URLs: []string{demoURL}, Clock: func() time.Time { return time.Unix(*at, 0) }})
}

func TestTokenVector(t *testing.T) {
	for _, c := range []struct {
		at int64
		ok bool
	}{
		{demoIssued, true}, {demoIssued + 60, true}, {demoIssued + 119, true}, {demoIssued - 60, true},
		{demoIssued + 121, false}, {demoIssued - 61, false},
	} {
		if _, err := demo(&c.at).Exchange(demoToken); (err == nil) != c.ok {
			t.Errorf("at %+d s: %v", c.at-demoIssued, err)
		}
	}
}

// claims are those of the vector, to be changed.
func claims() jwt.MapClaims {
	return jwt.MapClaims{"iss": "iadvize", "sub": "270586", "aud": demoURL, "iat": demoIssued,
		"exp": demoIssued + 60}
}

func TestTokens(t *testing.T) {
	with := func(name string, value any) jwt.MapClaims {
		c := claims()
		if c[name] = value; value == nil {
			delete(c, name)
		}
		return c
	}
	for _, c := range []struct {
		name   string
		method jwt.SigningMethod
		key    any
		claims jwt.MapClaims
		want   string // empty: it counts
	}{
		{"plain", jwt.SigningMethodHS256, []byte(demoSecret), claims(), ""},
		{"the secret before", jwt.SigningMethodHS256, []byte("the one before"), claims(), ""},
		{"another secret", jwt.SigningMethodHS256, []byte("another"), claims(),
			"its signature or algorithm is wrong"},
		{"an empty secret", jwt.SigningMethodHS256, []byte(""), claims(),
			"its signature or algorithm is wrong"},
		{"HS512", jwt.SigningMethodHS512, []byte(demoSecret), claims(),
			"its signature or algorithm is wrong"},
		{"none", jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, claims(),
			"its signature or algorithm is wrong"},
		{"another issuer", jwt.SigningMethodHS256, []byte(demoSecret), with("iss", "iAdvize"),
			"it is of another issuer (iss)"},
		{"no issuer", jwt.SigningMethodHS256, []byte(demoSecret), with("iss", nil), "a claim is missing"},
		{"no end", jwt.SigningMethodHS256, []byte(demoSecret), with("exp", nil), "a claim is missing"},
		{"no issue", jwt.SigningMethodHS256, []byte(demoSecret), with("iat", nil),
			"it does not say when it was issued"},
		{"no subject", jwt.SigningMethodHS256, []byte(demoSecret), with("sub", nil), "it names no operator"},
		{"blank subject", jwt.SigningMethodHS256, []byte(demoSecret), with("sub", " "),
			"it names no operator"},
		{"no audience", jwt.SigningMethodHS256, []byte(demoSecret), with("aud", nil),
			"it is for another address (aud)"},
		{"another audience", jwt.SigningMethodHS256, []byte(demoSecret),
			with("aud", "https://connector.example.com/app/x"), "it is for another address (aud)"},
		{"audience in plain HTTP", jwt.SigningMethodHS256, []byte(demoSecret),
			with("aud", "http://connector.example.com/app/"), "it is for another address (aud)"},
		{"audience with a query", jwt.SigningMethodHS256, []byte(demoSecret),
			with("aud", demoURL+"?idWebsite=ha-1"), ""},
		{"audience without slash", jwt.SigningMethodHS256, []byte(demoSecret),
			with("aud", strings.TrimSuffix(demoURL, "/")), ""},
		{"several audiences", jwt.SigningMethodHS256, []byte(demoSecret),
			with("aud", []string{"https://x.example", demoURL}), ""},
		{"not valid before", jwt.SigningMethodHS256, []byte(demoSecret), with("nbf", demoIssued+61),
			"it is not valid yet"},
	} {
		token, err := jwt.NewWithClaims(c.method, c.claims).SignedString(c.key)
		if err != nil {
			t.Fatal(c.name, err)
		}
		at := int64(demoIssued)
		_, err = demo(&at).Exchange(token)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (!errors.Is(err, ErrToken) || !strings.HasSuffix(err.Error(), ": "+c.want)):
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestTokenErrors shows that an error holds nothing of a token.
func TestTokenErrors(t *testing.T) {
	at := int64(demoIssued)
	for _, token := range []string{"", "secretish", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.secretish.x",
		strings.Repeat("secretish", 1000), demoToken[:len(demoToken)-1] + "p"} {
		_, err := demo(&at).Exchange(token)
		if !errors.Is(err, ErrToken) || strings.Contains(err.Error(), "secretish") {
			t.Errorf("%.20q: %v", token, err)
		}
	}
	if _, err := New(Options{Secrets: [][]byte{[]byte(demoSecret)}}).
		Exchange(demoToken); !errors.Is(err, ErrNoURL) {
		t.Errorf("without an address: %v", err)
	}
}

func TestSession(t *testing.T) {
	at := int64(demoIssued)
	a := demo(&at)
	session, err := a.Exchange(demoToken)
	if err != nil {
		t.Fatal(err)
	}
	if session.Expires != at+int64(sessionTime.Seconds()) {
		t.Errorf("it ends at %d", session.Expires)
	}
	if err := a.Check(session.Token); err != nil {
		t.Error(err)
	}
	if err := demo(&at).Check(session.Token); err != nil {
		t.Errorf("another server with the same secret: %v", err)
	}
	rotated := New(Options{Secrets: [][]byte{[]byte("the next"), []byte(demoSecret)}, Clock: a.clock})
	if err := rotated.Check(session.Token); err != nil {
		t.Errorf("while the secret is being changed: %v", err)
	}
	for name, other := range map[string]*App{
		"another secret": New(Options{Secrets: [][]byte{[]byte("another")}, Clock: a.clock}),
		"no secret":      New(Options{Clock: a.clock}),
	} {
		if other.Check(session.Token) == nil {
			t.Errorf("it counts with %s", name)
		}
	}
	data, _ := base64.RawURLEncoding.DecodeString(session.Token)
	for i := range data {
		changed := append([]byte(nil), data...)
		changed[i] ^= 1
		if a.Check(base64.RawURLEncoding.EncodeToString(changed)) == nil {
			t.Errorf("it counts with another byte %d", i)
		}
	}
	for _, text := range []string{"", "x", session.Token + "A", session.Token[1:],
		strings.Repeat("=", len(session.Token))} {
		if a.Check(text) == nil {
			t.Errorf("%q counts", text)
		}
	}
	at = session.Expires
	if err := a.Check(session.Token); !errors.Is(err, ErrSession) {
		t.Errorf("after its end: %v", err)
	}
}

// TestSessionSaysNothing shows that a session does not tell who the agent is.
func TestSessionSaysNothing(t *testing.T) {
	at := int64(demoIssued)
	session, err := demo(&at).Exchange(demoToken)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(session)
	data, _ := base64.RawURLEncoding.DecodeString(session.Token)
	for _, who := range []string{"270586", "agent@example.com"} {
		if strings.Contains(string(text), who) || strings.Contains(string(data), who) {
			t.Errorf("the session holds %s", who)
		}
	}
}

func TestPolicy(t *testing.T) {
	const want = "frame-ancestors https://ha.iadvize.com https://sd.iadvize.com"
	plain, desk := New(Options{}).Policy(), New(Options{Desk: true}).Policy()
	if !strings.HasSuffix(plain, "; "+want) {
		t.Errorf("the policy is %q", plain)
	}
	if !strings.HasSuffix(desk, "; "+want+" http://127.0.0.1:* http://localhost:*") {
		t.Errorf("for a desk on this machine it is %q", desk)
	}
	if strings.Contains(plain+desk, "unsafe") {
		t.Error("the policy lets something unsafe in")
	}
}

func TestMayAsk(t *testing.T) {
	plain, desk := New(Options{}), New(Options{Desk: true})
	for _, c := range []struct {
		origin      string
		plain, desk bool
	}{
		{"https://ha.iadvize.com", true, true}, {"https://sd.iadvize.com", true, true},
		{"http://ha.iadvize.com", false, false}, {"https://evil.ha.iadvize.com", false, false},
		{"https://ha.iadvize.com.evil.example", false, false}, {"null", false, false}, {"", false, false},
		{"http://127.0.0.1:8080", false, true}, {"http://localhost:1", false, true},
		{"http://localhost.evil.example", false, false},
	} {
		if got := plain.MayAsk(c.origin); got != c.plain {
			t.Errorf("%q: %v", c.origin, got)
		}
		if got := desk.MayAsk(c.origin); got != c.desk {
			t.Errorf("%q, with a desk here: %v", c.origin, got)
		}
	}
}

// TestSize holds what a browser loads of scripts and styles in the desk to 80 kB on the wire, of which
// nothing is packed.
func TestSize(t *testing.T) {
	a, total := New(Options{}), 0
	for name, f := range a.files {
		if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css") {
			total += len(f.Body)
		}
	}
	t.Logf("%d bytes in %d files", total, len(a.files))
	if total > 80_000 {
		t.Errorf("the page has %d bytes", total)
	}
	if _, there := a.File(StandIn); there {
		t.Error("the stand-in is there without a desk of this machine")
	}
	page, desk := string(a.Page().Body), string(New(Options{Desk: true}).Page().Body)
	if !strings.Contains(page, library) || strings.Contains(page, StandIn) {
		t.Errorf("the page does not load the platform's library: %s", page)
	}
	if strings.Contains(desk, library) || !strings.Contains(desk, StandIn) {
		t.Errorf("a desk's page does not load the stand-in: %s", desk)
	}
}

// TestSlim leaves out comments and nothing else.
func TestSlim(t *testing.T) {
	const text = "// a comment\nlet a = 1; // stays\n\n\t/** of\n\t * two lines\n\t */\n  const b = \"//x " +
		"/* y */\";\n/* one */\n.c { }\n"
	if got, want := string(slim([]byte(text))),
		"let a = 1; // stays\nconst b = \"//x /* y */\";\n.c { }\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
