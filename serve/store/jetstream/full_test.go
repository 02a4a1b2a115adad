package jetstream

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"plugsheet/serve/store"
)

// TestFullDisk: where one of three servers of the store has no room left actions go on, also when it leads
// them, and each is kept once; where none has room they are refused, before anything is acknowledged that is
// not kept.
func TestFullDisk(t *testing.T) {
	for name, full := range map[string]string{"one": "n0", "all": "n0 n1 n2"} {
		t.Run(name, func(t *testing.T) {
			_, url := startServers(t, 3, func(o *server.Options) {
				if strings.Contains(full, o.ServerName) {
					o.JetStreamMaxStore = 512 << 10
				}
			})
			s := openStore(t, url, Options{})
			a := s.Actions("", store.JournalOptions{})
			large := func(n int) store.Action {
				e := action(n)
				e.ConnectorVersion = strings.Repeat("x", 20<<10)
				return e
			}
			want := []store.Action{large(0)}
			record(t, a, want[0])
			eventually(t, "n0 leads", func() bool {
				to := []byte(`{"placement":{"preferred":"n0"}}`)
				_, err := s.nc.Request("$JS.API.STREAM.LEADER.STEPDOWN."+streamName, to, time.Second)
				lead, _ := leaders(t, s)
				return err == nil && lead == "n0"
			})
			for n := 1; n < 60; n++ { // more than twice what fits
				_, err := a.Record(large(n))
				if err != nil && name == "all" {
					if !errors.Is(err, ErrAway) {
						t.Errorf("refused: %v", err)
					}
					return
				}
				must(t, err)
				want = append(want, large(n))
			}
			same(t, name, "one")
			same(t, all(t, s.ReadActions(t.Context(), "")), want)
		})
	}
}
