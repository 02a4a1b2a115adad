package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/schemas/words"
	"plugsheet/serve/bot/understand"
)

// Memory is what is remembered of a conversation between two messages: nothing that the visitor wrote.
type Memory struct {
	Step   string `json:"s,omitempty"` // id of the last answer
	Misses int    `json:"m,omitempty"` // messages in a row that were not understood
	Shown  string `json:"p,omitempty"` // the products that were shown last
	Among  string `json:"a,omitempty"` // those among which they were chosen; empty where they were not
}

// Turn is one message of the visitor.
type Turn struct {
	ContentType string // of the payload; only text is read
	Text        string
	Memory      Memory
	Rules       []Rule    // of the operator, for a transfer
	Now         time.Time // for promotions that hold for a time
}

// Reaction is what the bot does then.
type Reaction struct {
	Replies []Reply
	Memory  Memory
	Outcome Outcome
	Answer  string   // id of the answer, with Answered
	Score   float64  // how well it fits, with Answered; 1 for a phrase or a quick reply, word for word
	Shown   []string // references of the products, with Products
	Guesses []Guess  // what the message may have meant, the best first
	Err     error    // the catalog's, where it was asked and could not answer
}

// Guess is an answer that a message may have asked for.
type Guess struct {
	Answer string
	Phrase string // of the answer, that fits best
	Score  float64
}

// Outcome says how a message was taken.
type Outcome string

// The outcomes.
const (
	Answered   Outcome = "answered"
	Products   Outcome = "products"   // with products of the catalog
	Asked      Outcome = "asked"      // back, since it was not understood
	HandedOver Outcome = "handedOver" // transferred or closed, since it was not understood twice
	Unreadable Outcome = "unreadable" // it was no text
	Late       Outcome = "late"       // the time was over before the answer was found
)

const (
	// from this score on an answer comes before products, but for those that the text names
	certain     = 0.75
	wordForWord = 1  // the score of a phrase itself
	maxSteps    = 20 // answers in one turn
)

// React takes a message and says what to do. It never fails: when ctx ends before the catalog has answered,
// the visitor reads that it was not understood.
//
// A message is, the first that holds: a quick reply; one of the phrases, word for word; an answer to what
// was asked last; a greeting or the like; a question for products; a text in another language; what one of
// the answers' phrases mean; a question for products that fits in part.
func (s *Scenario) React(ctx context.Context, t Turn) Reaction {
	text := strings.TrimSpace(t.Text)
	t.Text = text
	if t.ContentType != contentText || text == "" {
		return Reaction{Replies: []Reply{say(s.texts.Unreadable)}, Memory: t.Memory, Outcome: Unreadable}
	}
	if next := s.clicked(text, t.Memory); next != "" {
		return s.play(next, t, wordForWord)
	}
	m := meaning{found: s.phrases.Match(text, suggestions+1)}
	m.best, m.understood = understand.Best(m.found)
	if m.understood && m.best.Score == wordForWord {
		return s.answer(t, m)
	}
	if next := s.polite(text, t.Memory); next != "" {
		return s.play(next, t, certain)
	}
	if s.reader.Talk(text) == understand.Bot {
		reply := say(s.texts.Robot)
		reply.QuickReplies = s.opened()
		return Reaction{Replies: []Reply{reply}, Memory: t.Memory, Outcome: Asked}
	}
	if s.catalog != nil {
		m.err = s.consult(ctx, t, &m)
	}
	if len(m.catalog.things) > 0 && m.catalog.certainty < surely {
		text := strings.NewReplacer(m.catalog.meant...).Replace(text)
		things := understand.Things{Words: m.catalog.things, Only: m.question.Asks || m.question.Names}
		m.found = s.phrases.MatchAbout(things, text, suggestions+1)
		m.best, m.understood = understand.Best(m.found)
	}
	if m.catalog.certainty < surely {
		m.tag, m.foreign = s.reader.Foreign(text)
	}
	m.understood = m.understood && !s.asksForOther(m)
	return s.decide(t, m)
}

// decide says what to do where a message is nothing that is certain from the start.
func (s *Scenario) decide(t Turn, m meaning) Reaction {
	switch {
	case m.err != nil && !m.understood:
		return Reaction{Replies: []Reply{say(s.fallback())}, Memory: t.Memory, Outcome: Late, Err: m.err}
	case m.catalog.certainty == surely:
	case m.foreign:
		return s.ask(t, m)
	case m.catalog.certainty == likely && !(m.understood && m.best.Score >= certain):
	case m.understood:
		return s.answer(t, m)
	case m.catalog.certainty == noProduct:
		return s.ask(t, m)
	}
	return s.offer(t, m)
}

