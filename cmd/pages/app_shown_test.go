package pages

import (
	"strings"
	"testing"
)

// holdSearches keeps back each answer to a search until it is let go or fails; held are those, the oldest
// first. An answer comes whether or not the page has given it up.
const holdSearches = `
	const ask = fetch;
	globalThis.held = [];
	globalThis.answers = {};
	globalThis.fetch = (url, options = {}) => {
		const to = new URL(url, location);
		if (!to.pathname.endsWith("/api/products")) return ask(url, options);
		const of = (name) => to.searchParams.get(name) ?? "";
		const one = { text: of("searchQuery"), category: of("idCategory"), offset: of("offset") };
		return new Promise((resolve) => {
			const leave = () => { held = held.filter((other) => other !== one); };
			one.go = async () => {
				leave();
				const answer = await ask(url, { ...options, signal: undefined });
				const narrowed = ["filters", "sort", "exact"].map(of).join("");
				const key = one.text + "|" + one.category + (narrowed && "|" + narrowed);
				answers[key] = [...(answers[key] ?? []), ...(await answer.clone().json()).products.map((product) => product.title)];
				resolve(answer);
				return true;
			};
			one.fail = () => { leave(); resolve(new Response("", { status: 503 })); return true; };
			held.push(one);
		});
	};`

// letGo lets the latest search have its answer.
const letGo = `held.at(-1).go()`

// busyList tells whether the list says that it may not be used, to eyes and to ears.
const busyList = `((list) => list.getAttribute("aria-busy") + ` +
	`list.getAttribute("aria-disabled"))(document.getElementById("results"))`

// heldTab is a page whose searches are held from now on; 20 products of the whole shop are in the list.
func heldTab(t *testing.T) *Tab {
	t.Helper()
	needBrowser(t)
	return heldAt(t, site(t, shop(t, pictures(t)), nil))
}

// heldAt is heldTab at an address.
func heldAt(t *testing.T, address string) *Tab {
	t.Helper()
	b := appTab(t, library, "503")
	enter(b, address)
	b.Until(`document.querySelectorAll(".product").length === 20 && document.querySelector("[role=tree]") ` +
		`!== null`)
	Is(b, busyList, "falsefalse")
	b.Do(holdSearches)
	return b
}

