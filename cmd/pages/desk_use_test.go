package pages

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"plugsheet/importer"
	"plugsheet/index/gaps"
	"plugsheet/samples"
	"plugsheet/samples/testdata/catalog"
	"plugsheet/serve"
	"plugsheet/serve/conform"
	"plugsheet/serve/desk"
)

// sampleDesk is a desk on the sample shop, as make run opens it.
func sampleDesk(t testing.TB, secrets ...serve.Secret) deskPage {
	t.Helper()
	dir := sampleShop(t)
	o := desk.Options{
		Connector: connector(t, dir, secrets...), Bundle: dir, Pictures: samples.Pictures(),
		PicturesURL: samples.PicturesURL,
		Visitors:    []desk.Visitor{{Name: "Jane Doe", Email: "jane.doe@example.com", ExternalID: "123"}},
	}
	if len(secrets) > 0 {
		o.Secret = secrets[0]
	}
	return openDesk(t, o)
}

// faultyConnector is a connector that answers each path with a fixed text, and nothing else.
func faultyConnector(t testing.TB, answers map[string]string) deskPage {
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
	return openDesk(t, desk.Options{Connector: c.URL})
}

// An agent walks through the popup: pages, categories, a search, and sends a product, whose picture is shown
// offline.
func TestSeeProducts(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Until(`document.querySelectorAll("#results .product").length === 10`)
	b.Until(`document.querySelector("#results img").naturalWidth === 320`)
	Is(b, `location.hash`, "")
	Is(b, `document.getElementById("count").textContent`, "1–10 of 41")
	b.Click("#next")
	b.Says("#count", "11–20 of 41")
	b.Click("#previous")
	b.Says("#count", "1–10 of 41")
	b.ClickOn(".category", "Kitchen")
	b.Says("#count", "1–10 of 19")
	b.Do(`document.querySelectorAll("#roots > li > .branch > button.twist")[1].click()`)
	b.Says("#roots > li:nth-child(3) ul", "Knives")
	b.Click("#roots > li:first-child .category")
	b.Fill("search", "storm lantern")
	b.Until(`document.querySelector("#results h3")?.textContent === "Storm lantern"`)
	b.Click("#results .product button")
	b.Says("#messages .message.agent", "Storm lantern")
	b.Fill("search", "xqzvw")
	b.Says("#nothing", "Nothing found for “xqzvw”.")
}

// A category with more children than a page holds shows them all, whether or not the connector says how many
// there are.
func TestSeeManyCategories(t *testing.T) {
	needBrowser(t)
	total := ""
	c := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/categories" {
			io.WriteString(w, "[]")
			return
		}
		if total != "" {
			w.Header().Set("X-Total-Count", total)
		}
		from, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		all := []string{}
		for id := from + 1; id <= min(from+100, 230); id++ {
			all = append(all, fmt.Sprintf(
				`{"id":%d,"idParent":null,"label":"Shelf %d","products":null,"productsCount":0}`, id, id))
		}
		io.WriteString(w, "["+strings.Join(all, ",")+"]")
	}))
	t.Cleanup(c.Close)
	for _, total = range []string{"230", ""} {
		b := deskTab(t)
		b.Visit(openDesk(t, desk.Options{Connector: c.URL}).address())
		Is(b,
			`document.querySelectorAll("#roots > li").length + document.querySelector("#roots > `+
				`li:last-child").textContent`, "231›Shelf 2300")
	}
}

// The customer's card shows what the connector knows, and its button does what it says.
func TestSeeCustomer(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Click("#tab-customer")
	b.Click("#customer .chip")
	b.Says("#card", "Gold")
	Is(b, `document.querySelector("#card a").protocol`, "https:")
	b.Click(`#card [data-action="OPEN_CASE"]`)
	b.Says("#card .said", "The case is open")
	b.Fill("email", "nobody@visitor.example")
	b.Fill("external", "")
	b.Click("#customer form button")
	b.Until(`!document.getElementById("card").textContent.includes("Gold")`)
}

