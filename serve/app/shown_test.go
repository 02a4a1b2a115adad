package app_test

import (
	"strings"
	"testing"

	"plugsheet/serve/pagetest"
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
func heldTab(t *testing.T) *pagetest.Tab {
	t.Helper()
	pagetest.Need(t)
	return heldAt(t, site(t, shop(t, pictures(t)), nil))
}

// heldAt is heldTab at an address.
func heldAt(t *testing.T, address string) *pagetest.Tab {
	t.Helper()
	b := newTab(t, library, "503")
	enter(b, address)
	b.Until(`document.querySelectorAll(".product").length === 20 && document.querySelector("[role=tree]") ` +
		`!== null`)
	pagetest.Is(b, busyList, "falsefalse")
	b.Do(holdSearches)
	return b
}

// TestEnterTooEarly types, goes down and presses Enter before the answer is there: nothing of the list before
// is sent. The arrow waits; the Enter does not, since nobody has seen what it would send.
func TestEnterTooEarly(t *testing.T) {
	b := heldTab(t)
	b.Keys("storm lantern")
	pagetest.Is(b, busyList, "truetrue")
	b.Until(`held.length > 0`)
	b.Keys(pagetest.ArrowDown)
	b.Keys(pagetest.Enter)
	pagetest.Is(b, focused, "|search")
	b.Until(`held.at(-1)?.text === "storm lantern" && ` +
		`getComputedStyle(document.querySelector(".product")).opacity < 1`)
	b.Keys(pagetest.Enter) // asks again
	pagetest.Get[bool](b, letGo)
	b.Until(`document.activeElement.querySelector("h2")?.textContent === "Storm lantern"`)
	pagetest.Is(b, `calls.length`, 0)
	b.Until(busyList + ` === "falsefalse"`)
	b.Keys(pagetest.Enter)
	b.Until(`calls.length === 1`)
	pagetest.Is(b, `calls[0].argument.title`, "Storm lantern")
}

// TestListJustCame shows that an Enter right behind a list that came under a waiting arrow sends nothing, and
// says why.
func TestListJustCame(t *testing.T) {
	b := heldTab(t)
	b.Do(`const after = setTimeout; globalThis.setTimeout = (work, ms, ...more) => ms === 250 ? ` +
		`(globalThis.seen = work, -1) : after(work, ms, ...more)`)
	b.Keys("storm lantern")
	b.Keys(pagetest.ArrowDown)
	b.Until(`held.at(-1)?.text === "storm lantern"`)
	pagetest.Get[bool](b, letGo)
	b.Until(`document.activeElement.querySelector("h2")?.textContent === "Storm lantern"`)
	pagetest.Is(b, busyList, "truetrue")
	for _, key := range []string{pagetest.Enter, " "} {
		b.Keys(key)
	}
	b.Keys(pagetest.Enter, pagetest.Shift)
	b.Says("#notice", "nothing was done")
	pagetest.Is(b, `calls.length + document.querySelectorAll(".chosen").length`, 0)
	b.Do(`seen()`)
	pagetest.Is(b, busyList, "falsefalse")
	b.Keys(pagetest.Enter)
	b.Until(`calls.length === 1`)
}

// TestListOfBefore does with rows of a list whatever can be done, while it is not the list of what is asked
// for.
func TestListOfBefore(t *testing.T) {
	pagetest.Need(t)
	address := site(t, shop(t, pictures(t)), nil)
	for name, begin := range map[string]func(b *pagetest.Tab){
		"a pause in typing": func(b *pagetest.Tab) {
			b.Do(`const after = setTimeout; globalThis.setTimeout = (work, ms, ...more) => ms === 20 ? ` +
				`(globalThis.goOn = work, -1) : after(work, ms, ...more)`)
			b.Keys("lantern")
		},
		"an answer on its way": func(b *pagetest.Tab) { b.Keys("lantern"); b.Until(`held.length > 0`) },
		"what is put in at once": func(b *pagetest.Tab) {
			b.Insert("lantern")
		},
		"an input method": func(b *pagetest.Tab) {
			b.Compose("ら")
		},
		"a text that no event told of": func(b *pagetest.Tab) {
			b.Do(`document.getElementById("search").value = "lantern"`)
		},
		"another category": func(b *pagetest.Tab) {
			b.Do(`[...document.querySelectorAll(".label")].find((one) => one.textContent === ` +
				`"Kitchen").click()`)
		},
		"a suggestion":       func(b *pagetest.Tab) { b.Do(`listeners.onTrigger(["find:lantern"])`) },
		"the same once more": func(b *pagetest.Tab) { b.Keys(pagetest.Enter); b.Until(`held.length > 0`) },
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
			pagetest.Is(b,
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
	pagetest.Is(b, busyList, "truetrue")
	b.Until(`held.at(-1)?.text === "lantern"`)
	pagetest.Get[bool](b, letGo)
	b.Until(busyList +
		` === "falsefalse" && document.querySelector("h2[title]").textContent.includes("antern")`)
}

// TestFailedSearch shows that nothing of the list before can be sent behind a search that failed.
func TestFailedSearch(t *testing.T) {
	b := heldTab(t)
	b.Keys("lantern")
	b.Keys(pagetest.ArrowDown)
	b.Until(`held.at(-1)?.text === "lantern"`)
	pagetest.Get[bool](b, `held.at(-1).fail()`)
	b.Says("#state [role=alert]", "busy")
	b.Keys(pagetest.ArrowDown)
	pagetest.Is(b, `calls.length + document.querySelectorAll(".product").length`, 0)
	pagetest.Is(b, focused, "|search")
}

// TestMoreOfBefore shows that a further page of a list gets behind no other, and takes the focus from nobody.
func TestMoreOfBefore(t *testing.T) {
	b := heldTab(t)
	b.Click("#more")
	b.Until(`held.length === 1`)
	b.Do(`globalThis.further = held[0]; document.getElementById("search").focus()`)
	b.Keys("storm lantern")
	b.Until(`held.at(-1)?.text === "storm lantern"`)
	pagetest.Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	pagetest.Get[bool](b, `further.go()`)
	pagetest.Get[bool](b, `fetch("icon.svg").then(() => true)`) // a whole way there and back later
	pagetest.Is(b,
		`[...document.querySelectorAll("h2[title]")].every((one) => answers["storm lantern|`+
			`"].includes(one.textContent))`, true)
	pagetest.Is(b, focused, "|search")
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
	pagetest.Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	b.Press(at, 1)
	b.Says("#notice", "nothing was done")
	pagetest.Is(b, `calls.length`, 0)
}

// TestAnotherWebsite shows that nothing that was found or selected on one website is sent in a conversation
// of another.
func TestAnotherWebsite(t *testing.T) {
	pagetest.Need(t)
	late := strings.Replace(library, "const note =",
		"await new Promise((resolve) => { globalThis.arrive = resolve; });\n const note =", 1)
	b := newTab(t, late)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Until(`document.querySelectorAll(".product").length === 20 && document.querySelector("[role=tree]") ` +
		`!== null`)
	b.Do(`document.querySelector("[data-act=select]").click(); ` +
		`document.querySelector("[data-act=send]").focus()`)
	b.Do(holdSearches)
	b.Do(`arrive()`)
	b.Until(`held.length === 1`)
	pagetest.Is(b, busyList, "truetrue")
	b.Keys(pagetest.Enter)
	b.Keys(pagetest.Enter, pagetest.Ctrl)
	pagetest.Is(b, `calls.length`, 0)
	pagetest.Is(b, `document.getElementById("tray").hidden`, true)
	pagetest.Get[bool](b, letGo)
	b.Until(busyList + ` === "falsefalse"`)
	pagetest.Is(b, focused, "Ridgeline tent, 2 persons|send") // the focus is where it was
}
