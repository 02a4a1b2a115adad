package conform

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// The ids under which the check plays an operator and its rule.
const (
	botOperator = "ha-999999901"
	rule        = "ef4670c3-d715-4a21-8226-ed17f354fc44"
)

// jsonText writes a text as JSON.
func jsonText(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return `""` // a string always encodes
	}
	return string(data)
}

// botQuery are the parameters that all of the bot's requests have.
func (p *player) botQuery() string {
	return join("idConnectorVersion", p.o.Version, "idWebsite", p.o.Website)
}

// toBot asks the bot for a path.
func (p *player) toBot(path string) call {
	return call{endpoint: botBase, path: path, query: p.botQuery()}
}

// scenario is what is read of one.
type scenario struct {
	IDBot string `json:"idBot"`
}

// storedBot is what is read of one.
type storedBot struct {
	IDOperator string   `json:"idOperator"`
	External   scenario `json:"external"`
}

// bot checks the external bot: what an administrator sees, and a whole conversation for each of the first
// scenarios (contract, 3).
func (p *player) bot(ctx context.Context) {
	asked, all := p.toBot("/external-bots"), listOf("external-bots")
	a, ok := p.documented(ctx, asked, all)
	scenarios, _ := decode[[]scenario](a)
	if ok {
		p.must(len(scenarios) > 0, "bot-scenarios", a, "there is none")
	}
	if len(scenarios) == 0 {
		p.report.skip("the bot's conversations: there is no scenario")
		return
	}
	p.around(ctx, asked, all)
	for i, s := range scenarios[:min(3, len(scenarios))] {
		p.operator(ctx, s.IDBot, fmt.Sprint(botOperator, i))
	}
	unknown := p.strange(ctx, p.toBot("/bots/ha-000"))
	p.must(unknown.status == http.StatusNotFound, "bot-unknown", unknown, "status %d", unknown.status)
}

// operator puts one bot, asks for it, and lets it talk.
func (p *player) operator(ctx context.Context, scenario, operator string) {
	who := values{"idOperator": operator}
	path, one := who.bot(), objectOf("bot")
	put := call{endpoint: botBase, method: http.MethodPut, path: path, query: p.botQuery(),
		body: `{"name":"plugsheet conform","pseudo":"Conform","language":"fr","distributionRules":[{"id":"` +
			rule + `","label":"everybody"}],"external":{"idBot":` + jsonText(scenario) +
			`},"aKeyOfTomorrow":true}`}
	a, ok := p.documented(ctx, put, one)
	if !ok {
		return
	}
	p.same(a, operator, scenario)
	got, ok := p.documented(ctx, p.toBot(path), one)
	if ok {
		p.same(got, operator, scenario)
	}
	slash := p.send(ctx, p.toBot(path+"/"))
	p.must(slash.status == http.StatusOK, "bot-slash", slash,
		"with a slash at its end the path is answered with status %d", slash.status)
	p.documented(ctx, questions["availability"].build(p, who), listOf("availability-strategies"))
	first, ok := p.documented(ctx, questions["first-messages"].build(p, who), objectOf("first-messages"))
	if ok {
		p.firstReplies(first)
	}
	t := &talk{player: p, operator: operator, id: newID(operator)}
	t.play(ctx)
}

// same judges whether a bot is the one that was put.
func (p *player) same(a *answer, operator, scenario string) {
	got, _ := decode[storedBot](a)
	p.must(got.IDOperator == operator && got.External.IDBot == scenario, "bot-stored", a,
		"operator %q with scenario %q was put, the answer names %q with %q", operator, scenario,
		got.IDOperator, got.External.IDBot)
}

// firstReplies judges what is said before the visitor writes.
func (p *player) firstReplies(a *answer) {
	said, _ := decode[spoken](a)
	p.judgeReplies(a, said.Replies)
	for _, r := range said.Replies {
		p.must(r.Type == "message" || r.Type == "await", "first-replies", a,
			"a reply of type %s, which the platform ignores", r.Type)
	}
}

// newID makes an id of the platform's form out of a text, the same one each time.
func newID(of string) string {
	digits := fmt.Sprintf("%x", of)
	digits = (digits + strings.Repeat("0", 32))[:32]
	return digits[:8] + "-" + digits[8:12] + "-4" + digits[13:16] + "-8" + digits[17:20] + "-" + digits[20:]
}
