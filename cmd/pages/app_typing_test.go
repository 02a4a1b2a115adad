package pages

import (
	"testing"
)

// TestTypingAnywhere types where nothing is written, which goes to the search; "/" goes there and leaves no
// trace.
func TestTypingAnywhere(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "storm", "Storm lantern")
	b.Keys(ArrowDown)
	b.Keys(" lantern") // the space selects
	Is(b, focused+` + document.getElementById("search").value`, "|searchstormlantern")
	Is(b, `document.querySelectorAll("#picked li").length`, 1)
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	b.Do(`document.querySelector(".product [data-act=copy]").focus()`)
	b.PressSlash()
	Is(b, `document.activeElement.id + document.activeElement.value + getSelection()`,
		"searchtenttent")
	b.PressSlash()
	Is(b, `document.getElementById("search").value`, "/")
}

// TestSelectionShown shows what is selected, by name, takes it out one by one, and sends what is left.
func TestSelectionShown(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	for _, n := range []string{"0", "1", "2"} {
		b.Do(`document.querySelectorAll("#results [data-act=select]")[` + n + `].click()`)
	}
	findFirst(b, "storm lantern", "Storm lantern")
	const picked = `[...document.querySelectorAll("#picked li")].map((one) => one.textContent).join(" + ")`
	Is(b, picked,
		"Ridgeline tent, 2 persons + Saga bell tent, 6 persons + Ridgeline tent, 2 persons, red")
	b.ClickOn("#picked button", "Saga")
	Is(b, picked+` + document.activeElement.textContent`,
		"Ridgeline tent, 2 persons + Ridgeline tent, 2 persons, redRidgeline tent, 2 persons, red")
	b.Click("#bundle")
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.cards.map((card) => card.title).join(" + ")`,
		"Ridgeline tent, 2 persons + Ridgeline tent, 2 persons, red")
	Is(b, `document.getElementById("tray").hidden`, true)
}
