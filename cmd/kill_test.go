//go:build unix

package cmd

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plugsheet/serve/store"
)

const (
	killRounds  = 8 // PLUGSHEET_SOAK=200 makes it as many
	killClients = 8
)

// A server is killed again and again while actions come: each one that was acknowledged is in the journal,
// and none is there twice, although each is sent again after the restart.
func TestKilledUnderActions(t *testing.T) {
	rounds := killRoundsWanted()
	seed := seed(t)
	t.Logf("seed %d, %d rounds", seed, rounds)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	output(t, plugsheet(t, dir, "sample demo"))
	output(t, plugsheet(t, dir, "import demo/shop -o bundle"))
	acknowledged := map[string]bool{}
	var last []string
	for round := range rounds {
		last = killedRound(t, dir, round, 1+random.Int64N(40), last)
		for _, id := range last {
			acknowledged[id] = true
		}
	}
	killedRound(t, dir, rounds, 0, last) // which repairs what the last kill left
	count := map[string]int{}
	for a, err := range store.ReadActions(filepath.Join(dir, "bundle")) {
		if err != nil {
			t.Error(err)
		}
		count[a.Conversation]++
	}
	for id := range acknowledged {
		if count[id] == 0 {
			t.Errorf("%s was acknowledged and is not in the journal", id)
		}
	}
	for id, n := range count {
		if n > 1 {
			t.Errorf("%s is in the journal %d times", id, n)
		}
	}
	if len(acknowledged) < rounds {
		t.Errorf("only %d actions were acknowledged", len(acknowledged))
	}
	t.Logf("%d actions acknowledged, %d in the journal", len(acknowledged), len(count))
}

func killRoundsWanted() int {
	if n, err := strconv.Atoi(os.Getenv("PLUGSHEET_SOAK")); err == nil {
		return n
	}
	return killRounds
}

// killedRound starts a server, sends it the actions of the round before once more, and then new ones until so
// many are acknowledged, at which moment it is killed; with 0 at once. It gives what was acknowledged.
func killedRound(t *testing.T, dir string, round int, until int64, again []string) []string {
	t.Helper()
	addrFile := filepath.Join(dir, "addr")
	if err := os.RemoveAll(addrFile); err != nil {
		t.Fatal(err)
	}
	c := plugsheet(t, dir, "serve bundle --addr 127.0.0.1:0 --addr-file addr --allow-unsigned")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := askReady(ctx, addrFile, ended); err != nil {
		t.Fatal(err)
	}
	addr, err := os.ReadFile(addrFile)
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + strings.TrimSpace(string(addr))
	for _, id := range again {
		if !sendAction(url, id) {
			t.Errorf("%s is not acknowledged when it is sent again", id)
		}
	}
	var mu sync.Mutex
	var acknowledged []string
	var sent atomic.Int64
	var clients sync.WaitGroup
	for client := range killClients {
		clients.Go(func() {
			for i := 0; until > 0; i++ {
				id := fmt.Sprintf("r%d-c%d-%d", round, client, i)
				if !sendAction(url, id) {
					return // killed
				}
				mu.Lock()
				acknowledged = append(acknowledged, id)
				mu.Unlock()
				if sent.Add(1) == until {
					c.Process.Kill()
				}
			}
		})
	}
	clients.Wait()
	c.Process.Kill()
	<-ended
	return acknowledged
}

// sendAction tells whether an action was acknowledged.
func sendAction(url, id string) bool {
	answer, err := http.Post(url+"/customer/action", "application/json",
		strings.NewReader(`{"action":"OPEN_CASE","idOperator":"o","idConversation":"`+id+`"}`))
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
