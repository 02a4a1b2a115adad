package serve

import (
	"net/http"
	"strconv"

	"plugsheet/schemas/files"
)

// fixed are header values that are the same in every answer. They are shared: a header holds the slice itself, which
// costs no memory, and nobody may write to it.
type fixed struct {
	json, noCache, private, noStore []string
	nosniff, onlyTLS                []string
}

func newFixed() fixed {
	return fixed{
		json:    []string{"application/json"},
		noCache: []string{"no-cache"},
		private: []string{"private, no-store"},
		noStore: []string{"no-store"},

		nosniff: []string{"nosniff"},
		onlyTLS: []string{"max-age=31536000"}, // a year
	}
}

// notModified answers 304 and reports true when the client has the answer already. The entity tag is the bundle's
// revision, and of products the edition's: with the URL, which tags belong to, it settles the answer of every GET that
// takes nothing but the bundle and the time.
func (s *Server) notModified(w http.ResponseWriter, r *http.Request, etag []string, language string) bool {
	given := r.Header["If-None-Match"]
	if len(given) == 0 {
		return false
	}
	for _, one := range given {
		if !matches(one, etag[0]) {
			continue
		}
		h := w.Header()
		h["Etag"], h["Cache-Control"] = etag, s.fixed.noCache
		if language != "" {
			h["Content-Language"] = []string{language}
		}
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// send answers 200 with a body that depends on what its entity tag stands for alone.
func (s *Server) send(w http.ResponseWriter, etag []string, body []byte) error {
	h := w.Header()
	h["Etag"], h["Cache-Control"] = etag, s.fixed.noCache
	return s.write(w, body)
}

// write answers 200 with a JSON body. An error of the connection is nobody's to answer, so it is dropped.
func (s *Server) write(w http.ResponseWriter, body []byte) error {
	h := w.Header()
	h["Content-Type"] = s.fixed.json
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.Write(body)
	return nil
}

// writeValue answers 200 with a value as JSON.
func (s *Server) writeValue(w http.ResponseWriter, v any) error {
	body, err := files.Encode(v)
	if err != nil {
		return err
	}
	return s.write(w, body)
}
