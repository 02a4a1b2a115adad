//go:build unix

package cmd

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestKilledCluster: servers and servers of the store are killed, stand still and lose each other in turn,
// and all of the store is killed at once, while actions come through the balancer; none that was acknowledged
// is lost, none is kept twice, each is forwarded under one id, and every read is answered.
func TestKilledCluster(t *testing.T) {
	rounds := killRoundsWanted() // of ten, seven are kills
	if rounds == killRounds {
		rounds = 4
	} else {
		rounds += rounds / 2
	}
	seed := seed(t)
	t.Logf("seed %d, %d rounds", seed, rounds)
	random := rand.New(rand.NewPCG(seed, 0))
	c := startCluster(t, "")
	var clients sync.WaitGroup
	var acknowledged sync.Map
	var count, reads, failed, slowest, answer atomic.Int64
	last := time.Now()
	var mu sync.Mutex
	done := make(chan struct{})
	for client := range 4 {
		clients.Go(func() {
			for i := 0; !stopped(done); i++ {
				id := fmt.Sprintf("k%d-%d", client, i)
				for begun := time.Now(); !sendAction(c.balancer, id); begun = time.Now() {
					longer(&answer, time.Since(begun)) // as the platform does: the same one again
					if stopped(done) {
						return
					}
				}
				acknowledged.Store(id, true)
				count.Add(1)
				mu.Lock()
				longer(&slowest, time.Since(last))
				last = time.Now()
				mu.Unlock()
				reads.Add(1)
				if status, _, err := askBody(c.balancer + "/products?limit=1"); status != 200 || err != nil {
					failed.Add(1)
				}
			}
		})
	}
	longest := map[string]time.Duration{}
	for round := range rounds {
		before := count.Load()
		wait(t, "actions are acknowledged", func() bool { return count.Load() >= before+20 })
		one := disruptions[round%len(disruptions)]
		end := one.begin(t, c, random.IntN(3))
		before, since := count.Load(), time.Now()
		wait(t, "actions are acknowledged with "+one.name, func() bool { return count.Load() >= before+5 })
		longest[one.name] = max(longest[one.name], time.Since(since))
		end()
	}
	close(done)
	clients.Wait()
	late := c.unsent(&acknowledged)
	kept := c.once(t, &acknowledged)
	if failed.Load() > 0 {
		t.Errorf("%d of %d reads failed", failed.Load(), reads.Load())
	}
	t.Logf("%d acknowledged, %d kept, %d reads; the longest time without an acknowledged action: %s, "+
		"without an answer: %s; until five were acknowledged: %v; %d to be forwarded at the end", count.Load(),
		kept, reads.Load(), time.Duration(slowest.Load()), time.Duration(answer.Load()), longest, late)
}

// disruptions are what happens to a cluster; each gives what ends it.
var disruptions = []struct {
	name  string
	begin func(t *testing.T, c *cluster, i int) (end func())
}{
	{"a node killed", killNode}, {"a server killed", killServer}, {"a node that stands still", stopNode},
	{"a server without the store", cutServer}, {"a node killed", killNode}, {"a server killed", killServer},
	{"the whole store killed", killStore}, {"a server killed", killServer}, {"a node killed", killNode},
	{"a server killed", killServer},
}

func killNode(t *testing.T, c *cluster, i int) func() {
	c.nodes[i].kill()
	return func() { c.nodes[i].start(t) }
}

func killServer(t *testing.T, c *cluster, i int) func() {
	c.servers[i].process.Kill()
	return func() { c.serve(t, i) }
}

// stopNode: the node is there and says nothing, as one behind a broken network.
func stopNode(_ *testing.T, c *cluster, i int) func() {
	c.nodes[i].process.Signal(syscall.SIGSTOP)
	return func() { c.nodes[i].process.Signal(syscall.SIGCONT) }
}

func cutServer(_ *testing.T, c *cluster, _ int) func() {
	return hold([]*gate{c.gates[2]})
}

func killStore(t *testing.T, c *cluster, _ int) func() {
	for _, n := range c.nodes {
		n.kill()
	}
	for _, n := range c.nodes {
		n.start(t)
	}
	return func() {}
}

// longer keeps the longest time.
func longer(longest *atomic.Int64, took time.Duration) {
	for {
		before := longest.Load()
		if int64(took) <= before || longest.CompareAndSwap(before, int64(took)) {
			return
		}
	}
}

func stopped(done chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
