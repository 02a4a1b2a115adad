// Package pages goes through our pages in a real browser: the app, the desk and the studio. Its driver opens
// them, does what a person does, waits for what a person would see, and looks at them with axe-core.
package pages

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// demanded names the variable of the environment that says: a test that cannot run must fail rather than
// skip.
const demanded = "PLUGSHEET_BROWSER_TESTS"

// Demanded tells whether all tests of pages must run, long ones too.
func Demanded() bool { return os.Getenv(demanded) != "" }

// needBrowser skips a test where there is no browser, and fails it where the tests of pages are demanded. It is the
// first line of a test that does something before it opens a page: what has been begun would otherwise be
// judged though nothing was done.
func needBrowser(t testing.TB) {
	t.Helper()
	browserPath(t)
}

// needBrowserLong is [needBrowser] for a test that takes a while: it runs only where the tests of pages are demanded.
func needBrowserLong(t testing.TB) {
	t.Helper()
	if !Demanded() {
		t.Skip("it takes a while: only where " + demanded + " is set")
	}
	browserPath(t)
}

// browserPath gives the browser's path: the only place that looks for it.
func browserPath(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const why = "the browser tests need chromium (apt-get install chromium)"
	if Demanded() {
		t.Fatal(why)
	}
	t.Skip(why)
	return ""
}

// Program finds a program that not every machine has, such as git, and skips the test without it.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed (apt-get install %[1]s)", name)
	}
	return path
}

// browser is the one browser of a package's tests, begun by the first one that needs it.
var browser struct {
	once sync.Once
	ctx  context.Context
	end  []func()
	err  error
}

// TestMain ends the browser.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range browser.end {
		end()
	}
	os.Exit(code)
}

// start gives the browser, without anything of a network but this machine. Without one the test is skipped,
// or fails where it is demanded.
func start(t testing.TB) context.Context {
	t.Helper()
	path := browserPath(t)
	browser.once.Do(func() {
		profile, err := os.MkdirTemp("", "plugsheet-browser-")
		if err != nil {
			browser.err = err
			return
		}
		ctx, endAllocator := chromedp.NewExecAllocator(context.Background(),
			append(chromedp.DefaultExecAllocatorOptions[:],
				chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.NoSandbox,
				chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true),
				chromedp.Flag("disable-background-networking", true),
				chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
				chromedp.Flag("lang", "en-US"),
				chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
				chromedp.WSURLReadTimeout(time.Minute))...)
		ctx, endBrowser := chromedp.NewContext(ctx)
		browser.end = []func(){endBrowser, endAllocator, func() { os.RemoveAll(profile) }}
		browser.ctx, browser.err = ctx, chromedp.Do(ctx)
	})
	must(t, browser.err)
	return browser.ctx
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
