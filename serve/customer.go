package serve

import (
	"net/http"
	"net/url"
	"strings"

	"plugsheet/schemas/bundle"
	"plugsheet/serve/site"
	"plugsheet/serve/web"
	"plugsheet/serve/web/param"
)

// information is one row of the answer to GET /customer (contract, 1.6).
type information struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Value     string `json:"value"`
	FieldType string `json:"fieldType"`
}

// customer answers GET /customer: the fields in the operator's language, filled with what is known of the
// visitor. The answer holds personal data, so nobody may keep it.
func (s *Server) customer(w http.ResponseWriter, r *http.Request) error {
	q, n, _, err := s.sites.Ask(w, r, r.URL.RawQuery,
		param.Set(param.EmailVisitor, param.IDConnectorVersion, param.IDVisitorExternal,
			param.IDVisitorUnique, param.IDWebsite, param.OperatorLocale, param.IDOperator))
	if err != nil {
		return err
	}
	defer n.Release()
	fields, language := n.Fields.Find(q.Values[param.OperatorLocale])
	columns, _ := n.Customers().Find(q.Values[param.IDVisitorExternal], q.Values[param.EmailVisitor])
	v := visitor{&q, columns}
	rows := []information{}
	for _, f := range fields {
		if value, ok := v.value(f); ok {
			rows = append(rows, information{f.ID, f.Label, value, f.FieldType})
		}
	}
	web.Private(w)
	w.Header()["Content-Language"] = []string{language}
	return web.WriteValue(w, rows)
}

// fieldURL is the type of a customer field that is an address (contract, 1.6).
const fieldURL = "URL"

// visitor is what is known of the one that a request is about.
type visitor struct {
	q       *param.Query
	columns map[string]string // of the customer's row; nil where there is none
}

// value fills one field; false where there is nothing to show, since a value is required and never null. An
// action's code is never filled: it has to come back as the bundle knows it.
func (v visitor) value(f bundle.CustomerField) (string, bool) {
	if f.FieldType == site.FieldAction {
		return f.Value, true
	}
	text, ok := v.columns[f.ID]
	if !ok {
		text, ok = fill(f.Value, f.FieldType == fieldURL, v.named)
	}
	if !ok || text == "" || f.FieldType == fieldURL && !isWebURL(text) {
		return "", false
	}
	return text, true
}

// named is the value of a placeholder: what the request says, else the customer's column of that name.
func (v visitor) named(name string) (string, bool) {
	if k, ok := param.KeyOf(name); ok && v.q.Values[k] != "" {
		return v.q.Values[k], true
	}
	text := v.columns[name]
	return text, text != ""
}

// fill replaces each {name} of a template by what named knows; false when it does not know one of them. With
// escape the values are percent-encoded, unless the whole template is one placeholder. A brace that is not
// closed stands for itself.
func fill(template string, escape bool, named func(string) (string, bool)) (string, bool) {
	var b strings.Builder
	for rest := template; ; {
		text, after, _ := strings.Cut(rest, "{")
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			b.WriteString(rest)
			return b.String(), true
		}
		value, ok := named(name)
		if !ok {
			return "", false
		}
		if escape && len(name)+len("{}") != len(template) {
			value = percentEncode(value)
		}
		b.WriteString(text)
		b.WriteString(value)
		rest = tail
	}
}

// percentEncode escapes everything but the unreserved characters of RFC 3986, so that the text is the same in
// every part of a URL.
func percentEncode(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// isWebURL tells whether text is an absolute http or https URL that a browser takes as it stands.
func isWebURL(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return false
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
