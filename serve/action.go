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

	"plugsheet/serve/metrics"
	"plugsheet/serve/store"
	"plugsheet/serve/web"
	"plugsheet/serve/web/failure"
	"plugsheet/serve/web/param"
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

// customerAction answers POST /customer/action. It says success only after the action is on the disk. The
// same action that is delivered again is answered as before and not written again.
func (s *Server) customerAction(w http.ResponseWriter, r *http.Request, body []byte) error {
	q, err := readAction(r.Header.Get("Content-Type"), body)
	if err != nil {
		return err
	}
	n, t, err := s.sites.AcquireSite(w, r, s.sites.Of(q.Values[param.IDWebsite]))
	if err != nil {
		return err
	}
	defer n.Release()
	web.NoStore(w)
	field, ok := n.Action(q.Values[param.Action])
	if !ok {
		s.metrics.Action(metrics.ActionUnknown, 0)
		return web.WriteValue(w, outcome{Message: unknownAction})
	}
	if web.IsRehearsal(r) {
		if err := t.Actions.Try(); err != nil {
			return &failure.Error{Kind: failure.NotRecorded, Cause: err}
		}
		return web.WriteValue(w, outcome{Success: true, Message: field.Message})
	}
	visitor := q.Values[param.IDVisitorUnique]
	if n.Customers().Forgot(visitor) {
		visitor = strings.Repeat("*", len(visitor)) // as "plugsheet forget" leaves the actions before it
	}
	since := time.Now()
	repeated, err := t.Actions.Record(store.Action{
		Time: s.o.Clock().UTC().Format(time.RFC3339Nano), Action: q.Values[param.Action],
		ConnectorVersion: q.Values[param.IDConnectorVersion], VisitorUnique: visitor,
		Website: q.Values[param.IDWebsite], Conversation: q.Values[param.IDConversation],
		Operator: q.Values[param.IDOperator],
	})
	switch {
	case err != nil:
		s.metrics.Action(metrics.ActionFailed, 0)
		return &failure.Error{Kind: failure.NotRecorded, Cause: err}
	case repeated:
		s.metrics.Action(metrics.ActionRepeated, 0)
	default:
		s.metrics.Action(metrics.ActionRecorded, time.Since(since))
	}
	return web.WriteValue(w, outcome{Success: true, Message: field.Message})
}

// readAction decodes the body: JSON or form-urlencoded by its Content-Type; of another type whichever it is.
// No source says what the platform sends (contract, 1.6), so an object in braces is JSON even where the type
// says that it is a form, as curl does.
func readAction(contentType string, data []byte) (q param.Query, err error) {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch {
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		err = parseJSON(&q, data)
	case kind == "application/x-www-form-urlencoded" && !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		err = parseForm(&q, data)
	default:
		if err = parseJSON(&q, data); err != nil && !json.Valid(data) {
			q = param.Query{}
			err = parseForm(&q, data)
		}
	}
	if err == nil && q.Values[param.Action] == "" {
		err = failure.BadKey(param.Action.String(), "is missing")
	}
	return q, err
}

// actionKeys are the keys of an action's body.
func actionKeys() param.KeySet {
	return param.Set(param.Action, param.IDConnectorVersion, param.IDVisitorUnique, param.IDWebsite,
		param.IDConversation, param.IDOperator)
}

func parseForm(q *param.Query, data []byte) error {
	err := q.Parse(strings.TrimSpace(string(data)), actionKeys())
	var f *failure.Error
	if errors.As(err, &f) {
		f.Kind = failure.BadBody
	}
	return err
}

// parseJSON reads one object. Values are texts; numbers are taken as they are written, since the ids are
// opaque, and null counts as absent.
func parseJSON(q *param.Query, data []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return &failure.Error{Kind: failure.BadBody, Detail: "it is not a JSON object"}
	}
	for k := range param.Keys {
		raw, ok := object[k.String()]
		if !ok || !actionKeys().Has(k) || bytes.Equal(raw, []byte("null")) {
			continue
		}
		text := string(raw)
		if raw[0] == '{' || raw[0] == '[' || raw[0] == 't' || raw[0] == 'f' {
			return failure.BadKey(k.String(), "must be a string")
		}
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &text); err != nil {
				return failure.BadKey(k.String(), "must be a string")
			}
		}
		if len(text) > param.MaxText {
			return failure.BadKey(k.String(), fmt.Sprintf("is longer than %d bytes", param.MaxText))
		}
		q.Values[k] = text
	}
	return nil
}
