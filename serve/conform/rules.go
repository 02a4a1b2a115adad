package conform

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// Severity says what a fault does.
type Severity string

// The severities, the worst first.
const (
	// the platform or the person before it does not get what was asked for, or a stranger does
	Breaks Severity = "breaks"
	// it works today, and will not with another version, another proxy or another visitor
	Risks Severity = "risks"
	Style Severity = "style" // it works; people who build on it expect otherwise
)

// weight orders the severities.
var weight = map[Severity]int{Breaks: 3, Risks: 2, Style: 1}

// Rule is one thing that is demanded of a connector.
type Rule struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`   // what must hold
	Source   string   `json:"source"` // where it is written, or "assumed" where nothing is documented
	Fix      string   `json:"fix"`    // what to do about a fault
}

//go:embed rules.json
var rulesFile []byte

// ruleBook is what the file of rules holds.
type ruleBook struct {
	Documents map[string]string // where the parts of the contract are written for everybody, by their numbers
	Rules     []Rule
}

// book is read at the first call.
var book = sync.OnceValue(func() (b ruleBook) {
	if json.Unmarshal(rulesFile, &b) != nil {
		return ruleBook{} // a test reads the file
	}
	for i := range b.Rules {
		b.Rules[i].Source = b.written(b.Rules[i].Source)
	}
	return b
})

// Rules lists all rules. The caller owns the slice.
func Rules() []Rule { return slices.Clone(book().Rules) }

// written says where parts of the contract, such as "contract 1.6, 3", are written for everybody; another
// source is itself.
func (b ruleBook) written(source string) string {
	parts, ok := strings.CutPrefix(source, "contract ")
	if !ok {
		return source
	}
	var all []string
	for part := range strings.SplitSeq(parts, ", ") {
		where, ok := b.Documents[part]
		if !ok {
			chapter, _, _ := strings.Cut(part, ".")
			where = b.Documents[chapter]
		}
		if !slices.Contains(all, where) {
			all = append(all, where)
		}
	}
	return strings.Join(all, "; ")
}
