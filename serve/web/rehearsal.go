package web

import "net/http"

// ConformAgent is the User-Agent of "plugsheet conform": by it we know that nothing of its requests is to be
// kept.
const ConformAgent = "plugsheet-conform"

// IsRehearsal tells whether a request is one of "plugsheet conform", which plays the platform: it is answered
// as any other, and nothing of it is kept. Who may send requests at all gains nothing by saying so.
func IsRehearsal(r *http.Request) bool { return r.UserAgent() == ConformAgent }
