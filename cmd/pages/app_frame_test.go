package pages

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"plugsheet/serve"
)

// around serves a page that frames an address, as the desk does, and another frame that says strange things
// to it.
func around(t testing.TB, address string) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/stranger" {
			fmt.Fprint(w, `<script>
  const say = (message) => parent.frames[0].postMessage({ plugsheet: "app", ...message }, "*");
  say({ intents: [{ key: "find:stranger", payload: { query: "stranger" } }], triggers: ["find:stranger"] });
  for (let n = 1; n < 20; n++) say({ answer: n, value: { language: "de", projectId: "stranger" } });
  parent.postMessage("said", "*");
</script>`)
			return
		}
		fmt.Fprintf(w,
			`<!doctype html><body class="ready"><iframe id="app" src="%s" width="400" height="600" allow="clipboard-write"></iframe>
<script>
  globalThis.calls = []; globalThis.said = 0;
  const app = document.getElementById("app").contentWindow;
  addEventListener("message", (event) => {
    if (event.data === "said") said++;
    if (event.source !== app || event.data?.plugsheet !== "app") return;
    calls.push(event.data);
    const value = { init: { language: "fr", projectId: "ha-1", channel: "CHAT", conversationId: "c" }, getJWT: "" }[event.data.call];
    if (value !== undefined && globalThis.answering !== false) app.postMessage({ plugsheet: "app", answer: event.data.id, value }, "*");
  });
  globalThis.interrupt = () => { const frame = document.createElement("iframe"); frame.src = "/stranger"; document.body.append(frame); };
</script>`, address)
	}))
	t.Cleanup(web.Close)
	return web.URL + "/"
}

// TestFramed sends a card from within a frame, through the stand-in, and says strange things from another
// frame.
func TestFramed(t *testing.T) {
	b := appTab(t, "throw 1")
	address := site(t, shop(t, pictures(t)), func(o *serve.Options, _ string) { o.App.Desk = true })
	b.Visit(around(t, address))
	b.Until(`calls.some((one) => one.call === "getJWT")`)
	Get[bool](b, `interrupt() ?? true`)
	b.Until(`said === 1`)
	b.InFrame(`((box) => { box.value = "storm lantern"; return box.dispatchEvent(new Event("input")); ` +
		`})(document.getElementById("search"))`)
	b.InFrame(`document.querySelector("#results h2").textContent === "Lanterne tempête" && ` +
		`document.querySelector("[data-act=send]").click() === undefined`)
	const sent = `calls.filter((one) => one.call === "pushCardInConversationThread")`
	b.Until(sent + `.length > 0`)
	Is(b, sent+`[0].arguments[0].title`, "Lanterne tempête")
	Is(b, sent+`[0].arguments[0].actions[0].title`, "Voir le produit") // and not German
}

// TestFrameRefused shows that no page but the desks' may frame the app.
func TestFrameRefused(t *testing.T) {
	b := appTab(t, library)
	address := site(t, shop(t, pictures(t)), nil)
	b.Visit(around(t, address))
	b.Until(`document.getElementById("app").contentDocument === null`) // an error page, whose origin is none
	Is(b, `calls.length`, 0)
	for end := time.Now().Add(Patience); !b.Forgive("frame-ancestors"); b.Pause() {
		// it may come later than the page
		if time.Now().After(end) {
			t.Fatal("the browser did not complain that the app may not be framed")
		}
	}
}