// meaning is what a message may mean.
type meaning struct {
	found      []understand.Candidate
	best       understand.Candidate
	understood bool // the best one is meant, unless the message asks for a product
	question   understand.Question
	catalog    found
	cards      []Reply // of its products
	err        error   // of the catalog
	foreign    bool    // the message is in another language, that of the tag
	tag        string
}

// consult holds a message against the catalog, and makes the cards of what it finds.
func (s *Scenario) consult(ctx context.Context, t Turn, m *meaning) error {
	m.question = s.reader.Question(t.Text)
	type consulted struct {
		found
		cards []Reply
	}
	c, err := inTime(ctx, func(ctx context.Context) (c consulted, err error) {
		if c.found, err = s.lookUp(ctx, m.question); err != nil {
			return c, err
		}
		followed, err := s.followUp(ctx, t.Memory, m.question, c.found)
		if err != nil {
			return c, err
		}
		if followed.certainty > noProduct {
			c.found = followed
		}
		if len(c.products) > 0 {
			c.cards, err = s.cards(c.found, m.question, t.Now)
		}
		return c, err
	})
	m.catalog, m.cards = c.found, c.cards
	return err
}

// asksForOther tells whether a question for a product names something that no phrase speaks of: what "how
// much is" and a bicycle have in common with a phrase about what sending costs is no more than the question.
// So it is with a price of which nothing says of what.
func (s *Scenario) asksForOther(m meaning) bool {
	q := m.question
	if !q.Asks || q.Owned || m.best.Score >= certain && !q.Price {
		return false
	}
	if q.Content == 0 {
		return q.Price && m.best.Score < certain
	}
	return !s.phrases.Says(q.Words) && !s.reader.Places(q.Words)
}

// answer plays the answer that is meant.
func (s *Scenario) answer(t Turn, m meaning) Reaction {
	r := s.play(s.answers[m.best.Intent].ID, t, m.best.Score)
	r.Guesses, r.Err = s.guesses(m.found), m.err
	return r
}

// offer shows the products that were found.
func (s *Scenario) offer(t Turn, m meaning) Reaction {
	r := Reaction{Replies: m.cards, Outcome: Products, Guesses: s.guesses(m.found)}
	r.Memory = Memory{Step: t.Memory.Step, Shown: s.remember(m.catalog.products)}
	if before := cmp.Or(t.Memory.Among, t.Memory.Shown); isChoice(r.Memory.Shown, before) {
		r.Memory.Among = before
	}
	for _, f := range m.catalog.products[:min(maxOffers, len(m.catalog.products))] {
		r.Shown = append(r.Shown, f.Record.Product.Reference)
	}
	return r
}

func (s *Scenario) guesses(found []understand.Candidate) []Guess {
	return each.Of(found, func(f understand.Candidate) Guess {
		return Guess{s.answers[f.Intent].ID, s.phraseOf(f), f.Score}
	})
}

// phraseOf is the text of the phrase that fits best.
func (s *Scenario) phraseOf(f understand.Candidate) string {
	n := f.Phrase
	for _, a := range s.answers {
		if n < len(a.Phrases) {
			return a.Phrases[n]
		}
		n -= len(a.Phrases)
	}
	return ""
}

// clicked is where a text leads that is a quick reply, word for word: first of those below the last answer,
// which may lead elsewhere than the same words do at another step. Empty where it is none.
func (s *Scenario) clicked(text string, m Memory) string {
	key := fold(text)
	replies := s.OpeningReplies
	if a := s.byID[m.Step]; a != nil {
		replies = append(slices.Clone(a.QuickReplies), replies...)
	}
	for _, r := range replies {
		if r.Next != "" && fold(r.Text) == key {
			return r.Next
		}
	}
	return s.labels[key]
}

// play gives an answer and what follows it at once.
func (s *Scenario) play(id string, t Turn, score float64) Reaction {
	r := Reaction{Outcome: Answered, Answer: id, Score: score}
	r.Memory = t.Memory
	r.Memory.Misses = 0
	for range maxSteps {
		switch id {
		case scenario.Transfer:
			r.Replies = then(r.Replies, s.transfer(t.Rules)...)
			return r
		case scenario.Close:
			r.Replies = then(r.Replies, Reply{Type: typeClose})
			return r
		}
		a := s.byID[id]
		if a == nil {
			break
		}
		r.Memory.Step = a.ID
		r.Replies = then(r.Replies, render(a)...)
		if id = a.Next; id == "" {
			break
		}
	}
	return r
}

func (s *Scenario) fallback() string {
	if s.Fallback != "" {
		return s.Fallback
	}
	return s.texts.Fallback
}

// fold is what is compared of a quick reply.
func fold(text string) string {
	return cmp.Or(words.Fold(text), strings.TrimSpace(text)) // such as a smiley
}
