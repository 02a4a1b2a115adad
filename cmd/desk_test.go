package cmd

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The desk of somebody else's connector serves nothing itself: it prints its address, shows that connector, and ends.
func TestDeskOfURL(t *testing.T) {
	connector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"status":"UP"}`) }))
	defer connector.Close()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"desk", connector.URL, "--desk-addr", "127.0.0.1:0", "--examples"}, process{
			stdin: strings.NewReader(""), stdout: in, stderr: io.Discard, lookupEnv: func(string) (string, bool) { return "", false },
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
	r, err := http.NewRequest(http.MethodPost, address+"api/ask", strings.NewReader(`{"kind":"health"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Desk-Key", key)
	w, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(w.Body)
	w.Body.Close()
	if err != nil || !strings.Contains(string(answer), connector.URL+"/health") {
		t.Errorf("%v: %s", err, answer)
	}
	end()
	if lines.Scan() {
		t.Errorf("printed besides the address: %s", lines.Text())
	}
	if got := <-code; got != exitDone {
		t.Errorf("exit code %d", got)
	}
}
