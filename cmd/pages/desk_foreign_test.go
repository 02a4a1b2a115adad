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

// strangers is an app that somebody else wrote, which has the library with a digest and lets only the
// platform frame it: it says what it is told and what its server answers, and writes into the message.
func strangers(t testing.TB) string {
	t.Helper()
	routes := http.NewServeMux()
	routes.HandleFunc("/app/{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("X-Frame-Options", "DENY")
		w.Header().Set("Content-Security-Policy", "script-src http://"+r.Host+"/app/ "+libraryFolder+
			"; frame-ancestors https://ha.iadvize.com")
		fmt.Fprint(w, `<!doctype html><title>Theirs</title><link rel="stylesheet" href="`+libraryFolder+
			`idzcpa.base.css"><script src="`+libraryFolder+`idzcpa.umd.production.min.js" `+
			`integrity="sha384-AAAA" crossorigin="anonymous"></script><script src="own.js"></script>`+
			`<p id="said">…`)
	})
	routes.HandleFunc("/app/own.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `idzCpa.init().then(async (client) => {
			const answer = await fetch("/data", { method: "POST", headers: { Authorization: "Bearer x" } });
			document.getElementById("said").textContent = client.context.language + " " + await answer.text();
			client.insertTextInComposeBox("from theirs");
		});`)
	})
	routes.HandleFunc("/data", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "static.iadvize.com "+r.Header.Get("Origin"))
	})
	web := httptest.NewServer(routes)
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
	theirs := strangers(t)
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
