package pages

import (
	"fmt"
	"testing"
)

// TestLanguages: the page speaks French and German, and fits windows from a telephone's to a wall's.
func TestStudioLanguages(t *testing.T) {
	needBrowser(t)
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Visit(runStudio(t, studioFolder(t)))
	for _, c := range []struct{ language, home, columns, why string }{
		{"fr", "Votre tableau", "Feuilles et colonnes", "l'en-tête le dit"},
		{"de", "Ihre Tabelle", "Blätter und Spalten", "sagt es"},
	} {
		b.Do(`const pick = document.getElementById("language"); pick.value = ` +
			Quote(c.language) + `;
			pick.dispatchEvent(new Event("change"))`)
		b.Says("main", c.home)
		Is(b, `document.documentElement.lang`, c.language)
		b.ClickOn(".inputs button", "")
		b.Says("#step-title", c.columns)
		b.Says(".columns .row .why", c.why)
		for _, width := range []int64{360, 768, 1920, 2560} {
			b.Size(width, Height)
			if wide := Get[int64](b, `document.documentElement.scrollWidth`); wide > width {
				t.Errorf("%s: %d pixels wide in a window of %d", c.language, wide, width)
			}
		}
		b.Click("#steps [data-step=home]")
	}
}

// TestKeyboard: all of the way from home to a choice is gone without a mouse, and the focus stays where it
// was.
func TestStudioKeyboard(t *testing.T) {
	needBrowser(t)
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Visit(runStudio(t, studioFolder(t)))
	b.Until(`document.querySelector(".inputs button") !== null`)
	tabTo(b, `document.activeElement.matches(".inputs button")`)
	b.Keys(Enter)
	b.Says("#step-title", "Sheets and columns")
	b.Until(`document.activeElement.id === "step-title" && document.querySelector(".row select") !== null`)
	tabTo(b, `document.activeElement.matches(".row select") && document.activeElement.value === "reference"`)
	focused := Get[string](b, `document.activeElement.id`)
	b.Keys(ArrowUp) // from the reference to the id
	b.Until(`document.getElementById(` + Quote(focused) + `).value === "id"`)
	b.Says("#live", "is chosen")
	Is(b, `document.activeElement.id`, focused)
}

// tabTo presses the tab key until a condition of the focus is met.
func tabTo(b *Tab, condition string) {
	for range 60 {
		if Get[bool](b, condition) {
			return
		}
		b.Keys(TabKey)
	}
	panic(fmt.Sprintf("the tab key never leads to %s", condition))
}

// TestTryAppAndBot: the app and the bot of what is tried open inside the studio, on the catalog that nobody
// else sees, and what the app sends arrives in the conversation.
func TestTryAppAndBot(t *testing.T) {
	needBrowser(t)
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Size(1400, 900)
	openFile(b, runStudio(t, studioFolder(t)), "try")
	b.Click("#try-it")
	b.Says("#tried", "41 products")
	b.InFrame(`document.querySelectorAll("#results .product").length > 0`)
	b.InFrame(`document.getElementById("tab-app").click() === undefined`)
	b.InInnerFrame(`document.querySelectorAll(".product").length > 5 && document.querySelector(".product ` +
		`img").naturalWidth === 320`)
	b.InInnerFrame(`document.querySelector("[data-act=send]").click() === undefined`)
	b.InFrame(`document.querySelector("#messages .message.agent .card") !== null`)
	b.InFrame(`document.getElementById("tab-bot").click() === undefined`)
	b.InFrame(`document.getElementById("chat-open").click() === undefined`)
	b.InFrame(`document.getElementById("chat").textContent.includes("I am the assistant of Larkspur")`)
	for language, search := range map[string]string{"fr": "Chercher des produits", "de": "Produkte suchen"} {
		b.Do(`const pick = document.getElementById("language"); pick.value = ` + Quote(language) + `;
			pick.dispatchEvent(new Event("change"))`)
		b.InFrame(`document.getElementById("search").placeholder === ` + Quote(search) +
			` && document.getElementById("tab-setup") === null`)
	}
}
