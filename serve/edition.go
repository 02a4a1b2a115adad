package serve

import (
	"strconv"
	"strings"
	"time"
)

// edition is what a snapshot answers of its products between two moments at which offers begin or end.
type edition struct {
	at   time.Time // of the request; zero in a catalog without offers
	turn int       // how many such moments are over
	etag []string  // the header's value: another one in each turn, so that no answer outlives its offers anywhere
}

// edition is that of a time. In a catalog without offers there is one, and no clock is asked for it.
func (n *snapshot) edition(clock func() time.Time) edition {
	if n.index.Turns() == 0 {
		return edition{etag: n.etag}
	}
	at := clock()
	turn := n.index.Turn(at)
	if last := n.latest.Load(); last != nil && last.turn == turn {
		return edition{at: at, turn: turn, etag: last.etag}
	}
	e := edition{at: at, turn: turn, etag: []string{strings.TrimSuffix(n.etag[0], `"`) + "." + strconv.Itoa(turn) + `"`}}
	n.latest.Store(&e)
	return e
}
