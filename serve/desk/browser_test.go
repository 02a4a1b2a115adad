package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	frames "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one browser of all tests, begun by the first one that needs it.
var browser struct {
	once sync.Once
	ctx  context.Context
	end  []func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range browser.end {
		end()
	}
	os.Exit(code)
}

// demanded says that a test that cannot run must fail rather than skip.
const demanded = "PLUGSHEET_BROWSER_TESTS"

func skip(t testing.TB, why string) {
	t.Helper()
	if os.Getenv(demanded) != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// startBrowser gives the browser, without anything of a network but this machine.
func startBrowser(t testing.TB) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		skip(t, "the browser tests need chromium (apt-get install chromium)")
	}
	browser.once.Do(func() {
		profile, err := os.MkdirTemp("", "plugsheet-browser-")
		if err != nil {
			browser.err = err
			return
		}
		ctx, endAllocator := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
			chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "en-US"),
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"), chromedp.WSURLReadTimeout(time.Minute))...)
		ctx, endBrowser := chromedp.NewContext(ctx)
		browser.end = []func(){endBrowser, endAllocator, func() { os.RemoveAll(profile) }}
		browser.ctx, browser.err = ctx, chromedp.Do(ctx)
	})
	if browser.err != nil {
		t.Fatalf("starting the browser: %v", browser.err)
	}
	return browser.ctx
}

// tab is a page of the browser.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu      sync.Mutex
	console []string
}

// patience is how long a test waits for a condition: only a failing one waits so long.
const patience = time.Minute

// newTab opens an empty page. Whatever a page complains about fails the test, unless it holds one of the texts of forgive.
func newTab(t testing.TB, forgive ...string) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(startBrowser(t))
	t.Cleanup(end)
	b := &tab{t: t, ctx: ctx}
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
	b.size(1280, 900)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, line := range b.console {
			if !containsAny(line, append(forgive, "ERR_NAME_NOT_RESOLVED")) { // pictures of shops that there are not
				t.Errorf("the page complains: %s", line)
			}
		}
	})
	return b
}

func containsAny(line string, texts []string) bool {
	for _, text := range texts {
		if strings.Contains(line, text) {
			return true
		}
	}
	return false
}

// note keeps what a page complains about, as long as the test runs: at its end servers go away before pages do.
func (b *tab) note(line string) {
	if b.t.Context().Err() != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.console = append(b.console, line)
}

// do runs statements in the page.
func (b *tab) do(statements string) {
	b.t.Helper()
	get[bool](b, "(() => { "+statements+"; return true })()")
}

// fill puts a text into a field as typing does.
func (b *tab) fill(id, text string) {
	b.t.Helper()
	b.do("const f = document.getElementById(" + quote(id) + "); f.focus(); f.value = " + quote(text) + "; f.dispatchEvent(new Event('input', { bubbles: true }))")
}

// press clicks on the first element of a selector as soon as it is there and enabled. It is found and pressed in one turn of
// the page, so that it cannot be drawn again in between.
func (b *tab) press(selector string) {
	b.t.Helper()
	b.pressOf(selector, "")
}

// pressOf is press for the first of the elements that holds a text.
func (b *tab) pressOf(selector, text string) {
	b.t.Helper()
	b.until("((one) => { if (!one || one.disabled) return false; one.click(); return true })" +
		"([...document.querySelectorAll(" + quote(selector) + ")].find((one) => one.textContent.includes(" + quote(text) + ")))")
}

// says waits until an element holds a text.
func (b *tab) says(selector, text string) {
	b.t.Helper()
	b.until("document.querySelector(" + quote(selector) + ")?.textContent.includes(" + quote(text) + ")")
}

// inFrame runs an expression in the frame of the custom app, whose script has no part in it, until it is true.
func (b *tab) inFrame(expression string) {
	b.t.Helper()
	var world runtime.ExecutionContextID
	for end := time.Now().Add(patience); ; get[bool](b, "new Promise((resolve) => setTimeout(resolve, 20, true))") {
		if world == 0 {
			world = b.frameWorld()
		}
		value, err := b.inWorld(world, expression)
		if err == nil && value == "true" {
			return
		}
		if time.Now().After(end) {
			text, _ := b.inWorld(world, "document.body.innerText")
			b.t.Fatalf("never in the app's frame: %s (%v)\n%s", expression, err, text)
		}
		if err != nil {
			world = 0 // the frame has gone on to another page, or what is looked for is not there yet
		}
	}
}

// frameWorld gives a world of scripts in the first frame; 0 while there is none, or none that stays.
func (b *tab) frameWorld() runtime.ExecutionContextID {
	b.t.Helper()
	tree := call(b, frames.GetFrameTree, cdp.Empty{}).FrameTree
	if len(tree.ChildFrames) == 0 {
		return 0
	}
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	made, err := chromedp.Call(ctx, frames.CreateIsolatedWorld, frames.CreateIsolatedWorldParams{FrameID: tree.ChildFrames[0].Frame.ID})
	if err != nil {
		return 0
	}
	return made.ExecutionContextID
}

// inWorld evaluates an expression in a world and gives its value as JSON.
func (b *tab) inWorld(world runtime.ExecutionContextID, expression string) (string, error) {
	if world == 0 {
		return "", errors.New("there is no frame")
	}
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	yes := true
	r, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: world, ReturnByValue: &yes})
	if err != nil {
		return "", err
	}
	if r.ExceptionDetails != nil {
		return "", errors.New(r.ExceptionDetails.Text)
	}
	return string(r.Result.Value), nil
}

// call sends a command of the browser's protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	r, err := chromedp.Call(ctx, command, params)
	must(b.t, err)
	return r
}

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// size sets the panel's size in CSS pixels.
func (b *tab) size(width, height int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// scheme sets the colours that the agent prefers: light or dark.
func (b *tab) scheme(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// visit opens an address and waits until the page is ready.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.run(chromedp.Navigate(address))
	b.until(`document.body.classList.contains("ready")`)
}

// until waits for a condition of the page. What the page looks like at the end is told where it never comes.
func (b *tab) until(condition string) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	careful := "(() => { try { return (" + condition + ") } catch { return false } })()" // what it speaks of may not be there yet
	err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](careful, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(patience)))
	if err != nil {
		text := ""
		if !errors.Is(err, context.Canceled) {
			text, _ = chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 2000)`))
		}
		b.t.Fatalf("never: %s: %v\n%s", condition, err, text)
	}
}

// get evaluates an expression of the page; a promise is waited for.
func get[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// is compares an expression of the page with what it should be.
func is[T comparable](b *tab, expression string, want T) {
	b.t.Helper()
	if value := get[T](b, expression); value != want {
		b.t.Errorf("%s: %v, want %v", expression, value, want)
	}
}

// keys types as a person does, into whatever has the focus.
func (b *tab) keys(text string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(text, options...))
}

// quote makes a text one of JavaScript's.
func quote(text string) string {
	data, _ := json.Marshal(text) // a string always encodes
	return string(data)
}
