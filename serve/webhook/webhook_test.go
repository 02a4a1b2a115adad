package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func now() time.Time { return time.Date(2030, 1, 2, 3, 4, 5, 6000, time.UTC) }

func sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte("a secret"))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func listening(t *testing.T, url string) *receiver {
	t.Helper()
	r, err := newReceiver(Forward{URL: url, Sign: sign}, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.client.CloseIdleConnections)
	return r
}

func TestDeliver(t *testing.T) {
	var got *http.Request
	var body []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer s.Close()
	if err := listening(t, s.URL+"/hook?x=1").
		deliver(context.Background(), "id-1", []byte(`{"action":"CALL <é>"}`)); err != nil {
		t.Fatal(err)
	}
	if got.Method != "POST" || got.URL.String() != "/hook?x=1" ||
		got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s %v", got.Method, got.URL, got.Header)
	}
	if got.Header.Get("x-plugsheet-signature") != sign(body) ||
		got.Header.Get("x-plugsheet-delivery") != "id-1" {
		t.Errorf("%v for %s", got.Header, body)
	}
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil || e.Delivery != "id-1" ||
		e.SentAt != "2030-01-02T03:04:05.000006Z" {
		t.Errorf("%s: %v", body, err)
	}
}

// What an answer means: delivered, to be tried again, or never.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		status    int
		after     string
		delivered bool
		permanent bool
		wait      time.Duration
	}{
		{200, "", true, false, 0}, {201, "9", true, false, 0}, {299, "", true, false, 0},
		{301, "", false, true, 0}, {308, "", false, true, 0},
		{400, "", false, true, 0}, {401, "", false, true, 0}, {404, "", false, true, 0},
		{410, "", false, true, 0}, {408, "", false, false, 0}, {425, "", false, false, 0},
		{429, "", false, false, 0}, {500, "", false, false, 0}, {503, "", false, false, 0},
		{599, "", false, false, 0}, {429, "30", false, false, 30 * time.Second},
		{503, "99999", false, false, time.Hour}, {503, "-5", false, false, 0}, {503, "soon", false, false, 0},
		{503, "Wed, 02 Jan 2030 03:05:05 GMT", false, false, time.Minute - 6*time.Microsecond},
		{503, "Wed, 02 Jan 2030 03:00:05 GMT", false, false, 0},
		{503, "Sun, 02 Jan 2050 03:00:05 GMT", false, false, time.Hour},
	} {
		err := judge(&http.Response{StatusCode: c.status, Header: http.Header{"Retry-After": {c.after}}},
			now())
		if c.delivered != (err == nil) {
			t.Errorf("%+v: %v", c, err)
		}
		var f *failure
		if errors.As(err, &f) && (f.Permanent != c.permanent || f.After != c.wait) {
			t.Errorf("%+v: %+v", c, f)
		}
	}
}

// A redirect is not followed: what is sent goes where the URL says or nowhere.
func TestNoRedirect(t *testing.T) {
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	s := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer s.Close()
	var f *failure
	if err := listening(t, s.URL).deliver(context.Background(), "i", []byte("{}")); !errors.As(err, &f) ||
		!f.Permanent || elsewhere > 0 {
		t.Errorf("%v, %d followed", err, elsewhere)
	}
}

// A proxy of the environment is not used.
func TestNoProxy(t *testing.T) {
	if p := listening(t, "https://hooks.example").client.Transport.(*http.Transport).Proxy; p != nil {
		t.Error("there is a proxy")
	}
}

// What a receiver says, and the URL, get into no error; a body without end ends the reading.
func TestNothingIsQuoted(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Write([]byte("SENSITIVE garbage\r\n\r\n"))
			c.Close()
		}
	}()
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		for {
			if _, err := w.Write([]byte(strings.Repeat("SENSITIVE", 1000))); err != nil {
				return
			}
		}
	}))
	defer endless.Close()
	stranger := httptest.NewUnstartedServer(nil) // whose certificate nobody knows
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	defer stranger.Close()
	for url, want := range map[string]string{
		"http://" + l.Addr().String():    "the connection to the receiver broke",
		endless.URL:                      "the receiver answered 500",
		stranger.URL:                     "the receiver's certificate is not trusted",
		"http://" + refused(t) + "/hook": "the receiver cannot be reached",
	} {
		var f *failure
		err := listening(t, url+"/SENSITIVE?token=SENSITIVE").deliver(context.Background(), "i", []byte("{}"))
		if !errors.As(err, &f) || f.Permanent || f.Reason != want ||
			strings.Contains(err.Error(), "SENSITIVE") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// refused is an address that nobody listens on.
func refused(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A receiver that does not answer is given up after the time-out.
func TestTimeout(t *testing.T) {
	done := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer s.Close()
	defer close(done)
	r := listening(t, s.URL)
	r.client.Timeout = time.Millisecond
	if err := r.deliver(context.Background(), "i", []byte("{}")); err == nil ||
		err.Error() != "the receiver did not answer in time" {
		t.Errorf("%v", err)
	}
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]string{
		"https://hooks.example/SENSITIVE":      "",
		"http://127.0.0.1:9/x":                 "",
		"http://[::1]:9/x":                     "",
		"http://localhost/x":                   "",
		"http://hooks.example/SENSITIVE":       "not https",
		"http://127.0.0.1.example/SENSITIVE":   "not https",
		"ftp://hooks.example/SENSITIVE":        "no URL",
		"hooks.example/SENSITIVE":              "no URL",
		"https:///SENSITIVE":                   "no URL",
		"https://u:SENSITIVE@hooks.example":    "user name",
		"https://hooks.example/#SENSITIVE":     "fragment",
		"https://hooks.example:port/SENSITIVE": "no URL",
		"":                                     "no URL",
	} {
		_, err := newReceiver(Forward{URL: url, Sign: sign}, nil)
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v", url, err)
		case err != nil && strings.Contains(err.Error(), "SENSITIVE"):
			t.Errorf("the error holds the URL: %v", err)
		}
	}
	plain := Forward{URL: "http://hooks.example", Sign: sign, PlainHTTP: true}
	if _, err := newReceiver(plain, nil); err != nil {
		t.Error(err)
	}
}
