package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"plugsheet/serve/bot"
)

// The outcomes of messages that the bot itself does not know.
const (
	BotEcho     = "echo"     // written by the bot itself, or by another operator
	BotRepeated = "repeated" // delivered again
)

// botMetrics makes the metrics of the bot. None says what anybody wrote.
func (m *Metrics) botMetrics() {
	m.bot = prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "plugsheet", Name: "bot_messages_total",
		Help: "Messages to the bot, by what came of them: answered, products, asked, handedOver, " +
			"unreadable, late, echo, repeated.",
	}, []string{"outcome"})
	m.botTight = prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "plugsheet", Name: "bot_near_misses_total",
		Help: "Answers of the bot that took more than half of the platform's limit, by endpoint.",
	}, []string{"endpoint"})
	m.botLate = counter("bot_first_messages_missing_total",
		"Conversations without first messages, since there was no bot or its website was not open in time.")
	m.botForgotten = counter("bot_not_remembered_total",
		"Steps of conversations that could not be written to the disk.")
	for _, o := range []bot.Outcome{bot.Answered, bot.Products, bot.Asked, bot.HandedOver, bot.Unreadable,
		bot.Late, BotEcho, BotRepeated} {
		m.bot.WithLabelValues(string(o))
	}
	for _, e := range []string{BotFirstMessages, BotMessages} {
		m.botTight.WithLabelValues(e)
	}
	m.registry.MustRegister(m.bot, m.botTight, m.botLate, m.botForgotten)
}

// BotNear counts an answer that was nearly too late.
func (m *Metrics) BotNear(endpoint string, took, limit time.Duration) {
	if took > limit/2 {
		m.botTight.WithLabelValues(endpoint).Inc()
	}
}

// BotMessage counts a message, by what came of it.
func (m *Metrics) BotMessage(outcome string) { m.bot.WithLabelValues(outcome).Inc() }

// BotLate counts a conversation without first messages.
func (m *Metrics) BotLate() { m.botLate.Inc() }

// BotForgotten counts a step of a conversation that could not be written to the disk.
func (m *Metrics) BotForgotten() { m.botForgotten.Inc() }

// The endpoints of the bot whose time limits are watched.
const (
	BotFirstMessages = "first-messages"
	BotMessages      = "messages"
)
