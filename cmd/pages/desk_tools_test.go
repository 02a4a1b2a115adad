package pages

import (
	"encoding/json"
	"plugsheet/serve"
	"strings"
	"testing"
)

// A reload keeps the conversation, the bot's chat and the requests, and no button of a conversation that is
// over.
func TestReload(t *testing.T) {
	needBrowser(t)
	p := sampleDesk(t)
	b := deskTab(t)
	b.Visit(p.address())
	b.Until(`document.querySelectorAll("#results .product").length === 10`)
	b.Click("#results .product button")
	b.Fill("visitor-text", "Do you have TENT-2P-RED in stock?")
	b.Click("#visitor-text ~ button")
	b.Until(`document.querySelector("#messages .chip") !== null`)
	const requests = `document.querySelectorAll(".request").length`
	Is(b, requests, 3)
	id := Get[string](b, `import("/talk.js").then((talk) => talk.idConversation)`)
	b.Visit(p.url + "/?view=products")
	b.Until(requests + ` === 5`) // and the two of the list
	Is(b,
		`document.querySelectorAll("#messages .message").length + document.querySelector("#messages `+
			`.chip").textContent.slice(0, 4)`, "2Find")
	Is(b, `import("/talk.js").then((talk) => talk.idConversation)`, id)
	b.Click(".request summary")
	b.Says(".request .body", "It fits")
}

// Requests are filtered, edited and sent again, and saved as an archive.
func TestRequestTools(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t, serve.Secret(appSecret)).address())
	b.Until(`document.querySelectorAll(".request").length === 2`)
	const visible = `[...document.querySelectorAll("#request-list > li")].filter((one) => ` +
		`one.checkVisibility()).length`
	b.Fill("sieve", "/products ridgeline")
	Is(b, visible+` + document.getElementById("sieved").textContent`, "11 of 2 are shown")
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
	text := Get[string](b, `saved.text()`)
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
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Until(`document.querySelectorAll(".request").length === 2`)
	Is(b,
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
	b := deskTab(t)
	b.Visit(sampleDesk(t, serve.Secret(appSecret)).address())
	b.Do(`const latency = document.getElementById("latency"); latency.value = "400"; ` +
		`latency.dispatchEvent(new Event("change"))`)
	b.Click("#tab-app")
	b.InFrame(`document.querySelectorAll(".product").length > 5`)
	b.Until(`[...document.querySelectorAll(".request")].some((one) => ` +
		`one.textContent.includes("/app/api/products") && one.querySelector(".own"))`)
	b.Do(`const which = document.getElementById("sieve-verdict"); which.value = "app"; ` +
		`which.dispatchEvent(new Event("change"))`)
	Is(b,
		`[...document.querySelectorAll("#request-list > li")].filter((one) => `+
			`one.checkVisibility()).every((one) => one.querySelector(".own"))`, true)
	Is(b, `Object.values(sessionStorage).join().includes("\"token\"")`, false)
}
