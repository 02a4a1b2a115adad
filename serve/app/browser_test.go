package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
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
	"github.com/golang-jwt/jwt/v5"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve"
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

// newTab opens an empty page. Scripts and styles of the platform's library are answered with the given ones. Whatever a
// page complains about fails the test, unless forgive is in it.
func newTab(t testing.TB, library string, forgive ...string) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(startBrowser(t))
	t.Cleanup(end)
	b := &tab{t: t, ctx: ctx}
	paused := make(chan *fetch.EventRequestPaused, 64)
	must(t, chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *fetch.EventRequestPaused:
			paused <- e
		case *runtime.EventExceptionThrown:
			b.note(e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				b.note(e.Entry.Text + " " + e.Entry.URL)
			}
		}
	}))
	go func() {
		for {
			select {
			case e := <-paused:
				b.answerLibrary(e, library)
			case <-ctx.Done():
				return
			}
		}
	}()
	call(b, log.Enable, cdp.Empty{})
	call(b, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "https://static.iadvize.com/*"}}})
	b.size(480, 800)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, line := range b.console {
			if len(forgive) == 0 || !strings.Contains(line, forgive[0]) {
				t.Errorf("the page complains: %s", line)
			}
		}
	})
	return b
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

// answerLibrary takes the place of the platform's server.
func (b *tab) answerLibrary(e *fetch.EventRequestPaused, library string) {
	kind, body := "text/javascript", library
	if strings.HasSuffix(e.Request.URL, ".css") {
		kind, body = "text/css", ""
	}
	answer := fetch.FulfillRequestParams{
		RequestID: e.RequestID, ResponseCode: 200, Body: []byte(body),
		ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: kind}},
	}
	if _, err := chromedp.Call(b.ctx, fetch.FulfillRequest, answer); err != nil && b.ctx.Err() == nil {
		b.note(err.Error())
	}
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

// open opens an address and waits until the page is ready.
func (b *tab) open(address string) {
	b.t.Helper()
	b.run(chromedp.Navigate(address))
	b.until(`document.body.classList.contains("ready")`)
	get[bool](b, watch)
}

// watch keeps the texts of two searches: asked is the latest that went out, drawn the one whose answer is shown. The page shows
// the answer to the latest alone, so whatever is drawn after a search went out is its own.
const watch = `((real) => {
	globalThis.asked = globalThis.drawn = null;
	if (!document.getElementById("results")) return true; // a page around the app
	globalThis.fetch = (url, options) => {
		const to = new URL(url, location);
		if (to.pathname.endsWith("/api/products")) asked = to.searchParams.get("searchQuery") ?? "";
		return real(url, options);
	};
	const observer = new MutationObserver(() => { drawn = asked; });
	for (const id of ["results", "state"]) observer.observe(document.getElementById(id), { childList: true });
	return true;
})(fetch)`

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

// click presses the first element of a selector as soon as a mouse could: when it is there, enabled, and nothing lies over it.
// It is found and pressed in one turn of the page, so that it cannot be drawn again in between.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`((one) => {
		if (!one || one.disabled || !one.checkVisibility()) return false;
		one.scrollIntoView({ block: "center", behavior: "instant" });
		const at = one.getBoundingClientRect();
		if (!one.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2))) return false;
		one.focus();
		one.click();
		return true;
	})(document.querySelector(%q))`, selector))
}

// search types over what stands in the box and waits until the answer to the whole text is shown. Those to its beginnings
// may look the same, and would be drawn over while the test goes on.
func (b *tab) search(text string) {
	b.t.Helper()
	get[bool](b, `((box) => { asked = drawn = null; box.focus(); box.select(); return true; })(document.getElementById("search"))`)
	b.keys(text)
	b.until(fmt.Sprintf(`drawn === %q`, text))
}

// find searches for a text and waits for the first product that it should give.
func (b *tab) find(text, first string) {
	b.t.Helper()
	b.search(text)
	b.until(fmt.Sprintf(`document.querySelector("#results h2")?.textContent === %q`, first))
}

// library is a stand-in for the platform's, at the platform's own address: it keeps what was called in calls.
const library = `
globalThis.calls = [];
globalThis.tokens = 0;
globalThis.idzCpa = { init: async (options) => {
  globalThis.listeners = options;
  const note = (name) => (argument) => { calls.push({ name, argument }) };
  return {
    context: { conversationId: "c-1", projectId: "ha-1", channel: "CHAT", language: new URL(location).searchParams.get("test-language") ?? "en" },
    getJWT: async () => { tokens++; return globalThis.nextToken ?? ""; },
    insertTextInComposeBox: note("insertTextInComposeBox"),
    pushCardInConversationThread: note("pushCardInConversationThread"),
    pushCardBundleInConversationThread: note("pushCardBundleInConversationThread"),
  };
} };`

// shop imports the sample shop, its pictures at another address, and gives the bundle's folder. extra are rows more.
func shop(t testing.TB, pictures string, extra ...string) string {
	t.Helper()
	in, dir := t.TempDir(), t.TempDir()
	must(t, os.CopyFS(in, samples.FS()))
	file := filepath.Join(in, "shop", "Products.csv")
	data, err := os.ReadFile(file)
	must(t, err)
	text := strings.ReplaceAll(string(data), samples.PicturesURL, pictures) + strings.Join(extra, "\n")
	must(t, os.WriteFile(file, []byte(text), 0o600))
	load(t, filepath.Join(in, "shop"), dir)
	return dir
}

// generated imports a made-up catalog of n products.
func generated(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "Products.csv")
	f, err := os.Create(file)
	must(t, err)
	defer f.Close()
	must(t, samples.Generate(f, n))
	load(t, file, dir)
	return dir
}

func load(t testing.TB, input, dir string) {
	t.Helper()
	report, err := importer.Run(context.Background(), importer.Options{Inputs: []string{input}, Bundle: dir})
	must(t, err)
	if errs := report.Problems.Errors(); errs > 0 {
		t.Fatalf("%d problems: %v", errs, report.Problems.Sorted())
	}
}

// site serves a bundle on this machine; change says how. It gives the address of the app.
func site(t testing.TB, dir string, change func(*serve.Options, string)) string {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	address := "http://" + web.Listener.Addr().String() + "/app/"
	o := serve.Options{Bundle: dir, Build: true, Poll: -1}
	if change != nil {
		change(&o, address)
	}
	s, err := serve.New(context.Background(), o)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Reload(context.Background()))
	web.Config.Handler = s.Handler()
	web.Start()
	t.Cleanup(web.Close)
	return address
}

// pictures serves the sample pictures and gives their address.
func pictures(t testing.TB) string {
	t.Helper()
	web := httptest.NewServer(http.FileServerFS(samples.Pictures()))
	t.Cleanup(web.Close)
	return web.URL + "/"
}

const secret = "demo-secret-0123456789abcdef"

// secured is a server that wants tokens for its own address.
func secured(o *serve.Options, address string) {
	o.Secrets, o.App.URLs = []serve.Secret{serve.Secret(secret)}, []string{address}
}

// token is one of the platform's for an address, at a time.
func token(t testing.TB, address string, at time.Time) string {
	t.Helper()
	text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": "iadvize", "sub": "270586", "aud": address, "iat": at.Unix(), "exp": at.Add(time.Minute).Unix(), "email": "agent@example.com",
	}).SignedString([]byte(secret))
	must(t, err)
	return text
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
