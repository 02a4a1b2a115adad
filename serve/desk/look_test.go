package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	frames "github.com/chromedp/cdproto/page"
)

// Names in the environment: where the pictures of the page go, and where axe.min.js of axe-core is.
const (
	shotsFolder = "PLUGSHEET_SCREENSHOTS"
	axeFile     = "PLUGSHEET_AXE"
)

// state is one thing that the page can show.
type state struct {
	name string
	show func(b *tab)
}

// states are those of the sample shop, in an order in which each one can be reached from the one before.
func states() []state {
	return []state{
		{"products", func(b *tab) {
			b.until(`document.querySelectorAll("#results .product").length === 10`)
			b.press("#results .product button")
			b.fill("visitor-text", "Do you have TENT-2P-RED in stock?")
			b.press("#visitor-text ~ button")
			b.until(`document.querySelector("#messages .chip") !== null`)
		}},
		{"request", func(b *tab) { b.press(".request summary"); b.says(".request .body", "It fits") }},
		{"customer", func(b *tab) {
			b.press("#tab-customer")
			b.press("#customer .chip")
			b.press(`#card [data-action="OPEN_CASE"]`)
			b.says("#card .said", "The case is open")
		}},
		{"form", func(b *tab) {
			b.press("#tab-form")
			b.press("#form .ask button")
			b.press(".closing .loud")
			b.says("#f-outcome-wrong", "required")
		}},
		{"app", func(b *tab) { b.press("#tab-app"); b.inFrame(`document.querySelectorAll(".product").length > 5`) }},
		{"setup", func(b *tab) {
			b.press("#tab-setup")
			b.until(`document.getElementById("base") !== null`)
			b.fill("base", "https://shop.example")
			b.fill("why", "storm lantren")
			b.press("#setup .ask .loud")
			b.says("#reasons", "corrected")
		}},
	}
}

// otherStates are those of connectors that are wrong, or have a bot.
func otherStates() map[string]func(b *tab) {
	return map[string]func(b *tab){
		"wrong": func(b *tab) {
			b.visit(faulty(b.t, map[string]string{"/categories": `[{"id":1,"label":"Tents","productsCount":"3"}]`, "/products": `[{"id":1,"title":"Tent","priceCatalog":129}]`}).address())
			b.until(`document.querySelectorAll(".request").length === 2`)
			b.press(".request summary")
			b.says(".request .faults", "contract")
		},
		"bot": func(b *tab) {
			b.visit(botConnector(b.t).address())
			b.press("#tab-bot")
			b.press("#chat-open")
			b.says("#chat", "I am a bot")
			b.fill("chat-text", "hello")
			b.press("#chat-send")
			b.until(`document.querySelector("#quick .chip") !== null`)
		},
	}
}

// TestLook goes through all states in both schemes and at three widths. In each of them axe-core finds nothing and nothing
// is wider than the window; pictures of them go into the folder that PLUGSHEET_SCREENSHOTS names.
func TestLook(t *testing.T) {
	axe := readAxe(t)
	p := sampleDesk(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 480, 1280} {
			t.Run(fmt.Sprintf("%s %d", scheme, width), func(t *testing.T) {
				b := newTab(t, "404")
				b.size(width, 900)
				b.scheme(scheme)
				b.visit(p.address())
				look := func(name string) {
					b.until(`[...document.querySelectorAll("img")].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight || image.getBoundingClientRect().width === 0)`)
					b.shoot(fmt.Sprintf("desk-%s-%s-%d", name, scheme, width))
					b.examine(axe, name)
					if wide := get[int64](b, `document.documentElement.scrollWidth`); wide > width {
						t.Errorf("%s: %d pixels wide", name, wide)
					}
				}
				for _, s := range states() {
					s.show(b)
					look(s.name)
				}
				for name, show := range otherStates() {
					show(b)
					look(name)
				}
			})
		}
	}
}

// shoot takes a picture of the whole page, where pictures are asked for.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv(shotsFolder)
	if folder == "" {
		return
	}
	must(b.t, os.MkdirAll(folder, 0o755))
	yes := true
	shot := call(b, frames.CaptureScreenshot, frames.CaptureScreenshotParams{CaptureBeyondViewport: &yes})
	must(b.t, os.WriteFile(filepath.Join(folder, name+".png"), shot.Data, 0o644))
}

func readAxe(t testing.TB) string {
	t.Helper()
	file := os.Getenv(axeFile)
	if file == "" {
		if os.Getenv(demanded) != "" {
			t.Fatalf("%s names no axe.min.js", axeFile)
		}
		return ""
	}
	data, err := os.ReadFile(file)
	must(t, err)
	return string(data)
}

// examine lets axe-core look at the page as it is; the app in its frame is examined where it belongs.
func (b *tab) examine(axe, state string) {
	b.t.Helper()
	if axe == "" {
		return
	}
	get[bool](b, axe+`;true`)
	found := get[[]string](b, `axe.run(document, { preload: false, iframes: false }).then((result) => result.violations.map((rule) =>
		rule.id + ": " + rule.help + "\n" + rule.nodes.map((node) => node.html.slice(0, 200) + " – " + node.failureSummary).join("\n")))`)
	if len(found) > 0 {
		b.t.Errorf("%s: axe-core finds:\n%s", state, strings.Join(found, "\n"))
	}
}
