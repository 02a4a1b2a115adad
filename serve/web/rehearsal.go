package web

import "net/http"

// conformAgent is the User-Agent of "plugsheet conform".
const conformAgent = "plugsheet-conform"

// IsRehearsal tells whether a request is one of "plugsheet conform", which plays the platform: it is answered as any other,
// and nothing of it is kept. Who may send requests at all gains nothing by saying so.
func IsRehearsal(r *http.Request) bool { return r.UserAgent() == conformAgent }
