package loopback

import (
	"encoding/json"
	"net/http"
)

// maxBody bounds the JSON that a page may send, in bytes.
const maxBody = 1 << 20

// Problem is why a request of a page is refused.
type Problem struct {
	Problem string `json:"problem"`
}

// Refuse answers a request with a reason.
func Refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(Problem{why})
}

// Write answers a request with JSON.
func Write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// Read reads a page's JSON; it reports false for what cannot be read, and has then refused the request.
func Read[T any](w http.ResponseWriter, r *http.Request) (T, bool) {
	var v T
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&v); err != nil {
		Refuse(w, http.StatusBadRequest, "the request cannot be read")
		return v, false
	}
	return v, true
}
