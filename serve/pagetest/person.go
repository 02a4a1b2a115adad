package pagetest

import (
	"encoding/json"

	"github.com/chromedp/chromedp"
)

// Keys types as a person does, into whatever has the focus.
func (b *Tab) Keys(text string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(text, options...))
}

// Click presses the first element of a selector as soon as a mouse could: when it is there, enabled, and nothing lies over it.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.ClickOn(selector, "")
}

// ClickOn is Click for the first of the elements that holds a text. It is found and pressed in one turn of the page, so that
// it cannot be drawn again in between.
func (b *Tab) ClickOn(selector, text string) {
	b.t.Helper()
	b.Until(`((one) => {
		if (!one || one.disabled || !one.checkVisibility()) return false;
		one.scrollIntoView({ block: "center", behavior: "instant" });
		const at = one.getBoundingClientRect();
		if (!one.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2))) return false;
		one.focus();
		one.click();
		return true;
	})([...document.querySelectorAll(` + Quote(selector) + `)].find((one) => one.textContent.includes(` + Quote(text) + `)))`)
}

// Fill puts a text into the field with an id, at once.
func (b *Tab) Fill(id, text string) {
	b.t.Helper()
	b.Do("const f = document.getElementById(" + Quote(id) + "); f.focus(); f.value = " + Quote(text) + "; f.dispatchEvent(new Event('input', { bubbles: true }))")
}

// Quote makes a text one of JavaScript's.
func Quote(text string) string {
	data, _ := json.Marshal(text) // a string always encodes
	return string(data)
}