// TestEnterTooEarly types, goes down and presses Enter before the answer is there: nothing of the list before
// is sent. The arrow waits; the Enter does not, since nobody has seen what it would send.
func TestEnterTooEarly(t *testing.T) {
	b := heldTab(t)
	b.Keys("storm lantern")
	Is(b, busyList, "truetrue")
	b.Until(`held.length > 0`)
	b.Keys(ArrowDown)
	b.Keys(Enter)
	Is(b, focused, "|search")
	b.Until(`held.at(-1)?.text === "storm lantern" && ` +
		`getComputedStyle(document.querySelector(".product")).opacity < 1`)
	b.Keys(Enter) // asks again
	Get[bool](b, letGo)
	b.Until(`document.activeElement.querySelector("h2")?.textContent === "Storm lantern"`)
	Is(b, `calls.length`, 0)
	b.Until(busyList + ` === "falsefalse"`)
	b.Keys(Enter)
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.title`, "Storm lantern")
}

// TestListJustCame shows that an Enter right behind a list that came under a waiting arrow sends nothing, and
// says why.
func TestListJustCame(t *testing.T) {
	b := heldTab(t)
	b.Do(`const after = setTimeout; globalThis.setTimeout = (work, ms, ...more) => ms === 250 ? ` +
		`(globalThis.seen = work, -1) : after(work, ms, ...more)`)
	b.Keys("storm lantern")
	b.Keys(ArrowDown)
	b.Until(`held.at(-1)?.text === "storm lantern"`)
	Get[bool](b, letGo)
	b.Until(`document.activeElement.querySelector("h2")?.textContent === "Storm lantern"`)
	Is(b, busyList, "truetrue")
	for _, key := range []string{Enter, " "} {
		b.Keys(key)
	}
	b.Keys(Enter, Shift)
	b.Says("#notice", "nothing was done")
	Is(b, `calls.length + document.querySelectorAll(".chosen").length`, 0)
	b.Do(`seen()`)
	Is(b, busyList, "falsefalse")
	b.Keys(Enter)
	b.Until(`calls.length === 1`)
}

// TestListOfBefore does with rows of a list whatever can be done, while it is not the list of what is asked
// for.
func TestListOfBefore(t *testing.T) {
	needBrowser(t)
	address := site(t, shop(t, pictures(t)), nil)
	for name, begin := range map[string]func(b *Tab){
		"a pause in typing": func(b *Tab) {
			b.Do(`const after = setTimeout; globalThis.setTimeout = (work, ms, ...more) => ms === 20 ? ` +
				`(globalThis.goOn = work, -1) : after(work, ms, ...more)`)
			b.Keys("lantern")
		},
		"an answer on its way": func(b *Tab) { b.Keys("lantern"); b.Until(`held.length > 0`) },
		"what is put in at once": func(b *Tab) {
			b.Insert("lantern")
		},
		"an input method": func(b *Tab) {
			b.Compose("ら")
		},
		"a text that no event told of": func(b *Tab) {
			b.Do(`document.getElementById("search").value = "lantern"`)
		},
		"another category": func(b *Tab) {
			b.Do(`[...document.querySelectorAll(".label")].find((one) => one.textContent === ` +
				`"Kitchen").click()`)
		},
		"a suggestion":       func(b *Tab) { b.Do(`listeners.onTrigger(["find:lantern"])`) },
		"the same once more": func(b *Tab) { b.Keys(Enter); b.Until(`held.length > 0`) },
	} {
		t.Run(name, func(t *testing.T) {
			b := heldAt(t, address)
			begin(b)
			b.Do(`for (const act of ["send", "link", "select", "copy"]) ` +
				`document.querySelector("[data-act=" + act + "]").click()`)
			b.Do(`document.querySelector(".picture").click()`)
			b.Do(
				`for (const key of ["Enter", " "]) for (const one of ` +
					`document.querySelectorAll(".product:first-child, .product:first-child button")) ` +
					`one.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: ` +
					`true }))`)
			b.Do(`document.getElementById("more").click()`)
			Is(b,
				`calls.length + document.querySelectorAll(".chosen, input:checked").length + `+
					`held.filter((one) => one.offset > 0).length`, 0)
			b.Says("#notice", "nothing was done")
		})
	}
}

// TestBrowserBack asks anew where a browser has put a text back into the box.
func TestBrowserBack(t *testing.T) {
	b := heldTab(t)
	b.Do(`document.getElementById("search").value = "lantern"; dispatchEvent(new ` +
		`PageTransitionEvent("pageshow", { persisted: true }))`)
	Is(b, busyList, "truetrue")
	b.Until(`held.at(-1)?.text === "lantern"`)
	Get[bool](b, letGo)
	b.Until(busyList +
		` === "falsefalse" && document.querySelector("h2[title]").textContent.includes("antern")`)
}

// TestFailedSearch shows that nothing of the list before can be sent behind a search that failed.
func TestFailedSearch(t *testing.T) {
	b := heldTab(t)
	b.Keys("lantern")
	b.Keys(ArrowDown)
	b.Until(`held.at(-1)?.text === "lantern"`)
	Get[bool](b, `held.at(-1).fail()`)
	b.Says("#state [role=alert]", "busy")
	b.Keys(ArrowDown)
	Is(b, `calls.length + document.querySelectorAll(".product").length`, 0)
	Is(b, focused, "|search")
}

// TestMoreOfBefore shows that a further page of a list gets behind no other, and takes the focus from nobody.
func TestMoreOfBefore(t *testing.T) {
	b := heldTab(t)
	b.Click("#more")
	b.Until(`held.length === 1`)
	b.Do(`globalThis.further = held[0]; document.getElementById("search").focus()`)
	b.Keys("storm lantern")
	b.Until(`held.at(-1)?.text === "storm lantern"`)
	Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	Get[bool](b, `further.go()`)
	Get[bool](b, `fetch("icon.svg").then(() => true)`) // a whole way there and back later
	Is(b,
		`[...document.querySelectorAll("h2[title]")].every((one) => answers["storm lantern|`+
			`"].includes(one.textContent))`, true)
	Is(b, focused, "|search")
}

// TestClickWhileListChanges shows that a click that was meant for a row of the list before does nothing to
// the one in its place.
func TestClickWhileListChanges(t *testing.T) {
	b := heldTab(t)
	at := b.Middle("[data-act=send]")
	b.Hover(at)
	b.Until(`document.querySelector("#results:hover") !== null`)
	b.Do(`performance.now = () => 1e9`) // the list comes at the very moment
	b.Keys("storm lantern")
	b.Until(`held.at(-1)?.text === "storm lantern"`)
	Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	b.Press(at, 1)
	b.Says("#notice", "nothing was done")
	Is(b, `calls.length`, 0)
}

// TestAnotherWebsite shows that nothing that was found or selected on one website is sent in a conversation
// of another.
func TestAnotherWebsite(t *testing.T) {
	needBrowser(t)
	late := strings.Replace(library, "const note =",
		"await new Promise((resolve) => { globalThis.arrive = resolve; });\n const note =", 1)
	b := appTab(t, late)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Until(`document.querySelectorAll(".product").length === 20 && document.querySelector("[role=tree]") ` +
		`!== null`)
	b.Do(`document.querySelector("[data-act=select]").click(); ` +
		`document.querySelector("[data-act=send]").focus()`)
	b.Do(holdSearches)
	b.Do(`arrive()`)
	b.Until(`held.length === 1`)
	Is(b, busyList, "truetrue")
	b.Keys(Enter)
	b.Keys(Enter, Ctrl)
	Is(b, `calls.length`, 0)
	Is(b, `document.getElementById("tray").hidden`, true)
	Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	Is(b, focused, "Ridgeline tent, 2 persons|send") // the focus is where it was
}
