package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const sheet = "id,title\n1,Tea\n"

// packed is data packed with gzip.
func packed(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// got is what came of one input.
type got struct{ Name, Base, Content string }

// open fetches, reads everything and closes; the temporary files must be gone then.
func open(t *testing.T, names []string, o Options) ([]got, error) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Open(context.Background(), names, o)
	var all []got
	if err == nil {
		for _, path := range s.Paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, got{s.Names[path], filepath.Base(path), string(data)})
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
		t.Errorf("left in the folder of temporary files: %v", left)
	}
	return all, err
}

// refusal is the text of the error with its hint.
func refusal(t *testing.T, err error) string {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%v (%T) is no *Error", err, err)
	}
	return e.Error() + "|" + e.Hint
}

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesStayWhereTheyAre(t *testing.T) {
	dir := t.TempDir()
	csv := write(t, filepath.Join(dir, "Products.csv"), []byte(sheet))
	s, err := Open(context.Background(), []string{csv, dir, filepath.Join(dir, "missing.csv")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{csv, dir, filepath.Join(dir, "missing.csv")}, s.Paths); d != "" ||
		len(s.Names) > 0 || s.temp != "" {
		t.Errorf("%s names %v, temp %q", d, s.Names, s.temp)
	}
}

func TestPatterns(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.csv", "a.csv", "~$a.csv", ".hidden.csv", "c.txt", "odd[1].csv"} {
		write(t, filepath.Join(dir, name), []byte(sheet))
	}
	s, err := Open(context.Background(),
		[]string{filepath.Join(dir, "?.csv"), filepath.Join(dir, "odd[1].csv")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.csv"),
		filepath.Join(dir, "odd[1].csv")}
	if d := cmp.Diff(want, s.Paths); d != "" {
		t.Error(d)
	}
	for pattern, reason := range map[string]string{"*.ods": "matches no file", "[a": "is no pattern"} {
		if _, err := Open(context.Background(), []string{filepath.Join(dir, pattern)},
			Options{}); !strings.Contains(refusal(t, err), reason) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

func TestPacked(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "Products.csv.gz"), packed(t, []byte(sheet)))
	all, err := open(t, []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]got{{path, "Products.csv", sheet}}, all); d != "" {
		t.Error(d)
	}
}

func TestStdin(t *testing.T) {
	for name, in := range map[string]io.Reader{"plain": strings.NewReader(sheet),
		"packed": bytes.NewReader(packed(t, []byte(sheet)))} {
		all, err := open(t, []string{"-"}, Options{Stdin: in})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]got{{"stdin", "stdin", sheet}}, all); d != "" {
			t.Error(name + ": " + d)
		}
	}
	for want, o := range map[string]Options{
		"stdin: there is none here|": {},
		"stdin: is empty|check that the export had finished when it was taken": {
			Stdin: strings.NewReader(""),
		},
	} {
		if _, err := open(t, []string{"-"}, o); refusal(t, err) != want {
			t.Errorf("%s, want %s", refusal(t, err), want)
		}
	}
	if _, err := open(t, []string{"-", "-"}, Options{Stdin: strings.NewReader(sheet)}); refusal(t,
		err) != "stdin: can be read only once|name - once" {
		t.Error(err)
	}
}

