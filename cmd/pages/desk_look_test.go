package pages

import (
	"testing"
)

// deskState is one thing that the page can show.
type deskState struct {
	name string
	show func(b *Tab)
}

// deskStates are those of the sample shop, in an order in which each one can be reached from the one before.
func deskStates() []deskState {
	return []deskState{
		{"products", func(b *Tab) {
			b.Until(`document.querySelectorAll("#results .product").length === 10`)
			b.Click("#results .product button")
			b.Fill("visitor-text", "Do you have TENT-2P-RED in stock?")
			b.Click("#visitor-text ~ button")
			b.Until(`document.querySelector("#messages .chip") !== null`)
		}},
		{"request", func(b *Tab) {
			b.Click(".request summary")
			b.Says(".request .body", "It fits")
		}},
		{"edit", func(b *Tab) {
			b.ClickOn(".request .body button", "Edit")
			b.Click("#who-title")
			b.Until(`document.querySelector(".edit") !== null && document.getElementById("who").open`)
		}},
		{"customer", func(b *Tab) {
			b.Do(`document.getElementById("who").open = false`)
			b.Click("#tab-customer")
			b.Click("#customer .chip")
			b.Click(`#card [data-action="OPEN_CASE"]`)
			b.Says("#card .said", "The case is open")
		}},
		{"form", func(b *Tab) {
			b.Click("#tab-form")
			b.Click("#form .ask button")
			b.Click(".closing .loud")
			b.Says("#f-outcome-wrong", "required")
		}},
		{"app", func(b *Tab) {
			b.Click("#tab-app")
			b.InFrame(`document.querySelectorAll(".product").length > 5`)
		}},
		{"setup", func(b *Tab) {
			b.Click("#tab-setup")
			b.Until(`document.getElementById("base") !== null`)
			b.Fill("base", "https://shop.example")
		}},
		{"check", func(b *Tab) {
			b.Click("#setup-nav [data-page=check]")
			b.Click("#check-run")
			b.Says("#report h3", "contract")
		}},
		{"doctor", func(b *Tab) {
			b.Click("#setup-nav [data-page=doctor]")
			b.Says("#setup", "What the doctor says")
		}},
		{"explain", func(b *Tab) {
			b.Click("#setup-nav [data-page=explain]")
			b.Fill("why", "storm lantren")
			b.Click("#setup .ask .loud")
			b.Says("#reasons", "corrected")
		}},
	}
}

// otherStates are those of connectors that are wrong, or have a bot.
func otherStates(t testing.TB) map[string]func(b *Tab) {
	return map[string]func(b *Tab){
		"wrong": func(b *Tab) {
			b.Visit(
				faultyConnector(t, map[string]string{"/categories": `[{"id":1,"label":"Tents","productsCount":"3"}]`,
					"/products": `[{"id":1,"title":"Tent","priceCatalog":129}]`}).address())
			b.Until(`document.querySelectorAll(".request").length === 2`)
			b.Click(".request summary")
			b.Says(".request .faults .fix", "To do:")
		},
		"bot": func(b *Tab) {
			b.Visit(botConnector(t).address())
			b.Click("#tab-bot")
			b.Click("#chat-open")
			b.Says("#chat", "I am a bot")
			b.Fill("chat-text", "hello")
			b.Click("#chat-send")
			b.Until(`document.querySelector("#quick .chip") !== null`)
		},
	}
}

// TestDeskLook goes through all states in both schemes and at three widths.
func TestDeskLook(t *testing.T) {
	needBrowser(t)
	p := sampleDesk(t)
	EachLook(t, func(t *testing.T, l Look) {
		b := deskTab(t, "404")
		b.Wear(l)
		b.Visit(p.address())
		for _, s := range deskStates() {
			s.show(b)
			b.Examine("desk-"+s.name, l)
		}
		for name, show := range otherStates(t) {
			show(b)
			b.Examine("desk-"+name, l)
		}
	})
}
