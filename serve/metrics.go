package serve

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"plugsheet/index"
	"plugsheet/serve/webhook"
)

// metrics are what the server counts. Their labels are of small sets: routes of the table, statuses, outcomes.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec   // by route and status
	durations *prometheus.HistogramVec // by route, in seconds
	searches  *prometheus.CounterVec   // by road
	empty     prometheus.Counter
	reloads   *prometheus.CounterVec // by result
	actions   *prometheus.CounterVec // by result
	journal   prometheus.Histogram   // seconds
	written   prometheus.Counter     // lines
	bytes     prometheus.Counter
	unwritten prometheus.Counter     // writes that failed
	forwards  *prometheus.CounterVec // by result

	handshakes prometheus.Counter // of TLS that failed
	unimported prometheus.Counter // watched inputs that could not be imported

	bot          *prometheus.CounterVec // by outcome
	botTight     *prometheus.CounterVec // by endpoint
	botLate      prometheus.Counter
	botForgotten prometheus.Counter
}

// The outcomes that are counted.
const (
	resultLoaded    = "loaded"
	resultUnchanged = "unchanged"
	resultRefused   = "refused"
	resultRecorded  = "recorded"
	resultRepeated  = "repeated"
	resultFailed    = "failed"
	resultUnknown   = "unknown"
)

// newMetrics makes the metrics of s and lets its state be read.
func (s *Server) newMetrics() *metrics {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "plugsheet", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string, read func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "plugsheet", Name: name, Help: help}, read)
	}
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "plugsheet", Name: name, Help: help})
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: counters("requests_total", "Requests, by route and status.", "route", "status"),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "plugsheet", Name: "request_duration_seconds", Help: "Time to the end of an answer, by route.",
			Buckets: []float64{.0001, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route"}),
		searches: counters("searches_total", "Searches that were not answered from memory, by road.", "road"),
		empty: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "plugsheet", Name: "searches_empty_total", Help: "Searches that found no product."}),
		reloads: counters("reloads_total", "Bundles that were looked at again, by result: loaded, unchanged, refused.", "result"),
		actions: counters("actions_total", "Customer actions, by result: recorded, repeated, failed, unknown.", "result"),
		journal: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "plugsheet", Name: "journal_write_seconds", Help: "Time until an action is on the disk.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}}),
		written:   counter("journal_actions_total", "Actions that are in a journal, on the disk."),
		bytes:     counter("journal_bytes_total", "Bytes of them."),
		unwritten: counter("journal_failures_total", "Writes to a journal that failed, the syncing to the disk included; none of their actions was acknowledged."),
		forwards:  counters("forwards_total", "Attempts to forward an action, by result: delivered, failed and to be tried again, dead; and lines that are unreadable.", "result"),

		unimported: counter("imports_failed_total", "Watched spreadsheets that were saved and could not be imported."),
		handshakes: counter("tls_handshake_failures_total", "TLS handshakes that failed, strangers' among them."),
	}
	m.botMetrics()
	for _, result := range []string{resultLoaded, resultUnchanged, resultRefused} {
		m.reloads.WithLabelValues(result)
	}
	for _, result := range []string{resultRecorded, resultRepeated, resultFailed, resultUnknown} {
		m.actions.WithLabelValues(result)
	}
	for _, result := range webhook.Outcomes() {
		m.forwards.WithLabelValues(result)
	}
	m.registry.MustRegister(m.requests, m.durations, m.searches, m.empty, m.reloads, m.actions, m.journal, m.written, m.bytes, m.unwritten, m.forwards, m.handshakes, m.unimported,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("snapshot_age_seconds", "Age of what is served at the root; 0 where there is nothing.", s.age),
		gauge("snapshot_products", "Products that are served at the root.", s.served),
		gauge("bundle_refused", "Websites, the root among them, whose newest bundle was refused.", func() float64 { return float64(s.countRefused()) }),
		gauge("requests_in_flight", "Requests that are being answered.", func() float64 { return float64(s.gate.inFlight.Load()) }),
		gauge("forward_lag_seconds", "Age of the oldest action that waits to be forwarded; 0 without one.", func() float64 { return s.forwarder.Lag() }),
		gauge("sites_open", "Websites with a folder that have been asked for.", func() float64 { _, open := s.countSites(); return float64(open) }),
		gauge("sites_known", "Websites with a folder.", func() float64 { known, _ := s.countSites(); return float64(known) }),
	)
	return m
}

// request counts one.
func (m *metrics) request(e *exchange, took time.Duration) {
	m.requests.WithLabelValues(e.route, strconv.Itoa(e.status)).Inc()
	m.durations.WithLabelValues(e.route).Observe(took.Seconds())
}

// reload counts one, unless there neither was nor is anything to load.
func (m *metrics) reload(err error, changed, nothing bool) {
	result := resultUnchanged
	switch {
	case nothing:
		return
	case err != nil:
		result = resultRefused
	case changed:
		result = resultLoaded
	}
	m.reloads.WithLabelValues(result).Inc()
}

// wroteJournal counts one write.
func (m *metrics) wroteJournal(lines, bytes int, failed error) {
	if failed != nil {
		m.unwritten.Inc()
		return
	}
	m.written.Add(float64(lines))
	m.bytes.Add(float64(bytes))
}

// forwarded counts one attempt.
func (m *metrics) forwarded(outcome string) { m.forwards.WithLabelValues(outcome).Inc() }

// search counts one.
func (m *metrics) search(found index.Page) {
	if found.Road != "" {
		m.searches.WithLabelValues(found.Road).Inc()
	}
	if found.Total == 0 {
		m.empty.Inc()
	}
}

// handler answers GET /metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (s *Server) age() float64 {
	if n := s.root.current.Load(); n != nil {
		return s.o.Clock().Sub(n.since).Seconds()
	}
	return 0
}

func (s *Server) served() float64 {
	if n := s.root.current.Load(); n != nil {
		return float64(n.counts.Products)
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
