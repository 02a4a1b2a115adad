package cmd

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/cmd/cli"
)

// The desk of somebody else's connector serves nothing itself: it prints its address,
// shows that connector, and ends.
func TestDeskOfURL(t *testing.T) {
	connector := httptest.NewServer(http.HandlerFunc(
		func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"status":"UP"}`) }))
	defer connector.Close()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"desk", connector.URL, "--desk-addr", "127.0.0.1:0", "--examples"},
			cli.Process{
				Stdin: strings.NewReader(""), Stdout: in, Stderr: io.Discard,
				LookupEnv: func(string) (string, bool) { return "", false },
			})
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("nothing is printed")
	}
	address, key, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "the desk: "), "#")
	if !ok {
		t.Fatalf("printed: %s", lines.Text())
	}
	answer := func(method, url, body string) string {
		r, err := http.NewRequest(method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Desk-Key", key)
		w, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Body.Close()
		data, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if text := answer(http.MethodPost, address+"api/ask", `{"kind":"health"}`); !strings.Contains(text,
		connector.URL+"/health") {
		t.Errorf("the connector is not asked: %s", text)
	}
	var about struct{ App, Frame string }
	if err := json.Unmarshal([]byte(answer(http.MethodGet, address+"api/about", "")), &about); err != nil {
		t.Fatal(err)
	}
	if text := answer(http.MethodGet, about.Frame, ""); about.App != connector.URL+"/app/" ||
		about.Frame == about.App || text != `{"status":"UP"}` {
		t.Errorf("the app %s is framed from %s: %s", about.App, about.Frame, text)
	}
	end()
	if lines.Scan() {
		t.Errorf("printed besides the address: %s", lines.Text())
	}
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
}
