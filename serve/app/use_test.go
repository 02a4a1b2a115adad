package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"plugsheet/serve"
)

// What a person presses.
var (
	withCtrl  = chromedp.KeyModifiers(chromedp.ModifierCtrl)
	withShift = chromedp.KeyModifiers(chromedp.ModifierShift)
)

const escape = "\x1b"

// names are what was called of the library so far.
const names = `calls.map((call) => call.name.replace("InConversationThread", "")).join(" ")`

// focused tells where the focus is: the search, or the title of a row and what in it.
const focused = `(document.activeElement.closest("[role=row]")?.querySelector("h2").textContent ?? "") + "|" + (document.activeElement.id || document.activeElement.dataset.act || document.activeElement.getAttribute("role"))`

// TestKeyboard does the whole job without a mouse.
func TestKeyboard(t *testing.T) {
	b := newTab(t, library)
	b.open(site(t, shop(t, pictures(t)), nil))
	b.find("tent", "Ridgeline tent, 2 persons")
	b.keys(kb.ArrowDown)
	is(b, focused, "Ridgeline tent, 2 persons|row")
	b.keys(kb.ArrowDown)
	is(b, focused, "Saga bell tent, 6 persons|row")
	b.keys(kb.Enter)
	b.until(`calls.length === 1`)
	is(b, `calls[0].argument.title`, "Saga bell tent, 6 persons")
	b.until(`document.activeElement.classList.contains("sent")`)
	b.keys(kb.Enter, withShift)
	b.until(`calls.length === 2`)
	is(b, `calls[1].argument`, "https://shop.example/p/tent-6p-snd")
	b.keys(" ")
	is(b, `document.activeElement.getAttribute("aria-selected")`, "true")
	b.keys(kb.ArrowDown)
	b.keys(" ")
	is(b, `document.getElementById("chosen").textContent`, "2 selected")
	b.keys(kb.Enter, withCtrl)
	b.until(`calls.length === 3`)
	is(b, names, "pushCard insertTextInComposeBox pushCardBundle")
	is(b, `calls[2].argument.cards.map((card) => card.title).join(" + ")`, "Saga bell tent, 6 persons + Ridgeline tent, 2 persons, red")
	b.until(`document.getElementById("tray").hidden`)
	b.keys(kb.ArrowRight)
	is(b, focused, "Ridgeline tent, 2 persons, red|select")
	b.keys(kb.ArrowRight)
	is(b, focused, "Ridgeline tent, 2 persons, red|copy")
	b.keys(kb.Home)
	b.keys(kb.ArrowLeft)
	is(b, focused, "Ridgeline tent, 2 persons, red|select")
	b.keys(kb.ArrowLeft)
	b.keys(kb.Home)
	b.keys(kb.ArrowUp)
	is(b, focused, "|search")
	b.keys(kb.ArrowDown)
	b.keys(escape)
	is(b, focused, "|search")
	is(b, `document.getElementById("search").value`, "tent")
	b.keys(escape)
	is(b, `document.getElementById("search").value`, "")
	b.until(`document.getElementById("count").textContent === "41 products"`)
	b.keys(kb.ArrowDown)
	b.keys(kb.End)
	b.keys(kb.ArrowDown) // past the last one: the next page
	b.until(`document.querySelectorAll(".product").length === 40`)
	is(b, `[...document.querySelectorAll(".product")].indexOf(document.activeElement)`, 20)
	is(b, `document.querySelectorAll("#results [tabindex='0']").length`, 5) // the row, its box and its three buttons
}

func TestTree(t *testing.T) {
	b := newTab(t, library)
	b.open(site(t, shop(t, pictures(t)), nil))
	b.until(`document.querySelector("[role=tree]") !== null`)
	const at = `document.activeElement.querySelector(".label")?.textContent ?? ""`
	b.click("#browse")
	is(b, at, "All products")
	b.keys(kb.ArrowDown)
	b.keys(kb.ArrowDown)
	is(b, at, "Kitchen")
	b.keys(kb.ArrowRight)
	b.until(`document.activeElement.getAttribute("aria-expanded") === "true"`)
	b.keys(kb.ArrowRight)
	b.keys(kb.ArrowLeft)
	is(b, at, "Kitchen")
	b.keys(kb.Enter)
	b.until(`document.getElementById("count").textContent === "19 products"`)
	is(b, focused, "|search")
	is(b, `document.getElementById("categories").hidden`, true)
	is(b, `document.getElementById("within").textContent`, "in Kitchen")
	b.keys("tent")
	b.until(`!document.getElementById("state").hidden || document.querySelectorAll(".product").length < 19`)
	b.click("#within")
	b.until(`document.querySelector("#results h2")?.textContent.includes("tent")`)
	is(b, `document.getElementById("within").hidden`, true)
}

