package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot/understand"
)

// Memory is what is remembered of a conversation between two messages: nothing that the visitor wrote.
type Memory struct {
	Step   string `json:"s,omitempty"` // id of the last answer
	Misses int    `json:"m,omitempty"` // messages in a row that were not understood
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
	Answer  string  // id of the answer, with Answered
	Score   float64 // how well it fits, with Answered; 1 for a phrase or a quick reply, word for word
	Guesses []Guess // what the message may have meant, the best first
	Err     error   // the catalog's, where it was asked and could not answer
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
	maxMisses   = 2    // messages in a row that are not understood until the visitor is handed over
	suggestions = 3    // at most (contract, 3.10)
	suggestible = 0.2  // the least score of a suggestion
	certain     = 0.75 // from this score on an answer comes before products, but for those that the text names
	wordForWord = 1    // the score of a phrase itself
	maxSteps    = 20   // answers in one turn
)

// React takes a message and says what to do. It never fails: when ctx ends before the catalog has answered, the visitor
// reads that it was not understood.
func (s *Scenario) React(ctx context.Context, t Turn) Reaction {
	text := strings.TrimSpace(t.Text)
	t.Text = text
	if t.ContentType != contentText || text == "" {
		return Reaction{Replies: []Reply{say(s.texts.unreadable)}, Memory: t.Memory, Outcome: Unreadable}
	}
	if next := s.clicked(text, t.Memory); next != "" {
		return s.play(next, t, 1)
	}
	found := s.phrases.Match(text, suggestions+1)
	best, understood := understand.Best(found)
	var err error
	if !understood || best.Score < wordForWord {
		var offers []Reply
		offers, err = s.offers(ctx, t, understood && best.Score >= certain)
		switch {
		case err != nil && !understood:
			return Reaction{Replies: []Reply{say(s.fallback())}, Memory: t.Memory, Outcome: Late, Err: err}
		case len(offers) > 0:
			return Reaction{Replies: offers, Memory: Memory{Step: t.Memory.Step}, Outcome: Products, Guesses: s.guesses(found)}
		}
	}
	if understood {
		r := s.play(s.answers[best.Intent].ID, t, best.Score)
		r.Guesses, r.Err = s.guesses(found), err
		return r
	}
	return s.ask(t, s.guesses(found))
}

func (s *Scenario) guesses(found []understand.Candidate) []Guess {
	all := make([]Guess, 0, len(found))
	for _, f := range found {
		all = append(all, Guess{s.answers[f.Intent].ID, s.phraseOf(f), f.Score})
	}
	return all
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

// clicked is where a text leads that is a quick reply, word for word: first of those below the last answer, which may lead
// elsewhere than the same words do at another step. Empty where it is none.
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
	r := Reaction{Memory: Memory{Step: t.Memory.Step}, Outcome: Answered, Answer: id, Score: score}
	for range maxSteps {
		switch id {
		case bundle.BotTransfer:
			r.Replies = then(r.Replies, s.transfer(t.Rules)...)
			return r
		case bundle.BotClose:
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

// ask asks back, with up to three suggestions; the second time in a row the visitor is handed over.
func (s *Scenario) ask(t Turn, guesses []Guess) Reaction {
	m := Memory{Step: t.Memory.Step, Misses: t.Memory.Misses + 1}
	if m.Misses >= maxMisses {
		replies := s.transfer(t.Rules)
		if s.HandOver.Rule == bundle.BotClose {
			replies = s.closing()
		}
		return Reaction{Replies: replies, Memory: Memory{Step: t.Memory.Step}, Outcome: HandedOver, Guesses: guesses}
	}
	reply := say(s.fallback())
	for _, g := range guesses {
		if g.Score >= suggestible && len(reply.QuickReplies) < suggestions {
			reply.QuickReplies = append(reply.QuickReplies, QuickReply{contentQuick, s.byID[g.Answer].Phrases[0]})
		}
	}
	if len(reply.QuickReplies) == 0 {
		reply.QuickReplies = quick(s.OpeningReplies[:min(suggestions, len(s.OpeningReplies))])
	}
	return Reaction{Replies: []Reply{reply}, Memory: m, Outcome: Asked, Guesses: guesses}
}

func (s *Scenario) fallback() string {
	if s.Fallback != "" {
		return s.Fallback
	}
	return s.texts.fallback
}

// fold is what is compared of a quick reply: its letters and digits, in lower case and without accents.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() == 0 {
		return strings.TrimSpace(text) // such as a smiley
	}
	return b.String()
}
