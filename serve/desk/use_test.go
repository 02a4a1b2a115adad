package desk_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
)

// address is what a person opens.
func (p *page) address() string { return p.url + "/#" + p.key }

// sampleDesk is a desk on the sample shop, as make run opens it.
func sampleDesk(t testing.TB, secrets ...serve.Secret) *page {
	t.Helper()
	dir := shop(t)
	o := desk.Options{
		Connector: connector(t, dir, secrets...), Bundle: dir, Pictures: samples.Pictures(), PicturesURL: samples.PicturesURL,
		Visitors: []desk.Visitor{{Name: "Jane Doe", Email: "jane.doe@example.com", ExternalID: "123"}},
	}
	if len(secrets) > 0 {
		o.Secret = secrets[0]
	}
	return open(t, o)
}

// faulty is a connector that answers each path with a fixed text, and nothing else.
func faulty(t testing.TB, answers map[string]string) *page {
	t.Helper()
	c := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, text)
	}))
	t.Cleanup(c.Close)
	return open(t, desk.Options{Connector: c.URL})
}

// An agent walks through the popup: pages, categories, a search, and sends a product, whose picture is shown offline.
func TestSeeProducts(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t).address())
	b.until(`document.querySelectorAll("#results .product").length === 10`)
	b.until(`document.querySelector("#results img").naturalWidth === 320`)
	is(b, `location.hash`, "")
	is(b, `document.getElementById("count").textContent`, "1–10 of 41")
	b.press("#next")
	b.says("#count", "11–20 of 41")
	b.press("#previous")
	b.says("#count", "1–10 of 41")
	b.pressOf(".category", "Kitchen")
	b.says("#count", "1–10 of 19")
	b.do(`document.querySelectorAll("#roots > li > .branch > button.twist")[1].click()`)
	b.says("#roots > li:nth-child(3) ul", "Knives")
	b.press("#roots > li:first-child .category")
	b.fill("search", "storm lantern")
	b.until(`document.querySelector("#results h3")?.textContent === "Storm lantern"`)
	b.press("#results .product button")
	b.says("#messages .message.agent", "Storm lantern")
	b.fill("search", "xqzvw")
	b.says("#nothing", "Nothing found for “xqzvw”.")
}

// The customer's card shows what the connector knows, and its button does what it says.
func TestSeeCustomer(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t).address())
	b.press("#tab-customer")
	b.press("#customer .chip")
	b.says("#card", "Gold")
	is(b, `document.querySelector("#card a").protocol`, "https:")
	b.press(`#card [data-action="OPEN_CASE"]`)
	b.says("#card .said", "The case is open")
	b.fill("email", "nobody@visitor.example")
	b.fill("external", "")
	b.press("#customer form button")
	b.until(`!document.getElementById("card").textContent.includes("Gold")`)
}

// The form is checked as the platform would: required fields, types, 1024 characters; children stand below their parents.
func TestSeeForm(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t).address())
	b.press("#tab-form")
	b.press("#form .ask button")
	b.until(`document.getElementById("f-outcome") === document.activeElement`)
	is(b, `document.querySelector(".children #f-reason") !== null && document.querySelector(".children #f-outcome") === null`, true)
	b.press(".closing .loud")
	b.says("#f-outcome-wrong", "required")
	is(b, `document.activeElement.id + document.activeElement.getAttribute("aria-invalid")`, "f-outcometrue")
	b.do(`document.getElementById("f-outcome").value = "bought"`)
	b.fill("f-items", "two")
	b.fill("f-amount", "12.50 €")
	b.fill("f-notes", strings.Repeat("é", 1025))
	b.press(".closing .loud")
	b.says("#f-items-wrong", "whole number")
	b.says("#f-amount-wrong", "A number")
	b.says("#f-notes-wrong", "At most 1024 characters; these are 1025.")
	b.fill("f-items", "2")
	b.fill("f-amount", "12,50")
	b.fill("f-notes", strings.Repeat("é", 1024))
	b.press(".closing .loud")
	b.says("#closed", "The platform would take it")
	is(b, `document.querySelectorAll(".closing [aria-invalid]").length`, 0)
}

