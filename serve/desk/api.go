package desk

import (
	"errors"
	"net/http"
	"slices"

	"plugsheet/serve/conform"

	"plugsheet/serve/loopback"
)

// routes are all requests that the page can make, besides those of its own files.
func (d *Desk) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", d.files)
	mux.Handle("GET /{file}", d.files)
	mux.HandleFunc("GET /pictures/{file}", loopback.Pictures(d.o.Pictures))
	mux.HandleFunc("GET /api/about", d.about)
	mux.HandleFunc("POST /api/ask", loopback.Read(d.ask))
	mux.HandleFunc("POST /api/again", loopback.Read(d.again))
	mux.HandleFunc("POST /api/who", loopback.Read(d.setWho))
	mux.HandleFunc("POST /api/check", loopback.Read(d.check))
	mux.HandleFunc("POST /api/token", d.token)
	mux.HandleFunc("GET /api/setup", d.setup)
	mux.HandleFunc("POST /api/explain", loopback.Read(d.explain))
	return mux
}

// about is what the page has to know before it asks anything.
type about struct {
	Connector string `json:"connector"`
	Who       who    `json:"who"`
	Signed    bool   `json:"signed"`
	Bundle    string `json:"bundle"` // empty: the connector is somebody else's
	App       string `json:"app"`    // the app's URL
	Frame     string `json:"frame"`  // where it is framed from
	PublicURL string `json:"publicUrl"`
	// what is below it is shown from /pictures/ instead; empty: nothing
	PicturesURL string    `json:"picturesUrl"`
	Visitors    []Visitor `json:"visitors"`
	Within      bool      `json:"within"` // the studio frames it: what is for developers stays out
}

// about answers GET /api/about.
func (d *Desk) about(w http.ResponseWriter, _ *http.Request) {
	a := about{
		Connector: d.o.Connector, Who: d.asking.Load().who, Signed: len(d.o.Secret) > 0, Bundle: d.o.Bundle,
		App: d.web.String(), Frame: d.frame.String(), PublicURL: d.o.PublicURL, Visitors: d.o.Visitors,
		Within: d.o.Within,
	}
	if d.o.Pictures != nil {
		a.PicturesURL = d.o.PicturesURL
	}
	loopback.Write(w, a)
}

// ask answers POST /api/ask: one documented request to the connector, with its answer and the verdict.
func (d *Desk) ask(w http.ResponseWriter, r *http.Request, q conform.Question) {
	j, err := d.asking.Load().asker.Ask(r.Context(), q)
	d.judged(w, j, err)
}

// repeated is a request that was seen before; an edited one is held against no answer of then.
type repeated struct {
	conform.Exchange
	Edited bool `json:"edited"`
}

// again answers POST /api/again: a request that was seen before, to the same endpoint of the connector.
func (d *Desk) again(w http.ResponseWriter, r *http.Request, e repeated) {
	j, err := d.asking.Load().asker.Again(r.Context(), e.Exchange)
	if j != nil && e.Edited {
		j.Faults = slices.DeleteFunc(j.Faults, func(f conform.Fault) bool { return f.ID == "replay" })
	}
	d.judged(w, j, err)
}

// judged writes a verdict. The app that this program serves has a stand-in for the platform's library and
// lets this machine's pages frame it: that is the desk's doing, and no fault.
func (d *Desk) judged(w http.ResponseWriter, j *conform.Judged, err error) {
	switch {
	case errors.Is(err, conform.ErrQuestion):
		loopback.Refuse(w, http.StatusBadRequest, err.Error())
		return
	case err != nil:
		loopback.Refuse(w, http.StatusBadGateway, "the request was given up")
		return
	}
	if d.ownApp() {
		j.Faults = withoutOwn(j.Faults)
	}
	loopback.Write(w, j)
}

// withoutOwn leaves out what the desk itself makes of the app that this program serves.
func withoutOwn(faults []conform.Fault) []conform.Fault {
	return slices.DeleteFunc(faults,
		func(f conform.Fault) bool { return f.ID == "app-library" || f.ID == "app-frame-others" })
}
