package conform

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve"
)

const secret = "demo-secret-0123456789abcdef"

func sign(signed []byte) string { return serve.Sign(serve.Secret(secret), signed) }

// connector is plugsheet itself with the sample shop, signed.
func connector(t testing.TB) http.Handler {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "inputs"), samples.FS()); err != nil {
		t.Fatal(err)
	}
	report, err := importer.Run(t.Context(), importer.Options{Inputs: []string{filepath.Join(dir, "inputs", "shop")}, Bundle: filepath.Join(dir, "bundle")})
	if err != nil || report.Problems.Errors() > 0 {
		t.Fatalf("importing the samples: %v %v", err, report)
	}
	s, err := serve.New(t.Context(), serve.Options{Bundle: filepath.Join(dir, "bundle"), Secrets: []serve.Secret{serve.Secret(secret)}, Build: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.Reload(t.Context())
	return s.Handler()
}

// inProcess answers requests by a handler, without a network.
type inProcess struct{ http.Handler }

func (h inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:1"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, in)
	out := w.Result()
	if r.Method == http.MethodHead {
		out.Body = io.NopCloser(strings.NewReader(""))
	}
	return out, nil
}

func options(h http.Handler) Options {
	return Options{URL: "http://127.0.0.1", Sign: sign, Transport: inProcess{h}, Rate: 1e6, Email: "jane.doe@example.com", ExternalID: "C-1001"}
}

func TestPlugsheetPassesItsOwnCheck(t *testing.T) {
	o := options(connector(t))
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	if len(r.Faults) > 0 || r.Incomplete != "" {
		t.Errorf("%s", b.String())
	}
	t.Log(b.String())
}