// The custom app stands in its frame, takes its token, shows pictures, and what it sends appears in the conversation; what
// the visitor speaks of gets to it.
func TestSeeApp(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t, serve.Secret(secret)).address())
	b.press("#tab-app")
	b.inFrame(`document.querySelectorAll(".product").length > 5 && document.querySelector(".product img").naturalWidth === 320`)
	b.inFrame(`document.querySelector("[data-act=send]").click() === undefined`)
	b.says("#messages .message.agent .card", "Ridgeline tent")
	b.inFrame(`document.querySelector("[data-act=link]").click() === undefined`)
	b.until(`document.getElementById("compose").value.includes("https://shop.example/")`)
	b.fill("visitor-text", "Do you have TENT-2P-RED in stock?")
	b.press("#visitor-text ~ button")
	b.press("#messages .visitor .chip")
	b.inFrame(`document.querySelectorAll(".product").length === 1 && document.body.innerText.includes("Ridgeline tent, 2 persons, red")`)
	// a message of another page is nothing to the desk
	b.do(`window.postMessage({ plugsheet: "app", call: "pushCardInConversationThread", arguments: [{ title: "forged", actions: [] }], id: 1 }, "*")`)
	b.do(`const f = document.createElement("form"); f.id = "later"; document.body.append(f)`)
	is(b, `document.getElementById("messages").textContent.includes("forged")`, false)
}

// Each request is shown with all that belongs to it, is saved as plugsheet conform reads it, and is sent again.
func TestSeeRequests(t *testing.T) {
	p := sampleDesk(t, serve.Secret(secret))
	b := newTab(t)
	b.visit(p.address())
	b.until(`document.querySelectorAll(".request").length === 2`)
	b.pressOf(".request summary", "/products")
	for _, text := range []string{"GET " + p.connector + "/products?idConnectorVersion=", "Signed text", "x-iadvize-signature", "sha256=", "Answer", "status 200", "x-total-count: 41", `"title": "Ridgeline tent`, "curl -i 'http://", "It fits: "} {
		b.says(".request[open] .body", text)
	}
	b.do(`URL.createObjectURL = (blob) => { globalThis.saved = blob; return "data:," }; HTMLAnchorElement.prototype.click = () => {}`)
	b.press("#save")
	saved := get[string](b, `saved.text()`)
	report, err := conform.Replay(t.Context(), conform.Options{URL: p.connector, Sign: func(signed []byte) string { return serve.Sign(serve.Secret(secret), signed) }}, strings.NewReader(saved))
	must(t, err)
	if report.Requests != 2 || len(report.Faults) > 0 {
		t.Errorf("conform replays %d requests with faults %v", report.Requests, report.Faults)
	}
	replay := func(text string) {
		b.do(`const list = new DataTransfer(); list.items.add(new File([` + quote(text) + `], "seen.jsonl")); const input = document.getElementById("recording"); input.files = list.files; input.dispatchEvent(new Event("change"))`)
	}
	replay(saved)
	b.until(`document.querySelectorAll(".request").length === 4 && document.querySelectorAll(".request .verdict.fits").length === 4`)
	b.press(".request[open] .body .bar button:last-child")
	b.until(`document.querySelectorAll(".request").length === 5`)
	replay("no recording")
	b.says("#request-list [role=alert]", "Line 1 of the file: it is no recording")
	b.press("#forget")
	is(b, `document.querySelectorAll(".request").length`, 0)
}

// A connector that is wrong is told where; what it says is text, whatever it looks like.
func TestSeeFaults(t *testing.T) {
	product := map[string]any{"id": "1", "title": "<img src=x onerror=\"document.title='harmed'\">", "productUrl": "javascript:alert(1)", "description": "d", "imageUrl": "javascript:alert(1)", "reference": "R", "priceCatalog": 129}
	text, err := json.Marshal([]any{product})
	must(t, err)
	b := newTab(t)
	b.visit(faulty(t, map[string]string{"/categories": "[]", "/products": string(text), "/customer": `[{"id":"x","label":"<b>bold</b>","value":"javascript:alert(1)","fieldType":"URL"}]`, "/app/": "a page"}).address())
	b.says("#results h3", "<img src=x")
	is(b, `document.querySelectorAll("#results img").length`, 0)
	is(b, `document.title`, "plugsheet desk")
	b.until(`document.querySelectorAll(".request").length === 2`)
	b.do(`[...document.querySelectorAll(".request summary")].find((one) => one.textContent.includes("/products") && one.textContent.includes("breaks")).click()`)
	b.says(".request[open] .faults", "/0/productUrl")
	b.says(".request[open] .answer", "javascript:alert(1)")
	is(b, `[...document.querySelectorAll(".request[open] mark")].some((one) => one.textContent.includes("priceCatalog"))`, true)
	b.press("#tab-customer")
	b.press("#customer form button")
	b.until(`document.querySelector(".request .path").textContent.startsWith("/customer")`)
	is(b, `document.querySelectorAll("#card a").length`, 0)
	b.press("#tab-form")
	b.press("#form .ask button")
	b.says("#fields [role=alert]", "status 404")
	b.press("#tab-bot")
	b.says("#bot-start", "This connector has no bot")
	b.press("#tab-app")
	b.says("#frame", "lets only iAdvize’s own pages frame it")
}

