package pages

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAddress opens a published sheet by its address, alone and with a file: what stands there is checked,
// and its corrections lie in her folder and are of this address alone.
func TestAddress(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/pub":
			w.Header().Set("Content-Disposition", `attachment; filename="Tea.csv"`)
			io.WriteString(w, faulty)
		case "/away":
			http.Redirect(w, r, "http://127.0.0.2/pub", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(web.Close)
	dir := t.TempDir()
	a := askStudio(t, dir)
	for path, want := range map[string]string{"/none": "404", "/away": "private network"} {
		failed := a.work("open", `{"inputs":["`+web.URL+path+`"]}`, nil)
		if !strings.Contains(failed, want) {
			t.Errorf("%s: %s", path, failed)
		}
	}
	sheet := web.URL + "/pub?output=csv"
	a.done("open", `{"inputs":["`+sheet+`"]}`, nil)
	var now checkedSheet
	a.done("check", "{}", &now)
	if now.Errors != 2 {
		t.Errorf("%+v", now)
	}
	const mended = `{"grid":0,"row":5,"column":6,"value":"40.00"}`
	if status, text := a.call("correct", mended); status != http.StatusOK {
		t.Errorf("corrected: status %d: %s", status, text)
	}
	a.done("check", "{}", &now)
	own, err := filepath.Glob(filepath.Join(dir, "web-*.corrections.csv"))
	if err != nil || len(own) != 1 || now.Errors != 1 || len(now.Corrected) != 1 ||
		!strings.HasPrefix(now.Command.Lines[0], "cd "+dir+" && plugsheet validate ") {
		t.Errorf("corrected: %+v, %v", now, own)
	}
	a.done("open", `{"inputs":["`+web.URL+`/pub"]}`, nil)
	if a.done("check", "{}", &now); now.Errors != 2 || len(now.Corrected) > 0 {
		t.Errorf("another address: %+v", now)
	}
	a.done("open", `{"inputs":["`+sheet+`"]}`, nil)
	if a.done("check", "{}", &now); now.Errors != 1 {
		t.Errorf("opened again: %+v", now)
	}
	beside := strings.NewReplacer("A-", "B-", "6O.00", "60.00").Replace(faulty)
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(beside), 0o600))
	a.done("open", `{"inputs":["Products.csv","`+web.URL+`/pub"]}`, nil)
	a.done("check", "{}", &now)
	for grid := range 2 {
		cell := strings.Replace(mended, `"grid":0`, fmt.Sprintf(`"grid":%d`, grid), 1)
		if status, text := a.call("correct", cell); status != http.StatusOK {
			t.Errorf("one of two: status %d: %s", status, text)
		}
	}
	before := now.Errors
	if a.done("check", "{}", &now); before != 3 || now.Errors != 1 || len(now.Corrected) != 2 {
		t.Errorf("a file and an address: %d errors before, %+v", before, now)
	}
}

// TestCommandTakesProposals: the command that is shown takes what is proposed, until it is kept; what she
// chose herself it follows once that is kept, and it says so.
func TestCommandTakesProposals(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "boutique.csv")
	must(t, os.WriteFile(file, []byte("Code article;Désignation;Prix TTC;Photo;Lien;Descriptif\n"+
		"V-1;Vélo;499,00 €;https://b.example/1.jpg;/p/1;Un vélo\n"+
		"V-2;Casque;59,00 €;https://b.example/2.jpg;https://b.example/p/2;Un casque\n"), 0o600))
	a := askStudio(t, dir)
	a.done("open", `{"inputs":["boutique.csv"]}`, nil)
	var now checkedSheet
	if a.done("check", "{}", &now); now.Errors > 0 || now.Command.After ||
		!strings.HasSuffix(now.Command.Lines[0], " --accept-map") {
		t.Errorf("proposed: %+v", now)
	}
	a.call("choose", `{"kind":"products","header":"Désignation","use":"brand"}`)
	a.call("choose", `{"kind":"products","header":"Désignation","use":"title"}`)
	if a.done("check", "{}", &now); !now.Command.After ||
		strings.Contains(now.Command.Lines[0], "--accept-map") {
		t.Errorf("chosen: %+v", now)
	}
	if status, text := a.call("settings", "{}"); status != http.StatusOK {
		t.Fatalf("kept: status %d: %s", status, text)
	}
	if a.done("check", "{}", &now); now.Errors > 0 || now.Command.After || strings.Contains(now.Command.Lines[0], "--accept-map") {
		t.Errorf("kept: %+v", now)
	}
}
