package pages

import (
	"encoding/json"
	"unicode/utf16"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Keys that are no letters, as [Tab.Keys] takes them.
const (
	ArrowDown, ArrowLeft, ArrowRight, ArrowUp   = kb.ArrowDown, kb.ArrowLeft, kb.ArrowRight, kb.ArrowUp
	Backspace, End, Enter, Escape, Home, TabKey = kb.Backspace, kb.End, kb.Enter, kb.Escape, kb.Home, kb.Tab
)

// Modifier is a key that is held down while others are pressed.
type Modifier int

// The modifiers.
const (
	Ctrl  = Modifier(chromedp.ModifierCtrl)
	Shift = Modifier(chromedp.ModifierShift)
)

// Keys types as a person does, into whatever has the focus.
func (b *Tab) Keys(text string, held ...Modifier) {
	b.t.Helper()
	modifiers := []chromedp.Modifier{}
	for _, one := range held {
		modifiers = append(modifiers, chromedp.Modifier(one))
	}
	b.run(chromedp.KeyEvent(text, chromedp.KeyModifiers(modifiers...)))
}

// Insert puts a text at once where the focus is, as pasting does.
func (b *Tab) Insert(text string) {
	b.t.Helper()
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// Compose begins a text that is not decided yet, as the keyboards of many languages do.
func (b *Tab) Compose(text string) {
	b.t.Helper()
	end := int64(len(utf16.Encode([]rune(text))))
	call(b, input.ImeSetComposition,
		input.ImeSetCompositionParams{Text: text, SelectionStart: end, SelectionEnd: end})
}

// HoldEnter presses Enter without letting it go; again tells that it has been held down since the press
// before.
func (b *Tab) HoldEnter(again bool) {
	b.t.Helper()
	call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13,
		Text: "\r", AutoRepeat: &again,
	})
}

// PressSlash presses "/" and its letter in one, so that a page can keep the letter back; [Tab.Keys] sends it
// apart.
func (b *Tab) PressSlash() {
	b.t.Helper()
	call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Code: "Slash", Text: "/",
	})
}

// Point is a place in the window, in CSS pixels from its left and upper edge.
type Point struct{ X, Y float64 }

// Middle gives the middle of the first element of a selector, where it is now.
func (b *Tab) Middle(selector string) Point {
	b.t.Helper()
	return Get[Point](b,
		"((at) => ({ X: at.x + at.width / 2, Y: at.y + at.height / 2 }))(document.querySelector("+
			Quote(selector)+").getBoundingClientRect())")
}

// Hover moves the mouse to a place.
func (b *Tab) Hover(at Point) {
	b.t.Helper()
	b.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y})
}

// Press presses the mouse's left button at a place and lets it go, whatever lies there; count is 2 for the
// second click of a double click.
func (b *Tab) Press(at Point, count int64) {
	b.t.Helper()
	for _, kind := range []input.DispatchMouseEventType{
		input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased,
	} {
		b.mouse(input.DispatchMouseEventParams{
			Type: kind, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, ClickCount: count,
		})
	}
}

func (b *Tab) mouse(event input.DispatchMouseEventParams) {
	b.t.Helper()
	call(b, input.DispatchMouseEvent, event)
}

// Click presses the first element of a selector as soon as a mouse could: when it is there, enabled, and
// nothing lies over it.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.ClickOn(selector, "")
}

// ClickOn is Click for the first of the elements that holds a text. It is found and pressed in one turn of
// the page, so that it cannot be drawn again in between.
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
	})([...document.querySelectorAll(` + Quote(selector) +
		`)].find((one) => one.textContent.includes(` + Quote(text) + `)))`)
}

// Fill puts a text into the field with an id, at once.
func (b *Tab) Fill(id, text string) {
	b.t.Helper()
	b.Do("const f = document.getElementById(" + Quote(id) + "); f.focus(); f.value = " + Quote(text) +
		"; f.dispatchEvent(new Event('input', { bubbles: true }))")
}

// Quote makes a text one of JavaScript's.
func Quote(text string) string {
	data, _ := json.Marshal(text) // a string always encodes
	return string(data)
}
