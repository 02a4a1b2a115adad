package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"plugsheet/index/gaps"
	"plugsheet/serve/bot"
	"plugsheet/serve/store"
)

// startServers starts the servers of a store in this process, on any free ports, and waits until they keep
// something.
func startServers(t testing.TB, n int, change ...func(*server.Options)) (all []*server.Server, url string) {
	t.Helper()
	var routes, urls []string
	ports := make([]int, n)
	for i := range n { // the others have to know the port before
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[i] = l.Addr().(*net.TCPAddr).Port
		routes = append(routes, fmt.Sprintf("nats://127.0.0.1:%d", ports[i]))
		l.Close()
	}
	for i := range n {
		o := &server.Options{ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: -1, JetStream: true,
			StoreDir: t.TempDir(), NoSigs: true, NoLog: true, SyncAlways: true}
		if n > 1 {
			o.Cluster = server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: ports[i]}
			o.Routes = server.RoutesFromStr(strings.Join(routes, ","))
		}
		for _, c := range change {
			c(o)
		}
		s, err := server.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		go s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		if !s.ReadyForConnections(20 * time.Second) {
			t.Fatal("no server")
		}
		all, urls = append(all, s), append(urls, s.ClientURL())
	}
	return all, strings.Join(urls, ",")
}

// openStore connects when the store is ready to keep something.
func openStore(t testing.TB, url string, o Options) *Store {
	t.Helper()
	var s *Store
	eventually(t, "the servers have agreed on who leads", func() bool {
		var err error
		s, err = Open(url, o)
		if err != nil && !errors.Is(err, ErrAway) {
			t.Fatal(err)
		}
		return err == nil
	})
	t.Cleanup(s.Close)
	eventually(t, "the store keeps something", func() bool { return s.Try() == nil })
	return s
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

// TestStore: a store of one server, and one of three, do what every keeper of actions does.
func TestStore(t *testing.T) {
	for _, servers := range []int{1, 3} {
		t.Run(fmt.Sprint(servers), func(t *testing.T) {
			_, url := startServers(t, servers)
			site := 0
			testActions(t, func(t *testing.T) keeper {
				site++
				name, tool := fmt.Sprintf("ha-%d", site), openStore(t, url, Options{})
				ctx := t.Context()
				return keeper{
					Server: func(o store.JournalOptions) store.Actions {
						return openStore(t, url, Options{}).Actions(name, o)
					},
					Actions: func() iter.Seq2[store.Action, error] { return tool.ReadActions(ctx, name) },
					DeadLetters: func() iter.Seq2[store.DeadLetter, error] {
						return tool.DeadLetters(ctx, name)
					},
					Retry: func(choose func(store.DeadLetter) bool) (int, error) {
						return tool.RetryDeadLetters(ctx, name, choose)
					},
					Erase: func(who string) (int, error) { return tool.Erase(ctx, name, who) },
				}
			})
			testMemory(t, func(t *testing.T) memory { // each test has buckets of its own
				failed := func(err error) { t.Error(err) }
				one := func() *Store { return openStore(t, url, Options{}) }
				return memory{
					Operators: func() *bot.Operators {
						s := one()
						return bot.SharedOperators(s.Operators(), s.Rehearsed(bot.KeepTime))
					},
					Conversations: func() *bot.Conversations {
						return bot.SharedConversations(one().Conversations(bot.KeepTime), failed)
					},
					Counts:   func() gaps.Values { return one().Counts("ha-1") },
					Together: true,
				}
			})
		})
	}
}
