// Package metrics is what the server counts, in Prometheus' terms. None of it says what anybody wrote.
package metrics

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"plugsheet/index"
	"plugsheet/serve/bot"
	"plugsheet/serve/webhook"
)

// Metrics are what the server counts. Their labels are of small sets: routes of the table, statuses,
// outcomes.
type Metrics struct {
	Dropped      func() // counts a connection that was dropped or refused
	Handshake    func() // counts a TLS handshake that failed
	Unimported   func() // counts a watched input that could not be imported
	BotLate      func() // counts a conversation without first messages
	BotForgotten func() // counts a step of a conversation that could not be written to the disk

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
	bot       *prometheus.CounterVec // by outcome
	botTight  *prometheus.CounterVec // by endpoint
}

// The outcomes that are counted.
const (
	resultLoaded    = "loaded"
	resultUnchanged = "unchanged"
	resultRefused   = "refused"
	ActionRecorded  = "recorded"
	ActionRepeated  = "repeated"
	ActionFailed    = "failed"
	ActionUnknown   = "unknown"
)

// State is read when the metrics are.
type State struct {
	Age         func() time.Duration     // of what is served at the root; 0 where there is nothing
	Products    func() int               // that are served at the root
	Refused     func() int               // websites, the root among them, whose newest bundle was refused
	InFlight    func() int64             // requests that are being answered
	Connections func() int               // that are open
	StoreAway   func() float64           // 1 while the store of several servers is; nil: there is none
	Lag         func() float64           // seconds that the oldest action has waited to be forwarded
	Sites       func() (known, open int) // websites with a folder, and those of them that have been asked for
}

// maker makes metrics that are registered under the program's name.
type maker struct{ promauto.Factory }

func (k maker) counter(name, help string) prometheus.Counter {
	return k.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
}

func (k maker) counters(name, help string, labels ...string) *prometheus.CounterVec {
	return k.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func (k maker) gauge(name, help string, read func() float64) {
	k.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
}

// New makes the metrics of a server.
func New(s State) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	k := maker{promauto.With(prometheus.WrapRegistererWithPrefix("plugsheet_", m.registry))}
	k.requestMetrics(m)
	k.actionMetrics(m)
	k.botMetrics(m)
	k.stateMetrics(s)
	return m
}

