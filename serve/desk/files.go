package desk

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
)

//go:embed static
var embedded embed.FS

// file is one file of the page.
type file struct {
	body []byte
	kind string // the media type
}

const pageFile = "index.html"

// readFiles reads the embedded files, by name.
func readFiles() (map[string]file, error) {
	files := map[string]file{}
	entries, err := fs.ReadDir(embedded, "static")
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	kinds := map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	for _, e := range entries {
		body, err := embedded.ReadFile(path.Join("static", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the page: %w", err)
		}
		files[e.Name()] = file{body, kinds[path.Ext(e.Name())]}
	}
	return files, nil
}

// page answers GET / and GET /{file}.
func (d *Desk) page(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if name == "" {
		name = pageFile
	}
	f, ok := d.files[name]
	if !ok {
		refuse(w, http.StatusNotFound, "there is no such file")
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Write(f.body)
}

// picture answers GET /pictures/{file}.
func (d *Desk) picture(w http.ResponseWriter, r *http.Request) {
	if d.o.Pictures == nil {
		refuse(w, http.StatusNotFound, "there is no such picture")
		return
	}
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, d.o.Pictures, r.PathValue("file"))
}
