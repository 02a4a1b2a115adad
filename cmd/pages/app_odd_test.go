package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Texts that run from right to left, and some that no line holds.
const (
	arabic    = "خيمة صغيرة لشخصين، خضراء"
	hebrew    = "אוהל זוגי ירוק 2.0"
	endless   = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverpackungsmaschine"
	longTitle = "A shelter of which much can be said before it is known which one it is, whether for two " +
		"persons or for four, in green or in red, with a second door at the back, " + endless
	longCode = "ODD1-C-2026-EU-00000000000000000000000001"
)

// oddRows are products of the sample shop's sheet that a page may not break at; ODD1 finds them all.
var oddRows = []string{
	`9101,ODD1-A,"` + arabic + `",,d,s,نوردهانغ,כללי > אוהלים,https://shop.example/1,` +
		`https://shop.example/none.jpg,"1,299.00 د.إ",999.00 د.إ,,yes,,,`,
	`9102,ODD1-B,` + hebrew +
		`,,d,s,,כללי > אוהלים,https://shop.example/2,https://shop.example/none.jpg,129.00 ₪,,,,,,`,
	`9103,` + longCode + `,"` + longTitle + `",,d,s,` + endless + `,Odd > Two > Three > Four > Five > ` +
		endless + `,https://shop.example/3,https://shop.example/none.jpg,"1,234,567,890.00 €","1,234,567,` +
		`889.99 €",,no,,,` + "\n",
}

// TestRightToLeft shows texts that run from right to left as such, and the page around them as it was.
func TestRightToLeft(t *testing.T) {
	b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(t, shop(t, pictures(t), oddRows...), nil))
	const direction = `.map((one) => getComputedStyle(one).direction).join(" ")`
	findFirst(b, "خيمة صغيرة", arabic)
	Is(b,
		`[document.documentElement, document.getElementById("search"), document.querySelector("h2[title]"),`+
			` document.querySelector(".costs b"), document.querySelector(".brand")]`+direction,
		"ltr rtl rtl rtl rtl")
	search(b, "ODD1-B")
	b.Until(`document.querySelectorAll(".product").length === 1`)
	Is(b,
		`[document.getElementById("search"), document.querySelector("h2[title]"), `+
			`document.querySelector(".reference bdi")]`+direction, "ltr rtl ltr")
	// the picture is before the title, and the buttons behind it, whichever way a title runs
	Is(b,
		`((at) => at(".picture").right <= at("h2[title]").left && at(".acts").right > at("h2[title]").left `+
			`+ at("h2[title]").width / 2)((one) => document.querySelector(one).getBoundingClientRect())`,
		true)
	b.Click("[data-act=send]")
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.title + "|" + calls[0].argument.text`, hebrew+"|₪129.00\ns")
	search(b, "wqxzk שלום")
	b.Until(`document.querySelector("#state h2") !== null`)
	Is(b,
		`document.querySelector("#state bdi:last-of-type") !== null && document.querySelector("#state `+
			`h2").dir`, "auto")
	b.Do(`listeners.onIntent([{ key: "k", payload: { query: "` + hebrew + `" } }])`)
	b.Until(`!document.getElementById("suggested").hidden`)
	Is(b, `getComputedStyle(document.querySelector("#suggestions button")).direction`, "rtl")
	b.Click("#browse")
	b.Until(`[...document.querySelectorAll(".label")].some((one) => one.textContent === "כללי" && ` +
		`getComputedStyle(one).direction === "rtl")`)
}

// TestSixDeep goes down to a category six levels deep by the keyboard, and shows what is in it.
func TestSixDeep(t *testing.T) {
	b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(t, shop(t, pictures(t), oddRows...), nil))
	b.Until(`document.querySelector("[role=tree]") !== null`)
	b.Click("#browse")
	b.Keys(End) // the last root
	for _, name := range []string{"Odd", "Two", "Three", "Four", "Five"} {
		Is(b, `document.activeElement.querySelector(".label").textContent`, name)
		b.Keys(ArrowRight)
		b.Until(`document.activeElement.getAttribute("aria-expanded") === "true"`)
		b.Keys(ArrowRight)
	}
	b.Keys(Enter)
	b.Until(`document.getElementById("within").textContent === "in ` + endless +
		`" && document.querySelectorAll(".product").length === 1`)
	Is(b, `document.documentElement.scrollWidth`, 480)
}

// TestRedrawnWhileSending shows "Sent" on the row of a product that another search has drawn again in the
// meantime.
func TestRedrawnWhileSending(t *testing.T) {
	needBrowser(t)
	slow := strings.Replace(library, `pushCardInConversationThread: note("pushCardInConversationThread")`,
		`pushCardInConversationThread: (card) => new Promise((resolve) => { globalThis.arrive = () => { `+
			`calls.push(card); resolve(); }; })`, 1)
	b := appTab(t, slow)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "storm lantern", "Storm lantern")
	b.Click("[data-act=send]")
	findFirst(b, "lantern storm", "Storm lantern")
	b.Do(`arrive()`)
	b.Until(`document.querySelector("[data-act=send]").textContent === "Sent"`)
	// one row is still reached with Tab
	Is(b, `document.querySelectorAll("#results [tabindex='0']").length`, 6)
	Is(b, `document.querySelector("[data-act=send]").getAttribute("aria-label")`,
		"Sent. Send again to the visitor: Storm lantern")
}

