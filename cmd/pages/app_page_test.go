package pages

import (
	"testing"
	"time"
)

// TestPageSearches walks through the main job: the box has the focus, results come while typing, a click
// sends a card.
func TestPageSearches(t *testing.T) {
	b := appTab(t, library)
	pictures := pictures(t)
	address := site(t, shop(t, pictures), secured)
	enter(b, address+"?jwt="+token(t, address, time.Now())+"&x=1")
	Is(b, `document.activeElement.id`, "search")
	Is(b, `location.search`, "?x=1")
	Is(b, `document.getElementById("count").textContent`, "41 products")
	findFirst(b, "storm lantern", "Storm lantern")
	Is(b, `document.querySelector(".costs b").textContent`, "€39.00")
	Is(b, `document.querySelector(".costs s").textContent`, "€45.00")
	b.Click(`[data-act=send]`)
	b.Until(`calls.length === 1`)
	Is(b, `JSON.stringify(calls)`,
		`[{"name":"pushCardInConversationThread","argument":{"title":"Storm lantern",`+
			`"text":"€39.00 (instead of €45.00) · In stock\nWarm LED, 40 hours",`+
			`"image":{"url":"`+pictures+`lamp-ltn-01.jpg","description":"Storm lantern"},`+
			`"actions":[{"type":"LINK","title":"View product",`+
			`"url":"https://shop.example/p/lamp-ltn-01"}]}}]`)
	b.Until(`document.querySelector("[data-act=send]").textContent === "Sent"`)
	b.Click(`[data-act=link]`)
	b.Until(`calls.length === 2`)
	Is(b, `JSON.stringify(calls[1])`,
		`{"name":"insertTextInComposeBox","argument":"https://shop.example/p/lamp-ltn-01"}`)
}
