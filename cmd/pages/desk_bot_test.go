package pages

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"plugsheet/serve"
	"plugsheet/serve/desk"
)

// botConnector is a small bot (contract, 3): it greets, answers with what was said, hands over, and closes.
func botConnector(t testing.TB) deskPage {
	t.Helper()
	const date = `"createdAt":"2030-01-01T12:00:00Z","updatedAt":"2030-01-01T12:00:00Z"`
	const text = `{"type":"message","payload":{"contentType":"text","value":%q},"quickReplies":[%s]}`
	reply := func(heard string) string {
		switch heard {
		case "agent", "agent please":
			return `{"type":"transfer","distributionRule":"ef4670c3-d715-4a21-8226-ed17f354fc44",` +
				`"transferOptions":{"timeout":{"value":20,"unit":"seconds"}}},` +
				fmt.Sprintf(text, "Nobody is there", "")
		case "bye":
			return fmt.Sprintf(text, "Goodbye", "") + `,{"type":"close"}`
		case "slow":
			return `{"type":"await","duration":{"unit":"minutes","value":5}},` +
				fmt.Sprintf(text, "far too late", "")
		}
		return `{"type":"await","duration":{"unit":"millis","value":30}},` +
			fmt.Sprintf(text, "You said "+heard, `{"contentType":"text/quick-reply","value":"agent please"}`)
	}
	c := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var body struct {
			IDOperator, IDConversation string
			Message                    struct {
				Author  struct{ Role string }
				Payload struct{ Value string }
			}
		}
		if r.Method != http.MethodGet {
			json.NewDecoder(r.Body).Decode(&body)
		}
		path := strings.TrimPrefix(r.URL.Path, "/bot")
		switch parts := strings.Split(path, "/"); {
		case path == "/external-bots":
			io.WriteString(w,
				`[{"idBot":"hello","name":"Hello","description":"It greets",`+
					`"editorUrl":"https://shop.example/e"}]`)
		case path == "/availability-strategies":
			io.WriteString(w, `[{"strategy":"customAvailability","availability":true}]`)
		case strings.HasSuffix(path, "/conversation-first-messages"):
			io.WriteString(w, `{"replies":[`+fmt.Sprintf(text, "I am a bot", "")+`]}`)
		case parts[1] == "bots":
			io.WriteString(w, `{"idOperator":"`+parts[2]+
				`","external":{"idBot":"hello","name":"Hello","description":"It greets",`+
				`"editorUrl":"https://shop.example/e"},`+date+`}`)
		case path == "/conversations":
			io.WriteString(w, `{"idConversation":"`+body.IDConversation+`","idOperator":"`+body.IDOperator+
				`","replies":[],`+date+`}`)
		case len(parts) < 3:
			http.NotFound(w, r)
		default:
			replies := ""
			if body.Message.Author.Role == "visitor" {
				replies = reply(body.Message.Payload.Value)
			}
			io.WriteString(w, `{"idConversation":"`+parts[2]+`","idOperator":"`+body.IDOperator+
				`","replies":[`+replies+`],`+date+`}`)
		}
	}))
	t.Cleanup(c.Close)
	return openDesk(t, desk.Options{Connector: c.URL})
}

// A visitor talks with the bot: first messages, awaits that are cut off, quick replies, both ends of a
// transfer, the close.
func TestSeeBot(t *testing.T) {
	b := deskTab(t, "404")
	b.Visit(botConnector(t).address())
	b.Click("#tab-bot")
	b.Click("#chat-open")
	b.Says("#chat", "I am a bot")
	say := func(text string) {
		b.Fill("chat-text", text)
		b.Click("#chat-send")
	}
	say("slow")
	b.Says("#chat", "…")
	say("hello")
	b.Says("#chat", "You said hello")
	b.Click("#quick .chip")
	b.Says("#chat .system", "hands over to an agent")
	b.Do(`document.querySelectorAll("#chat .system .chip")[1].click()`)
	b.Says("#chat", "Nobody is there")
	Is(b, `document.getElementById("chat").textContent.includes("far too late")`, false)
	Is(b,
		`document.querySelectorAll(".request .verdict.breaks").length - `+
			`[...document.querySelectorAll(".request")].filter((one) => /categories|`+
			`products/.test(one.textContent)).length`, 0)
	say("bye")
	b.Says("#chat", "The bot closed the conversation.")
	Is(b, `document.getElementById("chat-text").disabled`, true)
	b.Click("#chat-open")
	b.Until(`!document.getElementById("chat-text").disabled`)
	say("agent")
	b.Says("#chat .system", "hands over to an agent")
	b.Click("#chat .system .chip")
	b.Says("#chat", "An agent has taken over")
	Is(b, `document.getElementById("chat").textContent.includes("Nobody is there")`, false)
}

// A reload keeps the chat with its cards and quick replies, and the bot goes on in the same conversation; of
// one that was closed nothing goes on.
func TestBotAfterReload(t *testing.T) {
	needBrowser(t)
	p := botConnector(t)
	b := deskTab(t, "404")
	b.Visit(p.address())
	b.Click("#tab-bot")
	b.Click("#chat-open")
	b.Says("#chat", "I am a bot")
	say := func(text string) {
		b.Fill("chat-text", text)
		b.Click("#chat-send")
	}
	const path = `[...document.querySelectorAll(".request")].find((one) => ` +
		`one.textContent.includes("/bot/conversations/")).querySelector(".path").textContent`
	say("hello")
	b.Until(`document.querySelector("#quick .chip") !== null`)
	before := Get[string](b, path)
	b.Visit(p.url + "/?view=bot")
	Is(b, `[...document.querySelectorAll("#chat .message")].map((one) => one.textContent).join(" ")`,
		"botI am a bot visitorhello botYou said hello")
	b.Click("#quick .chip")
	b.Says("#chat .system", "hands over to an agent")
	Is(b, path, before)
	b.Do(`document.querySelectorAll("#chat .system .chip")[1].click()`)
	b.Says("#chat", "Nobody is there")
	say("bye")
	b.Says("#chat", "The bot closed the conversation.")
	b.Visit(p.url + "/?view=bot")
	// without the question who takes over
	Is(b,
		`document.querySelectorAll("#chat .message").length + " " + `+
			`document.getElementById("chat-text").disabled`, "9 true")
}

// The bot of the sample shop answers in the desk, too.
func TestSeeOwnBot(t *testing.T) {
	b := deskTab(t)
	b.Visit(sampleDesk(t, serve.Secret(appSecret)).address())
	b.Click("#tab-bot")
	b.Until(`document.getElementById("fast") !== null`)
	b.Click("#fast")
	b.Click("#chat-open")
	b.Until(`!document.getElementById("chat-text").disabled`)
	b.Fill("chat-text", "How long does delivery take?")
	b.Click("#chat-send")
	b.Says("#chat", "working days")
	b.Says("#quick", "Returns")
	b.ClickOn("#quick .chip", "Returns")
	b.Says("#chat", "You have 30 days.")
	Is(b, `document.querySelectorAll(".request .verdict.breaks").length`, 0)
}
