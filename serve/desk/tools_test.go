package desk_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
	"plugsheet/serve/pagetest"
)

// Requests come from whom the page says, and what is empty is as at the start.
func TestWho(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir, serve.Secret(secret)), Bundle: dir,
		Secret: serve.Secret(secret)})
	set := func(body string) (int, string) { return p.call("/api/who", body, nil) }
	if status, text := set(
		`{"idWebsite":" sd-7 ","idOperator":"4711","idConnectorVersion":"v-1"}`); status != http.StatusOK {
		t.Fatalf("status %d: %s", status, text)
	}
	j := p.ask("products", nil)
	for _, part := range []string{"idWebsite=sd-7&", "idOperator=4711", "idConnectorVersion=v-1&"} {
		if !strings.Contains(j.Exchange.URL, part) {
			t.Errorf("%s: no %s", j.Exchange.URL, part)
		}
	}
	if _, text := p.call("/api/about", "", nil); !strings.Contains(text, `"idOperator":"4711"`) {
		t.Errorf("about says %s", text)
	}
	if _, text := set(`{}`); !strings.Contains(text, `"idWebsite":"ha-123","idOperator":"9999"`) {
		t.Errorf("nothing is set: %s", text)
	}
	if status, _ := set(`{"idWebsite":"` + strings.Repeat("x", 513) + `"}`); status != http.StatusBadRequest {
		t.Errorf("a long id: status %d", status)
	}
}

// The whole check gives the report of plugsheet conform; the desk's own stand-in is no fault of the app.
func TestCheck(t *testing.T) {
	dir := shop(t)
	p := open(t, desk.Options{Connector: connector(t, dir, serve.Secret(secret)), Bundle: dir,
		Secret: serve.Secret(secret)})
	status, text := p.call("/api/check", `{"actions":false}`, nil)
	var report conform.Report
	must(t, json.Unmarshal([]byte(text), &report))
	if status != http.StatusOK || report.Requests < 50 || len(report.Checked) < 20 || report.Worst("breaks") {
		t.Errorf("status %d, %d requests, %d rules, %+v", status, report.Requests,
			len(report.Checked), report.Faults)
	}
	if status, _ := open(t, desk.Options{Connector: "http://127.0.0.1:1"}).
		call("/api/check", `{}`, nil); status != http.StatusBadGateway {
		t.Errorf("nobody answers: status %d", status)
	}
}

// What is edited is held against no answer of then.
func TestEdited(t *testing.T) {
	p := open(t, desk.Options{Connector: connector(t, shop(t))})
	e := p.ask("products", map[string]string{"limit": "2"}).Exchange
	e.URL = strings.Replace(e.URL, "limit=2", "limit=-2", 1)
	for edited, want := range map[bool]bool{false: true, true: false} {
		body, err := json.Marshal(map[string]any{"method": e.Method, "url": e.URL,
			"status": e.Status, "edited": edited})
		must(t, err)
		_, text := p.call("/api/again", string(body), nil)
		var j conform.Judged
		must(t, json.Unmarshal([]byte(text), &j))
		if j.Exchange.Status != http.StatusBadRequest || strings.Contains(text, `"id":"replay"`) != want {
			t.Errorf("edited %v: %s", edited, text)
		}
	}
}

// A reload keeps the conversation, the bot's chat and the requests, and no button of a conversation that is
// over.
func TestReload(t *testing.T) {
	pagetest.Need(t)
	p := sampleDesk(t)
	b := newTab(t)
	b.Visit(p.address())
	b.Until(`document.querySelectorAll("#results .product").length === 10`)
	b.Click("#results .product button")
	b.Fill("visitor-text", "Do you have TENT-2P-RED in stock?")
	b.Click("#visitor-text ~ button")
	b.Until(`document.querySelector("#messages .chip") !== null`)
	const requests = `document.querySelectorAll(".request").length`
	pagetest.Is(b, requests, 3)
	id := pagetest.Get[string](b, `import("/talk.js").then((talk) => talk.idConversation)`)
	b.Visit(p.url + "/?view=products")
	b.Until(requests + ` === 5`) // and the two of the list
	pagetest.Is(b,
		`document.querySelectorAll("#messages .message").length + document.querySelector("#messages `+
			`.chip").textContent.slice(0, 4)`, "2Find")
	pagetest.Is(b, `import("/talk.js").then((talk) => talk.idConversation)`, id)
	b.Click(".request summary")
	b.Says(".request .body", "It fits")
}

