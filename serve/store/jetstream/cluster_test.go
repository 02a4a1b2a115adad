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
	"plugsheet/schemas/each"
	"plugsheet/serve/bot/memory"
	"plugsheet/serve/store"
)

// startServers starts the servers of a store in this process, on any free ports. Another program may take one
// of these before its server does: then all are started on others.
func startServers(t testing.TB, n int, change ...func(*server.Options)) (all []*server.Server, url string) {
	t.Helper()
	for range 5 {
		if all, url = tryServers(t, freePorts(t, n), change...); all != nil {
			return all, url
		}
	}
	t.Fatal("no server")
	return nil, ""
}

// freePorts are ports that nobody had just now: the servers have to know each other's before they start.
func freePorts(t testing.TB, n int) (ports []int) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// tryServers starts a server for each of the ports on which they reach each other; nil where one of them does
// not come up.
func tryServers(
	t testing.TB, ports []int, change ...func(*server.Options),
) (all []*server.Server, url string) {
	t.Helper()
	routes := each.Of(ports, func(port int) string { return fmt.Sprintf("nats://127.0.0.1:%d", port) })
	var urls []string
	for i, port := range ports {
		o := &server.Options{ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: -1, JetStream: true,
			StoreDir: t.TempDir(), NoSigs: true, NoLog: true, SyncAlways: true}
		if len(ports) > 1 {
			o.Cluster = server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: port}
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
		if all = append(all, s); !s.ReadyForConnections(20 * time.Second) {
			for _, one := range all {
				one.Shutdown()
			}
			return nil, ""
		}
		urls = append(urls, s.ClientURL())
	}
	return all, strings.Join(urls, ",")
}

// A port that another program took meanwhile does not keep a store from starting.
func TestServersOnTakenPort(t *testing.T) {
	ports := freePorts(t, 3)
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", ports[1]))
	if err != nil {
		t.Skip("somebody else took it")
	}
	defer l.Close()
	if all, _ := tryServers(t, ports); all != nil {
		t.Error("the servers are there")
	}
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
					Several: servers > 1,
					Server: func(o store.JournalOptions) store.Actions {
						return openStore(t, url, Options{}).Actions(name, o)
					},
					Actions: func() iter.Seq2[store.Action, error] { return tool.ReadActions(ctx, name) },
					DeadLetters: func() iter.Seq2[store.DeadLetter, error] {
						return tool.DeadLetters(ctx, name)
					},
					Retry: func(choose func(store.DeadLetter) bool) error {
						return tool.RetryDeadLetters(ctx, name, choose)
					},
					Erase: func(who string) (int, error) { return tool.Erase(ctx, name, who) },
				}
			})
			testMemory(t, func(t *testing.T) keeping { // each test has buckets of its own
				failed := func(err error) { t.Error(err) }
				one := func() *Store { return openStore(t, url, Options{}) }
				return keeping{
					Operators: func() *memory.Operators {
						s := one()
						return memory.SharedOperators(s.Operators(), s.Rehearsed(memory.KeepTime))
					},
					Conversations: func() *memory.Conversations {
						return memory.SharedConversations(one().Conversations(memory.KeepTime), failed)
					},
					Counts:   func() gaps.Values { return one().Counts("ha-1") },
					Together: true,
				}
			})
		})
	}
}