// The set-up view gives each URL for the base that is typed, what the bundle holds, and why something is found.
func TestSeeSetup(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t).address())
	b.press("#tab-setup")
	b.until(`document.getElementById("base") !== null`)
	b.fill("base", "https://shop.example/connector/")
	b.says("#urls", "https://shop.example/connector/customer/action")
	b.says("#setup", "41Products")
	b.says("#setup", "What the doctor says")
	b.fill("why", "lantren")
	b.press("#setup .ask .loud")
	b.says("#reasons", "corrected")
	b.says("#reasons", "Storm lantern")
}

// botConnector is a small bot (contract, 3): it greets, answers with what was said, hands over, and closes.
func botConnector(t testing.TB) *page {
	t.Helper()
	const date = `"createdAt":"2030-01-01T12:00:00Z","updatedAt":"2030-01-01T12:00:00Z"`
	const text = `{"type":"message","payload":{"contentType":"text","value":%q},"quickReplies":[%s]}`
	reply := func(heard string) string {
		switch heard {
		case "agent", "agent please":
			return `{"type":"transfer","distributionRule":"ef4670c3-d715-4a21-8226-ed17f354fc44","transferOptions":{"timeout":{"value":20,"unit":"seconds"}}},` + fmt.Sprintf(text, "Nobody is there", "")
		case "bye":
			return fmt.Sprintf(text, "Goodbye", "") + `,{"type":"close"}`
		case "slow":
			return `{"type":"await","duration":{"unit":"minutes","value":5}},` + fmt.Sprintf(text, "far too late", "")
		}
		return `{"type":"await","duration":{"unit":"millis","value":30}},` + fmt.Sprintf(text, "You said "+heard, `{"contentType":"text/quick-reply","value":"agent please"}`)
	}
	c := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var body struct {
			IDOperator, IDConversation string
			Message                    struct {
				Author  struct{ Role string }
				Payload struct{ Value string }
			}
		}
		if r.Method != http.MethodGet {
			json.NewDecoder(r.Body).Decode(&body)
		}
		path := strings.TrimPrefix(r.URL.Path, "/bot")
		switch parts := strings.Split(path, "/"); {
		case path == "/external-bots":
			io.WriteString(w, `[{"idBot":"hello","name":"Hello","description":"It greets","editorUrl":"https://shop.example/e"}]`)
		case path == "/availability-strategies":
			io.WriteString(w, `[{"strategy":"customAvailability","availability":true}]`)
		case strings.HasSuffix(path, "/conversation-first-messages"):
			io.WriteString(w, `{"replies":[`+fmt.Sprintf(text, "I am a bot", "")+`]}`)
		case parts[1] == "bots":
			io.WriteString(w, `{"idOperator":"`+parts[2]+`","external":{"idBot":"hello","name":"Hello","description":"It greets","editorUrl":"https://shop.example/e"},`+date+`}`)
		case path == "/conversations":
			io.WriteString(w, `{"idConversation":"`+body.IDConversation+`","idOperator":"`+body.IDOperator+`","replies":[],`+date+`}`)
		case len(parts) < 3:
			http.NotFound(w, r)
		default:
			replies := ""
			if body.Message.Author.Role == "visitor" {
				replies = reply(body.Message.Payload.Value)
			}
			io.WriteString(w, `{"idConversation":"`+parts[2]+`","idOperator":"`+body.IDOperator+`","replies":[`+replies+`],`+date+`}`)
		}
	}))
	t.Cleanup(c.Close)
	return open(t, desk.Options{Connector: c.URL})
}

