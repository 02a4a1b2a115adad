package pages

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plugsheet/index/gaps"
)

// askedStudio is a studio that is asked as its page asks it, without a browser.
type askedStudio struct {
	t        *testing.T
	url, key string
}

func askStudio(t *testing.T, folder string) askedStudio {
	t.Helper()
	url, key, _ := strings.Cut(runStudio(t, folder), "#")
	return askedStudio{t, url, key}
}

// call sends a request: what is asked for, or with a body what is to be done.
func (a askedStudio) call(path, body string) (status int, text []byte) {
	a.t.Helper()
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, a.url+"api/"+path, strings.NewReader(body))
	must(a.t, err)
	r.Header.Set("X-Desk-Key", a.key)
	w, err := http.DefaultClient.Do(r)
	must(a.t, err)
	defer w.Body.Close()
	text, err = io.ReadAll(w.Body)
	must(a.t, err)
	return w.StatusCode, text
}

// read asks for something.
func (a askedStudio) read(path string, into any) {
	a.t.Helper()
	status, text := a.call(path, "")
	if err := json.Unmarshal(text, into); err != nil || status != http.StatusOK {
		a.t.Fatalf("%s: status %d, %v: %s", path, status, err, text)
	}
}

// work has something done in the background, and gives its result, or why it has failed.
func (a askedStudio) work(path, body string, result any) (failed string) {
	a.t.Helper()
	status, text := a.call(path, body)
	for {
		now := struct {
			ID, State, Problem, Hint string
			Result                   any
		}{Result: result}
		if err := json.Unmarshal(text, &now); err != nil || status != http.StatusOK {
			a.t.Fatalf("%s: status %d, %v: %s", path, status, err, text)
		}
		if now.State != "running" {
			return now.Problem
		}
		status, text = a.call("work/"+now.ID, "")
	}
}

// done is work that must not fail.
func (a askedStudio) done(path, body string, result any) {
	a.t.Helper()
	if failed := a.work(path, body, result); failed != "" {
		a.t.Fatalf("%s: %s", path, failed)
	}
}

// checkedSheet is what a check says of the list.
type checkedSheet struct {
	Errors  int
	Command struct {
		Lines []string
		After bool
	}
	Corrected []struct{ Cell, Was, Value string }
}

// TestMarked downloads the marked workbook: each cell with a problem has its note, and hers stays as it is.
// Of a spreadsheet that has not been checked there is none.
func TestMarked(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(faulty), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "Other.csv"), []byte(faulty), 0o600))
	a := askStudio(t, dir)
	a.done("open", `{"inputs":["Products.csv"]}`, nil)
	if status, text := a.call("marked", ""); status != http.StatusConflict {
		t.Errorf("not checked: status %d: %.99s", status, text)
	}
	a.done("check", "{}", nil)
	status, text := a.call("marked", "")
	book, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatalf("status %d: %v: %.99s", status, err, text)
	}
	notes := ""
	for _, part := range book.File {
		if strings.Contains(part.Name, "comments") {
			f, err := part.Open()
			must(t, err)
			data, err := io.ReadAll(f)
			must(t, errors.Join(err, f.Close()))
			notes += string(data)
		}
	}
	if strings.Count(notes, "<comment ") != 2 || !strings.Contains(notes, `ref="F5"`) ||
		!strings.Contains(notes, `ref="F7"`) {
		t.Errorf("the notes: %s", notes)
	}
	if source, err := os.ReadFile(filepath.Join(dir, "Products.csv")); err != nil || string(source) != faulty {
		t.Errorf("her file was changed: %v", err)
	}
	a.done("open", `{"inputs":["Other.csv"]}`, nil)
	if status, text := a.call("marked", ""); status != http.StatusConflict {
		t.Errorf("another one is open: status %d: %.99s", status, text)
	}
	if status, text := a.call("correct", `{"grid":0,"row":5,"column":6,"value":"40.00"}`); status !=
		http.StatusConflict {
		t.Errorf("a cell of another one: status %d: %s", status, text)
	}
}

