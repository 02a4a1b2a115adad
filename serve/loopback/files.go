package loopback

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
)

//go:embed static
var shared embed.FS

const pageFile = "index.html"

// Files are the files of a page, by name: its own, and those that all pages of this machine share.
type Files map[string][]byte

var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
}

// ReadFiles reads the folder static of a page's own files, and the shared ones.
func ReadFiles(own fs.FS) (Files, error) {
	files := Files{}
	for _, from := range []fs.FS{shared, own} {
		entries, err := fs.ReadDir(from, "static")
		if err != nil {
			return nil, fmt.Errorf("reading the page: %w", err)
		}
		for _, e := range entries {
			if files[e.Name()], err = fs.ReadFile(from, path.Join("static", e.Name())); err != nil {
				return nil, fmt.Errorf("reading the page: %w", err)
			}
		}
	}
	return files, nil
}

// ServeHTTP answers GET / and GET /{file}.
func (f Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if name == "" {
		name = pageFile
	}
	body, ok := f[name]
	if !ok {
		Refuse(w, http.StatusNotFound, "there is no such file")
		return
	}
	w.Header().Set("Content-Type", mediaTypes[path.Ext(name)])
	w.Write(body)
}

// Pictures answers GET /pictures/{file} with the pictures of a shop that is on no web; nil: there are none.
func Pictures(of fs.FS) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if of == nil {
			Refuse(w, http.StatusNotFound, "there is no such picture")
			return
		}
		w.Header().Set("Cache-Control", "max-age=3600")
		http.ServeFileFS(w, r, of, r.PathValue("file"))
	}
}
