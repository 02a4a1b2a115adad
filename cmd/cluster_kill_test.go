//go:build unix

package cmd

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/serve/pagetest"
)

// TestKilledCluster: servers and servers of the store are killed in turn while actions come through the
// balancer; none that was acknowledged is lost, none is kept twice, each is forwarded under one id, and every
// read is answered.
func TestKilledCluster(t *testing.T) {
	rounds := killRoundsWanted() / 2
	seed := pagetest.Seed(t)
	t.Logf("seed %d, %d rounds", seed, rounds)
	random := rand.New(rand.NewPCG(seed, 0))
	c := startCluster(t, "")
	var clients sync.WaitGroup
	var acknowledged sync.Map
	var count, reads, failed, slowest atomic.Int64
	last := time.Now()
	var mu sync.Mutex
	done := make(chan struct{})
	for client := range 4 {
		clients.Go(func() {
			for i := 0; !stopped(done); i++ {
				id := fmt.Sprintf("k%d-%d", client, i)
				for !sendAction(c.balancer, id) { // as the platform does: the same one again
					if stopped(done) {
						return
					}
				}
				acknowledged.Store(id, true)
				count.Add(1)
				mu.Lock()
				slowest.Store(max(slowest.Load(), int64(time.Since(last))))
				last = time.Now()
				mu.Unlock()
				reads.Add(1)
				if status, _, err := askBody(c.balancer + "/products?limit=1"); status != 200 || err != nil {
					failed.Add(1)
				}
			}
		})
	}
	for round := range rounds {
		before := count.Load()
		wait(t, "actions are acknowledged", func() bool { return count.Load() >= before+20 })
		if i := random.IntN(3); round%2 == 0 {
			c.nodes[i].kill()
			before = count.Load()
			wait(t, "actions are acknowledged without it", func() bool { return count.Load() >= before+5 })
			c.nodes[i].start(t)
		} else {
			c.servers[i].process.Kill()
			before = count.Load()
			wait(t, "actions are acknowledged by the others", func() bool { return count.Load() >= before+5 })
			c.serve(t, i)
		}
	}
	close(done)
	clients.Wait()
	recorded := c.recorded(t)
	for id, n := range recorded {
		if n != 1 {
			t.Errorf("%s is kept %d times", id, n)
		}
	}
	acknowledged.Range(func(id, _ any) bool {
		if recorded[id.(string)] == 0 {
			t.Errorf("%s was acknowledged and is lost", id)
		}
		wait(t, id.(string)+" is forwarded", func() bool { return c.ids(id.(string)) > 0 })
		if n := c.ids(id.(string)); n > 1 {
			t.Errorf("%s is forwarded under %d ids", id, n)
		}
		return true
	})
	if failed.Load() > 0 {
		t.Errorf("%d of %d reads failed", failed.Load(), reads.Load())
	}
	t.Logf("%d acknowledged, %d kept, %d reads; the longest time without an acknowledged action: %s",
		count.Load(), len(recorded), reads.Load(), time.Duration(slowest.Load()))
}

func stopped(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
