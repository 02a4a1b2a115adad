package app_test

import (
	"testing"

	"plugsheet/serve/pagetest"
)

// TestTypingAnywhere types where nothing is written, which goes to the search; "/" goes there and leaves no
// trace.
func TestTypingAnywhere(t *testing.T) {
	b := newTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	find(b, "storm", "Storm lantern")
	b.Keys(pagetest.ArrowDown)
	b.Keys(" lantern") // the space selects
	pagetest.Is(b, focused+` + document.getElementById("search").value`, "|searchstormlantern")
	pagetest.Is(b, `document.querySelectorAll("#picked li").length`, 1)
	find(b, "tent", "Ridgeline tent, 2 persons")
	b.Do(`document.querySelector(".product [data-act=copy]").focus()`)
	b.PressSlash()
	pagetest.Is(b, `document.activeElement.id + document.activeElement.value + getSelection()`,
		"searchtenttent")
	b.PressSlash()
	pagetest.Is(b, `document.getElementById("search").value`, "/")
}

// TestSelectionShown shows what is selected, by name, takes it out one by one, and sends what is left.
func TestSelectionShown(t *testing.T) {
	b := newTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	find(b, "tent", "Ridgeline tent, 2 persons")
	for _, n := range []string{"0", "1", "2"} {
		b.Do(`document.querySelectorAll("#results [data-act=select]")[` + n + `].click()`)
	}
	find(b, "storm lantern", "Storm lantern")
	const picked = `[...document.querySelectorAll("#picked li")].map((one) => one.textContent).join(" + ")`
	pagetest.Is(b, picked,
		"Ridgeline tent, 2 persons + Saga bell tent, 6 persons + Ridgeline tent, 2 persons, red")
	b.ClickOn("#picked button", "Saga")
	pagetest.Is(b, picked+` + document.activeElement.textContent`,
		"Ridgeline tent, 2 persons + Ridgeline tent, 2 persons, redRidgeline tent, 2 persons, red")
	b.Click("#bundle")
	b.Until(`calls.length === 1`)
	pagetest.Is(b, `calls[0].argument.cards.map((card) => card.title).join(" + ")`,
		"Ridgeline tent, 2 persons + Ridgeline tent, 2 persons, red")
	pagetest.Is(b, `document.getElementById("tray").hidden`, true)
}
