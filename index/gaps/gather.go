package gaps

import (
	"sync"
	"time"
)

// gathering keeps counts in memory for some seconds before they are written together, in the background. It
// is safe for concurrent use, and costs nothing while nothing is counted.
type gathering[K comparable, V any] struct {
	wait  time.Duration
	write func(map[K]*V) error // adds to what the file holds by then
	join  func(now, before *V) // adds an earlier count of the same key to a later one
	told  func(error)          // of the first writing of several that fails

	mu     sync.Mutex
	next   map[K]*V    // since the last writing
	timer  *time.Timer // nil: nothing waits to be written
	closed bool

	writing sync.Mutex // held by whoever writes
	failed  bool       // the last writing; that was told
}

// count counts a key once: again is told of one that is gathered already, and of any other first makes the
// count, or none where it is not to be counted. Both are called under the lock. It reports whether the key
// was counted.
func (g *gathering[K, V]) count(key K, again func(*V), first func() *V) bool {
	if g.closed {
		return false
	}
	if v := g.next[key]; v != nil {
		again(v)
		return true
	}
	if len(g.next) == maxGathered {
		return false
	}
	v := first()
	if v == nil {
		return false
	}
	if g.next == nil {
		g.next = map[K]*V{}
	}
	if g.next[key] = v; g.timer == nil {
		g.timer = time.AfterFunc(g.wait, g.flush)
	}
	return true
}

// close writes what is still in memory. What is counted later is lost.
func (g *gathering[K, V]) close() {
	g.mu.Lock()
	g.closed = true
	if g.timer != nil {
		g.timer.Stop()
	}
	g.mu.Unlock()
	g.flush()
}

// flush writes what was gathered. Where that fails it is kept, within its bounds, for the next time.
func (g *gathering[K, V]) flush() {
	g.writing.Lock()
	defer g.writing.Unlock()
	g.mu.Lock()
	gathered := g.next
	g.next, g.timer = nil, nil
	g.mu.Unlock()
	if len(gathered) == 0 {
		return
	}
	err := g.write(gathered)
	if err != nil && !g.failed {
		g.told(err)
	}
	if g.failed = err != nil; g.failed {
		g.keep(gathered)
	}
}

// keep takes back what could not be written.
func (g *gathering[K, V]) keep(gathered map[K]*V) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for key, before := range gathered {
		switch now := g.next[key]; {
		case now != nil:
			g.join(now, before)
		case len(g.next) < maxGathered:
			if g.next == nil {
				g.next = map[K]*V{}
			}
			g.next[key] = before
		}
	}
}
