package conform

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"

	"plugsheet/schemas"
)

// values are a request's parameters by name.
type values map[string]string

// pairs are those of the named values that were given, for a query.
func (v values) pairs(names ...string) []string {
	var pairs []string
	for _, name := range names {
		if text, ok := v[name]; ok {
			pairs = append(pairs, name, text)
		}
	}
	return pairs
}

// question is a documented request: how it is built, and how its answer is judged.
type question struct {
	build func(p *player, v values) call
	judge func(p *player, a *answer)
}

// questions are all of them, by kind.
var questions = map[string]question{
	"health": {func(*player, values) call { return call{endpoint: healthCheck, unsigned: true} },
		(*player).judgeHealth},
	"categories": {askCategories, as(shapes[categories])},
	"products":   {askProducts, as(shapes[products])},
	"customer":   {askCustomer, as(shapes[information])},
	"action":     {askAction, as(shapes[action])},
	"closing-form": {askForm, func(p *player, a *answer) {
		if p.judge(a, shapes[form]) {
			fields, _ := decode[[]formField](a)
			p.distinct(a, ids(a))
			p.judgeForm(a, fields)
		}
	}},
	"external-bots": {func(p *player, _ values) call { return p.toBot("/external-bots") },
		as(listOf("external-bots"))},
	"put-bot": {putBot, as(objectOf("bot"))},
	"bot":     {func(p *player, v values) call { return p.toBot(v.bot()) }, as(objectOf("bot"))},
	"availability": {func(p *player, v values) call {
		query := join("idOperator", v["idOperator"], "idConnectorVersion", p.o.Version,
			"idWebsite", p.o.Website)
		return call{endpoint: botBase, path: "/availability-strategies", query: query}
	}, as(listOf("availability-strategies"))},
	"first-messages": {func(p *player, v values) call {
		return call{endpoint: botBase, path: v.bot() + "/conversation-first-messages",
			query: join("idConnectorVersion", p.o.Version), firstMessages: true}
	}, func(p *player, a *answer) {
		if p.judge(a, objectOf("first-messages")) {
			p.firstReplies(a)
		}
	}},
	"conversation": {func(p *player, v values) call {
		body := `{"idOperator":` + jsonText(v["idOperator"]) + `,"idConversation":` +
			jsonText(v["idConversation"]) + `,"history":[]}`
		return call{endpoint: botBase, method: http.MethodPost, path: "/conversations",
			query: p.botQuery(), body: body}
	}, as(objectOf("conversation-answer"))},
	"message": {askMessage, func(p *player, a *answer) {
		if len(a.body) == 0 && a.status == http.StatusOK {
			return // tolerated for the bot's own messages (contract, 1.7)
		}
		if p.judge(a, objectOf("message-answer")) {
			said, _ := decode[spoken](a)
			p.judgeReplies(a, said.Replies)
		}
	}},
	"app": {func(*player, values) call { return call{endpoint: appPage, unsigned: true} },
		func(p *player, a *answer) { p.judgePage(a) }},
	"on-message": {askMeaning, as(shapes[onMessage])},
}

// shapes are what the documented endpoints answer with.
var shapes = map[Endpoint]shape{
	categories:  listOf("categories.string", "categories.integer"),
	products:    listOf("products.string", "products.integer"),
	information: listOf(schemas.CustomerInformation),
	form:        listOf(schemas.ClosingForm),
	action:      objectOf(schemas.ActionAnswer),
	onMessage:   objectOf("app-on-message-answer"),
}

// as judges an answer by its shape alone, and that no id stands twice in a list.
func as(s shape) func(*player, *answer) {
	return func(p *player, a *answer) {
		if p.judge(a, s) && s.list && a.call.endpoint != botBase {
			p.distinct(a, ids(a))
		}
	}
}

func askCategories(p *player, v values) call {
	return call{endpoint: categories, query: p.usual(v.pairs("idParent", "limit", "offset")...)}
}

func askProducts(p *player, v values) call {
	return call{endpoint: products,
		query: p.usual(v.pairs("idCategory", "limit", "offset", "searchQuery")...)}
}

func askCustomer(p *player, v values) call {
	return call{endpoint: information,
		query: p.asked(v["emailVisitor"], v["idVisitorExternal"], v["operatorLocale"])}
}

func askAction(p *player, v values) call {
	return call{endpoint: action, method: http.MethodPost,
		body: p.actionBody(v["action"], v["idConversation"])}
}

func askForm(p *player, v values) call {
	return call{endpoint: form, query: join("idConnectorVersion", p.o.Version, "idWebsite", p.o.Website,
		"operatorLocale", v["operatorLocale"], "idOperator", p.o.Operator)}
}

// bot is the path of the bot that is meant.
func (v values) bot() string { return "/bots/" + url.PathEscape(v["idOperator"]) }

func putBot(p *player, v values) call {
	body := `{"name":"plugsheet desk","pseudo":"Desk","language":` + jsonText(v["language"]) +
		`,"distributionRules":[{"id":"` + rule +
		`","label":"everybody"}],"external":{"idBot":` + jsonText(v["idBot"]) + `}}`
	return call{endpoint: botBase, method: http.MethodPut, path: v.bot(), query: p.botQuery(), body: body}
}

// askMessage delivers what the visitor or the bot itself said (contract, 3.7).
func askMessage(p *player, v values) call {
	message := `{"idMessage":"` + randomID() + `","author":{"role":` + jsonText(v["role"]) +
		`},"payload":{"contentType":"text","value":` + jsonText(v["text"]) +
		`},"createdAt":"` + p.o.Clock().UTC().Format("2006-01-02T15:04:05.000Z") + `"}`
	return call{endpoint: botBase, method: http.MethodPost,
		path: "/conversations/" + url.PathEscape(v["idConversation"]) + "/messages", query: p.botQuery(),
		body: `{"idOperator":` + jsonText(v["idOperator"]) + `,"message":` + message + `}`}
}

// askMeaning asks what a message means, as the desk in the agent's browser does (contract, 4.4).
func askMeaning(_ *player, v values) call {
	body := `{"messages":[{"id":` + jsonText(v["id"]) + `,"authorType":"visitor","text":` +
		jsonText(v["text"]) + `}]}`
	return call{endpoint: onMessage, method: http.MethodPost, unsigned: true,
		header: http.Header{"Origin": {desks()[0]}}, body: body}
}

// randomID makes an id of the platform's form.
func randomID() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
