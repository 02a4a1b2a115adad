package app

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
)

// File is one file of the page. Nobody may write to its bytes.
type File struct {
	Body []byte
	Type string // the media type
	ETag string // the entity tag
}

//go:embed static
var embedded embed.FS

const pageFile = "index.html"

// StandIn is the file that takes the place of the platform's library, for a desk on this machine.
const StandIn = "stand-in.js"

// What the page says of the platform's library (contract, 4.2), and of the stand-in in its place.
var (
	libraryTags = []byte(
		`<link rel="stylesheet" href="https://static.iadvize.com/conversation-panel-app-lib/2.9.0/idzcpa.base.css">
<script defer src="https://static.iadvize.com/conversation-panel-app-lib/2.9.0/idzcpa.umd.production.min.js"></script>
`)
	standInTags = []byte("<script defer src=\"" + StandIn + "\"></script>\n")
)

// Page is the page itself; the other files are named relative to it.
func (a *App) Page() File { return a.files[pageFile] }

// File gives a file that the page names. The stand-in is there with [Options.Desk] only.
func (a *App) File(name string) (File, bool) {
	f, ok := a.files[name]
	return f, ok && name != pageFile
}

// readFiles reads the embedded files.
func readFiles(desk bool) map[string]File {
	files := map[string]File{}
	entries, _ := fs.ReadDir(embedded, "static") // what is embedded can be read
	for _, e := range entries {
		name := e.Name()
		if name == StandIn && !desk {
			continue
		}
		body, _ := embedded.ReadFile(path.Join("static", name))
		if ext := path.Ext(name); ext == ".js" || ext == ".css" {
			body = slim(body)
		}
		if name == pageFile && desk {
			body = bytes.Replace(body, libraryTags, standInTags, 1)
		}
		sum := sha256.Sum256(body)
		files[name] = File{body, mediaType(name), `"` + hex.EncodeToString(sum[:16]) + `"`}
	}
	return files
}

// slim leaves out what people read and browsers do not: lines of comments alone, indentation and empty lines.
// No text of our scripts and styles goes over several lines.
func slim(body []byte) []byte {
	out := make([]byte, 0, len(body))
	comment := false
	for line := range bytes.Lines(body) {
		line = bytes.TrimLeft(line, " \t")
		switch {
		case comment:
			comment = !bytes.HasSuffix(bytes.TrimSpace(line), []byte("*/"))
		case bytes.HasPrefix(line, []byte("/*")):
			comment = !bytes.HasSuffix(bytes.TrimSpace(line), []byte("*/"))
		case bytes.HasPrefix(line, []byte("//")) || len(bytes.TrimSpace(line)) == 0:
		default:
			out = append(out, line...)
		}
	}
	return out
}

func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "application/octet-stream"
}
