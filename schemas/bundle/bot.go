package bundle

import "plugsheet/schemas"

// Names of the files of the bot; what there is none of has no file.
const (
	botScenariosFile = "bot-scenarios.json"
	botAnswersFile   = "bot-answers.json"
)

// What a step can lead to besides the answers: the conversation is handed over, or ends. No answer has such
// an id.
const (
	BotTransfer = "transfer"
	BotClose    = "close"
)

// When a bot says that it is available (contract, 3.5), as [BotScenario.Availability].
const (
	BotAlways     = "always"     // at any time
	BotInHours    = "hours"      // in the hours of the scenario
	BotAtLeastOne = "atLeastOne" // when the platform finds one of the operator's distribution rules available
	BotAll        = "all"        // when it finds all of them available
)

// Limits of what a bot says (contract, 3.10).
const (
	MaxBotText     = 450 // characters of one message
	AdvisedBotText = 250 // characters of one message that people still read
	AdvisedReplies = 3   // quick replies below one message
	MinBotTransfer = 5   // seconds
	MaxBotTransfer = 60  // seconds
)

// BotScenario is one line of bot-scenarios.json: what an administrator of the platform can choose as a bot
// (contract, 3.2), with all that is the same for its answers. Texts that are left out are the program's own,
// in the scenario's language.
type BotScenario struct {
	ID             string     `json:"id"`
	Name           string     `json:"name"`
	Description    string     `json:"description,omitempty"`
	Language       string     `json:"language"` // two letters; a bot has exactly one (contract, 3.2)
	EditorURL      string     `json:"editorUrl"`
	Opening        []string   `json:"opening,omitempty"` // the messages before the visitor writes
	OpeningReplies []BotReply `json:"openingReplies,omitempty"`
	Fallback       string     `json:"fallback,omitempty"` // said where nothing was understood
	// questions about products are answered from the catalog
	Products     bool        `json:"products"`
	Availability string      `json:"availability"` // BotAlways, BotInHours, BotAtLeastOne or BotAll
	Hours        *BotHours   `json:"hours,omitempty"`
	HandOver     BotHandOver `json:"handOver"`
}

// BotHandOver says what happens to a visitor whom the bot does not understand.
type BotHandOver struct {
	Rule string `json:"rule"`           // BotTransfer or BotClose
	Text string `json:"text,omitempty"` // said before
	// id or label of the rule at the platform; empty: the operator's first
	DistributionRule string `json:"distributionRule,omitempty"`
	Timeout          int    `json:"timeout,omitempty"` // seconds until the transfer counts as failed
	Failed           string `json:"failed,omitempty"`  // said after a transfer that failed, before the end
}

// BotReply is a quick reply and where it leads.
type BotReply struct {
	Text string `json:"text"`
	// id of an answer, BotTransfer or BotClose; empty: what the text means to the scenario
	Next string `json:"next,omitempty"`
}

// BotHours are the times at which a bot is available.
type BotHours struct {
	TimeZone string    `json:"timeZone"` // IANA name
	Open     []BotSpan `json:"open"`
	Holidays []string  `json:"holidays,omitempty"` // 2030-12-25, or 12-25 for each year: closed all day
}

// BotSpan is a time of one day of the week. One that ends before it begins goes on into the next day.
type BotSpan struct {
	Day  int    `json:"day"`  // 1 is Monday, 7 is Sunday
	From string `json:"from"` // 09:00
	To   string `json:"to"`   // 18:00, or 24:00
}

// BotAnswer is one line of bot-answers.json: what visitors say and what the bot says then.
type BotAnswer struct {
	Scenario     string     `json:"scenario"`
	ID           string     `json:"id"` // unique in the scenario
	Phrases      []string   `json:"phrases,omitempty"`
	Messages     []string   `json:"messages,omitempty"` // one after the other
	QuickReplies []BotReply `json:"quickReplies,omitempty"`
	Link         *BotLink   `json:"link,omitempty"`
	Image        *BotImage  `json:"image,omitempty"`
	// id of the answer that follows at once, BotTransfer or BotClose
	Next string `json:"next,omitempty"`
}

// BotLink is a button below an answer.
type BotLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// BotImage is the picture of an answer. Without a link it is sent as a file, which knows gif, png and jpeg
// (contract, 3.9).
type BotImage struct {
	URL         string `json:"url"`
	Description string `json:"description"`
}

// BotScenarios writes the scenarios of the bot in the spreadsheet's order. Without any the bundle has no such
// file.
func (w *Writer) BotScenarios(list []BotScenario) error {
	if w.manifest.Counts.BotScenarios = len(list); len(list) == 0 {
		return nil
	}
	return writeAll(w, botScenariosFile, schemas.BotScenario, list)
}

// BotAnswers writes the answers of all scenarios in the spreadsheet's order. Without any the bundle has no
// such file.
func (w *Writer) BotAnswers(list []BotAnswer) error {
	if w.manifest.Counts.BotAnswers = len(list); len(list) == 0 {
		return nil
	}
	return writeAll(w, botAnswersFile, schemas.BotAnswer, list)
}

// BotScenarios are the scenarios in the spreadsheet's order.
func (b *Bundle) BotScenarios() []BotScenario { return b.botScenarios }

// BotAnswers are the answers of all scenarios in the spreadsheet's order.
func (b *Bundle) BotAnswers() []BotAnswer { return b.botAnswers }
