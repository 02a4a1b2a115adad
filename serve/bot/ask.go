package bot

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"plugsheet/index"
	"plugsheet/schemas/bundle"
)

const (
	maxMisses   = 2   // messages in a row that are not understood until the visitor is handed over
	suggestions = 3   // at most (contract, 3.10)
	suggestible = 0.2 // the least score of a suggestion
)

// ask asks back, with up to three suggestions; the second time in a row the visitor is handed over. Who
// asks for a product that there is not is told so, and never handed over for it.
func (s *Scenario) ask(t Turn, m meaning) Reaction {
	r := Reaction{Memory: t.Memory, Outcome: Asked, Guesses: s.guesses(m.found)}
	reply := say(s.fallback())
	switch {
	case m.foreign:
		reply = say(s.speaks(m.tag))
	case m.question.Asks && m.question.Content > 0:
		reply = say(s.texts.NoProduct)
		reply.QuickReplies = s.suggested(m, r.Guesses)
		r.Replies = []Reply{reply}
		return r
	}
	if r.Memory.Misses++; r.Memory.Misses >= maxMisses {
		r.Replies = s.transfer(t.Rules)
		if s.HandOver.Rule == bundle.BotClose {
			r.Replies = s.closing()
		}
		r.Memory.Misses, r.Outcome = 0, HandedOver
		return r
	}
	reply.QuickReplies = s.suggested(m, r.Guesses)
	r.Replies = []Reply{reply}
	return r
}

// suggested are quick replies that have to do with what was said: what it may mean, products of which it
// has a word. Where there are none, those of the opening.
func (s *Scenario) suggested(m meaning, guesses []Guess) (all []QuickReply) {
	add := func(text string) {
		one := QuickReply{contentQuick, text}
		if len(all) < suggestions && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	for _, g := range guesses {
		if g.Score >= suggestible && !m.foreign {
			add(s.byID[g.Answer].Phrases[0])
		}
	}
	for _, f := range m.catalog.near {
		if slices.Max(f.Places) >= index.InTitle && !m.foreign {
			add(index.TitleIn(f.Record, s.Language))
		}
	}
	if len(all) == 0 {
		all = s.opened()
	}
	return all
}

// opened are the first quick replies of the opening.
func (s *Scenario) opened() []QuickReply {
	return quick(s.OpeningReplies[:min(suggestions, len(s.OpeningReplies))])
}

// speaks says which language the bot speaks: in that language, and in the visitor's.
func (s *Scenario) speaks(visitors string) string {
	own := language.Make(s.Language)
	var all []string
	for _, tag := range []string{s.Language, visitors} {
		in := language.Make(tag)
		if _, known := allTexts()[tag]; known {
			all = append(all, fmt.Sprintf(textsOf(tag).Speaks, display.Languages(in).Name(own)))
		}
	}
	return strings.Join(all, " ")
}
