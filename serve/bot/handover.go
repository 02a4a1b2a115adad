package bot

import (
	"cmp"
	"regexp"
	"strings"
)

// Rule is one of the platform's distribution rules, which find the agent of a transfer.
type Rule struct {
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
}

// transferTime is how many seconds an agent is looked for where the scenario does not say it (contract, 3.10:
// the examples' figure).
const transferTime = 20

// isRule tells whether a text has the form of a rule's id (contract, 3.3).
var isRule = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// ruleOf is the id of the rule that a transfer names: the scenario's, or the operator's first; empty where
// there is none.
func (s *Scenario) ruleOf(rules []Rule) string {
	want := s.HandOver.DistributionRule
	for _, r := range rules {
		if isRule.MatchString(r.ID) &&
			(want == "" || strings.EqualFold(r.ID, want) ||
				strings.EqualFold(strings.TrimSpace(r.Label), want)) {
			return r.ID
		}
	}
	if isRule.MatchString(want) {
		return want
	}
	return ""
}

// transfer hands the conversation over. What stands behind the transfer is only done when it fails (contract,
// 3.10).
func (s *Scenario) transfer(rules []Rule) []Reply {
	failed := []Reply{say(cmp.Or(s.HandOver.Failed, s.texts.Failed)), pause(), {Type: typeClose}}
	rule := s.ruleOf(rules)
	if rule == "" {
		return failed
	}
	replies := then(nil, say(cmp.Or(s.handOverText(true), s.texts.Transfer)), Reply{
		Type: typeTransfer, DistributionRule: rule,
		TransferOptions: &transferOptions{duration{"seconds", cmp.Or(s.HandOver.Timeout, transferTime)}},
	})
	return append(replies, failed...)
}

// closing ends the conversation.
func (s *Scenario) closing() []Reply {
	return then(nil, say(cmp.Or(s.handOverText(false), s.texts.Closing)), Reply{Type: typeClose})
}

// handOverText is what the scenario says before its own hand-over rule; an answer that transfers in a
// scenario that closes has the program's text.
func (s *Scenario) handOverText(transfer bool) string {
	if transfer == (s.HandOver.Rule == typeTransfer) {
		return s.HandOver.Text
	}
	return ""
}