// hostile is a product whose texts are all meant to do harm. An import leaves tags out, and these it takes for text.
const hostile = `9001,X-1,&lt;img src=x onerror=harm=1&gt;&lt;script&gt;harm=1&lt;/script&gt;,,&lt;b onclick=harm=1&gt;,&lt;svg onload=harm=1&gt;,&lt;i&gt;,11,` +
	`https://shop.example/?%22%3E%3Cscript%3Eharm=1,https://shop.example/x.jpg,&lt;u&gt;1 €,,,yes,,,`

const hostileTitle = `<img src=x onerror=harm=1><script>harm=1</script>`

// TestHostileCatalog shows that the texts of a catalog are texts.
func TestHostileCatalog(t *testing.T) {
	b := newTab(t, library, "ERR_NAME_NOT_RESOLVED")
	b.open(site(t, shop(t, pictures(t), hostile), nil))
	b.find("X-1", hostileTitle)
	b.until(`document.querySelector(".picture img") === null`) // it cannot be had, so the placeholder is there
	is(b, `document.querySelectorAll("#results script, #results b b, #results u, #results i, [onerror], [onload], [onclick]").length`, 0)
	is(b, `typeof harm`, "undefined")
	b.click("[data-act=send]")
	b.until(`calls.length === 1`)
	is(b, `calls[0].argument.title`, hostileTitle)
	is(b, `import("/app/card.js").then((card) => String(["javascript:harm=1", "data:text/html,x", "//x", "x", "https://x.example"].map(card.webAddress)))`, ",,,,https://x.example/")
	get[bool](b, `listeners.onIntent([{ key: "find:<img src=x onerror=harm=1>", payload: { query: "<img src=x onerror=harm=1>" } }, null, { key: 1 }, { key: "a", payload: { query: 7 } }]) ?? true`)
	b.until(`document.getElementById("suggestions").children.length === 1`)
	is(b, `document.querySelectorAll("#suggestions img").length`, 0)
	is(b, `typeof harm`, "undefined")
}

// TestCopy puts a reference on the clipboard, as far as the browser lets a page do so.
func TestCopy(t *testing.T) {
	b := newTab(t, library)
	b.open(site(t, shop(t, pictures(t)), nil))
	b.find("storm lantern", "Storm lantern")
	get[bool](b, `document.addEventListener("copy", () => { globalThis.copied = String(getSelection()); }) ?? true`)
	get[bool](b, `Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { globalThis.copied = text; } } }) !== null`)
	b.click("[data-act=copy]")
	b.until(`document.getElementById("notice").textContent !== ""`) // it is hidden again after a while
	is(b, `document.getElementById("notice").textContent + " " + copied`, "Copied LAMP-LTN-01")
	get[bool](b, `Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new Error("not allowed")) }) !== null`)
	get[bool](b, `(copied = "", true)`)
	b.click("[data-act=copy]")
	b.until(`copied !== ""`) // the way of old
	is(b, `copied`, "LAMP-LTN-01")
	is(b, `document.activeElement.dataset.act`, "copy")
}

// TestLanguages shows the page in the conversation's language.
func TestLanguages(t *testing.T) {
	address := site(t, shop(t, pictures(t)), nil)
	for language, want := range map[string]string{"fr": "fr|Envoyer|41 produits", "DE-at": "de|Senden|41 Produkte", "xx": "en|Send|41 products", "fr_CA": "fr|Envoyer|41 produits"} {
		b := newTab(t, library)
		b.open(address + "?test-language=" + language)
		is(b, `[document.documentElement.lang, document.querySelector("[data-act=send]").textContent, document.getElementById("count").textContent].join("|")`, want)
	}
}

