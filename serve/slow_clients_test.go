package serve

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"plugsheet/serve/listen"
)

// slowKinds are ways of being slow: what is sent at once, and what is dribbled after it, again and again.
var slowKinds = []struct{ at, then string }{
	{"", ""}, // says nothing
	// never ends its headers
	{"GET /products HTTP/1.1\r\nHost: x\r\nX-A: ", "a"},
	// nor its body
	{"POST /customer/action HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
		"9999\r\n\r\n{", " "},
	// never reads its answers
	{strings.Repeat("GET /products?limit=100 HTTP/1.1\r\nHost: x\r\n\r\n", 2000), "G"},
}

// TestSlowClients has clients that dribble, are silent, or never read, more of them than there are places for
// requests: sixteen good ones get all their answers meanwhile, and in the end the slow ones have been
// dropped.
func TestSlowClients(t *testing.T) {
	slow := 100
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		slow = 1000
	}
	o := options(t, t.TempDir())
	o.Logger = nil
	o.Limits = listen.Limits{ReadHeader: 3 * time.Second, Read: 4 * time.Second, Write: 5 * time.Second,
		Idle: 3 * time.Second, InFlight: 24}
	sample().write(t, o.Bundle)
	s := start(t, o)
	url, stop := run(t, s)
	defer func() { must(t, stop()) }()
	ctx, end := context.WithTimeout(t.Context(), 2*time.Minute) // everybody's own deadline
	defer end()
	var dropped, connected sync.WaitGroup
	connected.Add(slow)
	for i := range slow {
		dropped.Go(func() {
			if err := dribble(ctx, strings.TrimPrefix(url, "http://"), slowKinds[i%len(slowKinds)].at,
				slowKinds[i%len(slowKinds)].then, connected.Done); err != nil {
				t.Errorf("slow client %d: %v", i, err)
			}
		})
	}
	connected.Wait()
	awaitStuck(t, s)
	var good sync.WaitGroup
	for client := range 16 {
		good.Go(func() {
			for i := range 50 {
				if err := goodRequest(ctx,
					fmt.Sprintf("%s/products?limit=10&offset=%d", url, (client+i)%24)); err != nil {
					t.Errorf("good client %d: %v", client, err)
					return
				}
			}
		})
	}
	good.Wait()
	dropped.Wait()
}

// awaitStuck waits until those that do not read take up no more answers: until then they are only busy.
func awaitStuck(t *testing.T, s *Server) {
	t.Helper()
	count := regexp.MustCompile(`plugsheet_requests_total{route="/products",status="200"} \S+`)
	before, same := "", 0
	await(t, "clients that do not read to be stuck", func() bool {
		now := count.FindString(scrape(s))
		if same++; now != before || now == "" {
			before, same = now, 0
		}
		return same == 100
	})
}

// dribble is a slow client, until the server drops it. An error is one that is none of the server's dropping
// it.
func dribble(ctx context.Context, addr, at, then string, connected func()) error {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err == nil {
		c.(*net.TCPConn).SetReadBuffer(4 << 10)
		go func() {
			<-ctx.Done()
			c.Close()
		}()
		c.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)) // as much of it as the server takes
		io.WriteString(c, at)
		c.SetWriteDeadline(time.Time{})
	}
	connected()
	if err != nil {
		return err
	}
	if then == "" || len(at) > 10_000 {
		then = "\r\n" // of a silent one: blank lines before a request, and of one that does not read whatever
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("was not dropped: %w", ctx.Err())
		case <-tick.C:
		}
		c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
		if _, err := io.WriteString(c, then); err != nil && !isTimeout(err) {
			return nil // dropped
		}
	}
}

func isTimeout(err error) bool {
	e, ok := err.(net.Error)
	return ok && e.Timeout()
}

// goodRequest asks and reads the whole answer, which must be ten products.
func goodRequest(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || strings.Count(string(body), `"title"`) != 10) {
		err = fmt.Errorf("%s: %s", answer.Status, body)
	}
	return err
}
