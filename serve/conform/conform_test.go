package conform

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plugsheet/importer"
	"plugsheet/samples"
	"plugsheet/serve"
)

const secret = "demo-secret-0123456789abcdef"

// feedKey is the key of the feed's address.
const feedKey = "0123456789abcdef0123"

func sign(signed []byte) string { return serve.Sign(serve.Secret(secret), signed) }

// connector is plugsheet itself with the sample shop, signed.
func connector(t testing.TB) http.Handler {
	s := server(t, t.TempDir())
	return s.Handler()
}

// server is plugsheet with the sample shop, whose bundle is made in dir.
func server(t testing.TB, dir string) *serve.Server {
	if err := os.CopyFS(filepath.Join(dir, "inputs"), samples.FS()); err != nil {
		t.Fatal(err)
	}
	report, err := importer.Run(t.Context(),
		importer.Options{Inputs: []string{filepath.Join(dir, "inputs", "shop")},
			Bundle: filepath.Join(dir, "bundle")})
	if err != nil || report.Problems.Errors() > 0 {
		t.Fatalf("importing the samples: %v %v", err, report)
	}
	s, err := serve.New(t.Context(),
		serve.Options{Bundle: filepath.Join(dir, "bundle"), Secrets: []serve.Secret{serve.Secret(secret)},
			Build: true, FeedKeys: []string{feedKey}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.Reload(t.Context())
	return s
}

// TestNothingIsKept: of a whole check nothing is kept, neither actions nor bots nor searches without an
// answer.
func TestNothingIsKept(t *testing.T) {
	dir := t.TempDir()
	s := server(t, dir)
	private := filepath.Join(dir, "bundle", "private")
	before := content(t, private)
	o := options(s.Handler())
	var recorded bytes.Buffer
	o.Record = &recorded
	if r, err := Run(t.Context(), o); err != nil || len(r.Faults) > 0 {
		t.Fatalf("%v, %v", err, r.Faults)
	}
	if strings.Contains(recorded.String(), feedKey) {
		t.Error("the recording holds the feed's key")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	after := content(t, private)
	for _, empty := range []string{"journal.jsonl", "journal.lock"} {
		// of trying whether an action could be recorded
		if after[empty] == "" {
			delete(after, empty)
		}
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

// content is what the files below a folder hold.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[filepath.Base(path)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
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

// options are for a connector in this process. The clock stands still: how busy this machine is says nothing
// of the connector.
func options(h http.Handler) Options {
	now := time.Now()
	return Options{
		URL: "http://127.0.0.1", Sign: sign, Transport: inProcess{h}, Rate: 1e6,
		Clock: func() time.Time { return now },
		Feed:  "http://127.0.0.1/feed.csv?key=" + feedKey, Email: "jane.doe@example.com",
		ExternalID: "C-1001",
	}
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
