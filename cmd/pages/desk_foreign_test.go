package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"plugsheet/serve"
	"plugsheet/serve/desk"
	"testing"
)

const libraryFolder = "https://static.iadvize.com/conversation-panel-app-lib/2.9.0/"

// strangers is an app that somebody else wrote: it has the library with a digest, states who may frame it in
// three ways, and sends what it can to those who ask. It notes the last request.
func strangers(t testing.TB, seen *http.Request) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = *r.Clone(r.Context())
		h := w.Header()
		h.Set("Set-Cookie", "session=1")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Etag", `"1"`)
		switch r.URL.Path {
		case "/app/":
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("X-Frame-Options", "DENY")
			h.Add("Content-Security-Policy", "default-src 'self'; script-src http://"+r.Host+"/app/ "+
				libraryFolder+"; frame-ancestors https://ha.iadvize.com; upgrade-insecure-requests")
			fmt.Fprint(w,
				`<!doctype html><title>Theirs</title><link rel="stylesheet" href="//static.iadvize.com/conversation-panel-app-lib/2.9.0/idzcpa.base.css">
<script src="`+libraryFolder+`idzcpa.umd.production.min.js" integrity="sha384-AAAA" `+
					`crossorigin="anonymous"></script><script src="own.js"></script><p id="said">…`)
		case "/app/own.js":
			h.Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `idzCpa.init().then(async (client) => {
				document.getElementById("said").textContent = client.context.language + " " + await (await fetch("/data", { method: "POST", headers: { Authorization: "Bearer x" } })).text();
				client.insertTextInComposeBox("from theirs");
			});`)
		case "/data":
			fmt.Fprint(w, "static.iadvize.com "+r.Header.Get("Origin"))
		case "/away":
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		case "/on":
			http.Redirect(w, r, "/app/?x=%2f;a", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(web.Close)
	return web.URL
}

// Somebody else's app stands in the desk's frame too: plugsheet's own from a server that knows of no desk,
// with its token, and one that has the library with a digest.
func TestSeeForeignApp(t *testing.T) {
	b := deskTab(t)
	address := serving(t, sampleShop(t), false, []serve.Secret{serve.Secret(appSecret)})
	b.Visit(openDesk(t, desk.Options{Connector: address, Secret: serve.Secret(appSecret)}).address())
	b.Click("#tab-app")
	b.InFrame(`document.querySelectorAll(".product").length > 5 && location.search === ""`)
	b.InFrame(`document.querySelector("[data-act=send]").click() === undefined`)
	b.Says("#messages .message.agent .card", "Ridgeline tent")
	b.Fill("visitor-text", "Do you have TENT-2P-RED in stock?")
	b.Click("#visitor-text ~ button")
	b.Click("#messages .visitor .chip")
	b.InFrame(`document.querySelectorAll(".product").length === 1`)
	for _, l := range Looks(t) {
		b.Wear(l)
		b.Examine("desk-foreign", l)
	}

	b = deskTab(t, "404") // it has neither products nor categories
	var seen http.Request
	theirs := strangers(t, &seen)
	b.Visit(openDesk(t, desk.Options{Connector: theirs}).address())
	b.Click("#tab-app")
	b.InFrame(`document.getElementById("said").textContent === "en static.iadvize.com ` + theirs + `"`)
	b.Until(`document.getElementById("compose").value === "from theirs"`)
}

// The whole check and who asks, as a person does them.
func TestSeeCheck(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t, serve.Secret(appSecret)).address())
	b.Click("#who-title")
	b.Fill("who-idOperator", "4711")
	b.ClickOn("#who button", "Ask so")
	b.Says("#who-title", "operator 4711")
	b.Until(`[...document.querySelectorAll(".request .body, .request")].length > 3`)
	b.Click("#tab-setup")
	b.Until(`document.getElementById("base") !== null`)
	b.Click("#setup-nav [data-page=check]")
	b.Click("#check-run")
	b.Says("#report h3", "contract")
	Is(b, `document.querySelectorAll("#report .numbers li").length`, 5)
}
