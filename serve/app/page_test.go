package app_test

import (
	"testing"
	"time"
)

// TestPageSearches walks through the main job: the box has the focus, results come while typing, a click sends a card.
func TestPageSearches(t *testing.T) {
	b := newTab(t, library)
	pictures := pictures(t)
	address := site(t, shop(t, pictures), secured)
	b.open(address + "?jwt=" + token(t, address, time.Now()) + "&x=1")
	is(b, `document.activeElement.id`, "search")
	is(b, `location.search`, "?x=1")
	is(b, `document.getElementById("count").textContent`, "41 products")
	b.find("storm lantern", "Storm lantern")
	is(b, `document.querySelector(".costs b").textContent`, "39.00 €")
	is(b, `document.querySelector(".costs s").textContent`, "45.00 €")
	b.click(`[data-act=send]`)
	b.until(`calls.length === 1`)
	is(b, `JSON.stringify(calls)`, `[{"name":"pushCardInConversationThread","argument":{"title":"Storm lantern",`+
		`"text":"39.00 € (instead of 45.00 €) · In stock\nWarm LED, 40 hours",`+
		`"image":{"url":"`+pictures+`lamp-ltn-01.jpg","description":"Storm lantern"},`+
		`"actions":[{"type":"LINK","title":"View product","url":"https://shop.example/p/lamp-ltn-01"}]}}]`)
	b.until(`document.querySelector("[data-act=send]").textContent === "Sent"`)
	b.click(`[data-act=link]`)
	b.until(`calls.length === 2`)
	is(b, `JSON.stringify(calls[1])`, `{"name":"insertTextInComposeBox","argument":"https://shop.example/p/lamp-ltn-01"}`)
}
