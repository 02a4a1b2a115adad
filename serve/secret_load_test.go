package serve

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// TestSecretUnderLoad changes the secret again and again while requests come that are signed by the one of
// now or the one before: each is answered, and none that is signed by an older one.
func TestSecretUnderLoad(t *testing.T) {
	changes := 50
	if os.Getenv("PLUGSHEET_SOAK") != "" {
		changes = 5000
	}
	o := options(t, t.TempDir())
	o.Logger, o.Secrets = nil, []Secret{Secret("secret-0")}
	sample().write(t, o.Bundle)
	s := start(t, o)
	const query = "limit=1"
	ask := func(number int64) int {
		return signed(s, "GET", "/products?"+query, "",
			Sign(Secret(fmt.Sprint("secret-", number)), []byte(query))).Code
	}
	var now atomic.Int64
	var stop atomic.Bool
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for !stop.Load() {
				number := now.Load()
				if code := ask(number); code != 200 && now.Load() == number {
					t.Errorf("secret %d: %d", number, code)
				}
			}
		})
	}
	for i := range int64(changes) {
		must(t, s.SetSecrets([]Secret{Secret(fmt.Sprint("secret-", i+1)), Secret(fmt.Sprint("secret-", i))}))
		now.Store(i + 1)
		if code := ask(i - 1); code != 401 {
			t.Errorf("the secret before the last one is answered with %d", code)
		}
	}
	stop.Store(true)
	clients.Wait()
}