// TestIntents shows that what the desk tells before the page is ready is kept, and that a trigger searches.
func TestIntents(t *testing.T) {
	early := strings.Replace(library, "  const note =", `
  options.onIntent([{ key: "find:storm lantern", payload: { query: "storm lantern" } }, { key: "k", payload: { query: "PEG-12" } }]);
  options.onTrigger(["k"]);
  const note =`, 1)
	b := newTab(t, early)
	b.open(site(t, shop(t, pictures(t)), nil))
	b.until(`document.getElementById("search").value === "PEG-12" && document.querySelectorAll(".product").length === 1`)
	is(b, `[...document.querySelectorAll("#suggestions button")].map((one) => one.textContent).join(" ")`, "PEG-12 storm lantern")
	b.click("#suggestions button:last-child")
	b.until(`document.querySelector("#results h2")?.textContent === "Storm lantern"`)
	get[bool](b, `listeners.onTrigger(["find:wool blanket"]) ?? true`) // of which no intent told
	b.until(`document.getElementById("search").value === "wool blanket" && document.querySelector("#results h2")?.textContent.includes("blanket")`)
}

// TestSessionRenewed shows that a session that is over is renewed with a new token, and nobody notices.
func TestSessionRenewed(t *testing.T) {
	now, mu := time.Now(), sync.Mutex{}
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	b := newTab(t, library, "401")
	address := site(t, shop(t, pictures(t)), func(o *serve.Options, address string) {
		secured(o, address)
		o.Clock = clock
	})
	b.open(address + "?jwt=" + token(t, address, clock()))
	is(b, `tokens`, 0)
	b.until(`document.querySelector("[role=tree]") !== null`) // nothing is under way that would ask for a token now
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	get[string](b, fmt.Sprintf(`globalThis.nextToken = %q`, token(t, address, clock())))
	b.find("storm lantern", "Storm lantern")
	is(b, `tokens`, 1)
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	call(b, input.InsertText, input.InsertTextParams{Text: " large"}) // the token is an hour old now; at once, so that one search is refused
	b.until(`drawn === "storm lantern large" && document.querySelector("#state [role=alert]")?.textContent.includes("session")`)
	get[string](b, fmt.Sprintf(`globalThis.nextToken = %q`, token(t, address, clock())))
	b.click("#state button")
	b.until(`document.querySelectorAll(".product").length > 0`)
	is(b, `document.cookie + localStorage.length + sessionStorage.length`, "00")
}

// TestAnswersOutOfOrder shows that a late answer to an older search is nothing.
func TestAnswersOutOfOrder(t *testing.T) {
	b := newTab(t, library, "401")
	b.open(site(t, shop(t, pictures(t)), nil))
	get[bool](b, `((real) => { globalThis.held = []; globalThis.fetch = (url, options) => String(url).includes("searchQuery=tent&")
		? new Promise((resolve) => held.push(async () => { resolve(await real(url, { ...options, signal: null })); return true; })) : real(url, options); })(fetch) ?? true`)
	get[bool](b, `document.getElementById("search").select() ?? true`)
	b.keys("tent")
	b.until(`held.length === 1`)
	b.find("storm lantern", "Storm lantern")
	get[bool](b, `held[0]()`)
	get[bool](b, `fetch("api/products?searchQuery=x").then(() => true)`) // a whole way there and back later
	is(b, `document.querySelector("#results h2").textContent`, "Storm lantern")
}

// TestError shows what went wrong, and that trying again works.
func TestError(t *testing.T) {
	var mu sync.Mutex
	broken := true
	inner := site(t, shop(t, pictures(t)), nil)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if broken && strings.Contains(r.URL.Path, "/api/") {
			http.Error(w, "broken", http.StatusServiceUnavailable)
			return
		}
		forward(t, w, r, inner)
	}))
	defer proxy.Close()
	b := newTab(t, library, "503")
	b.open(proxy.URL + "/app/")
	is(b, `document.querySelector("#state [role=alert]").textContent`, "The server is busy.")
	mu.Lock()
	broken = false
	mu.Unlock()
	b.click("#state button")
	b.until(`document.querySelectorAll(".product").length === 20 && document.getElementById("state").hidden`)
	b.until(`document.querySelectorAll("[role=treeitem]").length > 1`)
}

// forward hands a request on to the server behind inner.
func forward(t testing.TB, w http.ResponseWriter, r *http.Request, inner string) {
	to, err := http.NewRequest(r.Method, strings.TrimSuffix(inner, "/app/")+r.URL.RequestURI(), r.Body)
	must(t, err)
	to.Header = r.Header.Clone()
	answer, err := http.DefaultTransport.RoundTrip(to)
	must(t, err)
	defer answer.Body.Close()
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	io.Copy(w, answer.Body)
}
