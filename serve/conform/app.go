package conform

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// desks are the origins that frame an app (contract, 4.1).
func desks() []string { return []string{"https://ha.iadvize.com", "https://sd.iadvize.com"} }

// library is what the documented address of iAdvize's library begins with (contract, 4.2).
const library = "https://static.iadvize.com/conversation-panel-app-lib/"

// app checks the page and the question what a message means (contract, 4).
func (p *player) app(ctx context.Context) {
	a := p.send(ctx, call{endpoint: appPage, unsigned: true})
	p.judgeTime(a)
	if !p.judgePage(a) {
		return
	}
	p.meaning(ctx)
}

// judgePage judges the app's page. It reports whether there was an answer at all.
func (p *player) judgePage(a *answer) bool {
	if !p.arrived(a) {
		return false
	}
	page := a.status == http.StatusOK && strings.HasPrefix(a.header.Get("Content-Type"), "text/html")
	p.must(page, "app-page", a, "status %d, Content-Type %q", a.status, a.header.Get("Content-Type"))
	if page {
		p.framing(a)
		p.must(strings.Contains(string(a.body), library), "app-library", a, "it is not in the page")
		policy := a.header.Get("Referrer-Policy")
		p.must(policy == "no-referrer" || policy == "same-origin", "app-referrer", a,
			"Referrer-Policy %q", policy)
	}
	return true
}

// framing judges who may frame the page.
func (p *player) framing(a *answer) {
	p.must(a.header.Get("X-Frame-Options") == "", "app-frame", a,
		"X-Frame-Options %q, which cannot name the desk", a.header.Get("X-Frame-Options"))
	var sources []string
	for directive := range strings.SplitSeq(strings.Join(a.header.Values("Content-Security-Policy"), ";"),
		";") {
		if words := strings.Fields(directive); len(words) > 0 &&
			strings.EqualFold(words[0], "frame-ancestors") {
			sources = words[1:]
			for _, desk := range desks() {
				p.must(slices.Contains(sources, desk) || slices.Contains(sources, "*"), "app-frame", a,
					"frame-ancestors does not name %s", desk)
			}
		}
	}
	for _, s := range sources {
		p.must(slices.Contains(desks(), s) || isLocal(s) || s == "'self'", "app-frame-others", a,
			"frame-ancestors names %s", s)
	}
	p.must(len(sources) > 0, "app-frame-others", a, "no frame-ancestors in the Content-Security-Policy")
}

// meaningAnswer is what is read of the answer to on-message.
type meaningAnswer struct {
	Commands []struct {
		MessageID string `json:"messageId"`
		Actions   []struct {
			Highlight string `json:"highlight"`
		} `json:"actions"`
	} `json:"commands"`
}

// meaning asks what messages mean, as the desk in the agent's browser does (contract, 4.4).
func (p *player) meaning(ctx context.Context) {
	origin := http.Header{"Origin": {desks()[0]}}
	preflight := origin.Clone()
	preflight.Set("Access-Control-Request-Method", "POST")
	preflight.Set("Access-Control-Request-Headers", "content-type")
	a := p.send(ctx,
		call{endpoint: onMessage, method: http.MethodOptions, unsigned: true, header: preflight})
	if a.status == http.StatusNotFound {
		p.report.skip("intents: nothing answers at " + p.urls[onMessage])
		return
	}
	allowed := a.header.Get("Access-Control-Allow-Origin")
	p.must(a.status < 300 && (allowed == desks()[0] || allowed == "*"), "app-cors", a,
		"status %d, Access-Control-Allow-Origin %q", a.status, allowed)
	texts := map[string]string{"m-1": "Bonjour, avez-vous la tente TENT-2P-GRN ?",
		"m-2": "<b>storm lantern</b>", "m-3": ""}
	body := `{"messages":[{"id":"m-1","authorType":"visitor","text":` + jsonText(texts["m-1"]) +
		`},{"id":"m-2","authorType":"operator","text":` + jsonText(texts["m-2"]) +
		`},{"id":"m-3","authorType":"of tomorrow","text":""}]}`
	m, ok := p.documented(ctx,
		call{endpoint: onMessage, method: http.MethodPost, unsigned: true, header: origin, body: body},
		shapes[onMessage])
	if ok {
		said, _ := decode[meaningAnswer](m)
		for _, c := range said.Commands {
			for _, act := range c.Actions {
				p.must(strings.Contains(texts[c.MessageID], act.Highlight), "app-highlight", m,
					"%q does not stand in message %s", act.Highlight, c.MessageID)
			}
		}
		p.report.checks("app-highlight")
	}
	for _, body := range []string{"", "{", "[]", `{"messages":null}`, `{"messages":[7]}`,
		`{"messages":[{"id":{},"text":[]}]}`, strings.Repeat("[", 5000)} {
		p.strange(ctx, call{endpoint: onMessage, method: http.MethodPost, unsigned: true,
			header: origin, body: body})
	}
}
