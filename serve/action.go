package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/store"
)

// maxBody bounds the body of an action, in bytes.
const maxBody = 64 << 10

// outcome is the answer to POST /customer/action (contract, 7.9).
type outcome struct {
	Success bool   `json:"success"`
	Message string `json:"message,omitempty"`
}

// unknownAction is what the operator reads when no field has the action's code. Nothing is recorded then.
const unknownAction = "this action is not known"

// customerAction answers POST /customer/action. It says success only after the action is on the disk. The same action
// that is delivered again is answered as before and not written again.
func (s *Server) customerAction(w http.ResponseWriter, r *http.Request, body []byte) error {
	q, err := readAction(r.Header.Get("Content-Type"), body)
	if err != nil {
		return err
	}
	n, t, err := s.acquireSite(w, r, s.siteOf(q.values[idWebsite]))
	if err != nil {
		return err
	}
	defer n.release()
	w.Header()["Cache-Control"] = s.fixed.noStore
	field, ok := n.actionField(q.values[action])
	if !ok {
		s.metrics.actions.WithLabelValues(resultUnknown).Inc()
		return s.writeValue(w, outcome{Message: unknownAction})
	}
	since := time.Now()
	repeated, err := t.actions.Record(store.Action{
		Time: s.o.Clock().UTC().Format(time.RFC3339Nano), Action: q.values[action],
		ConnectorVersion: q.values[idConnectorVersion], VisitorUnique: q.values[idVisitorUnique],
		Website: q.values[idWebsite], Conversation: q.values[idConversation], Operator: q.values[idOperator],
	})
	switch {
	case err != nil:
		s.metrics.actions.WithLabelValues(resultFailed).Inc()
		return &failure{kind: notRecorded, cause: err}
	case repeated:
		s.metrics.actions.WithLabelValues(resultRepeated).Inc()
	default:
		s.metrics.journal.Observe(time.Since(since).Seconds())
		s.metrics.actions.WithLabelValues(resultRecorded).Inc()
	}
	return s.writeValue(w, outcome{Success: true, Message: field.Message})
}

// actionField finds the field of an action's code. The body of an action names no locale, so the default language's
// message counts, and a code that only another language has is found all the same.
func (n *snapshot) actionField(code string) (bundle.CustomerField, bool) {
	for _, fields := range n.fields.values {
		for _, f := range fields {
			if f.FieldType == fieldAction && f.Value == code {
				return f, true
			}
		}
	}
	return bundle.CustomerField{}, false
}

// hasActions tells whether a customer field lets operators ask for an action.
func (n *snapshot) hasActions() bool {
	for _, fields := range n.fields.values {
		for _, f := range fields {
			if f.FieldType == fieldAction {
				return true
			}
		}
	}
	return false
}

// readAction decodes the body: JSON or form-urlencoded by its Content-Type; of another type whichever it is. No source
// says what the platform sends (contract, 1.6), so an object in braces is JSON even where the type says that it is a form,
// as curl does.
func readAction(contentType string, data []byte) (q query, err error) {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch {
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		err = q.parseJSON(data)
	case kind == "application/x-www-form-urlencoded" && !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		err = q.parseForm(data)
	default:
		if err = q.parseJSON(data); err != nil && !json.Valid(data) {
			q = query{}
			err = q.parseForm(data)
		}
	}
	if err == nil && q.values[action] == "" {
		err = badKey(action.String(), "is missing")
	}
	return q, err
}

// actionKeys are the keys of an action's body.
func actionKeys() keySet {
	return set(action, idConnectorVersion, idVisitorUnique, idWebsite, idConversation, idOperator)
}

func (q *query) parseForm(data []byte) error {
	err := q.parse(strings.TrimSpace(string(data)), actionKeys())
	var f *failure
	if errors.As(err, &f) {
		f.kind = badBody
	}
	return err
}

// parseJSON reads one object. Values are texts; numbers are taken as they are written, since the ids are opaque, and
// null counts as absent.
func (q *query) parseJSON(data []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return &failure{kind: badBody, detail: "it is not a JSON object"}
	}
	for k := range keys {
		raw, ok := object[k.String()]
		if !ok || !actionKeys().has(k) || bytes.Equal(raw, []byte("null")) {
			continue
		}
		text := string(raw)
		if raw[0] == '{' || raw[0] == '[' || raw[0] == 't' || raw[0] == 'f' {
			return badKey(k.String(), "must be a string")
		}
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &text); err != nil {
				return badKey(k.String(), "must be a string")
			}
		}
		if len(text) > maxText {
			return badKey(k.String(), fmt.Sprintf("is longer than %d bytes", maxText))
		}
		q.values[k] = text
	}
	return nil
}

// badKey is the failure of one key of a body.
func badKey(key, reason string) *failure {
	return &failure{kind: badBody, parameter: key, detail: key + " " + reason}
}
