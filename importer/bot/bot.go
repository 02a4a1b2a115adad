// Package bot makes the external bot's scenarios, answers and hours of the rows of their three sheets.
package bot

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
	"plugsheet/schemas/words"
)

// botScenario is a row of the bot's scenarios with its place.
type botScenario struct {
	scenario.Scenario
	cells   []problem.Position
	always  bool               // its availability was left blank: the hours decide, where it has some
	hours   []problem.Position // the cells of its time zones
	closed  []closedDay        // days that a row says to be closed
	opened  [][]int            // the days of each row that opens some
	zoned   bool               // a row of its hours was read, which is to name the zone
	byID    map[string]*botAnswer
	phrases map[string]*botPhrase // by folded text
}

// Bot is the bot while it is read.
type Bot struct {
	*sheet.Job
	scenarios []*botScenario
	answers   []*botAnswer
	byID      map[string]*botScenario
}

// Read reads the bot's scenarios, hours and answers into the bundle.
func Read(ctx context.Context, i *sheet.Job) error {
	b := &Bot{Job: i, byID: map[string]*botScenario{}}
	for _, step := range []struct {
		of   kind.Kind
		read func(*sheet.Row) error
	}{{kind.BotScenarios, b.scenario}, {kind.BotHours, b.hours}, {kind.BotAnswers, b.answer}} {
		if err := i.EachOf(ctx, step.of, step.read); err != nil {
			return err
		}
	}
	b.link()
	b.checkScenarios()
	b.leaveOut()
	scenarios, answers := b.records()
	i.Counts.BotScenarios, i.Counts.BotAnswers = len(scenarios), len(answers)
	err := i.Faults(i.Writer.BotScenarios(scenarios), func(index int, name string) problem.Position {
		return i.PlaceOf(kind.BotScenarios, name, b.scenarios[index].cells)
	})
	if err != nil {
		return err
	}
	return i.Faults(i.Writer.BotAnswers(answers), func(index int, name string) problem.Position {
		return i.PlaceOf(kind.BotAnswers, name, b.answers[index].cells)
	})
}

func (b *Bot) records() (scenarios []scenario.Scenario, answers []scenario.Answer) {
	return each.Of(b.scenarios, func(s *botScenario) scenario.Scenario { return s.Scenario }),
		each.Of(b.answers, func(a *botAnswer) scenario.Answer { return a.Answer })
}

// leaveOut leaves out scenarios and answers with errors, where that is asked for, and what leads to them.
func (b *Bot) leaveOut() {
	if !b.SkipBadRows {
		return
	}
	b.scenarios = slices.DeleteFunc(b.scenarios, func(s *botScenario) bool {
		gone := b.ToldAt(s.cells[0])
		if gone && b.byID[s.ID] == s {
			delete(b.byID, s.ID)
		}
		if gone {
			b.SkipAt(kind.BotScenarios, sheet.SkippedRow{At: s.cells[field.BotID], Key: s.ID})
		}
		return gone
	})
	b.answers = slices.DeleteFunc(b.answers, func(a *botAnswer) bool {
		gone := b.byID[a.Scenario] == nil || b.ToldAt(a.cells[0])
		if s := b.byID[a.Scenario]; gone && s != nil && s.byID[a.ID] == a {
			delete(s.byID, a.ID)
		}
		if gone {
			b.SkipAt(kind.BotAnswers, sheet.SkippedRow{At: a.cells[field.AnswerID], Key: a.ID})
		}
		return gone
	})
	for _, s := range b.scenarios {
		s.OpeningReplies = s.known(s.OpeningReplies)
	}
	for _, a := range b.answers {
		s := b.byID[a.Scenario]
		if a.QuickReplies = s.known(a.QuickReplies); !s.leadsOn(a.Next) {
			a.Next = ""
		}
	}
}

// known are the quick replies that still lead somewhere.
func (s *botScenario) known(replies []scenario.Reply) []scenario.Reply {
	return slices.DeleteFunc(replies,
		func(r scenario.Reply) bool { return r.Next != "" && !s.leadsOn(r.Next) })
}

// leadsOn tells whether there is such a next step; a blank one is none.
func (s *botScenario) leadsOn(next string) bool {
	return next == scenario.Transfer || next == scenario.Close || s.byID[next] != nil
}

