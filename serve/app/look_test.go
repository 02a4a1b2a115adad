package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"

	"plugsheet/serve"
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

// states are all of them, in an order in which each one can be reached from the one before.
func states() []state {
	return []state{
		{"listing", func(b *tab) { b.until(`document.querySelectorAll(".product").length === 20`) }},
		{"search", func(b *tab) { b.find("tent", "Ridgeline tent, 2 persons") }},
		{"chosen", func(b *tab) {
			for i := range 3 {
				get[bool](b, fmt.Sprintf(`document.querySelectorAll("[data-act=select]")[%d].click() ?? true`, i))
			}
			get[bool](b, `document.querySelectorAll("[data-act=send]")[0].click() ?? true`)
			b.until(`!document.getElementById("tray").hidden && document.querySelector(".product.sent") !== null`)
		}},
		{"typo", func(b *tab) { b.find("lantren", "Storm lantern") }},
		{"suggestions", func(b *tab) {
			get[bool](b, `listeners.onIntent(["Storm lantern", "PEG-12", "wool blanket"].map((query) => ({ key: "find:" + query, payload: { query } }))) ?? true`)
			b.until(`!document.getElementById("suggested").hidden`)
		}},
		{"tree", func(b *tab) {
			get[bool](b, `getComputedStyle(document.getElementById("browse")).display === "none" || (document.getElementById("browse").click() ?? true)`)
			b.until(`document.querySelectorAll("[role=treeitem]").length > 3`)
			get[bool](b, `document.querySelectorAll(".twist")[1].click() ?? true`)
			b.until(`document.querySelector("[role=group] [role=treeitem]") !== null`)
		}},
		{"empty", func(b *tab) {
			b.keys("\x1b")
			b.search("tent wqxzk")
			b.search("wqxzk lanternbox")
			b.until(`!document.getElementById("state").hidden`)
		}},
		{"error", func(b *tab) {
			get[bool](b, `(globalThis.fetch = () => Promise.reject(new TypeError("offline"))) !== null`)
			b.keys("x")
			b.until(`document.querySelector("#state [role=alert]") !== null`)
		}},
	}
}

// TestLook goes through all states in both schemes and at three widths. In each of them axe-core finds nothing and nothing
// is wider than the panel; pictures of them go into the folder that PLUGSHEET_SCREENSHOTS names.
func TestLook(t *testing.T) {
	axe := readAxe(t)
	small, large := shop(t, pictures(t)), ""
	if os.Getenv(shotsFolder) != "" {
		large = generated(t, 20_000)
	}
	open := func(o *serve.Options, _ string) {}
	address := site(t, small, open)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 480, 1280} {
			t.Run(fmt.Sprintf("%s %d", scheme, width), func(t *testing.T) {
				b := newTab(t, library)
				b.size(width, 720)
				b.scheme(scheme)
				b.open(address)
				for _, s := range states() {
					s.show(b)
					b.settled()
					b.shoot(fmt.Sprintf("%s-%s-%d", s.name, scheme, width))
					b.examine(axe, s.name)
					if wide := get[int64](b, `document.documentElement.scrollWidth`); wide > width {
						t.Errorf("%s: %d pixels wide", s.name, wide)
					}
				}
			})
		}
	}
	if large != "" {
		b := newTab(t, library, "ERR_NAME_NOT_RESOLVED")
		b.open(site(t, large, open))
		b.settled()
		b.shoot("large-light-480")
	}
}

// settled waits until the pictures in view are there, or have been given up.
func (b *tab) settled() {
	b.t.Helper()
	b.until(`[...document.querySelectorAll("img")].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight)`)
}

// shoot takes a picture of the panel, where pictures are asked for.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv(shotsFolder)
	if folder == "" {
		return
	}
	must(b.t, os.MkdirAll(folder, 0o755))
	shot := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{})
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

// examine lets axe-core look at the page as it is. It looks for everything that it knows to be wrong for certain.
func (b *tab) examine(axe, state string) {
	b.t.Helper()
	if axe == "" {
		return
	}
	get[bool](b, axe+`;true`)
	found := get[[]string](b, `axe.run(document, { preload: false }).then((result) => result.violations.map((rule) =>
		rule.id + ": " + rule.help + "\n" + rule.nodes.map((node) => node.html.slice(0, 200) + " – " + node.failureSummary).join("\n")))`)
	if len(found) > 0 {
		b.t.Errorf("%s: axe-core finds:\n%s", state, strings.Join(found, "\n"))
	}
}
