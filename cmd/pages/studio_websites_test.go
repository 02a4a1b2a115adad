package pages

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plugsheet/index/gaps"
)

// published is what came of a publication or a way back.
type published struct {
	Commit, URL string
	Ready       bool
	Beyond      []string
}

// website has the steps be about a website.
func (a askedStudio) website(name string) {
	a.t.Helper()
	if status, text := a.call("website", fmt.Sprintf(`{"website":%q}`, name)); status != http.StatusOK {
		a.t.Fatalf("%s: status %d: %s", name, status, text)
	}
}

// publish publishes the first lines of a list, however much changes.
func (a askedStudio) publish(dir string, lines int) (out published) {
	a.t.Helper()
	list := strings.NewReplacer("4O.00", "40.00", "6O.00", "60.00").Replace(faulty)
	list = strings.Join(strings.SplitAfter(list, "\n")[:lines+1], "")
	must(a.t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(list), 0o600))
	a.done("open", `{"inputs":["Products.csv"]}`, nil)
	a.done("publish", fmt.Sprintf(`{"message":"%d products","init":true,"accept":true}`, lines), &out)
	if !out.Ready || out.Commit == "" {
		a.t.Errorf("%d products: %+v", lines, out)
	}
	return out
}

// history are the subjects and the ids of what was published for the website.
func (a askedStudio) history() (subjects, ids []string) {
	a.t.Helper()
	var now struct {
		Commits []struct{ ID, Subject string }
	}
	a.read("history", &now)
	for _, c := range now.Commits {
		subjects, ids = append(subjects, c.Subject), append(ids, c.ID)
	}
	return subjects, ids
}

// TestWebsites publishes for one website and for all others: each has its changes, its history, its way back
// and its searches, and the server answers each from its own.
func TestWebsites(t *testing.T) {
	signs(t)
	dir := t.TempDir()
	a := askStudio(t, dir)
	served := a.publish(dir, 24).URL
	a.website("ha-9")
	a.publish(dir, 3)
	serves := func(when string, own, others int) {
		t.Helper()
		if n := len(answered(t, served, "ha-9")); n != own {
			t.Errorf("%s: ha-9 is answered with %d products, want %d", when, n, own)
		}
		if n := len(answered(t, served, "ha-1")); n != others {
			t.Errorf("%s: the others are answered with %d products, want %d", when, n, others)
		}
	}
	serves("published", 3, 24)
	var changes struct {
		Before, Gone int
		Command      struct{ Lines []string }
	}
	a.publish(dir, 2)
	a.done("changes", "{}", &changes)
	if changes.Before != 2 || !strings.HasSuffix(changes.Command.Lines[0], " --site ha-9") {
		t.Errorf("what changes for ha-9: %+v", changes)
	}
	own, ids := a.history()
	if !slices.Equal(own, []string{"2 products", "3 products"}) {
		t.Errorf("the history of ha-9: %q", own)
	}
	a.website("")
	a.publish(dir, 20)
	serves("published again", 2, 20)
	all, older := a.history()
	if !slices.Equal(all, []string{"20 products", "24 products"}) {
		t.Errorf("the history of the others: %q", all)
	}
	a.done("restore", fmt.Sprintf(`{"commit":%q}`, older[1]), nil)
	serves("the way back of the others", 2, 24)
	a.website("ha-9")
	a.done("restore", fmt.Sprintf(`{"commit":%q}`, ids[1]), nil)
	serves("the way back of ha-9", 3, 24)

	var home struct {
		Folder   string
		Websites []struct {
			Website, Imported string
			Counts            struct{ Products int }
		}
		Git    struct{ Kept bool }
		Server struct{ Ready bool }
	}
	a.read("home", &home)
	if list := home.Websites; len(list) != 2 || list[0].Counts.Products != 24 || list[1].Website != "ha-9" ||
		list[1].Counts.Products != 3 || list[1].Imported == "" || !home.Git.Kept || !home.Server.Ready ||
		home.Folder != dir {
		t.Errorf("home: %+v", home)
	}
	c := gaps.NewCounter(gaps.CounterOptions{Dir: filepath.Join(dir, "bundle", "sites", "ha-9")})
	c.Count("flurbel")
	c.Close()
	for website, want := range map[string]int{"ha-9": 1, "": 0} {
		a.website(website)
		var now struct{ Groups []gaps.Group }
		if a.done("improve", "{}", &now); len(now.Groups) != want {
			t.Errorf("%q: searches that found nothing: %+v", website, now.Groups)
		}
	}
	for _, odd := range []string{"../x", "a/b", "a b", strings.Repeat("a", 65)} {
		if status, text := a.call("website", fmt.Sprintf(`{"website":%q}`, odd)); status != http.StatusBadRequest {
			t.Errorf("%q: status %d: %s", odd, status, text)
		}
	}
}