// The form is checked as the platform would: required fields, types, 1024 characters; children stand below
// their parents.
func TestSeeForm(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Click("#tab-form")
	b.Click("#form .ask button")
	b.Until(`document.getElementById("f-outcome") === document.activeElement`)
	Is(b,
		`document.querySelector(".children #f-reason") !== null && document.querySelector(".children `+
			`#f-outcome") === null`, true)
	b.Click(".closing .loud")
	b.Says("#f-outcome-wrong", "required")
	Is(b, `document.activeElement.id + document.activeElement.getAttribute("aria-invalid")`,
		"f-outcometrue")
	b.Do(`document.getElementById("f-outcome").value = "bought"`)
	b.Fill("f-items", "two")
	b.Fill("f-amount", "12.50 €")
	b.Fill("f-notes", strings.Repeat("é", 1025))
	b.Click(".closing .loud")
	b.Says("#f-items-wrong", "whole number")
	b.Says("#f-amount-wrong", "A number")
	b.Says("#f-notes-wrong", "At most 1024 characters; these are 1025.")
	b.Fill("f-items", "2")
	b.Fill("f-amount", "12,50")
	b.Fill("f-notes", strings.Repeat("é", 1024))
	b.Click(".closing .loud")
	b.Says("#closed", "The platform would take it")
	Is(b, `document.querySelectorAll(".closing [aria-invalid]").length`, 0)
}

// The custom app stands in its frame, takes its token, shows pictures, and what it sends appears in the
// conversation; what the visitor speaks of gets to it.
func TestSeeApp(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t, serve.Secret(appSecret)).address())
	b.Click("#tab-app")
	b.InFrame(`document.querySelectorAll(".product").length > 5 && document.querySelector(".product ` +
		`img").naturalWidth === 320`)
	b.InFrame(`document.querySelector("[data-act=send]").click() === undefined`)
	b.Says("#messages .message.agent .card", "Ridgeline tent")
	b.InFrame(`document.querySelector("[data-act=link]").click() === undefined`)
	b.Until(`document.getElementById("compose").value.includes("https://shop.example/")`)
	b.Fill("visitor-text", "Do you have TENT-2P-RED in stock?")
	b.Click("#visitor-text ~ button")
	b.Click("#messages .visitor .chip")
	b.InFrame(`document.querySelectorAll(".product").length === 1 && ` +
		`document.body.innerText.includes("Ridgeline tent, 2 persons, red")`)
	// a message of another page is nothing to the desk
	b.Do(`window.postMessage({ plugsheet: "app", call: "pushCardInConversationThread", arguments: [{ ` +
		`title: "forged", actions: [] }], id: 1 }, "*")`)
	b.Do(`const f = document.createElement("form"); f.id = "later"; document.body.append(f)`)
	Is(b, `document.getElementById("messages").textContent.includes("forged")`, false)
}

// Each request is shown with all that belongs to it, is saved as plugsheet conform reads it, and is sent
// again.
func TestSeeRequests(t *testing.T) {
	needBrowser(t)
	p := sampleDesk(t, serve.Secret(appSecret))
	b := deskTab(t)
	b.Visit(p.address())
	b.Until(`document.querySelectorAll(".request").length === 2`)
	b.ClickOn(".request summary", "/products")
	for _, text := range []string{"GET " + p.connector + "/products?idConnectorVersion=", "Signed text",
		"x-iadvize-signature", "sha256=", "Answer", "status 200", "x-total-count: 41",
		`"title": "Ridgeline tent`, "curl -i 'http://", "It fits: "} {
		b.Says(".request[open] .body", text)
	}
	b.Do(`URL.createObjectURL = (blob) => { globalThis.saved = blob; return "data:," }; ` +
		`HTMLAnchorElement.prototype.click = () => {}`)
	b.Click("#save")
	saved := Get[string](b, `saved.text()`)
	report, err := conform.Replay(t.Context(),
		conform.Options{URL: p.connector, Sign: func(signed []byte) string {
			return serve.Sign(serve.Secret(appSecret), signed)
		}}, strings.NewReader(saved))
	must(t, err)
	if report.Requests != 2 || len(report.Faults) > 0 {
		t.Errorf("conform replays %d requests with faults %v", report.Requests, report.Faults)
	}
	replay := func(text string) {
		b.Do(`const list = new DataTransfer(); list.items.add(new File([` + Quote(text) +
			`], "seen.jsonl")); const input = document.getElementById("recording"); input.files = ` +
			`list.files; input.dispatchEvent(new Event("change"))`)
	}
	replay(saved)
	b.Until(`document.querySelectorAll(".request").length === 4 && document.querySelectorAll(".request ` +
		`.verdict.fits").length === 4`)
	b.Click(".request[open] .body .bar button:last-child")
	b.Until(`document.querySelectorAll(".request").length === 5`)
	replay("no recording")
	b.Says("#request-list [role=alert]", "Line 1 of the file: it is no recording")
	b.Click("#forget")
	Is(b, `document.querySelectorAll(".request").length`, 0)
}