// scenario reads one row of the scenarios.
func (b *Bot) scenario(r *sheet.Row) error {
	for _, n := range []int{field.BotID, field.BotName, field.BotEditor} {
		r.Miss(n)
	}
	s := &botScenario{cells: r.Places(), byID: map[string]*botAnswer{}, phrases: map[string]*botPhrase{}}
	s.ID, s.Name, s.Description = r.Text[field.BotID], r.Text[field.BotName], r.Text[field.BotDescription]
	s.Language = b.botLanguage(r)
	s.EditorURL = b.webLink(r, field.BotEditor)
	s.Opening = b.messages(r, field.BotOpening, s.Language)
	s.OpeningReplies = b.replies(r, field.BotOpeningReplies, s.Language)
	s.Fallback = b.message(r, field.BotFallback, s.Language)
	s.Products = b.yes(r, field.BotProducts)
	b.availability(r, s)
	b.handOver(r, s)
	if first, dup := b.byID[s.ID]; dup && s.ID != "" {
		b.Tell(problem.Errorf(s.cells[field.BotID], "duplicate-id",
			"a second scenario with this id; the first is %s",
			b.CellName(first.cells[field.BotID], s.cells[field.BotID])).WithValue(s.ID).Hintf(
			"give each scenario an id of its own"))
		return nil
	}
	if s.ID != "" {
		b.byID[s.ID] = s
	}
	b.scenarios = append(b.scenarios, s)
	return nil
}

// botLanguage reads the language of a scenario: two letters, the catalog's where the cell is blank.
func (b *Bot) botLanguage(r *sheet.Row) string {
	text := cmp.Or(r.Text[field.BotLanguage], b.Config.Language)
	tag, err := language.Parse(text)
	base, confidence := tag.Base()
	if err != nil || confidence == language.No || len(base.String()) != 2 {
		b.Tell(problem.Errorf(r.At(field.BotLanguage), "bad-language", "this is no language").
			WithValue(text).Hintf(
			"two letters such as fr or en"))
		return "en"
	}
	return base.String()
}

// yes reads a yes or no that is yes where the cell is blank.
func (b *Bot) yes(r *sheet.Row, field int) bool {
	text := r.Text[field]
	if text == "" {
		return true
	}
	v, ok := value.YesNo(text)
	if !ok {
		b.Tell(problem.Errorf(r.At(field), "bad-yes-no", "%s must be a yes or a no",
			r.Source.Reader.Fields[field].Name).
			WithValue(text).Hintf("yes or no"))
	}
	return v
}

// availability reads when the bot is available.
func (b *Bot) availability(r *sheet.Row, s *botScenario) {
	text := r.Text[field.BotAvailability]
	s.Availability, s.always = scenario.Always, text == ""
	if text == "" {
		return
	}
	known := []string{scenario.Always, scenario.InHours, scenario.AtLeastOne, scenario.All}
	v := wordings()[value.Fold(text)]
	if !slices.Contains(known, v) {
		b.Tell(problem.Errorf(r.At(field.BotAvailability), "bad-availability",
			"this does not say when the bot is available").WithValue(text).
			Hintf("one of %s", strings.Join(known, ", ")))
		return
	}
	s.Availability = v
}

// handOver reads what happens to a visitor whom the bot does not understand.
func (b *Bot) handOver(r *sheet.Row, s *botScenario) {
	s.HandOver = scenario.HandOver{
		Rule: scenario.Transfer, Text: b.message(r, field.BotHandOverText, s.Language),
		DistributionRule: r.Text[field.BotRule],
		Failed:           b.message(r, field.BotFailed, s.Language),
	}
	switch text := r.Text[field.BotHandOver]; stepOf(text) {
	case "", scenario.Transfer:
	case scenario.Close:
		s.HandOver.Rule = scenario.Close
	default:
		b.Tell(problem.Errorf(r.At(field.BotHandOver), "bad-hand-over",
			"this does not say what happens to a visitor who is not understood").
			WithValue(text).Hintf("transfer or close"))
	}
	text := r.Text[field.BotTimeout]
	if text == "" {
		return
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < scenario.MinTransfer || n > scenario.MaxTransfer:
		b.Tell(problem.Errorf(r.At(field.BotTimeout), "bad-timeout",
			"a transfer takes a whole number of seconds from %d to %d",
			scenario.MinTransfer, scenario.MaxTransfer).WithValue(text).Hintf("20"))
	case n < advisedTransfer:
		b.Tell(problem.Warnf(r.At(field.BotTimeout), "short-timeout",
			"few agents answer so soon: at least %d seconds are advised", advisedTransfer).
			WithValue(text))
		s.HandOver.Timeout = n
	default:
		s.HandOver.Timeout = n
	}
}

// advisedTransfer is the least number of seconds that the platform advises for a transfer (contract, 3.10).
const advisedTransfer = 15

// stepOf is the next step that a text names: one that is no answer by its words in the eight languages, any
// other as it stands.
func stepOf(text string) string {
	if step := wordings()[value.Fold(text)]; step == scenario.Transfer || step == scenario.Close {
		return step
	}
	return text
}