// TestUndo takes corrections back: the cell is read as it stands again, and another one stays corrected.
func TestUndo(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(faulty), 0o600))
	a := askStudio(t, dir)
	a.done("open", `{"inputs":["Products.csv"]}`, nil)
	a.done("check", "{}", nil)
	for _, c := range []struct {
		cell   string
		errors int
		fixed  string // what is corrected then
	}{
		{`"row":5,"column":6,"value":"40.00"`, 1, "F5 4O.00 40.00; "},
		{`"row":7,"column":6,"value":"60.00"`, 0, "F5 4O.00 40.00; F7 6O.00 60.00; "},
		{`"row":5,"column":6,"value":"4O.00","undo":true`, 1, "F7 6O.00 60.00; "},
		{`"row":5,"column":6,"value":"4O.00","undo":true`, 1, "F7 6O.00 60.00; "}, // there is none
		{`"row":7,"column":6,"value":"","undo":true`, 2, ""},
	} {
		if status, text := a.call("correct", `{"grid":0,`+c.cell+`}`); status != http.StatusOK {
			t.Errorf("%s: status %d: %s", c.cell, status, text)
		}
		var now checkedSheet
		a.done("check", "{}", &now)
		fixed := ""
		for _, one := range now.Corrected {
			fixed += one.Cell + " " + one.Was + " " + one.Value + "; "
		}
		if now.Errors != c.errors || fixed != c.fixed {
			t.Errorf("%s: %d errors, corrected %s", c.cell, now.Errors, fixed)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*corrections*")); err != nil || len(left) > 0 {
		t.Errorf("a file of corrections is left without one: %v, %v", left, err)
	}
}

// TestRefuse refuses what is proposed for a search: it is forgotten in every spelling, and no synonym comes.
func TestRefuse(t *testing.T) {
	dir := publishedShop(t)
	bundle := filepath.Join(dir, "bundle")
	c := gaps.NewCounter(gaps.CounterOptions{Dir: bundle})
	for _, text := range []string{"flurbels", "torchlight", "torchlights"} {
		c.Count(text)
	}
	c.Close()
	a := askStudio(t, dir)
	found := func() (all []string) {
		var now struct{ Groups []gaps.Group }
		a.done("improve", "{}", &now)
		for _, g := range now.Groups {
			all = append(all, fmt.Sprintf("%s %d", g.Query, len(g.Proposals)))
		}
		return all
	}
	if all := found(); !slices.Equal(all, []string{"flurbel 0", "torchlight 2"}) {
		t.Errorf("before: %q", all)
	}
	a.done("teach", `{"typed":"torchlight","meant":""}`, nil)
	if all := found(); !slices.Equal(all, []string{"flurbel 0"}) {
		t.Errorf("after: %q", all)
	}
	if all, err := os.ReadFile(filepath.Join(bundle, "synonyms.json")); !os.IsNotExist(err) {
		t.Errorf("synonyms.json: %s, %v", all, err)
	}
}

// TestPublishedAndReady publishes into a folder that git does not keep yet, and again to a remote: what
// /ready names is what was published.
func TestPublishedAndReady(t *testing.T) {
	signs(t)
	dir, remote := t.TempDir(), t.TempDir()
	a := askStudio(t, dir)
	publish := func(list, options string) (digest string) {
		t.Helper()
		must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(list), 0o600))
		a.done("open", `{"inputs":["Products.csv"]}`, nil)
		var out struct {
			Digest, Commit, URL string
			Ready, Pushed       bool
		}
		a.done("publish", `{"message":"The catalog",`+options+`}`, &out)
		w, err := http.Get(out.URL + "/ready")
		must(t, err)
		defer w.Body.Close()
		var now struct{ Digest string }
		must(t, json.NewDecoder(w.Body).Decode(&now))
		if !out.Ready || len(now.Digest) != 64 || now.Digest != out.Digest || out.Commit == "" ||
			out.Pushed != strings.Contains(options, "push") {
			t.Errorf("%s: %+v, and the server has %q", options, out, now.Digest)
		}
		return now.Digest
	}
	list := strings.NewReplacer("4O.00", "40.00", "6O.00", "60.00").Replace(faulty)
	first := publish(list, `"init":true`)
	gitLog(t, remote, "init", "-q", "--bare")
	gitLog(t, dir, "remote", "add", "shop", remote)
	if second := publish(strings.Replace(list, "Cup 1", "Cup One", 1), `"push":true`); second == first {
		t.Error("the same is published again")
	}
	if log := gitLog(t, remote, "log", "--all", "--format=%an %s"); log != "Ann The catalog\nAnn The catalog\n" {
		t.Errorf("the remote has:\n%s", log)
	}
}
