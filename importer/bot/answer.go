package bot

import (
	"cmp"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"plugsheet/importer/config"
	"plugsheet/importer/field"
	"plugsheet/importer/sheet"
	"plugsheet/importer/value"
	"plugsheet/schemas/bundle/scenario"
	"plugsheet/schemas/each"
	"plugsheet/schemas/problem"
)

// botAnswer is a row of the bot's answers with its place.
type botAnswer struct {
	scenario.Answer
	cells []problem.Position
}

// botPhrase is what visitors say, and the answer to it.
type botPhrase struct {
	answer *botAnswer
	at     problem.Position
}

// answer reads one row of the answers.
func (b *Bot) answer(r *sheet.Row) error {
	r.Miss(field.AnswerID)
	a := &botAnswer{cells: r.Places()}
	a.ID = r.Text[field.AnswerID]
	s := b.scenarioOf(r, field.AnswerScenario)
	if s == nil {
		return nil
	}
	a.Scenario = s.ID
	a.Messages = b.messages(r, field.AnswerText, s.Language)
	a.QuickReplies = b.replies(r, field.AnswerReplies, s.Language)
	a.Next = stepOf(r.Text[field.AnswerNext])
	b.decorate(r, a, s.Language)
	if len(a.Messages) == 0 && a.Link == nil && a.Image == nil && a.Next == "" &&
		!r.Broken[field.AnswerText] {
		b.Tell(problem.Errorf(r.At(field.AnswerText), "empty-answer",
			"the bot would say nothing here").WithValue(a.ID).
			Hintf("write an answer, or a next step"))
	}
	if len(a.Messages) == 0 && len(a.QuickReplies) > 0 {
		b.Tell(problem.Errorf(r.At(field.AnswerReplies), "replies-alone",
			"quick replies stand below a text, and there is none").WithValue(r.Text[field.AnswerReplies]).
			Hintf("write an answer"))
	}
	if a.ID == scenario.Transfer || a.ID == scenario.Close {
		b.Tell(problem.Errorf(r.At(field.AnswerID), "reserved-id",
			"an answer cannot have this id, which is a next step of its own").WithValue(a.ID).
			Hintf("give it another id"))
		return nil
	}
	if first, dup := s.byID[a.ID]; dup && a.ID != "" {
		b.Tell(problem.Errorf(r.At(field.AnswerID), "duplicate-id",
			"a second answer with this id; the first is %s",
			b.CellName(first.cells[field.AnswerID], r.At(field.AnswerID))).
			WithValue(a.ID).Hintf("give each answer of a scenario an id of its own"))
		return nil
	}
	if a.ID != "" {
		s.byID[a.ID] = a
	}
	b.phrases(r, s, a)
	b.answers = append(b.answers, a)
	return nil
}

// scenarioOf is the scenario that a row names; the only one where the cell is blank. It is nil where there is
// none, which is told of.
func (b *Bot) scenarioOf(r *sheet.Row, field int) *botScenario {
	id := r.Text[field]
	switch s := b.byID[id]; {
	case s != nil:
		return s
	case id == "" && len(b.scenarios) == 1:
		return b.scenarios[0]
	case id == "" && !r.Broken[field]:
		b.Tell(problem.Errorf(r.At(field), "no-scenario",
			"the row names no scenario, and there are %d of them", len(b.scenarios)).
			Hintf("write the id of a scenario"))
	case id != "":
		b.Tell(problem.Errorf(r.At(field), "unknown-scenario", "there is no scenario with this id").
			WithValue(id).
			Hintf("%s", config.Meaning(id, b.ids())))
	}
	return nil
}

func (b *Bot) ids() []string {
	return each.That(each.Of(b.scenarios, func(s *botScenario) string { return s.ID }), isFilled)
}

func isFilled(text string) bool { return text != "" }

// decorate reads link and image.
func (b *Bot) decorate(r *sheet.Row, a *botAnswer, spoken string) {
	linkText, at := b.own(r, field.AnswerLinkText, spoken)
	imageText, imageAt := b.own(r, field.AnswerImageText, spoken)
	if to := b.webLink(r, field.AnswerLink); to != "" {
		a.Link = &scenario.Link{Text: cmp.Or(linkText, hostOf(to)), URL: to}
	} else if linkText != "" && r.Text[field.AnswerLink] == "" {
		b.Tell(problem.Errorf(at, "no-url", "a text for a link, and no link").WithValue(linkText).Hintf(
			"fill in the column link, or clear this cell"))
	}
	from := b.webLink(r, field.AnswerImage)
	switch {
	case from == "" && imageText != "" && r.Text[field.AnswerImage] == "":
		b.Tell(problem.Errorf(imageAt, "no-url", "a text for an image, and no image").
			WithValue(imageText).Hintf(
			"fill in the column image, or clear this cell"))
	case from == "":
	case r.Text[field.AnswerLink] == "" && !sentAsFile(from):
		b.Tell(problem.Errorf(r.At(field.AnswerImage), "bad-image",
			"an image without a link is sent as a file: gif, png or jpeg, or a pdf").WithValue(from).
			Hintf("add a link, or take an image whose address ends in .png or .jpg"))
	default:
		a.Image = &scenario.Image{URL: from, Description: cmp.Or(imageText, path.Base(from))}
	}
}