// TestSentOnce shows that neither a double click nor a key that is held down sends twice, and that a later
// click does.
func TestSentOnce(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "storm lantern", "Storm lantern")
	at := b.Middle("[data-act=send]")
	b.Do(`globalThis.clicks = 0; document.addEventListener("click", () => clicks++)`)
	b.Press(at, 1)
	b.Until(`calls.length === 1`)
	b.Press(at, 2)
	b.Until(`clicks === 2`)
	Is(b, `calls.length`, 1)
	b.Press(at, 1)
	b.Until(`calls.length === 2`)
	b.Do(`document.querySelectorAll(".product")[1].focus(); globalThis.presses = 0; ` +
		`document.addEventListener("keydown", () => presses++)`)
	for held := range 4 {
		b.HoldEnter(held > 0)
	}
	b.Until(`presses === 4 && calls.length > 2`)
	Is(b, `calls.length`, 3)
}

// TestAlone opens the page outside the desk: it says so as long as it is so, still searches, and begins anew
// in the conversation's language when a desk answers after all.
func TestAlone(t *testing.T) {
	needBrowser(t)
	late := strings.Replace(library, "const note =",
		"await new Promise((resolve) => { globalThis.arrive = resolve; });\n const note =", 1)
	b := appTab(t, late)
	enter(b, site(t, shop(t, pictures(t)), nil)+"?test-language=fr")
	b.Says("#alone", "not connected to the desk")
	findFirst(b, "storm lantern", "Storm lantern")
	b.Examine("alone", Look{Scheme: "light", Width: 480})
	Is(b, `document.getElementById("alone").hidden`, false)
	b.Click("[data-act=send]")
	b.Until(`document.getElementById("notice").textContent.includes("nothing can be sent")`)
	Is(b, `document.querySelector("[data-act=send]").textContent`, "Send")
	b.Do(`arrive()`)
	b.Until(`document.getElementById("alone").hidden && ` +
		`document.querySelector("[data-act=send]").textContent === "Envoyer"`)
	b.Click("[data-act=send]")
	b.Until(`calls.length === 1`)
}

// TestSlow shows that something is loaded, at the beginning and during a search, as long as it takes.
func TestSlow(t *testing.T) {
	needBrowser(t)
	inner, hold := site(t, shop(t, pictures(t)), nil), make(chan struct{}, 100)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/api/products") {
			select {
			case <-hold:
			case <-r.Context().Done():
				return
			}
		}
		forward(t, w, r, inner)
	}))
	t.Cleanup(proxy.Close)
	b := appTab(t, library)
	Get[string](b, fmt.Sprintf(`location.href = %q`, proxy.URL+"/app/"))
	b.Until(`document.getElementById("results").getAttribute("aria-busy") === "true"`)
	Is(b,
		`[document.getElementById("state").textContent.trim(), document.getElementById("live").textContent,`+
			` document.body.className].join("|")`, "Loading …|Loading …|busy")
	b.Examine("loading", Look{Scheme: "light", Width: 480})
	hold <- struct{}{}
	b.Until(`document.querySelectorAll(".product").length === 20 && ` +
		`document.getElementById("state").hidden && !document.body.classList.contains("busy")`)
	b.Keys("storm lantern")
	b.Until(`document.body.classList.contains("busy")`)
	// what was there stays until the answer comes
	Is(b, `document.querySelectorAll(".product").length`, 20)
	for range cap(hold) {
		hold <- struct{}{}
	}
	b.Until(`document.querySelectorAll(".product").length < 20 && !document.body.classList.contains("busy")`)
}

// TestLarge does the whole job in a catalog of 20,000.
func TestLarge(t *testing.T) {
	needBrowserLong(t)
	b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(t, generated(t, 20_000), nil))
	Is(b, `document.getElementById("count").textContent`, "20,000 products")
	title := Get[string](b, `document.querySelectorAll("#results h2")[5].textContent`)
	code := Get[string](b, `document.querySelectorAll(".reference")[7].textContent`)
	b.Click("#more")
	b.Until(`document.querySelectorAll(".product").length === 40`)
	findFirst(b, title, title)
	search(b, code)
	b.Until(`document.querySelector(".reference").textContent === ` + Quote(code))
	// a placeholder
	b.Until(`document.querySelector(".picture img") === null && document.querySelector(".picture .icon") ` +
		`!== null`)
	b.Click("[data-act=send]")
	b.Until(`calls.length === 1`)
	b.Keys(Escape)
	b.Keys(Escape)
	b.Until(`document.getElementById("count").textContent === "20,000 products"`)
	b.Click("#browse")
	b.Until(`document.querySelectorAll("[role=treeitem]").length > 3`)
	b.Click("[role=treeitem]:nth-child(2) .label")
	b.Until(`!document.getElementById("within").hidden && document.getElementById("count").textContent !== ` +
		`"20,000 products" && document.querySelectorAll(".product").length > 0`)
	for _, l := range Looks(t) {
		b.Wear(l)
		b.Examine("large", l)
	}
}
