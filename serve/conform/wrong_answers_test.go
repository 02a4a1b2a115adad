package conform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// wrong is a connector that does one thing wrong: what happens to a request before the right one answers it,
// and to the answer. A nil change is none.
type wrong struct {
	in  func(r *http.Request, body string)
	out func(r *http.Request, body string, w *httptest.ResponseRecorder)
}

// before and after make one that concerns some requests.
func after(of func(r *http.Request, body string) bool, change func(w *httptest.ResponseRecorder)) wrong {
	return wrong{out: func(r *http.Request, body string, w *httptest.ResponseRecorder) {
		if of(r, body) {
			change(w)
		}
	}}
}

func at(path string, parts ...string) func(*http.Request, string) bool {
	return func(r *http.Request, body string) bool {
		all := r.URL.RawQuery + "\n" + body
		for _, part := range parts {
			if !strings.Contains(all, part) {
				return false
			}
		}
		return strings.TrimSuffix(r.URL.Path, "/") == path ||
			strings.HasSuffix(path, "*") && strings.HasPrefix(r.URL.Path, strings.TrimSuffix(path, "*"))
	}
}

// said gives an answer another body, status or type.
func said(status int, media, body string) func(*httptest.ResponseRecorder) {
	return func(w *httptest.ResponseRecorder) {
		w.Code = status
		w.Header().Set("Content-Type", media)
		w.Body = bytes.NewBufferString(body)
	}
}

func status(code int) func(*httptest.ResponseRecorder) { return said(code, "application/json", `{}`) }

// replaced changes the text of a successful answer.
func replaced(old, new string) func(*httptest.ResponseRecorder) {
	return func(w *httptest.ResponseRecorder) {
		if w.Code == 200 {
			w.Body = bytes.NewBufferString(strings.Replace(w.Body.String(), old, new, 1))
		}
	}
}

// rows changes the rows of a successful list.
func rows(change func([]map[string]any) []map[string]any) func(*httptest.ResponseRecorder) {
	return func(w *httptest.ResponseRecorder) {
		var all []map[string]any
		d := json.NewDecoder(w.Body)
		d.UseNumber()
		if w.Code != 200 || d.Decode(&all) != nil {
			return
		}
		data, _ := json.Marshal(change(all))
		w.Body = bytes.NewBuffer(data)
	}
}

// eachOf changes every row.
func eachOf(change func(map[string]any)) func(*httptest.ResponseRecorder) {
	return rows(func(all []map[string]any) []map[string]any {
		for _, r := range all {
			change(r)
		}
		return all
	})
}

// asked changes the query of some requests, and signs it anew.
func asked(of func(*http.Request, string) bool, old, new string) wrong {
	return wrong{in: func(r *http.Request, body string) {
		if of(r, body) {
			right := r.Header.Get("x-iadvize-signature") == sign([]byte(r.URL.RawQuery))
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, old, new, 1)
			if right {
				r.Header.Set("x-iadvize-signature", sign([]byte(r.URL.RawQuery)))
			}
		}
	}}
}

// accepted lets a wrong signature pass.
func accepted(of func(r *http.Request, signed, claim string) bool) wrong {
	return wrong{in: func(r *http.Request, body string) {
		signed := r.URL.RawQuery
		if r.Method == http.MethodPost || r.Method == http.MethodPut {
			signed = body
		}
		if of(r, signed, r.Header.Get("x-iadvize-signature")) {
			r.Header.Set("x-iadvize-signature", sign([]byte(signed)))
		}
	}}
}

// replies gives the bot's answers to one text other replies.
func replies(text, all string) wrong {
	return after(at("/bot/conversations/*", `"value":"`+text+`"`, `"role":"visitor"`),
		func(w *httptest.ResponseRecorder) {
			head, rest, _ := strings.Cut(w.Body.String(), `"replies":[`)
			tail := rest[strings.LastIndex(rest, `],"createdAt"`):]
			w.Body = bytes.NewBufferString(head + `"replies":[` + all + tail)
		})
}

func message(text string) string {
	return `{"type":"message","payload":{"contentType":"text","value":"` + text + `"}}`
}

func await(seconds int) string {
	return fmt.Sprintf(`{"type":"await","duration":{"unit":"seconds","value":%d}}`, seconds)
}

func transfer(rule string, seconds int) string {
	return fmt.Sprintf(`{"type":"transfer","distributionRule":"%s",`+
		`"transferOptions":{"timeout":{"unit":"seconds","value":%d}}}`, rule, seconds)
}