// sentAsFile tells whether the platform knows the type of a file (contract, 3.9), which its address must
// tell.
func sentAsFile(address string) bool {
	u, err := url.Parse(address)
	return err == nil && slices.Contains([]string{".gif", ".png", ".jpg", ".jpeg", ".pdf"},
		strings.ToLower(path.Ext(u.Path)))
}

// hostOf is the host of an address, for a link without text.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}

// phrases reads what visitors say. Two answers cannot have the same phrase.
func (b *Bot) phrases(r *sheet.Row, s *botScenario, a *botAnswer) {
	text, at := b.own(r, field.AnswerPhrases, s.Language)
	for _, phrase := range sheet.SplitList(text) {
		folded := value.Fold(phrase)
		if folded == "" {
			b.Tell(problem.Warnf(at, "bad-phrase", "there is no word in this").WithValue(phrase))
			continue
		}
		if first, dup := s.phrases[folded]; dup {
			if first.answer != a {
				b.Tell(problem.Errorf(at, "duplicate-phrase",
					"the answer %q has the same phrase: %s", first.answer.ID, b.CellName(first.at, at)).
					WithValue(phrase).Hintf("leave it to one of them"))
			}
			continue
		}
		s.phrases[folded] = &botPhrase{a, at}
		a.Phrases = append(a.Phrases, phrase)
	}
}

// link checks where the answers lead.
func (b *Bot) link() {
	reached := map[*botAnswer]bool{}
	for _, s := range b.scenarios {
		b.checkReplies(s, s.OpeningReplies, s.cells[field.BotOpeningReplies], reached)
	}
	for _, a := range b.answers {
		s := b.byID[a.Scenario]
		if s == nil {
			continue
		}
		b.checkReplies(s, a.QuickReplies, a.cells[field.AnswerReplies], reached)
		if a.Next == "" {
			continue
		}
		if !s.leadsOn(a.Next) {
			b.Tell(problem.Errorf(a.cells[field.AnswerNext], "unknown-step",
				"no answer of the scenario has this id").WithValue(a.Next).
				Hintf("%s", config.Meaning(a.Next, s.steps())))
		}
		reached[s.byID[a.Next]] = true
	}
	b.loops()
	for _, a := range b.answers {
		if len(a.Phrases) == 0 && !reached[a] && a.ID != "" {
			b.Tell(problem.Warnf(a.cells[field.AnswerPhrases], "unreachable",
				"nothing leads to this answer: no phrase, no quick reply and no next step").
				WithValue(a.ID).Hintf("write what visitors say"))
		}
	}
}

// steps are the ids that a next step may have.
func (s *botScenario) steps() []string {
	ids := slices.AppendSeq([]string{scenario.Transfer, scenario.Close}, maps.Keys(s.byID))
	slices.Sort(ids)
	return ids
}

// checkReplies checks that each quick reply leads somewhere: it comes back as a plain text (contract, 3.7).
func (b *Bot) checkReplies(s *botScenario, replies []scenario.Reply, at problem.Position,
	reached map[*botAnswer]bool) {
	for _, r := range replies {
		phrase := s.phrases[value.Fold(r.Text)]
		switch {
		case r.Next == "" && phrase == nil:
			b.Tell(problem.Errorf(at, "dead-reply",
				"this quick reply leads nowhere: no answer has it as a phrase").WithValue(r.Text).
				Hintf("write it as a phrase of the answer that follows, or: %s -> id", r.Text))
		case r.Next != "" && !s.leadsOn(r.Next):
			b.Tell(problem.Errorf(at, "unknown-step", "no answer of the scenario has this id").
				WithValue(r.Next).
				Hintf("%s", config.Meaning(r.Next, s.steps())))
		}
		reached[s.byID[r.Next]] = true
	}
}

// loops tells of answers that follow each other without end.
func (b *Bot) loops() {
	links := each.Of(b.answers, func(a *botAnswer) int {
		if s := b.byID[a.Scenario]; s != nil && s.byID[a.Next] != nil {
			return slices.Index(b.answers, s.byID[a.Next])
		}
		return -1
	})
	for _, circle := range value.Circles(links) {
		steps := each.Of(circle, func(n int) string { return b.answers[n].ID })
		first := b.answers[circle[0]]
		b.Tell(problem.Errorf(first.cells[field.AnswerNext], "endless-loop",
			"these answers follow each other without end: %s", strings.Join(steps, " → ")).
			WithValue(first.Next).
			Hintf("leave the next step of one of them blank, so that it waits for the visitor"))
	}
}
