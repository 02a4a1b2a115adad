package conform

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// informationField is what is read of one.
type informationField struct {
	ID        string `json:"id"`
	Value     string `json:"value"`
	FieldType string `json:"fieldType"`
}

// asked are the parameters of a request for customer information, in the documented order.
func (p *player) asked(email, external, locale string) string {
	return join(slices.Concat(given("emailVisitor", email), given("idConnectorVersion", p.o.Version),
		given("idVisitorExternal", external), []string{"idVisitorUnique", "a7b9", "idWebsite", p.o.Website,
			"operatorLocale", locale, "idOperator", p.o.Operator})...)
}

// customer checks the customer information and the action behind it (contract, 1.6).
func (p *player) customer(ctx context.Context) {
	var actions []string
	for _, visitor := range [][2]string{{p.o.Email, p.o.ExternalID}, {p.o.Email, ""}, {"", p.o.ExternalID},
		{"", ""}, {"unknown@visitor.example", noSuch}} {
		a, ok := p.documented(ctx,
			call{endpoint: information, query: p.asked(visitor[0], visitor[1], "fr")}, shapes[information])
		if !ok {
			continue
		}
		fields, _ := decode[[]informationField](a)
		p.distinct(a, ids(a))
		for _, f := range fields {
			if f.FieldType == "ACTION" && !slices.Contains(actions, f.Value) {
				actions = append(actions, f.Value)
			}
		}
	}
	p.locales(ctx, information,
		func(l string) string { return p.asked(p.o.Email, p.o.ExternalID, l) })
	p.around(ctx, call{endpoint: information, query: p.asked(p.o.Email, p.o.ExternalID, "fr")},
		shapes[information])
	p.actions(ctx, actions)
}

// distinct judges ids of an answer without pages.
func (p *player) distinct(a *answer, all []string) {
	slices.Sort(all)
	p.must(len(slices.Compact(slices.Clone(all))) == len(all), "duplicate-id", a,
		"an id stands twice in the answer")
}

// locales: the operator's language chooses, and never fails.
func (p *player) locales(ctx context.Context, e Endpoint, query func(locale string) string) {
	if p.report.fails(e) {
		return // which has been said, and is not for the language
	}
	for _, locale := range []string{"fr-CA", "zz", "-", "not a locale", strings.Repeat("x", 200)} {
		a := p.strange(ctx, call{endpoint: e, query: query(locale)})
		p.must(a.status == http.StatusOK, "locale", a, "operatorLocale %q is answered with status %d",
			locale[:min(len(locale), 20)], a.status)
	}
}

// actionBody is a press on a button, as the platform says it.
func (p *player) actionBody(code, conversation string) string {
	return `{"action":` + jsonText(code) + `,"idConnectorVersion":` + jsonText(p.o.Version) +
		`,"idVisitorUnique":"a7b9","idWebsite":` + jsonText(p.o.Website) +
		`,"idConversation":` + jsonText(conversation) + `,"idOperator":"ha-12345"}`
}

// actionAnswer is what is read of one.
type actionAnswer struct {
	Success bool `json:"success"`
}

// actions presses buttons: those that there are, unless that was not wanted, and one that there is not.
func (p *player) actions(ctx context.Context, codes []string) {
	if p.o.NoActions && len(codes) > 0 {
		p.report.skip("the actions that there are: not wanted")
		codes = nil
	}
	for _, code := range codes[:min(3, len(codes))] {
		press := call{endpoint: action, method: http.MethodPost,
			body: p.actionBody(code, "plugsheet-conform")}
		first, ok := p.documented(ctx, press, shapes[action])
		second, _ := p.documented(ctx, press, shapes[action])
		p.must(!ok || string(first.body) == string(second.body), "action-repeat", second,
			"the same action by the same operator in the same conversation is answered in another way")
	}
	none := call{endpoint: action, method: http.MethodPost, body: p.actionBody(noSuch, "plugsheet-conform")}
	a := p.strange(ctx, none)
	said, _ := decode[actionAnswer](a)
	p.must(a.status != http.StatusOK || !said.Success, "action-unknown", a,
		"an action that does not exist is answered with success: true")
	encoded := call{endpoint: action, method: http.MethodPost, media: "application/x-www-form-urlencoded",
		body: url.Values{"action": {noSuch}, "idConversation": {"plugsheet-conform"},
			"idOperator": {"ha-12345"}}.Encode()}
	b := p.strange(ctx, encoded)
	p.must(b.status == a.status, "action-form", b,
		"form-encoded it is answered with status %d, as JSON with %d", b.status, a.status)
	p.strangeActions(ctx)
}

// strangeActions sends bodies that are none.
func (p *player) strangeActions(ctx context.Context) {
	for _, body := range []string{"", "{", "[]", "null", `"text"`, `{"action":null}`, `{"action":{"a":[1]}}`,
		"\xff\xfe", strings.Repeat("[", 5000), `{"action":"` + strings.Repeat("a", 60000) + `"}`} {
		p.strange(ctx, call{endpoint: action, method: http.MethodPost, body: body})
	}
	p.signedBody(ctx, call{endpoint: action, method: http.MethodPost, body: escaped})
}

// formField is what is read of one.
type formField struct {
	ID       string `json:"id"`
	IDParent string `json:"idParent"`
	Options  []struct {
		Value string `json:"value"`
	} `json:"options"`
}

// closingForm checks the conversation closing form (contract, 1.6).
func (p *player) closingForm(ctx context.Context) {
	query := func(locale string) string {
		return join("idConnectorVersion", p.o.Version, "idWebsite", p.o.Website, "operatorLocale", locale,
			"idOperator", p.o.Operator)
	}
	for _, locale := range []string{"fr", "en"} {
		a, ok := p.documented(ctx, call{endpoint: form, query: query(locale)}, shapes[form])
		p.report.checks("form-options", "form-option-length")
		if !ok {
			continue
		}
		fields, _ := decode[[]formField](a)
		p.distinct(a, ids(a))
		p.judgeForm(a, fields)
	}
	p.locales(ctx, form, query)
	p.around(ctx, call{endpoint: form, query: query("fr")}, shapes[form])
}

// judgeForm judges what a schema cannot say: parents and repeated values.
func (p *player) judgeForm(a *answer, fields []formField) {
	parents := map[string]string{}
	for _, f := range fields {
		parents[f.ID] = f.IDParent
	}
	for _, f := range fields {
		if _, ok := parents[f.IDParent]; f.IDParent != "" && !ok {
			p.fault("form-parent", a, "field %s stands below %q, which is no field", f.ID, f.IDParent)
			continue
		}
		at, steps := f.ID, 0
		for at != "" && steps <= len(fields) {
			at, steps = parents[at], steps+1
		}
		p.must(at == "", "form-parent", a, "field %s stands below itself", f.ID)
		seen := map[string]bool{}
		for _, o := range f.Options {
			p.must(!seen[o.Value], "form-option-twice", a, "field %s has the value %q twice", f.ID, o.Value)
			seen[o.Value] = true
		}
	}
}
