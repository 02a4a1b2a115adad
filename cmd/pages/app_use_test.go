package pages

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"plugsheet/serve"
)

const escape = "\x1b"

// names are what was called of the library so far.
const names = `calls.map((call) => call.name.replace("InConversationThread", "")).join(" ")`

// focused tells where the focus is: the search, or the title of a row and what in it.
const focused = `(document.activeElement.closest("[role=row]")?.querySelector("h2").textContent ?? "") + "|` +
	`" + (document.activeElement.id || document.activeElement.dataset.act || document.activeElement.getAttribute("role"))`

// TestAppKeyboard does the whole job without a mouse.
func TestAppKeyboard(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	b.Keys(ArrowDown)
	Is(b, focused, "Ridgeline tent, 2 persons|row")
	b.Keys(ArrowDown)
	Is(b, focused, "Saga bell tent, 6 persons|row")
	b.Keys(Enter)
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.title`, "Saga bell tent, 6 persons")
	b.Until(`document.activeElement.classList.contains("sent")`)
	b.Keys(Enter, Shift)
	b.Until(`calls.length === 2`)
	Is(b, `calls[1].argument`, "https://shop.example/p/tent-6p-snd")
	b.Keys(" ")
	Is(b, `document.activeElement.getAttribute("aria-selected")`, "true")
	b.Keys(ArrowDown)
	b.Keys(" ")
	Is(b, `document.getElementById("chosen").textContent`, "2 selected")
	b.Keys(Enter, Ctrl)
	b.Until(`calls.length === 3`)
	Is(b, names, "pushCard insertTextInComposeBox pushCardBundle")
	Is(b, `calls[2].argument.cards.map((card) => card.title).join(" + ")`,
		"Saga bell tent, 6 persons + Ridgeline tent, 2 persons, red")
	b.Until(`document.getElementById("tray").hidden`)
	b.Keys(ArrowRight)
	Is(b, focused, "Ridgeline tent, 2 persons, red|select")
	b.Keys(ArrowRight)
	Is(b, focused, "Ridgeline tent, 2 persons, red|open")
	b.Keys(ArrowRight)
	Is(b, focused, "Ridgeline tent, 2 persons, red|copy")
	b.Keys(ArrowLeft)
	b.Keys(Home)
	b.Keys(ArrowLeft)
	Is(b, focused, "Ridgeline tent, 2 persons, red|select")
	b.Keys(ArrowLeft)
	b.Keys(Home)
	b.Keys(ArrowUp)
	Is(b, focused, "|search")
	b.Keys(ArrowDown)
	b.Keys(escape)
	Is(b, focused, "|search")
	Is(b, `document.getElementById("search").value`, "tent")
	b.Keys(escape)
	Is(b, `document.getElementById("search").value`, "")
	b.Until(`document.getElementById("count").textContent === "41 products"`)
	b.Keys(ArrowDown)
	b.Keys(End)
	b.Keys(ArrowDown) // past the last one: the next page
	b.Until(`document.querySelectorAll(".product").length === 40`)
	Is(b, `[...document.querySelectorAll(".product")].indexOf(document.activeElement)`, 20)
	// the row, its box and its four buttons
	Is(b, `document.querySelectorAll("#results [tabindex='0']").length`, 6)
}

func TestTree(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Until(`document.querySelector("[role=tree]") !== null`)
	const at = `document.activeElement.querySelector(".label")?.textContent ?? ""`
	b.Click("#browse")
	Is(b, at, "All products")
	b.Keys(ArrowDown)
	b.Keys(ArrowDown)
	Is(b, at, "Kitchen")
	b.Keys(ArrowRight)
	b.Until(`document.activeElement.getAttribute("aria-expanded") === "true"`)
	b.Keys(ArrowRight)
	b.Keys(ArrowLeft)
	Is(b, at, "Kitchen")
	b.Keys(Enter)
	b.Until(`document.getElementById("count").textContent === "19 products"`)
	Is(b, focused, "|search")
	Is(b, `document.getElementById("categories").hidden`, true)
	Is(b, `document.getElementById("within").textContent`, "in Kitchen")
	b.Keys("tent")
	b.Until(`!document.getElementById("state").hidden || document.querySelectorAll(".product").length < 19`)
	b.Click("#within")
	b.Until(`document.querySelector("#results h2")?.textContent.includes("tent")`)
	Is(b, `document.getElementById("within").hidden`, true)
}

// hostile is a product whose texts are all meant to do harm. An import leaves tags out, and these it takes
// for text.
const hostile = `9001,X-1,&lt;img src=x onerror=harm=1&gt;&lt;script&gt;harm=1,,&lt;b onclick=harm=1&gt;,` +
	`&lt;svg onload=harm=1&gt;,&lt;i&gt;,11,` +
	`https://shop.example/?%22%3E%3Cscript%3Eharm=1,https://shop.example/x.jpg,&lt;u&gt;1 €,,,yes,,,`

const hostileTitle = `<img src=x onerror=harm=1><script>harm=1`

// TestHostileCatalog shows that the texts of a catalog are texts.
func TestHostileCatalog(t *testing.T) {
	b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(t, shop(t, pictures(t), hostile), nil))
	findFirst(b, "X-1", hostileTitle)
	// it cannot be had, so the placeholder is there
	b.Until(`document.querySelector(".picture img") === null`)
	Is(b,
		`document.querySelectorAll("#results script, #results b b, #results u, #results i, [onerror], `+
			`[onload], [onclick]").length`, 0)
	Is(b, `typeof harm`, "undefined")
	b.Click("[data-act=send]")
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.title`, hostileTitle)
	Is(b,
		`import("/app/card.js").then((card) => String(["javascript:harm=1", "data:text/html,x", "//x", "x",`+
			` "https://x.example"].map(card.webAddress)))`, ",,,,https://x.example/")
	Get[bool](b,
		`listeners.onIntent([{ key: "find:<img src=x onerror=harm=1>", payload: { query: "<img src=x `+
			`onerror=harm=1>" } }, null, { key: 1 }, { key: "a", payload: { query: 7 } }]) ?? true`)
	b.Until(`document.getElementById("suggestions").children.length === 1`)
	Is(b, `document.querySelectorAll("#suggestions img").length`, 0)
	Is(b, `typeof harm`, "undefined")
}

// TestCopy puts a reference on the clipboard, as far as the browser lets a page do so.
func TestCopy(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "storm lantern", "Storm lantern")
	Get[bool](b,
		`document.addEventListener("copy", () => { globalThis.copied = String(getSelection()); }) ?? true`)
	Get[bool](b,
		`Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { `+
			`globalThis.copied = text; } } }) !== null`)
	b.Click("[data-act=copy]")
	b.Until(`document.getElementById("notice").textContent !== ""`) // it is hidden again after a while
	Is(b, `document.getElementById("notice").textContent + " " + copied`, "Copied LAMP-LTN-01")
	Get[bool](b,
		`Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new `+
			`Error("not allowed")) }) !== null`)
	Get[bool](b, `(copied = "", true)`)
	b.Click("[data-act=copy]")
	b.Until(`copied !== ""`) // the way of old
	Is(b, `copied`, "LAMP-LTN-01")
	Is(b, `document.activeElement.dataset.act`, "copy")
}

// TestAppLanguages shows the page in the conversation's language.
func TestAppLanguages(t *testing.T) {
	needBrowser(t)
	address := site(t, shop(t, pictures(t)), nil)
	for language, want := range map[string]string{"fr": "fr|Envoyer|41 produits",
		"DE-at": "de|Senden|41 Produkte", "xx": "en|Send|41 products", "fr_CA": "fr|Envoyer|41 produits"} {
		b := appTab(t, library)
		enter(b, address+"?test-language="+language)
		Is(b,
			`[document.documentElement.lang, document.querySelector("[data-act=send]").textContent, `+
				`document.getElementById("count").textContent].join("|")`, want)
	}
}

// TestIntents shows that what the desk tells before the page is ready is kept, and that a trigger searches.
func TestIntents(t *testing.T) {
	needBrowser(t)
	early := strings.Replace(library, "  const note =", `
  options.onIntent([{ key: "find:storm lantern", payload: { query: "storm lantern" } }, { key: "k", payload: { query: "PEG-12" } }]);
  options.onTrigger(["k"]);
  const note =`, 1)
	b := appTab(t, early)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Until(`document.getElementById("search").value === "PEG-12" && ` +
		`document.querySelectorAll(".product").length === 1`)
	Is(b,
		`[...document.querySelectorAll("#suggestions button")].map((one) => one.textContent).join(" ")`,
		"PEG-12 storm lantern")
	b.Click("#suggestions button:last-child")
	b.Until(`document.querySelector("#results h2")?.textContent === "Storm lantern"`)
	Get[bool](b, `listeners.onTrigger(["find:wool blanket"]) ?? true`) // of which no intent told
	b.Until(`document.getElementById("search").value === "wool blanket" && ` +
		`document.querySelector("#results h2")?.textContent.includes("blanket")`)
}

// TestSessionRenewed shows that a session that is over is renewed with a new token, and nobody notices.
func TestSessionRenewed(t *testing.T) {
	needBrowser(t)
	now, mu := time.Now(), sync.Mutex{}
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	b := appTab(t, library, "401")
	address := site(t, shop(t, pictures(t)), func(o *serve.Options, address string) {
		secured(o, address)
		o.Clock = clock
	})
	enter(b, address+"?jwt="+token(t, address, clock()))
	Is(b, `tokens`, 0)
	// nothing is under way that would ask for a token now
	b.Until(`document.querySelector("[role=tree]") !== null`)
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	Get[string](b, fmt.Sprintf(`globalThis.nextToken = %q`, token(t, address, clock())))
	findFirst(b, "storm lantern", "Storm lantern")
	Is(b, `tokens`, 1)
	mu.Lock()
	now = now.Add(time.Hour)
	mu.Unlock()
	b.Insert(" large") // the token is an hour old now; at once, so that one search is refused
	b.Until(`drawn === "storm lantern large" && document.querySelector("#state ` +
		`[role=alert]")?.textContent.includes("session")`)
	Get[string](b, fmt.Sprintf(`globalThis.nextToken = %q`, token(t, address, clock())))
	b.Click("#state button")
	b.Until(`document.querySelectorAll(".product").length > 0`)
	Is(b, `document.cookie + localStorage.length + sessionStorage.length`, "00")
}

// TestAnswersOutOfOrder shows that a late answer to an older search is nothing.
func TestAnswersOutOfOrder(t *testing.T) {
	b := appTab(t, library, "401")
	enter(b, site(t, shop(t, pictures(t)), nil))
	Get[bool](b,
		`((real) => { globalThis.held = []; globalThis.fetch = (url, options) => String(url).includes("searchQuery=tent&")
		? new Promise((resolve) => held.push(async () => { resolve(await real(url, { ...options, signal: null })); return true; })) : real(url, options); })(fetch) ?? true`)
	Get[bool](b, `document.getElementById("search").select() ?? true`)
	b.Keys("tent")
	b.Until(`held.length === 1`)
	findFirst(b, "storm lantern", "Storm lantern")
	Get[bool](b, `held[0]()`)
	// a whole way there and back later
	Get[bool](b, `fetch("api/products?searchQuery=x").then(() => true)`)
	Is(b, `document.querySelector("#results h2").textContent`, "Storm lantern")
}

// TestError shows what went wrong, and that trying again works.
func TestError(t *testing.T) {
	needBrowser(t)
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
	b := appTab(t, library, "503")
	enter(b, proxy.URL+"/app/")
	Is(b, `document.querySelector("#state [role=alert]").textContent`, "The server is busy.")
	mu.Lock()
	broken = false
	mu.Unlock()
	b.Click("#state button")
	b.Until(`document.querySelectorAll(".product").length === 20 && document.getElementById("state").hidden`)
	b.Until(`document.querySelectorAll("[role=treeitem]").length > 1`)
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