// requestMetrics makes the metrics of requests and of what they are answered from.
func (k maker) requestMetrics(m *Metrics) {
	m.requests = k.counters("requests_total", "Requests, by route and status.", "route", "status")
	m.durations = k.NewHistogramVec(prometheus.HistogramOpts{
		Name: "request_duration_seconds", Help: "Time to the end of an answer, by route.",
		Buckets: []float64{.0001, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"route"})
	m.searches = k.counters("searches_total", "Searches that were not answered from memory, by road.", "road")
	m.empty = k.counter("searches_empty_total", "Searches that found no product.")
	m.reloads = k.counters("reloads_total",
		"Bundles that were looked at again, by result: loaded, unchanged, refused.", "result")
	for _, result := range []string{resultLoaded, resultUnchanged, resultRefused} {
		m.reloads.WithLabelValues(result)
	}
	m.Unimported = k.counter("imports_failed_total",
		"Watched spreadsheets that were saved and could not be imported.").Inc
	m.Dropped = k.counter("connections_dropped_total",
		"Connections that were dropped or refused since there were too many.").Inc
	m.Handshake = k.counter("tls_handshake_failures_total",
		"TLS handshakes that failed, strangers' among them.").Inc
}

// actionMetrics makes the metrics of customers' actions.
func (k maker) actionMetrics(m *Metrics) {
	m.actions = k.counters("actions_total", "Customer actions, by result: recorded, repeated, failed, unknown.",
		"result")
	for _, result := range []string{ActionRecorded, ActionRepeated, ActionFailed, ActionUnknown} {
		m.actions.WithLabelValues(result)
	}
	m.journal = k.NewHistogram(prometheus.HistogramOpts{
		Name: "journal_write_seconds", Help: "Time until an action is on the disk.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}})
	m.written = k.counter("journal_actions_total", "Actions that are in a journal, on the disk.")
	m.bytes = k.counter("journal_bytes_total", "Bytes of them.")
	m.unwritten = k.counter("journal_failures_total", "Writes to a journal that failed, the syncing to the "+
		"disk included; none of their actions was acknowledged.")
	m.forwards = k.counters("forwards_total", "Attempts to forward an action, by result: delivered, failed and "+
		"to be tried again, dead; and lines that are unreadable.", "result")
	for _, result := range webhook.Outcomes() {
		m.forwards.WithLabelValues(result)
	}
}

// stateMetrics makes the metrics that are read when somebody asks for them.
func (k maker) stateMetrics(s State) {
	k.gauge("snapshot_age_seconds", "Age of what is served at the root; 0 where there is nothing.",
		func() float64 { return s.Age().Seconds() })
	k.gauge("snapshot_products", "Products that are served at the root.",
		func() float64 { return float64(s.Products()) })
	k.gauge("bundle_refused", "Websites, the root among them, whose newest bundle was refused.",
		func() float64 { return float64(s.Refused()) })
	k.gauge("requests_in_flight", "Requests that are being answered.",
		func() float64 { return float64(s.InFlight()) })
	k.gauge("connections_open", "Connections that are open.",
		func() float64 { return float64(s.Connections()) })
	k.gauge("forward_lag_seconds", "Age of the oldest action that waits to be forwarded; 0 without one.", s.Lag)
	k.gauge("sites_open", "Websites with a folder that have been asked for.",
		func() float64 { _, open := s.Sites(); return float64(open) })
	k.gauge("sites_known", "Websites with a folder.",
		func() float64 { known, _ := s.Sites(); return float64(known) })
	if s.StoreAway != nil {
		k.gauge("store_away", "1 while what several servers remember together cannot be reached, else 0.",
			s.StoreAway)
	}
}

// Request counts one.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(route).Observe(took.Seconds())
}

// Reload counts one, unless there neither was nor is anything to load.
func (m *Metrics) Reload(err error, changed, nothing bool) {
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

// WroteJournal counts one write.
func (m *Metrics) WroteJournal(lines, bytes int, failed error) {
	if failed != nil {
		m.unwritten.Inc()
		return
	}
	m.written.Add(float64(lines))
	m.bytes.Add(float64(bytes))
}

// Forwarded counts one attempt.
func (m *Metrics) Forwarded(outcome string) { m.forwards.WithLabelValues(outcome).Inc() }

// Action counts one customer action; took, which counts for one that was recorded, is how long that lasted.
func (m *Metrics) Action(result string, took time.Duration) {
	m.actions.WithLabelValues(result).Inc()
	if result == ActionRecorded {
		m.journal.Observe(took.Seconds())
	}
}

// Search counts one.
func (m *Metrics) Search(found index.Page) {
	if found.Road != "" {
		m.searches.WithLabelValues(found.Road).Inc()
	}
	if found.Total == 0 {
		m.empty.Inc()
	}
}

// Handler answers GET /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// The outcomes of messages that the bot itself does not know.
const (
	BotEcho     = "echo"     // written by the bot itself, or by another operator
	BotRepeated = "repeated" // delivered again
)

// botMetrics makes the metrics of the bot. None says what anybody wrote.
func (k maker) botMetrics(m *Metrics) {
	m.bot = k.counters("bot_messages_total", "Messages to the bot, by what came of them: answered, products, "+
		"asked, handedOver, unreadable, late, echo, repeated.", "outcome")
	m.botTight = k.counters("bot_near_misses_total",
		"Answers of the bot that took more than half of the platform's limit, by endpoint.", "endpoint")
	m.BotLate = k.counter("bot_first_messages_missing_total",
		"Conversations without first messages, since there was no bot or its website was not open in time.").Inc
	m.BotForgotten = k.counter("bot_not_remembered_total",
		"Steps of conversations that could not be written to the disk.").Inc
	for _, o := range []bot.Outcome{bot.Answered, bot.Products, bot.Asked, bot.HandedOver, bot.Unreadable,
		bot.Late, BotEcho, BotRepeated} {
		m.bot.WithLabelValues(string(o))
	}
	for _, e := range []string{BotFirstMessages, BotMessages} {
		m.botTight.WithLabelValues(e)
	}
}

// BotNear counts an answer that was nearly too late.
func (m *Metrics) BotNear(endpoint string, took, limit time.Duration) {
	if took > limit/2 {
		m.botTight.WithLabelValues(endpoint).Inc()
	}
}

// BotMessage counts a message, by what came of it.
func (m *Metrics) BotMessage(outcome string) { m.bot.WithLabelValues(outcome).Inc() }

// The endpoints of the bot whose time limits are watched.
const (
	BotFirstMessages = "first-messages"
	BotMessages      = "messages"
)
