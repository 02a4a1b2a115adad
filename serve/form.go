package serve

import (
	"fmt"
	"net/http"

	"plugsheet/schemas/bundle"
	"plugsheet/schemas/files"
)

// closingForm answers GET /closing-form with the form in the operator's language.
func (s *Server) closingForm(w http.ResponseWriter, r *http.Request) error {
	var q query
	if err := q.parse(r.URL.RawQuery, set(idConnectorVersion, idWebsite, idOperator, operatorLocale)); err != nil {
		return err
	}
	n, err := s.acquire(w, r, q.values[idWebsite])
	if err != nil {
		return err
	}
	defer n.release()
	answer, language := n.forms.find(q.values[operatorLocale])
	if s.notModified(w, r, n.etag, language) {
		return nil
	}
	w.Header()["Content-Language"] = []string{language}
	return s.send(w, n.etag, answer)
}

// formAnswers encodes the closing form once for each language.
func formAnswers(def string, forms bundle.Localized[bundle.FormField]) (localized[[]byte], error) {
	l := localize(def, forms)
	answers := localized[[]byte]{matcher: l.matcher, tags: l.tags}
	for _, form := range l.values {
		if form == nil {
			form = []bundle.FormField{}
		}
		data, err := files.Encode(form)
		if err != nil {
			return answers, fmt.Errorf("encoding the closing form: %w", err)
		}
		answers.values = append(answers.values, data)
	}
	return answers, nil
}
