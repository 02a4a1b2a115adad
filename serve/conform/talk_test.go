package conform

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestHastyVisitor: who writes while the bot still waits never sees the rest, which so comes back to the bot
// as its own from nobody; and a transfer that fails takes as long as the bot has said.
func TestHastyVisitor(t *testing.T) {
	x := replies("xqzvwkjpz brrgl", message("first")+","+await(4)+","+message("never"))
	y := replies("xqzvwkjpz brrgl encore", transfer(rule, 20)+","+message("nobody"))
	right := y.around(x.around(withBotAndApp(connector(t))))
	type heard struct {
		text, role string
		at         time.Time
	}
	var all []heard
	o := options(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		var in struct {
			Message struct {
				Author    struct{ Role string }
				Payload   struct{ Value string }
				CreatedAt string
			}
		}
		if json.Unmarshal(data, &in) == nil && in.Message.Payload.Value != "" {
			at, _ := time.Parse(time.RFC3339, in.Message.CreatedAt)
			all = append(all, heard{in.Message.Payload.Value, in.Message.Author.Role, at})
		}
		r.Body = io.NopCloser(strings.NewReader(string(data)))
		right.ServeHTTP(w, r)
	}))
	o.Only = []Area{Bot}
	r, err := Run(t.Context(), o)
	if err != nil || len(r.Faults) > 0 {
		t.Fatalf("%v, %v", r, err)
	}
	when := map[string]time.Time{}
	for _, h := range all {
		if h.text == "never" {
			t.Errorf("the cancelled message came back: %+v", h)
		}
		if _, again := when[h.text]; !again {
			when[h.text] = h.at
		}
	}
	if d := when["xqzvwkjpz brrgl encore"].Sub(when["first"]); when["first"].IsZero() || d != 2*time.Second {
		t.Errorf("the next message comes %s after the first reply, want the half of the wait", d)
	}
	if d := when["nobody"].Sub(when["xqzvwkjpz brrgl encore"]); d != 20*time.Second {
		t.Errorf("the transfer failed after %s", d)
	}
}
