package importer

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"plugsheet/importer/field"
	"plugsheet/importer/kind"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle"
	"plugsheet/schemas/problem"
)

// botScenario is a row of the bot's scenarios with its place.
type botScenario struct {
	bundle.BotScenario
	cells   []problem.Position
	always  bool               // its availability was left blank: the hours decide, where it has some
	hours   []problem.Position // the cells of its time zones
	closed  []closedDay        // days that a row says to be closed
	opened  [][]int            // the days of each row that opens some
	zoned   bool               // a row of its hours was read, which is to name the zone
	byID    map[string]*botAnswer
	phrases map[string]*botPhrase // by folded text
}

// bot is the bot while it is read.
type bot struct {
	*run
	scenarios []*botScenario
	answers   []*botAnswer
	byID      map[string]*botScenario
}

// readBot reads the bot's scenarios, hours and answers into the bundle.
func (i *run) readBot(ctx context.Context) error {
	b := &bot{run: i, byID: map[string]*botScenario{}}
	for _, step := range []struct {
		of   kind.Kind
		read func(*row) error
	}{{kind.BotScenarios, b.scenario}, {kind.BotHours, b.hours}, {kind.BotAnswers, b.answer}} {
		for _, s := range i.byKind[step.of] {
			if err := i.each(ctx, s, step.read); err != nil {
				return err
			}
		}
	}
	b.link()
	b.checkScenarios()
	b.leaveOut()
	scenarios, answers := b.records()
	i.report.Counts.BotScenarios, i.report.Counts.BotAnswers = len(scenarios), len(answers)
	err := i.faults(i.writer.BotScenarios(scenarios), func(index int, name string) problem.Position {
		return i.placeOf(kind.BotScenarios, name, b.scenarios[index].cells)
	})
	if err != nil {
		return err
	}
	return i.faults(i.writer.BotAnswers(answers), func(index int, name string) problem.Position {
		return i.placeOf(kind.BotAnswers, name, b.answers[index].cells)
	})
}

func (b *bot) records() (scenarios []bundle.BotScenario, answers []bundle.BotAnswer) {
	for _, s := range b.scenarios {
		scenarios = append(scenarios, s.BotScenario)
	}
	for _, a := range b.answers {
		answers = append(answers, a.BotAnswer)
	}
	return scenarios, answers
}

