package pages

import (
	"testing"
)

// holdAnswers keeps back what the desk's server answers, until it is let go; held are those, the oldest
// first.
const holdAnswers = `
	const real = fetch;
	globalThis.held = [];
	globalThis.fetch = async (url, options) => {
		const answer = await real(url, options);
		const { kind, values, text } = JSON.parse(options?.body ?? "{}");
		return new Promise((resolve) => held.push({ kind, values, text, go() { held = held.filter((one) => one !== this); resolve(answer); return true; } }));
	};`

// heldDesk is a desk on the sample shop, at a view, whose answers are held from now on.
func heldDesk(t *testing.T, view string) *Tab {
	t.Helper()
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Click("#tab-" + view)
	b.Do(holdAnswers)
	return b
}

// seen gives the words that a place of the page shows, and whether it says that it is busy.
func seen(place string) string {
	return `((one) => one.getAttribute("aria-busy") + " " + one.innerText)(document.getElementById("` +
		place + `"))`
}

// A card is of the visitor who is named, or there is none: not while the next one loads, not while another is
// typed, not when answers come late, and nothing that a button of the card before said gets into it.
func TestCardOfBefore(t *testing.T) {
	b := heldDesk(t, "customer")
	b.Click("#customer .chip")
	Is(b, seen("card"), "true Loading the card of jane.doe@example.com, 123 …")
	b.Until(`held.length === 1`)
	b.Do(`held[0].go()`)
	b.Says("#card", "Gold")
	Is(b, `document.querySelector("#card h2").textContent`, "jane.doe@example.com, 123")
	b.Click(`#card [data-action="OPEN_CASE"]`)
	b.Until(`held.length === 1`) // which takes its time
	b.Fill("email", "nobody@visitor.example")
	Is(b, seen("card"), "false Show the card of the visitor who is named above.")
	b.Fill("external", "")
	b.Click("#customer form button")
	Is(b, seen("card"), "true Loading the card of nobody@visitor.example …")
	b.Until(`held.length === 2`)
	b.Do(`held[0].go()`) // the action's
	b.Says("#live", "The case is open")
	Is(b, seen("card"), "true Loading the card of nobody@visitor.example …")
	b.Click("#customer .chip") // back to the first
	b.Until(`held.length === 2`)
	b.Do(`held[1].go()`)
	b.Says("#card", "Gold")
	b.Do(`held[0].go()`) // nobody's, too late
	b.Until(`document.querySelectorAll(".request").length === 6`)
	b.Says("#card", "Gold")
}

// A form is shown as loading; in another language it keeps what was filled in, and for another visitor it
// does not.
func TestFormOfBefore(t *testing.T) {
	b := heldDesk(t, "form")
	b.Click("#form .ask button")
	Is(b, seen("fields"), "true Loading the form …")
	b.Until(`held.length === 1`)
	b.Do(`held[0].go()`)
	b.Until(`document.getElementById("f-notes") !== null`)
	b.Fill("f-notes", "a gift")
	b.Do(`document.getElementById("f-outcome").value = "bought"; for (const box of ` +
		`document.querySelectorAll(".closing [type=checkbox]")) box.checked = true`)
	for _, language := range []string{"fr", "de"} {
		b.Do(`const choice = document.getElementById("form-locale"); choice.value = "` + language +
			`"; choice.dispatchEvent(new Event("change"))`)
	}
	Is(b, seen("fields"), "true Loading the form …")
	b.Until(`held.length === 2`)
	b.Do(`held.find((one) => one.values.operatorLocale === "de").go()`)
	b.Until(`document.getElementById("f-notes") !== null`)
	label := Get[string](b, `document.querySelector(".closing label").textContent`)
	b.Do(`held[0].go()`) // French, too late
	b.Until(`document.querySelectorAll(".request").length === 5`)
	Is(b, `document.querySelector(".closing label").textContent`, label)
	Is(b,
		`document.getElementById("f-notes").value + document.getElementById("f-outcome").value + `+
			`document.querySelectorAll(".closing [type=checkbox]:not(:checked)").length`, "a giftbought0")
	b.Click("#tab-customer")
	b.Click("#customer .chip")
	b.Fill("email", "nobody@visitor.example")
	b.Click("#customer form button")
	b.Click("#tab-form")
	b.Says("#fields", "was of the visitor before")
	b.Click("#form .ask button")
	b.Until(`held.at(-1)?.kind === "closing-form"`)
	b.Do(`held.at(-1).go()`)
	b.Until(`document.getElementById("f-notes")?.value === ""`)
}

