package conform

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// withBotAndApp puts a small right bot and a small right app before a handler, so that the rules about them
// can be broken one at a time.
func withBotAndApp(next http.Handler) http.Handler {
	b := &smallBot{bots: map[string]string{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimSuffix(r.URL.Path, "/")
		switch {
		case strings.HasPrefix(path, "/bot/"):
			b.ServeHTTP(w, r)
		case path == "/app":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy",
				"default-src 'none'; frame-ancestors https://ha.iadvize.com https://sd.iadvize.com")
			w.Header().Set("Referrer-Policy", "no-referrer")
			io.WriteString(w,
				`<script `+
					`src="https://static.iadvize.com/conversation-panel-app-lib/2.9.0/idzcpa.umd.production.min.js"></script>`)
		case path == "/app/messages":
			w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			meaningOf(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func meaningOf(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var in struct {
		Messages []struct{ ID, Text string } `json:"messages"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	answerJSON(w, `{"commands":[{"type":"addMessageActions","messageId":"m-1",`+
		`"actions":[{"highlight":"TENT-2P-GRN","intent":{"key":"product","payload":{"id":"1001"}}}]}]}`)
}

func answerJSON(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, text)
}

// smallBot does what the contract says of a bot and nothing more.
type smallBot struct {
	mu   sync.Mutex
	bots map[string]string // scenario by operator
}

const (
	dates  = `"createdAt":"2030-01-01T12:00:00Z","updatedAt":"2030-01-01T12:00:00Z"`
	saying = `{"type":"message","payload":{"contentType":"text","value":"Bonjour !"},` +
		`"quickReplies":[{"contentType":"text/quick-reply","value":"Une tente"}]}`
)

func (b *smallBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	signed := r.URL.RawQuery
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		signed = string(body)
	}
	if r.Header.Get("x-iadvize-signature") != sign([]byte(signed)) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")[1:]
	var in struct {
		IDConversation, IDOperator string
		External                   struct{ IDBot string }
		Message                    struct {
			Author  struct{ Role string }
			Payload struct{ Value string }
		}
	}
	if len(body) > 0 && json.Unmarshal(body, &in) != nil || signed == "" && r.Method == http.MethodPost {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch {
	case parts[0] == "external-bots":
		answerJSON(w, `[{"idBot":"shop","name":"Shop","editorUrl":"https://shop.example/"}]`)
	case parts[0] == "availability-strategies":
		answerJSON(w, `[{"strategy":"customAvailability","availability":true}]`)
	case parts[0] == "bots" && len(parts) == 3:
		answerJSON(w, `{"replies":[`+saying+`]}`)
	case parts[0] == "bots" && r.Method == http.MethodPut:
		b.bots[parts[1]] = in.External.IDBot
		fallthrough
	case parts[0] == "bots":
		if b.bots[parts[1]] == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		answerJSON(w,
			fmt.Sprintf(`{"idOperator":%q,"external":{"idBot":%q,"editorUrl":"https://shop.example/"},%s}`,
				parts[1], b.bots[parts[1]], dates))
	case len(parts) == 1:
		answerJSON(w, fmt.Sprintf(`{"idConversation":%q,"idOperator":%q,"replies":[],%s}`, in.IDConversation,
			in.IDOperator, dates))
	default:
		replies := saying
		if in.Message.Payload.Value == "🙂" {
			replies = `{"type":"transfer","distributionRule":"` + rule +
				`","transferOptions":{"timeout":{"unit":"seconds","value":20}}},` + saying
		}
		if in.Message.Author.Role == "operator" {
			replies = ""
		}
		answerJSON(w, fmt.Sprintf(`{"idConversation":%q,"idOperator":"ha-1","replies":[%s],%s}`,
			parts[1], replies, dates))
	}
}