// Requests are filtered, edited and sent again, and saved as an archive.
func TestRequestTools(t *testing.T) {
	b := newTab(t)
	b.Visit(sampleDesk(t, serve.Secret(secret)).address())
	b.Until(`document.querySelectorAll(".request").length === 2`)
	const visible = `[...document.querySelectorAll("#request-list > li")].filter((one) => ` +
		`one.checkVisibility()).length`
	b.Fill("sieve", "/products ridgeline")
	pagetest.Is(b, visible+` + document.getElementById("sieved").textContent`, "11 of 2 are shown")
	b.ClickOn(".request summary", "/products")
	b.ClickOn(".request .body button", "Edit")
	b.Do(`const query = document.querySelector(".edit textarea"); query.value = ` +
		`query.value.replace("limit=10", "limit=1")`)
	b.ClickOn(".edit button", "Send the edited request")
	b.Until(`document.querySelectorAll(".request").length === 3`)
	b.Fill("sieve", "limit=1 sha")
	b.Fill("sieve", "")
	b.Click(".request summary")
	b.Says(".request[open] .body", "limit=1")
	b.Do(`URL.createObjectURL = (blob) => { globalThis.saved = blob; return "data:," }; ` +
		`HTMLAnchorElement.prototype.click = () => {}`)
	b.Click("#har")
	text := pagetest.Get[string](b, `saved.text()`)
	var har struct {
		Log struct {
			Version string
			Entries []struct {
				Request  struct{ Method, URL string }
				Response struct {
					Status  int
					Content struct{ MimeType, Text string }
				}
			}
		}
	}
	must(t, json.Unmarshal([]byte(text), &har))
	if l := har.Log; l.Version != "1.2" || len(l.Entries) != 3 || l.Entries[2].Response.Status != 200 ||
		!strings.Contains(l.Entries[2].Request.URL, "limit=1") ||
		!strings.HasPrefix(l.Entries[2].Response.Content.Text, "[{") {
		t.Errorf("the archive is %.300s", text)
	}
}

// A replay is held against its recording, line by line.
func TestReplayCompared(t *testing.T) {
	b := newTab(t)
	b.Visit(sampleDesk(t).address())
	b.Until(`document.querySelectorAll(".request").length === 2`)
	pagetest.Is(b,
		`import("/compare.js").then(({ difference }) => JSON.stringify(difference("a\nb\nc", "a\nx\nc\nd")))`,
		`[["-","b"],["+","x"],["+","d"]]`)
	b.Do(
		`globalThis.again = import("/requests.js").then(({ ask, replayText }) => ask("products", { limit: "1" }).then(({ judged }) =>
		replayText(JSON.stringify({ ...judged.exchange, answer: judged.exchange.answer.replace("Ridgeline tent", "Another tent") }))))`)
	b.Until(`document.querySelectorAll(".request").length === 4`)
	b.Click(".request summary")
	b.Says(".request[open] .difference del", "Another tent")
	b.Says(".request[open] .difference ins", "Ridgeline tent")
}

// The app's own requests stand among the others, without what its session is, and take as long as is wanted.
func TestAppRequests(t *testing.T) {
	b := newTab(t)
	b.Visit(sampleDesk(t, serve.Secret(secret)).address())
	b.Do(`const latency = document.getElementById("latency"); latency.value = "400"; ` +
		`latency.dispatchEvent(new Event("change"))`)
	b.Click("#tab-app")
	b.InFrame(`document.querySelectorAll(".product").length > 5`)
	b.Until(`[...document.querySelectorAll(".request")].some((one) => ` +
		`one.textContent.includes("/app/api/products") && one.querySelector(".own"))`)
	b.Do(`const which = document.getElementById("sieve-verdict"); which.value = "app"; ` +
		`which.dispatchEvent(new Event("change"))`)
	pagetest.Is(b,
		`[...document.querySelectorAll("#request-list > li")].filter((one) => `+
			`one.checkVisibility()).every((one) => one.querySelector(".own"))`, true)
	pagetest.Is(b, `Object.values(sessionStorage).join().includes("\"token\"")`, false)
}

// The whole check and who asks, as a person does them.
func TestSeeCheck(t *testing.T) {
	b := newTab(t)
	b.Visit(sampleDesk(t, serve.Secret(secret)).address())
	b.Click("#who-title")
	b.Fill("who-idOperator", "4711")
	b.ClickOn("#who button", "Ask so")
	b.Says("#who-title", "operator 4711")
	b.Until(`[...document.querySelectorAll(".request .body, .request")].length > 3`)
	b.Click("#tab-setup")
	b.Until(`document.getElementById("base") !== null`)
	b.Click("#setup-nav [data-page=check]")
	b.Click("#check-run")
	b.Says("#report h3", "contract")
	pagetest.Is(b, `document.querySelectorAll("#report .numbers li").length`, 5)
}