// The list says when it no longer holds all requests, and a desk whose server is gone says so wherever it is
// asked.
func TestSeeLimits(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	Is(b,
		`import("/requests.js").then(async ({ ask }) => { for (let n = 0; n < 203; n++) await `+
			`ask("health"); return document.getElementById("request-count").textContent })`,
		"the last 200 of 205")
	b.Click("#forget")
	Is(b,
		`import("/requests.js").then(async ({ ask }) => { await ask("health"); return `+
			`document.getElementById("request-count").textContent })`, "1")
	b.Click(".request summary")
	b.Do(`globalThis.fetch = () => Promise.reject(new TypeError("gone"))`)
	b.ClickOn(".request .body button", "Send again")
	b.Says(".request [role=alert]", "plugsheet desk does not answer any more.")
	b.Fill("visitor-text", "a lantern?")
	b.Click("#visitor-text ~ button")
	b.Says("#messages .visitor [role=alert]", "does not answer any more")
	b.Fill("search", "lantern")
	b.Says("#nothing [role=alert]", "does not answer any more")
	for tab, place := range map[string]string{"customer": "#card", "form": "#fields", "app": "#frame",
		"bot": "#bot-start", "setup": "#setup"} {
		b.Click("#tab-" + tab)
		if tab == "customer" || tab == "form" {
			b.Click("#" + tab + " form .loud")
		}
		b.Says(place+" [role=alert]", "does not answer any more")
	}
}

// A connector that is wrong is told where; what it says is text, whatever it looks like.
func TestSeeFaults(t *testing.T) {
	needBrowser(t)
	product := map[string]any{"id": "1", "title": "<img src=x onerror=\"document.title='harmed'\">",
		"productUrl": "javascript:alert(1)", "description": "d", "imageUrl": "javascript:alert(1)",
		"reference": "R", "priceCatalog": 129}
	text, err := json.Marshal([]any{product})
	must(t, err)
	b := deskTab(t)
	b.Visit(
		faultyConnector(t, map[string]string{"/categories": "[]", "/products": string(text),
			"/customer": `[{"id":"x","label":"<b>bold</b>","value":"javascript:alert(1)","fieldType":"URL"}]`,
			"/app/":     "a page"}).address())
	b.Says("#results h3", "<img src=x")
	Is(b, `document.querySelectorAll("#results img").length`, 0)
	Is(b, `document.title`, "plugsheet desk")
	b.Until(`document.querySelectorAll(".request").length === 2`)
	b.Do(`[...document.querySelectorAll(".request summary")].find((one) => ` +
		`one.textContent.includes("/products") && one.textContent.includes("breaks")).click()`)
	b.Says(".request[open] .faults", "/0/productUrl")
	b.Says(".request[open] .faults .fix", "give the key that the message names the documented type")
	b.Says(".request[open] .answer", "javascript:alert(1)")
	Is(b,
		`[...document.querySelectorAll(".request[open] mark")].some((one) => `+
			`one.textContent.includes("priceCatalog"))`, true)
	b.Click("#tab-customer")
	b.Click("#customer form button")
	b.Until(`document.querySelector(".request .path").textContent.startsWith("/customer")`)
	Is(b, `document.querySelectorAll("#card a").length`, 0)
	b.Click("#tab-form")
	b.Click("#form .ask button")
	b.Says("#fields [role=alert]", "status 404")
	b.Click("#tab-bot")
	b.Says("#bot-start", "This connector has no bot")
	b.Click("#tab-app")
	b.InFrame(`document.body.innerText === "a page"`)
	b.Says("#silent", "The app has not called idzCpa.init.")
	for _, l := range Looks(t) {
		b.Wear(l)
		b.Examine("desk-silent", l)
	}
}

