package pages

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/data"
	"plugsheet/cmd/develop"
	"plugsheet/samples"
	"plugsheet/serve"
)

// studioSecret signs what is asked of the published catalog, as the platform does.
const studioSecret = "a-secret-of-these-tests"

// answered are the titles of the products that a server has for a website.
func answered(t testing.TB, server, website string) (titles []string) {
	t.Helper()
	query := "idWebsite=" + website + "&idConnectorVersion=1&idOperator=1&limit=100"
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+"/products?"+query, nil)
	must(t, err)
	r.Header.Set("x-iadvize-signature", serve.Sign(serve.Secret(studioSecret), []byte(query)))
	w, err := http.DefaultClient.Do(r)
	must(t, err)
	defer w.Body.Close()
	var list []struct{ Title string }
	if err := json.NewDecoder(w.Body).Decode(&list); err != nil || w.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", server, w.StatusCode, err)
	}
	if total := w.Header.Get("X-Total-Count"); total != strconv.Itoa(len(list)) && len(list) < 100 {
		t.Errorf("%d products of %s", len(list), total)
	}
	for _, p := range list {
		titles = append(titles, p.Title)
	}
	return titles
}

// served is the address that the page names of the server that answers.
func served(b *Tab) string {
	return Get[string](b, `document.querySelector("#published code").textContent`)
}

// signs gives commits of this test an author.
func signs(t *testing.T) {
	Program(t, "git")
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "Ann")
		t.Setenv("GIT_"+who+"_EMAIL", "ann@shop.example")
	}
}

// runStudio runs plugsheet studio in a folder until the test ends, and gives the address that it prints.
func runStudio(t testing.TB, folder string) string {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	out, in := io.Pipe()
	p := cli.Process{
		Stdin: strings.NewReader(""), Stdout: in, Stderr: io.Discard,
		LookupEnv: func(name string) (string, bool) {
			if name == "PLUGSHEET_SECRET" {
				return studioSecret, true
			}
			return "", false
		},
	}
	c := &cobra.Command{Use: "plugsheet"} // whose flags are keys of plugsheet.yaml
	c.AddCommand(develop.NewStudio(p), data.NewImport(p))
	c.SetArgs([]string{"studio", folder, "--studio-addr", "127.0.0.1:0"})
	c.SilenceErrors, c.SilenceUsage = true, true
	ended := make(chan error, 1)
	go func() {
		err := c.ExecuteContext(ctx)
		in.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Errorf("plugsheet studio: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("nothing is printed: %v", lines.Err())
	}
	return strings.TrimPrefix(lines.Text(), "the studio: ")
}

// studioFolder is a folder with the sample inputs.
func studioFolder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, samples.FS()))
	// the page lists the newest input first, which shall be the folder, however long the copying took
	early := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(filepath.Join(dir, "shop.xlsx"), early, early))
	return dir
}

// drop lets a file fall into the page, as a person does who drags it there.
func drop(b *Tab, name string, data []byte) {
	b.Until(`document.querySelector(".drop") !== null`)
	text := Quote(base64.StdEncoding.EncodeToString(data))
	b.Do(`const bytes = Uint8Array.from(atob(` + text + `), (c) => c.charCodeAt(0));
		const files = new DataTransfer();
		files.items.add(new File([bytes], ` + Quote(name) + `));
		const fall = { bubbles: true, cancelable: true, dataTransfer: files };
		document.querySelector(".drop").dispatchEvent(new DragEvent("drop", fall))`)
}

// studioStates are those of the studio on an empty folder, in an order in which each one can be reached from the
// one before.
func studioStates() []struct {
	name string
	show func(b *Tab)
} {
	return []struct {
		name string
		show func(b *Tab)
	}{
		{"empty", func(b *Tab) { b.Until(`document.getElementById("samples") !== null`) }},
		{"wrong", func(b *Tab) {
			b.Fill("address", "http://127.0.0.1:1/a.csv")
			b.ClickOn(".ask button", "Open")
			b.Says("#said", "127.0.0.1")
		}},
		{"nothing", func(b *Tab) {
			b.Click("#steps [data-step=columns]")
			b.Says("#columns", "no spreadsheet is open")
		}},
		{"columns", func(b *Tab) {
			b.Click("#steps [data-step=home]")
			b.Click("#samples")
			b.Until(`document.querySelectorAll(".columns .box").length > 5`)
		}},
		{"chosen", func(b *Tab) {
			b.Says(".card h4", "Ridgeline tent, 2 persons")
			choose(b, "Color", "title")
			b.Says(".card h4", "green")
		}},
		{"missing", func(b *Tab) {
			choose(b, "priceCatalog", "keyword")
			b.Says(".checklist", "is missing")
		}},
		{"difference", func(b *Tab) {
			b.Click("#look")
			b.Says(".difference", "\"Color\": title")
		}},
		{"home", func(b *Tab) {
			choose(b, "priceCatalog", "priceCatalog")
			b.Until(`!document.querySelector(".checklist").textContent.includes("is missing")`)
			b.Click("#steps [data-step=home]")
			b.Until(`document.querySelector(".inputs") !== null`)
		}},
		{"try", func(b *Tab) {
			b.Click("#steps [data-step=try]")
			b.Click("#try-it")
			b.Says("#tried", "41 products")
			b.InFrame(`document.querySelectorAll("#results .product").length > 0`)
		}},
		{"compared", func(b *Tab) {
			b.Click("#compare")
			b.Says("#figures", "right answers")
		}},
	}
}

// choose takes a column of the products for something else, as a person does with the keyboard.
func choose(b *Tab, header, use string) {
	row := `[...document.querySelectorAll(".row")].find((row) => row.querySelector("b")?.textContent === ` +
		Quote(header) + `)`
	b.Until(row + ` !== undefined`)
	b.Do(`const row = ` + row + `;
		const pick = row.querySelector("select"); pick.focus(); pick.value = ` + Quote(use) + `;
		pick.dispatchEvent(new Event("change", { bubbles: true }))`)
}

// TestStudioLook goes through the states of the studio in both schemes and at each width.
func TestStudioLook(t *testing.T) {
	needBrowser(t)
	EachLook(t, func(t *testing.T, l Look) {
		b := openTab(t, "ERR_NAME_NOT_RESOLVED", "409")
		b.Wear(l)
		b.Visit(runStudio(t, t.TempDir()))
		for _, s := range studioStates() {
			s.show(b)
			b.Examine("studio-"+s.name, l)
		}
	})
}
