package conform

import (
	"slices"
	"strings"
)

// Severity says what a fault does.
type Severity string

// The severities, the worst first.
const (
	Breaks Severity = "breaks" // the platform or the person before it does not get what was asked for, or a stranger does
	Risks  Severity = "risks"  // it works today, and will not with another version, another proxy or another visitor
	Style  Severity = "style"  // it works; people who build on it expect otherwise
)

// atLeast tells whether a severity is as bad as another.
func (s Severity) atLeast(bar Severity) bool {
	order := map[Severity]int{Breaks: 3, Risks: 2, Style: 1}
	return order[s] >= order[bar]
}

// Rule is one thing that is demanded of a connector.
type Rule struct {
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`   // what must hold
	Source   string   `json:"source"` // where it is written, or "assumed" where nothing is documented
	Fix      string   `json:"fix"`    // what to do about a fault
}

// Rules lists all rules. The caller owns the slice.
func Rules() []Rule {
	all := demands()
	for i := range all {
		all[i].Source, all[i].Fix = written(all[i].Source), advice[all[i].ID]
	}
	return all
}

// written says where parts of the contract, such as "contract 1.6, 3", are written for everybody; another source is itself.
func written(source string) string {
	parts, ok := strings.CutPrefix(source, "contract ")
	if !ok {
		return source
	}
	var all []string
	for part := range strings.SplitSeq(parts, ", ") {
		where, ok := documents[part]
		if !ok {
			chapter, _, _ := strings.Cut(part, ".")
			where = documents[chapter]
		}
		if !slices.Contains(all, where) {
			all = append(all, where)
		}
	}
	return strings.Join(all, "; ")
}

// demands gives the rules, with the parts of the contract as their sources.
func demands() []Rule {
	return slices.Concat(anywhere, ofHealth, ofSignature, ofPages, ofProductList, ofCustomer, ofForm, ofBot, ofApp, ofFeed)
}

// anywhere are the rules of any endpoint.
var anywhere = []Rule{
	{"status", Breaks, "a documented request is answered with status 200", "contract 1.6, 3.1", ""},
	{"media-type", Risks, "the answer's Content-Type is application/json", "contract 1.1", ""},
	{"json", Breaks, "the answer is one JSON document in UTF-8", "contract 1.1", ""},
	{"bare-array", Breaks, "a list is answered as a bare array", "contract 1.6", ""},
	{"single-object", Breaks, "one thing is answered as one object", "contract 1.6, 3.6", ""},
	{"schema", Breaks, "the answer has the documented keys and types", "contract 1.6, 3", ""},
	{"unknown-key", Risks, "the answer has no key that is not documented", "contract 2", ""},
	{"missing-key", Style, "an optional key without value is null, as in the examples", "contract 2", ""},
	{"null", Risks, "an optional key of a form or an action is left out, not null", "contract 1.6", ""},
	{"too-slow", Breaks, "the answer comes before the platform gives up", "contract 1.4", ""},
	{"slow", Risks, "the answer comes well before the platform gives up", "contract 1.4", ""},
	{"redirect", Breaks, "the URL answers itself and does not send elsewhere", "assumed", ""},
	{"https", Risks, "the URL begins with https://", "contract 1.4", ""},
	{"server-error", Breaks, "a strange request is no error of the server", "assumed", ""},
	{"replay", Risks, "a request of a recording is answered with the status that it was answered with then", "--replay", ""},
	{"html-error", Style, "an error is not answered with a page for people", "contract 7.8", ""},
	{"head", Style, "HEAD is answered like GET, without a body", "RFC 9110, 9.3.2", ""},
	{"unknown-parameter", Risks, "a query parameter that is not known is ignored", "contract 7.6", ""},
	{"duplicate-id", Breaks, "no id stands twice in an answer", "contract 1.6", ""},
}

// ofFeed are the rules of the csv feed.
var ofFeed = []Rule{
	{"feed-status", Breaks, "the feed's address answers 200", "contract 5.4", ""},
	{"feed-type", Style, "the feed is text/csv", "contract 5.4", ""},
	{"feed-columns", Breaks, "the feed begins with a header row that has id, title, description and link", "contract 5.4", ""},
	{"feed-rows", Breaks, "each row is csv in UTF-8 and has id, title, description and an absolute link; no id stands twice", "contract 5.4", ""},
	{"feed-key", Risks, "the feed is not answered without the key in its address", "contract 7.7", ""},
}

// ofHealth are the rules of the health check.
var ofHealth = []Rule{
	{"health", Breaks, `the health check answers 200 and {"status":"UP"}`, "contract 1.5", ""},
	{"health-public", Breaks, "the health check asks for no signature", "contract 1.5", ""},
}

// ofSignature are the rules of the signature.
var ofSignature = []Rule{
	{"signature-missing", Breaks, "a request without signature is refused", "contract 1.2", ""},
	{"signature-wrong", Breaks, "a request with the signature of another one is refused", "contract 1.2", ""},
	{"signature-shape", Breaks, "64 digits that are no signature are refused", "contract 1.2", ""},
	{"signature-algorithm", Breaks, "a signature of another algorithm is refused", "contract 1.2", ""},
	{"signature-body", Breaks, "a body with another body's signature is refused", "contract 1.2", ""},
	{"signature-raw", Breaks, "the signature is checked over the query as it came, with its + and %20", "contract 1.2", ""},
	{"signature-raw-body", Breaks, "the signature is checked over the body as it came, with its escapes", "contract 1.2", ""},
	{"signature-decoded", Risks, "the signature of the decoded query is refused", "contract 1.2", ""},
	{"signature-case", Style, "a signature in upper case is refused", "contract 1.2", ""},
	{"signature-status", Style, "a refused signature is answered with 401, 403 or 400", "contract 1.2", ""},
}

// ofPages are the rules of lists that come in pages.
var ofPages = []Rule{
	{"limit", Breaks, "at most limit rows are answered", "contract 1.6", ""},
	{"large-limit", Risks, "a limit beyond the connector's own is lowered, not refused", "contract 7.3", ""},
	{"bad-number", Style, "a limit or an offset that is no number is answered with 400", "contract 7.3", ""},
	{"page-overlap", Breaks, "no row stands on two pages", "contract 1.6", ""},
	{"page-order", Risks, "the same request is answered in the same order", "contract 7.5", ""},
	{"page-end", Breaks, "an offset past the end answers an empty array", "contract 1.6, 7.3", ""},
}

// ofProductList are the rules of the product list.
var ofProductList = []Rule{
	{"parent", Breaks, "categories below a category name it as idParent, the others name none", "contract 1.6", ""},
	{"roots", Risks, "an empty idParent is answered like none", "contract 7.4", ""},
	{"unknown-parent", Risks, "an unknown idParent answers an empty array", "contract 7.4", ""},
	{"unknown-category", Risks, "an unknown idCategory answers an empty array", "contract 7.5", ""},
	{"category-products", Risks, "a category's own products are among those that idCategory answers", "contract 7.5", ""},
	{"search", Breaks, "a product is found by its title", "contract 1.6", ""},
	{"search-nothing", Risks, "a word that nothing has finds nothing", "contract 1.6", ""},
	{"search-in-category", Breaks, "with searchQuery and idCategory both hold", "contract 7.5", ""},
	{"price", Risks, "a price is formatted with its currency", "contract 1.6", ""},
	{"id-type", Risks, "all ids are numbers or all are text", "contract 7.1", ""},
}

// ofCustomer are the rules of the customer information.
var ofCustomer = []Rule{
	{"locale", Risks, "an unknown or malformed operatorLocale is no error", "contract 7.10", ""},
	{"action-unknown", Breaks, "an action that does not exist is not done", "contract 1.6", ""},
	{"action-repeat", Risks, "the same action twice is answered the same", "contract 1.4", ""},
	{"action-form", Style, "an action may come form-encoded too", "contract 1.6, 7.9", ""},
}

// ofForm are the rules of the closing form.
var ofForm = []Rule{
	{"form-parent", Breaks, "a field's idParent is another field's id, without a circle", "contract 1.6", ""},
	{"form-options", Breaks, "a SELECT has at least one option", "contract 1.6", ""},
	{"form-option-length", Breaks, "an option's value has at most 1024 characters", "contract 1.6", ""},
	{"form-option-twice", Risks, "no value stands twice among a field's options", "contract 1.6", ""},
}

// ofBot are the rules of the external bot.
var ofBot = []Rule{
	{"bot-scenarios", Breaks, "there is a scenario to choose", "contract 3.2", ""},
	{"bot-stored", Breaks, "a bot that was put is the one that is got", "contract 3.4", ""},
	{"bot-unknown", Style, "a bot that was never put is answered with 404", "contract 3.4", ""},
	{"bot-slash", Breaks, "paths are answered with and without a slash at the end", "contract 1.7", ""},
	{"bot-tolerance", Breaks, "odd dates and ids, other content types and further keys are no error", "contract 3.7", ""},
	{"first-replies", Style, "the first messages hold messages only", "contract 3.7", ""},
	{"conversation-replies", Breaks, "a new conversation is answered without replies", "contract 3.6", ""},
	{"conversation-id", Risks, "an answer names the conversation of its path", "contract 3.7", ""},
	{"bot-silent", Risks, "a visitor's message is answered with a reply", "contract 1.4", ""},
	{"text-450", Breaks, "a message has at most 450 characters", "contract 3.10", ""},
	{"text-250", Style, "a message has at most the advised 250 characters", "contract 3.10", ""},
	{"await", Risks, "between two messages of an answer there is an await", "contract 3.10", ""},
	{"long-await", Style, "the first message comes within 10 s of awaits", "assumed", ""},
	{"quick-replies", Style, "a message has at most the advised 3 quick replies", "contract 3.10", ""},
	{"transfer-rule", Breaks, "a transfer names a distribution rule that the bot was given", "contract 3.3", ""},
	{"transfer-timeout", Breaks, "a transfer's timeout is 5 to 60 s", "contract 3.10", ""},
	{"transfer-short", Style, "a transfer's timeout is at least the advised 15 s", "contract 3.10", ""},
	{"transfer-failed", Risks, "something follows a transfer that fails", "contract 3.10", ""},
	{"echo", Breaks, "the bot's own message is answered without replies", "contract 3.7", ""},
	{"bot-repeat", Risks, "the same message delivered twice is answered the same", "contract 3.12", ""},
}

// ofApp are the rules of the custom app.
var ofApp = []Rule{
	{"app-page", Breaks, "the app's URL answers a page", "contract 4.1", ""},
	{"app-frame", Breaks, "the desk may frame the page", "contract 4.1", ""},
	{"app-frame-others", Risks, "nobody but the desk may frame the page", "contract 4.1", ""},
	{"app-library", Risks, "the page loads iAdvize's library", "contract 4.2", ""},
	{"app-referrer", Style, "the page's address with the token goes to nobody as referrer", "contract 4.3", ""},
	{"app-cors", Breaks, "the desk may ask what a message means", "contract 4.4", ""},
	{"app-highlight", Breaks, "what is highlighted stands in the message", "contract 4.4", ""},
}
