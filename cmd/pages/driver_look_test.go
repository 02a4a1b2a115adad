package pages

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// Names in the environment: where the pictures of pages go, and where axe.min.js of axe-core is.
const (
	shotsFolder = "PLUGSHEET_SCREENSHOTS"
	axeFile     = "PLUGSHEET_AXE"
)

// Height is how high the window is that pages are looked at in, in CSS pixels.
const Height = 720

// Look is how a page is looked at: in a scheme of colours, light or dark, and at a width in CSS pixels.
type Look struct {
	Scheme string
	Width  int64
	Zoom   float64 // how many times larger everything is than usual; 0 for once
	Forced bool    // in the few colours that the system chooses
	RTL    bool    // from right to left
	axe    string
}

// Looks are both schemes at three widths and the light one at a fourth, a window of 1280 pixels at 200 %,
// forced colours, and from right to left.
func Looks(t testing.TB) (all []Look) {
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 768, 1280} {
			all = append(all, Look{Scheme: scheme, Width: width})
		}
	}
	all = append(all, Look{Scheme: "light", Width: 480}, Look{Scheme: "light", Width: 640, Zoom: 2},
		Look{Scheme: "dark", Width: 480, Forced: true}, Look{Scheme: "light", Width: 480, RTL: true},
		Look{Scheme: "dark", Width: 1280, RTL: true})
	axe := readAxe(t)
	for i := range all {
		all[i].axe = axe
	}
	return all
}

// Spans are both schemes at some widths.
func Spans(t testing.TB, widths ...int64) (all []Look) {
	axe := readAxe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range widths {
			all = append(all, Look{Scheme: scheme, Width: width, axe: axe})
		}
	}
	return all
}

// String names the look.
func (l Look) String() string {
	name := l.Scheme
	for _, special := range []struct {
		is   bool
		name string
	}{{l.Zoom > 0, "zoomed"}, {l.Forced, "forced"}, {l.RTL, "rtl"}} {
		if special.is {
			name += "-" + special.name
		}
	}
	return fmt.Sprintf("%s-%d", name, l.Width)
}

// EachLook runs a test for each of [Looks].
func EachLook(t *testing.T, test func(t *testing.T, l Look)) {
	for _, l := range Looks(t) {
		t.Run(l.String(), func(t *testing.T) { test(t, l) })
	}
}

// Wear gives the page the look's colours and width. Nothing moves in it.
func (b *Tab) Wear(l Look) {
	b.t.Helper()
	b.scale = max(1, l.Zoom)
	b.Size(l.Width, Height)
	features := []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: l.Scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}
	if l.Forced {
		features = append(features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// Examine looks at the page as it is: axe-core finds nothing that is wrong for certain, and nothing is wider
// than the window. A picture of the whole page goes into the folder that PLUGSHEET_SCREENSHOTS names.
func (b *Tab) Examine(name string, l Look) {
	b.t.Helper()
	if l.RTL {
		b.Do(`document.documentElement.dir = "rtl"`)
	}
	b.settled()
	b.shoot(name+"-"+l.String(), l.Width)
	b.ask(l.axe, name)
	if wide := Get[int64](b, `document.documentElement.scrollWidth`); wide > l.Width {
		b.t.Errorf("%s: %d pixels wide", name, wide)
	}
}

// settled waits until the pictures in view are there, or have been given up.
func (b *Tab) settled() {
	b.t.Helper()
	b.Until(`[...document.querySelectorAll("img")].every((image) => image.complete || ` +
		`!image.checkVisibility() || image.getBoundingClientRect().top > innerHeight)`)
}

// maxShot is the height of a picture at most: of a long list the beginning says it all.
const maxShot = 2400

// shoot takes a picture, where pictures are asked for, in a window as high as the page.
func (b *Tab) shoot(name string, width int64) {
	b.t.Helper()
	folder := os.Getenv(shotsFolder)
	if folder == "" {
		return
	}
	must(b.t, os.MkdirAll(folder, 0o755))
	b.Do("scrollTo(0, 0)")
	b.Size(width, min(maxShot, max(Height, Get[int64](b, `document.documentElement.scrollHeight`))))
	b.settled()
	shot := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	b.Size(width, Height)
	must(b.t, os.WriteFile(filepath.Join(folder, name+".png"), shot.Data, 0o644))
}

// readAxe reads axe-core; without it pages are not examined by it, and the test fails where it is demanded.
func readAxe(t testing.TB) string {
	t.Helper()
	file := os.Getenv(axeFile)
	if file == "" {
		if Demanded() {
			t.Fatalf("%s names no axe.min.js", axeFile)
		}
		return ""
	}
	data, err := os.ReadFile(file)
	must(t, err)
	return string(data)
}

// ask lets axe-core look at the page as it is; frames are examined where their pages belong.
func (b *Tab) ask(axe, name string) {
	b.t.Helper()
	if axe == "" {
		return
	}
	Get[bool](b, axe+`;true`)
	found := Get[[]string](b,
		`axe.run(document, { preload: false, iframes: false }).then((result) => result.violations.map((rule) =>
		rule.id + ": " + rule.help + "\n" + rule.nodes.map((node) => node.html.slice(0, 200) + " – " + node.failureSummary).join("\n")))`)
	if len(found) > 0 {
		b.t.Errorf("%s: axe-core finds:\n%s", name, strings.Join(found, "\n"))
	}
}