func TestRefused(t *testing.T) {
	whole := packed(t, bytes.Repeat([]byte(sheet), 1000))
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"truncated": {whole[:len(whole)/2],
			": is cut off: the packed file ends too early|fetch or export it again"},
		"damaged":     {damaged, ": is a damaged packed file|fetch or export it again"},
		"header only": {whole[:5], ": is cut off: the packed file ends too early|fetch or export it again"},
		"bomb": {packed(t, make([]byte, 64<<20)),
			": is larger than 1 MiB when it is unpacked|" + hintSize},
		"nothing": {packed(t, nil), ": is empty|check that the export had finished when it was taken"},
		"large": {append(packed(t, nil), bytes.Repeat([]byte("x"), 2<<20)...),
			": is a damaged packed file|fetch or export it again"},
	} {
		path := write(t, filepath.Join(t.TempDir(), "a.gz"), c.data)
		if _, err := open(t, []string{path}, Options{Size: 1 << 20}); err == nil ||
			refusal(t, err) != path+c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := open(t, []string{"-"}, Options{Stdin: strings.NewReader("12345"), Size: 4}); refusal(t,
		err) != "stdin: is larger than 4 bytes|"+hintSize {
		t.Error(err)
	}
	if all, err := open(t, []string{"-"}, Options{Stdin: strings.NewReader("1234"), Size: 4}); err != nil ||
		all[0].Content != "1234" {
		t.Errorf("what is just as large as the limit: %v %v", all, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, []string{"-"}, Options{Stdin: strings.NewReader(sheet)}); !errors.Is(err,
		context.Canceled) {
		t.Error(err)
	}
}

// web serves what a shop's and other people's servers do.
func web(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	text := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html") // wrong, as servers are
			io.WriteString(w, body)
		}
	}
	mux.HandleFunc("/Products.csv", text(sheet))
	mux.HandleFunc("/pub", text(sheet))
	mux.HandleFunc("/page", text("\n<!DOCTYPE html><html>sign in</html>"))
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, sheet)
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "id,")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/packed.csv.gz", func(w http.ResponseWriter,
		_ *http.Request) {
		w.Write(packed(t, []byte(sheet)))
	})
	mux.HandleFunc("/secret", func(w http.ResponseWriter,
		_ *http.Request) {
		http.Error(w, "no", http.StatusForbidden)
	})
	mux.HandleFunc("/to/{n}", func(w http.ResponseWriter, r *http.Request) {
		n := len(r.PathValue("n"))
		to := "/Products.csv"
		if n > 1 {
			to = "/to/" + strings.Repeat("x", n-1)
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/away/{host}", func(w http.ResponseWriter, r *http.Request) {
		_, port, _ := net.SplitHostPort(r.Host)
		http.Redirect(w, r, "http://"+net.JoinHostPort(r.PathValue("host"), port)+"/Products.csv",
			http.StatusFound)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestWeb(t *testing.T) {
	s := web(t)
	for path, base := range map[string]string{
		"/Products.csv?x=1": "Products.csv", "/pub?output=csv": "pub", "/packed.csv.gz": "packed.csv",
		"/to/xxxxx":       "xxxxx",
		"/away/127.0.0.1": "127.0.0.1",
	} {
		all, err := open(t, []string{s.URL + path}, Options{})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if d := cmp.Diff([]got{{s.URL + path, base, sheet}}, all); d != "" {
			t.Error(d)
		}
	}
}

const hintPrivate = "if that is meant, name the address where it ends"

func TestWebRefused(t *testing.T) {
	s := web(t)
	for path, want := range map[string]string{
		"/missing": "the server answers 404 Not Found|check the address: nothing is there",
		"/secret": "the server answers 403 Forbidden|it is not public: publish it, or download it " +
			"in a browser and name the file",
		"/page": "is a web page, not a spreadsheet|name the address of the csv or xlsx file " +
			"itself; a Google Sheet has one after File > Share > Publish to web",
		"/cut":     "is cut off: the connection ended too early|try again",
		"/endless": "is larger than 1 MiB|" + hintSize,
		"/to/xxxxxx": "leads through more than 5 redirects|open it in a browser and name the address " +
			"where it ends",
		"/away/localhost": "leads into a private network: a redirect to another host's private address: " +
			"localhost|" + hintPrivate,
		"/away/127.0.0.2": "leads into a private network: a redirect to another host's private address: " +
			"127.0.0.2|" + hintPrivate,
		"/away/::1": "leads into a private network: a redirect to another host's private address: ::1|" +
			hintPrivate,
		"/away/169.254.169.254": "leads into a private network: a redirect to another host's private " +
			"address: 169.254.169.254|" +
			hintPrivate,
		"/file": "leads away from the web: a redirect to a URL of kind: file|open it in a browser and name " +
			"the address where it ends",
	} {
		if _, err := open(t, []string{s.URL + path}, Options{Size: 1 << 20}); err == nil ||
			refusal(t, err) != s.URL+path+": "+want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if _, err := open(t, []string{s.URL + "/slow"},
		Options{Timeout: 50 * time.Millisecond}); !strings.Contains(refusal(t, err),
		"/slow: took longer than 50ms|try again") {
		t.Error(err)
	}
	if _, err := open(t, []string{s.URL + "/missing", s.URL + "/secret"},
		Options{}); !strings.Contains(err.Error(), "404") || !strings.Contains(err.Error(), "403") {
		t.Errorf("not every input is told of: %v", err)
	}
}

func TestInterruptedDownload(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "id,")
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	}))
	defer s.Close()
	if _, err := Open(ctx, []string{s.URL}, Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	s := web(t)
	address := strings.Replace(s.URL, "http://", "http://jane:secret@", 1) + "/missing"
	if _, err := open(t, []string{address}, Options{}); strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func TestPageHint(t *testing.T) {
	if hint := pageHint("https://docs.google.com/spreadsheets/d/1/edit#gid=0"); !strings.HasPrefix(hint,
		"publish the sheet as csv") {
		t.Error(hint)
	}
}

func TestBaseName(t *testing.T) {
	for name, want := range map[string]string{
		"https://x.example/a/Products.csv.gz?b=c/d": "Products.csv", "https://x.example": "download",
		"https://x.example/..":   "download",
		"shop/Catégories.CSV.GZ": "Catégories.CSV", `https://x.example/a%5Cb%3Aé.csv`: "b_é.csv",
		"https://x.example/" + strings.Repeat("a", 100) + ".csv": strings.Repeat("a", 56) + ".csv",
	} {
		if got := baseName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
