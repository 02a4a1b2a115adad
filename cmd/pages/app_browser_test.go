package pages

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/samples/testdata/catalog"
	"plugsheet/serve"
)

// appTab opens an empty page, in which scripts and styles of the platform's library are answered with the
// given ones.
func appTab(t testing.TB, library string, forgive ...string) *Tab {
	t.Helper()
	b := openTab(t, forgive...)
	b.Answer("https://static.iadvize.com/*", func(address string) (string, string) {
		if strings.HasSuffix(address, ".css") {
			return "text/css", ""
		}
		return "text/javascript", library
	})
	return b
}

// enter opens an address of the app.
func enter(b *Tab, address string) {
	b.Visit(address)
	b.Do(watch)
}

// watch keeps the texts of two searches: asked is the latest that went out, drawn the one whose answer is
// shown. The page shows the answer to the latest alone, so whatever is drawn after a search went out is its
// own.
const watch = `const real = fetch;
	globalThis.asked = globalThis.drawn = null;
	globalThis.fetch = (url, options) => {
		const to = new URL(url, location);
		if (to.pathname.endsWith("/api/products")) asked = to.searchParams.get("searchQuery") ?? "";
		return real(url, options);
	};
	const observer = new MutationObserver(() => { drawn = asked; });
	for (const id of ["results", "state"]) observer.observe(document.getElementById(id), { childList: true });
`

// search types over what stands in the box and waits until the answer to the whole text is shown. Those to
// its beginnings may look the same, and would be drawn over while the test goes on.
func search(b *Tab, text string) {
	b.Do(`asked = drawn = null; const box = document.getElementById("search"); box.focus(); box.select()`)
	b.Keys(text)
	b.Until("drawn === " + Quote(text))
}

// findFirst searches for a text and waits for the first product that it should give.
func findFirst(b *Tab, text, first string) {
	search(b, text)
	b.Until(`document.querySelector("#results h2")?.textContent === ` + Quote(first))
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

// shop imports the sample shop, its pictures at another address, and gives the bundle's folder. extra are
// rows more.
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
	must(t, catalog.Write(f, n))
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
	o := serve.Options{Bundle: dir, Build: true, Poll: -1, AllowUnsigned: true}
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

const appSecret = "demo-secret-0123456789abcdef"

// secured is a server that wants tokens for its own address.
func secured(o *serve.Options, address string) {
	o.Secrets, o.App.URLs = []serve.Secret{serve.Secret(appSecret)}, []string{address}
}

// token is one of the platform's for an address, at a time.
func token(t testing.TB, address string, at time.Time) string {
	t.Helper()
	text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": "iadvize", "sub": "270586", "aud": address, "iat": at.Unix(),
		"exp": at.Add(time.Minute).Unix(), "email": "agent@example.com",
	}).SignedString([]byte(appSecret))
	must(t, err)
	return text
}
