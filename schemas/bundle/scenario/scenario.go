// Package scenario is the bot in a bundle: its scenarios, and what it answers in each.
package scenario

// What a step can lead to besides the answers: the conversation is handed over, or ends. No answer has such
// an id.
const (
	Transfer = "transfer"
	Close    = "close"
)

// When a bot says that it is available (contract, 3.5), as [Scenario.Availability].
const (
	Always     = "always"     // at any time
	InHours    = "hours"      // in the hours of the scenario
	AtLeastOne = "atLeastOne" // when the platform finds one of the operator's distribution rules available
	All        = "all"        // when it finds all of them available
)

// Limits of what a bot says (contract, 3.10).
const (
	MaxText        = 450 // characters of one message
	AdvisedText    = 250 // characters of one message that people still read
	AdvisedReplies = 3   // quick replies below one message
	MinTransfer    = 5   // seconds
	MaxTransfer    = 60  // seconds
)

// Scenario is one line of bot-scenarios.json: what an administrator of the platform can choose as a bot
// (contract, 3.2), with all that is the same for its answers. Texts that are left out are the program's own,
// in the scenario's language.
type Scenario struct {
	ID             string   `json:"id"`
	Name           string   `json:"name"`
	Description    string   `json:"description,omitempty"`
	Language       string   `json:"language"` // two letters; a bot has exactly one (contract, 3.2)
	EditorURL      string   `json:"editorUrl"`
	Opening        []string `json:"opening,omitempty"` // the messages before the visitor writes
	OpeningReplies []Reply  `json:"openingReplies,omitempty"`
	Fallback       string   `json:"fallback,omitempty"` // said where nothing was understood
	// questions about products are answered from the catalog
	Products     bool     `json:"products"`
	Availability string   `json:"availability"` // Always, InHours, AtLeastOne or All
	Hours        *Hours   `json:"hours,omitempty"`
	HandOver     HandOver `json:"handOver"`
}

// HandOver says what happens to a visitor whom the bot does not understand.
type HandOver struct {
	Rule string `json:"rule"`           // Transfer or Close
	Text string `json:"text,omitempty"` // said before
	// id or label of the rule at the platform; empty: the operator's first
	DistributionRule string `json:"distributionRule,omitempty"`
	Timeout          int    `json:"timeout,omitempty"` // seconds until the transfer counts as failed
	Failed           string `json:"failed,omitempty"`  // said after a transfer that failed, before the end
}

// Reply is a quick reply and where it leads.
type Reply struct {
	Text string `json:"text"`
	// id of an answer, Transfer or Close; empty: what the text means to the scenario
	Next string `json:"next,omitempty"`
}

// Hours are the times at which a bot is available.
type Hours struct {
	TimeZone string   `json:"timeZone"` // IANA name
	Open     []Span   `json:"open"`
	Holidays []string `json:"holidays,omitempty"` // 2030-12-25, or 12-25 for each year: closed all day
}

// Span is a time of one day of the week. One that ends before it begins goes on into the next day.
type Span struct {
	Day  int    `json:"day"`  // 1 is Monday, 7 is Sunday
	From string `json:"from"` // 09:00
	To   string `json:"to"`   // 18:00, or 24:00
}

// Answer is one line of bot-answers.json: what visitors say and what the bot says then.
type Answer struct {
	Scenario     string   `json:"scenario"`
	ID           string   `json:"id"` // unique in the scenario
	Phrases      []string `json:"phrases,omitempty"`
	Messages     []string `json:"messages,omitempty"` // one after the other
	QuickReplies []Reply  `json:"quickReplies,omitempty"`
	Link         *Link    `json:"link,omitempty"`
	Image        *Image   `json:"image,omitempty"`
	// id of the answer that follows at once, Transfer or Close
	Next string `json:"next,omitempty"`
}

// Link is a button below an answer.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// Image is the picture of an answer. Without a link it is sent as a file, which knows gif, png and jpeg
// (contract, 3.9).
type Image struct {
	URL         string `json:"url"`
	Description string `json:"description"`
}
