package bot

import (
	"slices"
	"strings"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/bot/understand"
)

// polite is where a text leads that is nothing but polite, or an answer to what was asked last, in other
// words than the quick reply's: "yes" for "Yes, a person please". Empty where it is neither.
func (s *Scenario) polite(text string, m Memory) string {
	talk := s.reader.Talk(text)
	if a := s.byID[m.Step]; a != nil {
		if next := s.replied(text, talk, a.QuickReplies); next != "" {
			return next
		}
	}
	if a, ok := s.talk[talk]; ok {
		return s.answers[a].ID
	}
	return ""
}

// replied is where the quick reply leads that a text means.
func (s *Scenario) replied(text string, talk understand.Talk, replies []bundle.BotReply) string {
	said := s.reader.Roots(text)
	for _, r := range replies {
		begin, _, _ := strings.Cut(r.Text, ",")
		if (talk == understand.Yes || talk == understand.No) && s.reader.Talk(begin) == talk {
			return r.Next
		}
		label := s.reader.Roots(r.Text)
		missing := func(root string) bool { return !slices.Contains(said, root) }
		if len(label) > 0 && len(said) <= len(label)+1 && !slices.ContainsFunc(label, missing) {
			return r.Next
		}
	}
	return ""
}

// noteTalk notes which answer is asked for by being polite: the first that has such a phrase.
func (s *Scenario) noteTalk(phrase string, answer int) {
	talk := s.reader.Talk(phrase)
	if _, taken := s.talk[talk]; talk != "" && !taken {
		s.talk[talk] = answer
	}
}
