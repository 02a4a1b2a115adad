package serve

import (
	"fmt"
	"net/http"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
	"plugsheet/serve/web"
)

// closingForm answers GET /closing-form with the form in the operator's language.
func (s *Server) closingForm(w http.ResponseWriter, r *http.Request) error {
	var q web.Query
	if err := q.Parse(r.URL.RawQuery, web.Set(web.IDConnectorVersion, web.IDWebsite, web.IDOperator, web.OperatorLocale)); err != nil {
		return err
	}
	n, err := s.acquire(w, r, q.Values[web.IDWebsite])
	if err != nil {
		return err
	}
	defer n.release()
	answer, language := n.forms.find(q.Values[web.OperatorLocale])
	if web.NotModified(w, r, n.etag, language) {
		return nil
	}
	w.Header()["Content-Language"] = []string{language}
	return web.Send(w, n.etag, answer)
}

// formAnswers encodes the closing form once for each language.
func formAnswers(def string, forms bundle.Localized[bundle.FormField]) (localized[[]byte], error) {
	l := localize(def, forms)
	answers := localized[[]byte]{matcher: l.matcher, tags: l.tags}
	for _, form := range l.Values {
		if form == nil {
			form = []bundle.FormField{}
		}
		data, err := files.Encode(form)
		if err != nil {
			return answers, fmt.Errorf("encoding the closing form: %w", err)
		}
		answers.Values = append(answers.Values, data)
	}
	return answers, nil
}