// leaveOut leaves out scenarios and answers with errors, where that is asked for, and what leads to them.
func (b *bot) leaveOut() {
	if !b.o.SkipBadRows {
		return
	}
	b.scenarios = slices.DeleteFunc(b.scenarios, func(s *botScenario) bool {
		gone := b.toldAt(s.cells[0])
		if gone && b.byID[s.ID] == s {
			delete(b.byID, s.ID)
		}
		if gone {
			b.skipAt(kind.BotScenarios, SkippedRow{At: s.cells[field.BotID], Key: s.ID})
		}
		return gone
	})
	b.answers = slices.DeleteFunc(b.answers, func(a *botAnswer) bool {
		gone := b.byID[a.Scenario] == nil || b.toldAt(a.cells[0])
		if s := b.byID[a.Scenario]; gone && s != nil && s.byID[a.ID] == a {
			delete(s.byID, a.ID)
		}
		if gone {
			b.skipAt(kind.BotAnswers, SkippedRow{At: a.cells[field.AnswerID], Key: a.ID})
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
func (s *botScenario) known(replies []bundle.BotReply) []bundle.BotReply {
	return slices.DeleteFunc(replies, func(r bundle.BotReply) bool { return r.Next != "" && !s.leadsOn(r.Next) })
}

// leadsOn tells whether there is such a next step; a blank one is none.
func (s *botScenario) leadsOn(next string) bool {
	return next == bundle.BotTransfer || next == bundle.BotClose || s.byID[next] != nil
}

// scenario reads one row of the scenarios.
func (b *bot) scenario(r *row) error {
	for _, n := range []int{field.BotID, field.BotName, field.BotEditor} {
		r.miss(n)
	}
	s := &botScenario{cells: r.places(), byID: map[string]*botAnswer{}, phrases: map[string]*botPhrase{}}
	s.ID, s.Name, s.Description = r.text[field.BotID], r.text[field.BotName], r.text[field.BotDescription]
	s.Language = b.botLanguage(r)
	s.EditorURL = b.link1(r, field.BotEditor)
	s.Opening = b.messages(r, field.BotOpening, s.Language)
	s.OpeningReplies = b.replies(r, field.BotOpeningReplies, s.Language)
	s.Fallback = b.message(r, field.BotFallback, s.Language)
	s.Products = b.yes(r, field.BotProducts)
	b.availability(r, s)
	b.handOver(r, s)
	if first, dup := b.byID[s.ID]; dup && s.ID != "" {
		b.tell(problem.Errorf(s.cells[field.BotID], "duplicate-id", "a second scenario with this id; the first is %s",
			b.cellName(first.cells[field.BotID], s.cells[field.BotID])).WithValue(s.ID).Hintf("give each scenario an id of its own"))
		return nil
	}
	if s.ID != "" {
		b.byID[s.ID] = s
	}
	b.scenarios = append(b.scenarios, s)
	return nil
}

// botLanguage reads the language of a scenario: two letters, the catalog's where the cell is blank.
func (b *bot) botLanguage(r *row) string {
	text := r.text[field.BotLanguage]
	if text == "" {
		text = b.config.Language
	}
	tag, err := language.Parse(text)
	base, confidence := tag.Base()
	if err != nil || confidence == language.No || len(base.String()) != 2 {
		b.tell(problem.Errorf(r.at(field.BotLanguage), "bad-language", "this is no language").WithValue(text).Hintf("two letters such as fr or en"))
		return "en"
	}
	return base.String()
}

// yes reads a yes or no that is yes where the cell is blank.
func (b *bot) yes(r *row, field int) bool {
	text := r.text[field]
	if text == "" {
		return true
	}
	v, ok := value.YesNo(text)
	if !ok {
		b.tell(problem.Errorf(r.at(field), "bad-yes-no", "%s must be a yes or a no", r.source.reader.fields[field].Name).
			WithValue(text).Hintf("yes or no"))
	}
	return v
}

// availability reads when the bot is available.
func (b *bot) availability(r *row, s *botScenario) {
	text := r.text[field.BotAvailability]
	s.Availability, s.always = bundle.BotAlways, text == ""
	if text == "" {
		return
	}
	v, ok := availabilityOf(text)
	if !ok {
		b.tell(problem.Errorf(r.at(field.BotAvailability), "bad-availability", "this does not say when the bot is available").WithValue(text).
			Hintf("one of %s", strings.Join([]string{bundle.BotAlways, bundle.BotInHours, bundle.BotAtLeastOne, bundle.BotAll}, ", ")))
		return
	}
	s.Availability = v
}

func availabilityOf(text string) (string, bool) {
	switch value.Fold(text) {
	case "always", "toujours", "immer", "siempre", "sempre", "altijd", "zawsze":
		return bundle.BotAlways, true
	case "hours", "inhours", "heures", "horaires", "zeiten", "offnungszeiten", "horario", "horarios", "orari", "orario", "uren", "openingstijden", "godziny":
		return bundle.BotInHours, true
	case "atleastone", "auplusune", "aumoinsune", "aumoinsun", "mindestenseine", "alguna", "almenouna", "pelomenosuma", "minstenseen", "conajmniejjedna":
		return bundle.BotAtLeastOne, true
	case "all", "toutes", "alle", "todas", "tutte", "allemaal", "wszystkie":
		return bundle.BotAll, true
	}
	return "", false
}

// handOver reads what happens to a visitor whom the bot does not understand.
func (b *bot) handOver(r *row, s *botScenario) {
	s.HandOver = bundle.BotHandOver{
		Rule: bundle.BotTransfer, Text: b.message(r, field.BotHandOverText, s.Language), DistributionRule: r.text[field.BotRule],
		Failed: b.message(r, field.BotFailed, s.Language),
	}
	if text := r.text[field.BotHandOver]; text != "" {
		v, ok := stepOf(text)
		if !ok {
			b.tell(problem.Errorf(r.at(field.BotHandOver), "bad-hand-over", "this does not say what happens to a visitor who is not understood").
				WithValue(text).Hintf("transfer or close"))
		} else {
			s.HandOver.Rule = v
		}
	}
	text := r.text[field.BotTimeout]
	if text == "" {
		return
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < bundle.MinBotTransfer || n > bundle.MaxBotTransfer:
		b.tell(problem.Errorf(r.at(field.BotTimeout), "bad-timeout", "a transfer takes a whole number of seconds from %d to %d",
			bundle.MinBotTransfer, bundle.MaxBotTransfer).WithValue(text).Hintf("20"))
	case n < advisedTransfer:
		b.tell(problem.Warnf(r.at(field.BotTimeout), "short-timeout", "few agents answer so soon: at least %d seconds are advised", advisedTransfer).
			WithValue(text))
		s.HandOver.Timeout = n
	default:
		s.HandOver.Timeout = n
	}
}

// advisedTransfer is the least number of seconds that the platform advises for a transfer (contract, 3.10).
const advisedTransfer = 15

// stepOf reads a next step that is no answer, in the words of the eight languages.
func stepOf(text string) (string, bool) {
	switch value.Fold(text) {
	case "transfer", "handover", "agent", "transferer", "transfert", "conseiller", "weiterleiten", "ubergeben", "transferir", "trasferire", "doorverbinden", "przekaz":
		return bundle.BotTransfer, true
	case "close", "end", "fermer", "cloturer", "fin", "schliessen", "beenden", "cerrar", "chiudere", "fechar", "sluiten", "zamknij":
		return bundle.BotClose, true
	}
	return "", false
}

// own is the text of a field in the language of a scenario, with its cell: of the column of that language, else of the one
// without a tag. A bot speaks one language, so what stands in another one is told of.
func (b *bot) own(r *row, field int, spoken string) (string, problem.Position) {
	text, at := r.text[field], r.at(field)
	for _, c := range r.source.head.local {
		local := r.cell(c.number).Text
		if c.field != field || local == "" {
			continue
		}
		base, _ := language.Make(c.tag).Base()
		if base.String() == spoken {
			text, at = local, r.source.sheet.At(r.number, c.number)
			continue
		}
		b.tell(problem.Warnf(r.source.sheet.At(r.number, c.number), "other-language",
			"the scenario speaks %s, and this column is in %s: the text is left out", spoken, c.tag).WithValue(local).
			Hintf("a bot has one language; make a scenario of its own for another one"))
	}
	return text, at
}

// message is one message of the bot.
func (b *bot) message(r *row, field int, spoken string) string {
	text, at := b.own(r, field, spoken)
	b.checkLength(text, at, true)
	if strings.Contains(text, "|") {
		b.tell(problem.Warnf(at, "one-message", "this cell is one message, and visitors see the | in it").WithValue(text).Hintf("write it without |"))
	}
	return text
}

// messages are the messages of a cell, which are separated by |.
func (b *bot) messages(r *row, field int, spoken string) []string {
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
func (b *bot) checkLength(text string, at problem.Position, single bool) {
	n := utf8.RuneCountInString(text)
	p := problem.Errorf(at, "too-long", "%d characters, and a message of the bot has at most %d", n, bundle.MaxBotText)
	switch {
	case n <= bundle.AdvisedBotText:
		return
	case n <= bundle.MaxBotText:
		p = problem.Warnf(at, "long-message", "%d characters, and people read at most %d", n, bundle.AdvisedBotText)
	}
	if p = p.WithValue(text); single {
		b.tell(p.Hintf("shorten it: this cell is one message"))
		return
	}
	b.tell(p.Hintf("shorten it, or put | where the next message begins"))
}

// replies are the quick replies of a cell: texts, each with -> and a next step where the text itself does not say it.
func (b *bot) replies(r *row, field int, spoken string) []bundle.BotReply {
	text, at := b.own(r, field, spoken)
	var list []bundle.BotReply
	for _, part := range splitList(strings.ReplaceAll(text, "→", "->")) {
		label, next, arrow := strings.Cut(part, "->")
		reply := bundle.BotReply{Text: strings.TrimSpace(label), Next: strings.TrimSpace(next)}
		if step, ok := stepOf(reply.Next); ok {
			reply.Next = step
		}
		if reply.Text == "" || arrow && reply.Next == "" {
			b.tell(problem.Errorf(at, "bad-reply", "a quick reply is a text, or a text -> a next step").WithValue(part).
				Hintf("Yes -> yes-answer | No -> close"))
			continue
		}
		list = append(list, reply)
	}
	if len(list) > bundle.AdvisedReplies {
		b.tell(problem.Warnf(at, "many-replies", "%d quick replies, and at most %d are advised", len(list), bundle.AdvisedReplies).
			WithValue(text))
	}
	return list
}

// link1 is the absolute URL of a field; empty where there is none, or a wrong one, which is told of.
func (b *bot) link1(r *row, field int) string {
	text := r.text[field]
	if text == "" {
		return ""
	}
	clean, why := value.WebURL(text)
	if host, sure := value.OtherHost(b.config.BaseURL, text); why == value.Relative && host != "" && !sure {
		b.tell(hostOrFolder(r, field, text))
		return ""
	}
	if why == value.Relative && b.config.BaseURL != "" {
		clean, why = value.WebURL(value.WithBase(b.config.BaseURL, text))
	}
	if why != "" {
		b.tell(problem.Errorf(r.at(field), "bad-url", "%s %s", r.source.reader.fields[field].Name, problem.Phrase(why)).
			WithValue(text).Hintf("an absolute URL such as https://shop.example/delivery"))
	}
	return clean
}
