package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// standbyName is the stream of actions that stand by. When the server that leads the stream of actions dies,
// the others choose another one only after four to nine seconds, and nothing can be set to hasten that.
// Meanwhile actions are kept here, where another server leads. From here they go into the stream of actions
// under their ids, so that one which was kept there after all is not kept twice.
const (
	standbyName = "PLUGSHEET_STANDBY"
	waiting     = "plugsheet.waiting."

	relieveAfter = 2 * time.Second  // from one look at what stands by to the next
	relieveWait  = 20 * time.Second // how long whoever reads actions waits until it is moved
)

// newStandby is the stream of what stands by.
func (s *Store) newStandby() *part[jetstream.Stream] {
	return &part[jetstream.Stream]{s: s, open: s.js.Stream, name: standbyName, config: jetstream.StreamConfig{
		Name: standbyName, Description: "actions of plugsheet that stand by", Duplicates: s.Window,
		Subjects: []string{waiting + ">"},
	}}
}

// lookAfter tells whether the store is there, and moves what stands by, until the connection is closed.
func (s *Store) lookAfter() {
	for tick := time.NewTicker(relieveAfter); !s.nc.IsClosed(); <-tick.C {
		_ = s.Try() // notes what comes of it
		ctx, cancel := context.WithTimeout(context.Background(), s.patience())
		if err := s.relieve(ctx); err != nil {
			s.Logger.Debug("of the store", "error", err)
		}
		cancel()
	}
}

// relieve moves what stands by into the stream of actions, in its order. Several servers may do so at once.
func (s *Store) relieve(ctx context.Context) error {
	standby, err := s.standby.get(ctx)
	if err != nil {
		return err
	}
	now, err := standby.Info(ctx)
	if err == nil {
		err = s.spread(ctx, now.Cluster)
	}
	if err != nil || now.State.Msgs == 0 {
		return err
	}
	var failed error
	err = s.each(ctx, s.standby, []string{waiting + ">"}, func(m *jetstream.RawStreamMsg) bool {
		failed = s.replace(ctx, s.standby, m, unsent+strings.TrimPrefix(m.Subject, waiting))
		return failed == nil
	})
	return errors.Join(err, failed)
}

// spread lets another server lead what stands by than the one that leads the stream of actions.
func (s *Store) spread(ctx context.Context, standby *jetstream.ClusterInfo) error {
	actions, err := s.actions.get(ctx)
	if err != nil {
		return err
	}
	now, err := actions.Info(ctx)
	if err != nil || now.Cluster == nil || standby == nil || now.Cluster.Leader != standby.Leader {
		return err
	}
	for _, one := range standby.Replicas {
		if one.Current && !one.Offline {
			to := fmt.Appendf(nil, `{"placement":{"preferred":%q}}`, one.Name)
			_, err := s.nc.RequestWithContext(ctx, "$JS.API.STREAM.LEADER.STEPDOWN."+standbyName, to)
			return err
		}
	}
	return nil
}