//go:embed words.txt
var wordText string

// wordings are the folded words for when a bot is available, and for what follows, by what the bundle calls
// it.
var wordings = words.InFile(wordText).Names()

// own is the text of a field in the language of a scenario, with its cell: of the column of that language,
// else of the one without a tag. A bot speaks one language, so what stands in another one is told of.
func (b *Bot) own(r *sheet.Row, field int, spoken string) (string, problem.Position) {
	text, at := r.Text[field], r.At(field)
	for _, c := range r.Source.Head.Local {
		local := r.Cell(c.Number).Text
		if c.Field != field || local == "" {
			continue
		}
		base, _ := language.Make(c.Tag).Base()
		if base.String() == spoken {
			text, at = local, r.Source.Sheet.At(r.Number, c.Number)
			continue
		}
		b.Tell(problem.Warnf(r.Source.Sheet.At(r.Number, c.Number), "other-language",
			"the scenario speaks %s, and this column is in %s: the text is left out", spoken, c.Tag).
			WithValue(local).
			Hintf("a bot has one language; make a scenario of its own for another one"))
	}
	return text, at
}

// message is one message of the bot.
func (b *Bot) message(r *sheet.Row, field int, spoken string) string {
	text, at := b.own(r, field, spoken)
	b.checkLength(text, at, true)
	if strings.Contains(text, "|") {
		b.Tell(problem.Warnf(at, "one-message",
			"this cell is one message, and visitors see the | in it").WithValue(text).
			Hintf("write it without |"))
	}
	return text
}

// messages are the messages of a cell, which are separated by |.
func (b *Bot) messages(r *sheet.Row, field int, spoken string) []string {
	text, at := b.own(r, field, spoken)
	var list []string
	for part := range strings.SplitSeq(text, "|") {
		if part = strings.TrimSpace(part); part != "" {
			b.checkLength(part, at, false)
			list = append(list, part)
		}
	}
	return list
}

// checkLength tells of a message that is too long; a cell of one message cannot be cut into several.
func (b *Bot) checkLength(text string, at problem.Position, single bool) {
	n := utf8.RuneCountInString(text)
	p := problem.Errorf(at, "too-long", "%d characters, and a message of the bot has at most %d", n,
		scenario.MaxText)
	switch {
	case n <= scenario.AdvisedText:
		return
	case n <= scenario.MaxText:
		p = problem.Warnf(at, "long-message", "%d characters, and people read at most %d", n,
			scenario.AdvisedText)
	}
	if p = p.WithValue(text); single {
		b.Tell(p.Hintf("shorten it: this cell is one message"))
		return
	}
	b.Tell(p.Hintf("shorten it, or put | where the next message begins"))
}

// replies are the quick replies of a cell: texts, each with -> and a next step where the text itself does not
// say it.
func (b *Bot) replies(r *sheet.Row, field int, spoken string) []scenario.Reply {
	text, at := b.own(r, field, spoken)
	var list []scenario.Reply
	for _, part := range sheet.SplitList(strings.ReplaceAll(text, "→", "->")) {
		label, next, arrow := strings.Cut(part, "->")
		reply := scenario.Reply{Text: strings.TrimSpace(label), Next: stepOf(strings.TrimSpace(next))}
		if reply.Text == "" || arrow && reply.Next == "" {
			b.Tell(problem.Errorf(at, "bad-reply",
				"a quick reply is a text, or a text -> a next step").WithValue(part).
				Hintf("Yes -> yes-answer | No -> close"))
			continue
		}
		list = append(list, reply)
	}
	if len(list) > scenario.AdvisedReplies {
		b.Tell(problem.Warnf(at, "many-replies", "%d quick replies, and at most %d are advised", len(list),
			scenario.AdvisedReplies).
			WithValue(text))
	}
	return list
}

// webLink is the absolute URL of a field; empty where there is none, or a wrong one, which is told of.
func (b *Bot) webLink(r *sheet.Row, field int) string {
	text := r.Text[field]
	if text == "" {
		return ""
	}
	clean, why := value.WebURL(text)
	if host, sure := value.OtherHost(b.Config.BaseURL, text); why == value.Relative && host != "" && !sure {
		b.Tell(sheet.HostOrFolder(r, field, text))
		return ""
	}
	if why == value.Relative && b.Config.BaseURL != "" {
		clean, why = value.WebURL(value.WithBase(b.Config.BaseURL, text))
	}
	if why != "" {
		b.Tell(problem.Errorf(r.At(field), "bad-url", "%s %s", r.Source.Reader.Fields[field].Name,
			problem.Phrase(why)).
			WithValue(text).Hintf("an absolute URL such as https://shop.example/delivery"))
	}
	return clean
}