// The set-up view gives each URL for the base that is typed, what the bundle holds, what nobody found, and
// why something is found.
func TestSeeSetup(t *testing.T) {
	needBrowser(t)
	dir := sampleShop(t)
	counter := gaps.NewCounter(gaps.CounterOptions{Dir: dir})
	counter.Count("flashlight")
	counter.Count("flashlight")
	counter.Close()
	b := deskTab(t)
	b.Visit(openDesk(t, desk.Options{Connector: connector(t, dir), Bundle: dir}).address())
	b.Click("#tab-setup")
	b.Until(`document.getElementById("base") !== null`)
	b.Fill("base", "https://shop.example/connector/")
	b.Says("#urls", "https://shop.example/connector/customer/action")
	b.Says("#setup", "41Products")
	b.Says("#setup", "What the doctor says")
	b.Says("#setup", "Last import")
	b.Until(`/Digest[0-9a-f]{64}/.test(document.getElementById("setup").textContent)`)
	b.Says("#setup", "flashlight2")
	Is(b, `[...document.querySelectorAll("#setup-nav a")].map((one) => one.dataset.page).join(" ")`,
		"platform bundle check doctor explain gaps")
	b.Click("#setup-nav [data-page=explain]")
	Is(b, `location.search + document.querySelectorAll("#setup-pages > :not([hidden])").length`,
		"?view=setup&page=explain1")
	b.Fill("why", "lantren")
	b.Click("#setup .ask .loud")
	b.Says("#reasons", "corrected")
	b.Says("#reasons", "Storm lantern")
}

// Without its key the page says what to do; with it, its views are reached by the keyboard.
func TestSeeKeys(t *testing.T) {
	needBrowser(t)
	p := sampleDesk(t)
	b := deskTab(t, "403")
	b.Visit(p.url + "/")
	b.Says("#stop", "open the address that plugsheet desk printed")
	b = deskTab(t)
	b.Visit(p.address())
	b.Do(`document.getElementById("tab-products").focus()`)
	b.Keys(ArrowRight)
	Is(b, `document.activeElement.id + document.getElementById("customer").hidden`,
		"tab-customerfalse")
}

// A catalog of 20,000 products is browsed like the small one.
func TestSeeLarge(t *testing.T) {
	needBrowserLong(t)
	file, dir := filepath.Join(t.TempDir(), "Products.csv"), t.TempDir()
	f, err := os.Create(file)
	must(t, err)
	must(t, catalog.Write(f, 20_000))
	must(t, f.Close())
	report, err := importer.Run(t.Context(), importer.Options{Inputs: []string{file}, Bundle: dir})
	must(t, err)
	if n := report.Problems.Errors(); n > 0 {
		t.Fatalf("%d problems", n)
	}
	b := deskTab(t)
	b.Visit(openDesk(t, desk.Options{Connector: connector(t, dir), Bundle: dir}).address())
	b.Says("#count", "1–10 of 20000")
	b.Click("#next")
	b.Says("#count", "11–20 of 20000")
	title := Get[string](b, `document.querySelectorAll("#results h3")[5].textContent`)
	b.Fill("search", title)
	b.Until(`[...document.querySelectorAll("#results h3")].some((one) => one.textContent === ` +
		Quote(title) + `) && document.getElementById("count").textContent !== "11–20 of 20000"`)
	b.Click(`#roots > li:nth-child(2) .category`)
	b.Until(`document.getElementById("count").textContent !== "" || ` +
		`document.getElementById("nothing").textContent !== ""`)
	Is(b,
		`[...document.querySelectorAll(".request .verdict")].every((one) => one.classList.contains("fits"))`,
		true)
	for _, l := range Looks(t) {
		b.Wear(l)
		b.Examine("desk-large", l)
	}
}
