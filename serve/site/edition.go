package site

import (
	"strconv"
	"strings"
	"time"
)

// Edition is what a snapshot answers of its products between two moments at which offers begin or end.
type Edition struct {
	At   time.Time // of the request; zero in a catalog without offers
	Turn int       // how many such moments are over
	// the header's value: another one in each turn, so that no answer outlives its offers anywhere
	ETag []string
}

// Edition is that of a time. In a catalog without offers there is one, and no clock is asked for it.
func (n *Snapshot) Edition(clock func() time.Time) Edition {
	if n.Index.Turns() == 0 {
		return Edition{ETag: n.ETag}
	}
	at := clock()
	turn := n.Index.Turn(at)
	if last := n.latest.Load(); last != nil && last.Turn == turn {
		return Edition{At: at, Turn: turn, ETag: last.ETag}
	}
	e := Edition{At: at, Turn: turn,
		ETag: []string{strings.TrimSuffix(n.ETag[0], `"`) + "." + strconv.Itoa(turn) + `"`}}
	n.latest.Store(&e)
	return e
}
