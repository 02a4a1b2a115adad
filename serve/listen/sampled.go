package listen

import (
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Sampled lets lines of the log through, a few at once and then one a second: those of requests that anybody
// may send as often as they want.
type Sampled struct {
	limiter *rate.Limiter
	clock   func() time.Time
	left    *atomic.Int64 // out, since the last line
}

// sampledAtOnce is how many lines come one after the other.
const sampledAtOnce = 20

// NewSampled makes one.
func NewSampled(clock func() time.Time) Sampled {
	return Sampled{rate.NewLimiter(1, sampledAtOnce), clock, &atomic.Int64{}}
}

// Take tells whether a line may be written, and how many were left out before it.
func (s Sampled) Take() (left int64, ok bool) {
	if !s.limiter.AllowN(s.clock(), 1) {
		s.left.Add(1)
		return 0, false
	}
	return s.left.Swap(0), true
}
