package serve

import (
	"time"

	"plugsheet/serve/metrics"
)

// newMetrics makes the metrics and lets the state of s be read.
func (s *Server) newMetrics() *metrics.Metrics {
	return metrics.New(metrics.State{
		Age: s.age, Products: s.served, Refused: s.countRefused, Sites: s.countSites,
		InFlight: func() int64 { return s.gate.Answering() },
		Lag:      func() float64 { return s.forwarder.Lag() },
	})
}

// age is how long ago what is served at the root was opened.
func (s *Server) age() time.Duration {
	if n := s.root.current.Load(); n != nil {
		return s.o.Clock().Sub(n.since)
	}
	return 0
}

// served are the products at the root.
func (s *Server) served() int {
	if n := s.root.current.Load(); n != nil {
		return n.counts.Products
	}
	return 0
}

// countRefused counts the websites, the root among them, whose newest bundle was refused.
func (s *Server) countRefused() int {
	count := 0
	for _, t := range s.open() {
		if _, err := t.lastRefusal(); err != nil && !s.without(t, err) {
			count++
		}
	}
	return count
}

// countSites counts the websites with a folder, and those of them that have been asked for.
func (s *Server) countSites() (known, open int) {
	sites := *s.sites.Load()
	for _, t := range sites {
		if t.current.Load() != nil {
			open++
		}
	}
	return len(sites), open
}
