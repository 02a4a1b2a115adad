package desk

import (
	"embed"
	"net/http"

	"plugsheet/serve/loopback"
)

//go:embed static
var embedded embed.FS

// picture answers GET /pictures/{file}.
func (d *Desk) picture(w http.ResponseWriter, r *http.Request) {
	if d.o.Pictures == nil {
		loopback.Refuse(w, http.StatusNotFound, "there is no such picture")
		return
	}
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, d.o.Pictures, r.PathValue("file"))
}