// A visitor talks with the bot: first messages, awaits that are cut off, quick replies, both ends of a transfer, the close.
func TestSeeBot(t *testing.T) {
	b := newTab(t, "404")
	b.visit(botConnector(t).address())
	b.press("#tab-bot")
	b.press("#chat-open")
	b.says("#chat", "I am a bot")
	say := func(text string) {
		b.fill("chat-text", text)
		b.press("#chat-send")
	}
	say("slow")
	b.says("#chat", "…")
	say("hello")
	b.says("#chat", "You said hello")
	b.press("#quick .chip")
	b.says("#chat .system", "hands over to an agent")
	b.do(`document.querySelectorAll("#chat .system .chip")[1].click()`)
	b.says("#chat", "Nobody is there")
	is(b, `document.getElementById("chat").textContent.includes("far too late")`, false)
	is(b, `document.querySelectorAll(".request .verdict.breaks").length - [...document.querySelectorAll(".request")].filter((one) => /categories|products/.test(one.textContent)).length`, 0)
	say("bye")
	b.says("#chat", "The bot closed the conversation.")
	is(b, `document.getElementById("chat-text").disabled`, true)
	b.press("#chat-open")
	b.until(`!document.getElementById("chat-text").disabled`)
	say("agent")
	b.says("#chat .system", "hands over to an agent")
	b.press("#chat .system .chip")
	b.says("#chat", "An agent has taken over")
	is(b, `document.getElementById("chat").textContent.includes("Nobody is there")`, false)
}

// Without its key the page says what to do; with it, its views are reached by the keyboard.
func TestSeeKeys(t *testing.T) {
	p := sampleDesk(t)
	b := newTab(t, "403")
	b.visit(p.url + "/")
	b.says("#stop", "open the address that plugsheet desk printed")
	b = newTab(t)
	b.visit(p.address())
	b.do(`document.getElementById("tab-products").focus()`)
	b.keys(kb.ArrowRight)
	is(b, `document.activeElement.id + document.getElementById("customer").hidden`, "tab-customerfalse")
}

// The bot of the sample shop answers in the desk, too.
func TestSeeOwnBot(t *testing.T) {
	b := newTab(t)
	b.visit(sampleDesk(t, serve.Secret(secret)).address())
	b.press("#tab-bot")
	b.until(`document.getElementById("fast") !== null`)
	b.press("#fast")
	b.press("#chat-open")
	b.until(`!document.getElementById("chat-text").disabled`)
	b.fill("chat-text", "How long does delivery take?")
	b.press("#chat-send")
	b.says("#chat", "working days")
	b.says("#quick", "Returns")
	b.pressOf("#quick .chip", "Returns")
	b.says("#chat", "You have 30 days.")
	is(b, `document.querySelectorAll(".request .verdict.breaks").length`, 0)
}

// A catalog of 20,000 products is browsed like the small one.
func TestSeeLarge(t *testing.T) {
	if os.Getenv(demanded) == "" {
		t.Skip(demanded + " is not set: it takes a while")
	}
	file, dir := filepath.Join(t.TempDir(), "Products.csv"), t.TempDir()
	f, err := os.Create(file)
	must(t, err)
	must(t, samples.Generate(f, 20_000))
	must(t, f.Close())
	report, err := importer.Run(t.Context(), importer.Options{Inputs: []string{file}, Bundle: dir})
	must(t, err)
	if n := report.Problems.Errors(); n > 0 {
		t.Fatalf("%d problems", n)
	}
	b := newTab(t)
	b.visit(open(t, desk.Options{Connector: connector(t, dir), Bundle: dir}).address())
	b.says("#count", "1–10 of 20000")
	b.press("#next")
	b.says("#count", "11–20 of 20000")
	title := get[string](b, `document.querySelectorAll("#results h3")[5].textContent`)
	b.fill("search", title)
	b.until(`[...document.querySelectorAll("#results h3")].some((one) => one.textContent === ` + quote(title) + `) && document.getElementById("count").textContent !== "11–20 of 20000"`)
	b.press(`#roots > li:nth-child(2) .category`)
	b.until(`document.getElementById("count").textContent !== "" || document.getElementById("nothing").textContent !== ""`)
	is(b, `[...document.querySelectorAll(".request .verdict")].every((one) => one.classList.contains("fits"))`, true)
}
