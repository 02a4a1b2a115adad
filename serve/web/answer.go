package web

import (
	"net/http"
	"strconv"

	"plugsheet/schemas/files"
)

// Header values that are the same in every answer. They are shared: a header holds the slice itself, which
// costs no memory, and nobody may write to it.
var (
	jsonType = []string{"application/json"}
	noCache  = []string{"no-cache"}
	private  = []string{"private, no-store"}
	noStore  = []string{"no-store"}
	nosniff  = []string{"nosniff"}
	onlyTLS  = []string{"max-age=31536000"} // a year
)

// NoCache lets an answer be kept, and asked for again each time.
func NoCache(w http.ResponseWriter) { w.Header()["Cache-Control"] = noCache }

// NoStore lets nobody keep an answer.
func NoStore(w http.ResponseWriter) { w.Header()["Cache-Control"] = noStore }

// Private says so of an answer that is about a person.
func Private(w http.ResponseWriter) { w.Header()["Cache-Control"] = private }

// NotModified answers 304 and reports true when the client has the answer already. The entity tag is the
// bundle's revision, and of products the edition's: with the URL, which tags belong to, it settles the answer
// of every GET that takes nothing but the bundle and the time.
func NotModified(w http.ResponseWriter, r *http.Request, etag []string, language string) bool {
	given := r.Header["If-None-Match"]
	if len(given) == 0 {
		return false
	}
	for _, one := range given {
		if !Matches(one, etag[0]) {
			continue
		}
		h := w.Header()
		h["Etag"], h["Cache-Control"] = etag, noCache
		if language != "" {
			h["Content-Language"] = []string{language}
		}
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}

// Send answers 200 with a body that depends on what its entity tag stands for alone.
func Send(w http.ResponseWriter, etag []string, body []byte) error {
	h := w.Header()
	h["Etag"], h["Cache-Control"] = etag, noCache
	return Write(w, body)
}

// Write answers 200 with a JSON body. An error of the connection is nobody's to answer, so it is dropped.
func Write(w http.ResponseWriter, body []byte) error {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.Write(body)
	return nil
}

// WriteValue answers 200 with a value as JSON.
func WriteValue(w http.ResponseWriter, v any) error { return WriteStatus(w, http.StatusOK, v) }

// WriteStatus answers with a value as JSON under another status.
func WriteStatus(w http.ResponseWriter, status int, v any) error {
	body, err := files.Encode(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	w.Write(body)
	return nil
}
