package pages

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long a test waits for a condition: only a failing one waits so long.
const Patience = time.Minute

// Tab is a page of the browser, for one test.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	forgive []string
	scale   float64 // pixels of the window for one of CSS

	mu      sync.Mutex
	console []string
}

// openTab opens an empty page of 480 × 800 pixels. Whatever it complains about fails the test at its end, unless
// it holds one of the texts of forgive.
func openTab(t testing.TB, forgive ...string) *Tab {
	t.Helper()
	ctx, end := chromedp.NewContext(start(t))
	t.Cleanup(end)
	b := &Tab{t: t, ctx: ctx, forgive: forgive, scale: 1}
	must(t, chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.note(e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				b.note(e.Entry.Text + " " + e.Entry.URL)
			}
		}
	}))
	call(b, log.Enable, cdp.Empty{})
	b.Size(480, 800)
	t.Cleanup(func() {
		for _, line := range b.Complaints() {
			t.Errorf("the page complains: %s", line)
		}
	})
	return b
}

// note keeps what a page complains about, as long as the test runs: at its end servers go away before pages
// do.
func (b *Tab) note(line string) {
	if b.t.Context().Err() != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.console = append(b.console, line)
}

// Complaints are what the page has complained about so far, without what is forgiven.
func (b *Tab) Complaints() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.console {
		if !containsAny(line, b.forgive) {
			all = append(all, line)
		}
	}
	return all
}

// Forgive leaves out what has been complained about so far and holds a text; it reports whether there was
// any.
func (b *Tab) Forgive(text string) (any bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.console[:0]
	for _, line := range b.console {
		if strings.Contains(line, text) {
			any = true
		} else {
			kept = append(kept, line)
		}
	}
	b.console = kept
	return any
}

func containsAny(line string, texts []string) bool {
	for _, text := range texts {
		if strings.Contains(line, text) {
			return true
		}
	}
	return false
}

// Answer takes the place of servers that there are not: requests whose address matches a pattern, such as
// https://host.example/*, are answered with a body of a media type.
func (b *Tab) Answer(pattern string, body func(address string) (kind, text string)) {
	b.t.Helper()
	paused := make(chan *fetch.EventRequestPaused, 64)
	must(b.t, chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			paused <- e
		}
	}))
	go func() {
		for {
			select {
			case e := <-paused:
				kind, text := body(e.Request.URL)
				answer := fetch.FulfillRequestParams{
					RequestID: e.RequestID, ResponseCode: 200, Body: []byte(text),
					ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: kind}},
				}
				if _, err := chromedp.Call(b.ctx, fetch.FulfillRequest, answer); err != nil &&
					b.ctx.Err() == nil {
					b.note(err.Error())
				}
			case <-b.ctx.Done():
				return
			}
		}
	}()
	call(b, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}})
}

// call sends a command of the browser's protocol.
func call[P, R any](b *Tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	r, err := chromedp.Call(ctx, command, params)
	must(b.t, err)
	return r
}

func (b *Tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	must(b.t, chromedp.Do(ctx, actions...))
}

// Size sets the page's size in CSS pixels.
func (b *Tab) Size(width, height int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: b.scale})
}

// Visit opens an address and waits until the page says that it is ready: its body has that class.
func (b *Tab) Visit(address string) {
	b.t.Helper()
	b.run(chromedp.Navigate(address))
	b.Until(`document.body.classList.contains("ready")`)
}

// Until waits for a condition of the page. What the page looks like at the end is told where it never comes.
func (b *Tab) Until(condition string) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	// what it speaks of may not be there yet
	careful := "(() => { try { return (" + condition + ") } catch { return false } })()"
	err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](careful,
		chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(Patience)))
	if err != nil {
		text := ""
		if !errors.Is(err, context.Canceled) {
			text, _ = chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 2000)`))
		}
		b.t.Fatalf("never: %s: %v\n%s", condition, err, text)
	}
}

// Says waits until an element holds a text.
func (b *Tab) Says(selector, text string) {
	b.t.Helper()
	b.Until("document.querySelector(" + Quote(selector) + ")?.textContent.includes(" + Quote(text) + ")")
}

// Do runs statements in the page.
func (b *Tab) Do(statements string) {
	b.t.Helper()
	Get[bool](b, "(() => { "+statements+"; return true })()")
}

// Get evaluates an expression of the page; a promise is waited for.
func Get[T any](b *Tab, expression string) T {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, Patience)
	defer end()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// Is compares an expression of the page with what it should be.
func Is[T comparable](b *Tab, expression string, want T) {
	b.t.Helper()
	if value := Get[T](b, expression); value != want {
		b.t.Errorf("%s: %v, want %v", expression, value, want)
	}
}
