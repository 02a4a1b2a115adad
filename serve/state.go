package serve

import (
	"time"

	"plugsheet/serve/metrics"
)

// newMetrics makes the metrics and lets the state of s be read.
func (s *Server) newMetrics() *metrics.Metrics {
	state := metrics.State{
		Age:         func() time.Duration { return s.sites.Age() },
		Products:    func() int { return s.sites.Products() },
		Refused:     func() int { return s.sites.CountRefused() },
		Sites:       func() (known, open int) { return s.sites.Count() },
		InFlight:    s.gate.Answering,
		Connections: func() int { return s.conns.Count() },
		Lag:         func() float64 { return s.forwarder.Lag() },
	}
	if s.o.Store != nil {
		state.StoreAway = func() float64 {
			if _, away := s.o.Store.Away(); away {
				return 1
			}
			return 0
		}
	}
	return metrics.New(state)
}
