package pages

import (
	"fmt"
	"testing"
)

// appState is one thing that the page can show.
type appState struct {
	name string
	show func(b *Tab)
}

// appStates are all of them, in an order in which each one can be reached from the one before.
func appStates() []appState {
	return []appState{
		{"listing", func(b *Tab) { b.Until(`document.querySelectorAll(".product").length === 20`) }},
		{"search", func(b *Tab) { findFirst(b, "tent", "Ridgeline tent, 2 persons") }},
		{"chosen", func(b *Tab) {
			for i := range 3 {
				Get[bool](b,
					fmt.Sprintf(`document.querySelectorAll("[data-act=select]")[%d].click() ?? true`, i))
			}
			Get[bool](b, `document.querySelectorAll("[data-act=send]")[0].click() ?? true`)
			b.Until(
				`!document.getElementById("tray").hidden && document.querySelector(".product.sent") !== null`)
		}},
		{"filters", func(b *Tab) {
			b.Do(`if (document.getElementById("filters").hidden) document.getElementById("narrow").click()`)
			b.Click(`#filters input[value="green"]`)
			products(b, "2")
		}},
		{"filtered-empty", func(b *Tab) {
			search(b, "lantern")
			b.Until(`document.querySelector("#state .loud") !== null`)
		}},
		{"detail", func(b *Tab) {
			b.Click("#state .loud")
			b.Until(`document.querySelector("#results h2")?.textContent === "Storm lantern"`)
			b.Do(`if (document.getElementById("narrow").checkVisibility()) ` +
				`document.getElementById("narrow").click()`)
			b.Click("[data-act=open]")
			b.Until(`!document.getElementById("detail").hidden`)
		}},
		{"gallery", func(b *Tab) {
			findFirst(b, "GAL-1", "Picture wall")
			b.Click("[data-act=open]")
			b.Until(`document.querySelector(".large-picture img").naturalWidth > 0`)
		}},
		{"partial", func(b *Tab) {
			search(b, "storm lantern souris")
			b.Until(`document.querySelector(".divide") !== null`)
		}},
		{"typo", func(b *Tab) { findFirst(b, "lantren", "Storm lantern") }},
		{"suggestions", func(b *Tab) {
			Get[bool](b,
				`listeners.onIntent(["Storm lantern", "PEG-12", "wool blanket"].map((query) => ({ key: `+
					`"find:" + query, payload: { query } }))) ?? true`)
			b.Until(`!document.getElementById("suggested").hidden`)
		}},
		{"odd", func(b *Tab) {
			search(b, "ODD1")
			b.Until(`document.querySelectorAll(".product").length === 3`)
		}},
		{"tree", func(b *Tab) {
			Get[bool](b,
				`getComputedStyle(document.getElementById("browse")).display === "none" || `+
					`(document.getElementById("browse").click() ?? true)`)
			b.Until(`document.querySelectorAll("[role=treeitem]").length > 3`)
			Get[bool](b, `document.querySelectorAll(".twist")[1].click() ?? true`)
			b.Until(`document.querySelector("[role=group] [role=treeitem]") !== null`)
		}},
		{"deep", func(b *Tab) {
			for _, name := range []string{"Odd", "Two", "Three", "Four", "Five"} {
				b.Until(
					fmt.Sprintf(
						`((one) => one !== undefined && (one.closest("li").getAttribute("aria-expanded") === "true" || one.parentElement.querySelector(".twist").click() !== undefined))(
					[...document.querySelectorAll(".label")].find((one) => one.textContent === %q))`, name))
			}
			b.Until(
				`[...document.querySelectorAll(".label")].some((one) => one.textContent.startsWith("Donau"))`)
		}},
		{"empty", func(b *Tab) {
			b.Keys("\x1b")
			search(b, "tent wqxzk")
			search(b, "wqxzk lanternbox")
			b.Until(`!document.getElementById("state").hidden`)
		}},
		{"error", func(b *Tab) {
			Get[bool](b,
				`(globalThis.fetch = () => Promise.reject(new TypeError("offline"))) !== null`)
			b.Keys("x")
			b.Until(`document.querySelector("#state [role=alert]") !== null`)
		}},
	}
}

// TestAppLook goes through all states in both schemes and at three widths.
func TestAppLook(t *testing.T) {
	needBrowser(t)
	shown := pictures(t)
	address := site(t, shop(t, shown, append(oddRows, severalPictures(shown))...), nil)
	EachLook(t, func(t *testing.T, l Look) {
		b := appTab(t, library, "ERR_NAME_NOT_RESOLVED", "404")
		b.Wear(l)
		enter(b, address)
		for _, s := range appStates() {
			s.show(b)
			b.Examine(s.name, l)
		}
	})
}

// TestNarrowLanguages shows that the longer words of other languages fit the narrowest panel: nothing is
// wider than it, and no button's text is cut off.
func TestNarrowLanguages(t *testing.T) {
	needBrowser(t)
	address := site(t, shop(t, pictures(t)), nil)
	for _, language := range []string{"fr", "de"} {
		b := appTab(t, library)
		l := Look{Scheme: "light", Width: 320}
		b.Wear(l)
		enter(b, address+"?test-language="+language)
		search(b, "storm lantern")
		b.Until(`document.querySelectorAll(".product").length < 20`)
		b.Do(
			`document.querySelectorAll("[data-act=select]")[0].click(); ` +
				`document.querySelectorAll("[data-act=select]")[1].click(); ` +
				`document.querySelector("[data-act=send]").click()`)
		b.Until(`!document.getElementById("tray").hidden && document.querySelector(".product.sent") !== null`)
		b.Do(`document.querySelector("details").open = true`)
		b.Examine("words-"+language, l)
		Is(b,
			`[...document.querySelectorAll("button, .tray p")].filter((one) => one.checkVisibility() && `+
				`one.scrollWidth > one.clientWidth).map((one) => one.textContent).join(", ")`, "")
	}
}
