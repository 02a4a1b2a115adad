package pages

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/cmd/cli"
	"plugsheet/cmd/data"
	"plugsheet/index/gaps"
)

// publishedShop is a folder with the samples and their bundle, where somebody searched for what nothing has,
// and a visitor wrote what the bot did not understand.
func publishedShop(t testing.TB) string {
	t.Helper()
	dir := studioFolder(t)
	bundle := filepath.Join(dir, "bundle")
	c := data.NewImport(cli.Process{
		Stdin: strings.NewReader(""), Stdout: &strings.Builder{}, Stderr: &strings.Builder{},
		LookupEnv: func(string) (string, bool) { return "", false },
	})
	c.SetArgs([]string{filepath.Join(dir, "shop"), "-o", bundle})
	must(t, c.ExecuteContext(context.Background()))
	searches := gaps.NewCounter(gaps.CounterOptions{Dir: bundle})
	searches.Count("flurbel")
	searches.Close()
	messages := gaps.NewCounter(gaps.CounterOptions{Values: gaps.Messages(gaps.Folder(bundle))})
	messages.Count("can i swap it")
	messages.Close()
	return dir
}

// TestImprove teaches the search a word and the bot a phrase, by the page alone.
func TestImprove(t *testing.T) {
	needBrowser(t)
	dir := publishedShop(t)
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Visit(runStudio(t, dir))
	b.Click(".inputs button")
	b.Until(`document.querySelectorAll(".columns .box").length > 2`)
	b.Click("#steps [data-step=improve]")
	b.Until(`document.querySelector("#gap-0") !== null`)
	b.Fill("meant-0", "lantern")
	b.Do(`document.getElementById("meant-0").form.requestSubmit()`)
	b.Until(`document.querySelector("#gap-0 .said .good")?.textContent.includes("flurbel")`)
	synonyms, err := os.ReadFile(filepath.Join(dir, "bundle", "synonyms.json"))
	if err != nil || !strings.Contains(string(synonyms), "flurbel") {
		t.Errorf("synonyms.json: %v\n%s", err, synonyms)
	}
	b.Fill("why", "flurbel")
	b.Do(`document.getElementById("why").form.requestSubmit()`)
	b.Until(`document.querySelectorAll("#reasons > li").length > 0 && document.querySelector("#reasons li ` +
		`li") !== null`)

	b.Until(`document.querySelector("#answer-0 option") !== null && ` +
		`!document.getElementById("answer-0").form.querySelector("button").disabled`)
	b.Do(`document.getElementById("answer-0").form.requestSubmit()`)
	b.Until(`document.querySelector("#message-0 .said .good") !== null`)
	fixed, err := filepath.Glob(filepath.Join(dir, "*", "Bot answers.corrections.csv"))
	if err != nil || len(fixed) != 1 {
		t.Fatalf("no corrections: %v, %v", fixed, err)
	}
	text, err := os.ReadFile(fixed[0])
	if err != nil || !strings.Contains(string(text), "| can i swap it") {
		t.Errorf("the corrections: %v\n%s", err, text)
	}
}