// The first click on Close counts, also when it leaves a field whose fault is shown above the button.
func TestFirstClickCounts(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t).address())
	b.Click("#tab-form")
	b.Click("#form .ask button")
	b.Until(`document.getElementById("f-items") !== null`)
	b.Do(`document.querySelector(".closing .loud").scrollIntoView({ block: "center", behavior: "instant" ` +
		`}); document.getElementById("f-items").focus({ preventScroll: true })`)
	b.Keys("two")
	at := b.Middle(".closing .loud")
	at.Y -= 10 // its upper edge, which would be a line further down
	b.Press(at, 1)
	b.Says("#closed", "not right yet")
	b.Says("#f-items-wrong", "whole number")
}

// Products of a list that is not that of the text, the category and the page can neither be sent nor turned.
func TestProductsOfBefore(t *testing.T) {
	needBrowser(t)
	for name, begin := range map[string]string{
		"text": `const box = document.getElementById("search"); box.value = "lantern"; ` +
			`box.dispatchEvent(new Event("input"))`,
		"category": `document.querySelectorAll(".category")[1].click()`,
		"page":     `document.getElementById("next").click()`,
	} {
		t.Run(name, func(t *testing.T) {
			b := heldDesk(t, "products")
			b.Do(begin)
			Is(b,
				`((one) => one.getAttribute("aria-busy") + one.inert)(document.getElementById("results"))`,
				"truetrue")
			b.Do(`document.querySelector("#results button").click(); document.getElementById("next").click()`)
			Is(b, `document.querySelectorAll("#messages .message").length`, 0)
			b.Until(`held.length === 1`)
			b.Do(`held[0].go()`)
			b.Until(`!document.getElementById("results").inert`)
			Is(b, `held.length`, 0)
			b.Do(`document.querySelector("#results button").click()`)
			Is(b,
				`document.querySelector("#messages b").textContent === document.querySelector("#results `+
					`h3").textContent`, true)
		})
	}
}

// What is answered to a chat with the bot that was left says nothing in the next one.
func TestChatOfBefore(t *testing.T) {
	b := deskTab(t, "404")
	b.Visit(botConnector(t).address())
	b.Click("#tab-bot")
	b.Click("#chat-open")
	b.Says("#chat", "I am a bot")
	b.Do(holdAnswers)
	b.Fill("chat-text", "hello")
	b.Click("#chat-send")
	b.Until(`held[0]?.kind === "conversation"`)
	b.Do(`globalThis.before = held[0]`)
	b.Click("#chat-open")
	b.Do(`before.go()`)
	for range 3 {
		b.Until(`held.length === 1 && held[0] !== before`)
		b.Do(`held[0].go()`)
	}
	b.Says("#chat", "I am a bot")
	Is(b, `document.querySelectorAll("#chat .message").length + held.length`, 1)
}

// Each view has an address that can be loaded again and gone back to, and that a browser's history holds.
func TestAddresses(t *testing.T) {
	b := deskTab(t)
	p := sampleDesk(t)
	b.Visit(p.address())
	const at = `location.pathname + location.search + " " + document.querySelector("[aria-selected=true]").id`
	Is(b, at, "/ tab-products")
	b.Click("#tab-customer")
	b.Click("#tab-form")
	Is(b, at, "/?view=form tab-form")
	b.Do(`history.back()`)
	b.Until(`document.getElementById("customer").checkVisibility()`)
	Is(b, at, "/?view=customer tab-customer")
	b.Visit(p.url + "/?view=setup")
	b.Says("#setup", "What the bundle holds")
	b.Visit(p.url + "/?view=other")
	Is(b, `document.getElementById("products").checkVisibility()`, true)
}
