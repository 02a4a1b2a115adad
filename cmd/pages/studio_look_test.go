package pages

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spans are the narrowest and the widest window that the studio is made for, in both schemes.
func spans(t *testing.T, test func(t *testing.T, l Look)) {
	needBrowser(t)
	for _, l := range Spans(t, 360, 2560) {
		t.Run(l.String(), func(t *testing.T) { test(t, l) })
	}
}

// walker goes through the studio on a folder, and looks at each state that it comes to.
type walker struct {
	*Tab
	t   *testing.T
	dir string
	l   Look
}

// step goes to a step and waits for what it shows.
func (w walker) step(name, shows string) {
	w.t.Helper()
	w.Click("#steps [data-step=" + name + "]")
	w.Until(`document.querySelector("` + shows + `") !== null`)
}

func (w walker) look(name string) {
	w.t.Helper()
	w.Examine("studio-"+name, w.l)
}

// open writes another list into the folder and opens it.
func (w walker) open(list string) {
	w.t.Helper()
	must(w.t, os.WriteFile(filepath.Join(w.dir, "Products.csv"), []byte(list), 0o600))
	w.step("home", ".inputs")
	w.ClickOn(".inputs button", "Open")
	w.Until(`document.querySelectorAll(".columns .box").length > 2`)
}

// remedy takes the remedy whose line begins so, and shows all remedies.
func (w walker) remedy(begin string) {
	w.t.Helper()
	w.Until(`document.querySelector(".cause input") !== null`)
	w.Do(`document.querySelectorAll(".cause details").forEach((one) => (one.open = true))
		const line = [...document.querySelectorAll(".cause input")].find((one) => one.value.startsWith(` +
		Quote(begin) + `));
		line.value = line.value.replace('"4O.00", ', "");
		line.form.requestSubmit()`)
	w.Until(`document.querySelector("#offer .difference") !== null`)
}

// walks opens the studio of a shop in both schemes, in a narrow and a wide window.
func walks(t *testing.T, shop func(testing.TB) string, walk func(walker)) {
	t.Helper()
	spans(t, func(t *testing.T, l Look) {
		w := walker{openTab(t, "ERR_NAME_NOT_RESOLVED"), t, shop(t), l}
		w.Wear(l)
		w.Visit(runStudio(t, w.dir))
		walk(w)
	})
}

// TestLookOfTheWay goes through the states of the later steps in both schemes, in a narrow and a wide window.
func TestLookOfTheWay(t *testing.T) {
	walks(t, faultyShop, func(w walker) {
		w.step("publish", "#publish-now")
		w.look("publish-nothing")
		w.step("improve", "#improve .note")
		w.look("improve-nothing")
		w.open(faulty)
		w.mends()
		w.publishes()
		w.changes()
		w.websites()
	})
}

// mends goes through the states of the problems.
func (w walker) mends() {
	w.step("changes", "#changes .bad")
	w.look("changes-bad")
	w.step("problems", ".grid .error")
	w.Until(`document.querySelector("#cell h3") !== null`)
	w.look("problems")
	w.remedy("skip:")
	w.look("problems-offered")
	w.ClickOn("#offer button.loud", "Write it")
	w.Until(`document.querySelectorAll(".grid .error").length === 1`)
	w.look("problems-kept")
	w.Click("#causes button[data-jump]")
	w.Until(`document.activeElement.role === "gridcell" && document.activeElement.textContent === "4O.00"`)
	w.Keys("x")
	w.Until(`document.querySelector("#tried .bad") !== null`)
	w.look("typing-bad")
	w.Keys("a", Ctrl)
	w.Keys("40.00")
	w.Until(`document.querySelector("#tried .good") !== null && document.querySelector("#tally .good") !== null`)
	w.look("typing-good")
	w.Keys(Enter)
	w.Until(`document.querySelectorAll("#fixed li").length === 1 && document.querySelector("#on") !== null`)
	w.look("problems-good")
}

// publishes goes through the states of the first publication.
func (w walker) publishes() {
	w.Click("#on")
	w.Until(`document.querySelector("#changes .counts") !== null`)
	w.look("changes-first")
	w.Click("#on")
	w.Until(`document.getElementById("message") !== null`)
	w.Do(`document.querySelectorAll("details").forEach((one) => (one.open = true))`)
	w.look("publish")
	w.Fill("message", "The first catalog")
	w.Click("#publish-now")
	w.Until(`document.querySelector("#published .fits") !== null`)
	w.look("published")
	w.step("changes", "#changes .good")
	w.look("changes-none")
}

// changes goes through the states of a change that is too large to be meant, and of the way back.
func (w walker) changes() {
	lines := strings.SplitAfter(faulty, "\n")
	moved := strings.NewReplacer("10.00", "14.00", "20.00", "15.00", "Cup 1", "Cup One")
	w.open(lines[0] + moved.Replace(strings.Join(lines[1:3], "")) + strings.ReplaceAll(lines[3], "A-3", "B-3"))
	w.step("changes", "#beyond")
	w.Do(`document.querySelectorAll("details").forEach((one) => (one.open = true))`)
	w.Until(`["gone", "added", "changed"].every((name) => document.querySelector("#list-" + name + " tbody tr"))`)
	w.Until(`document.querySelector("#histogram") !== null`)
	w.look("changes-many")
	w.step("publish", "#message")
	w.Fill("message", "Fewer")
	w.Click("#publish-now")
	w.Until(`document.querySelector("#accept") !== null`)
	w.look("publish-question")
	w.Click("#accept")
	w.Click("#publish-now")
	w.Until(`document.querySelectorAll("#history li").length === 2`)
	w.look("publish-history")
	w.Click("#history li:last-child button")
	w.Until(`document.querySelectorAll("#history li").length === 3`)
	w.look("publish-back")
	w.open(strings.Replace(faulty, "10.00", "1O.00", 1)) // the error of the first line is a new one
	w.step("publish", "#message")
	w.Fill("message", "With an error")
	w.Click("#publish-now")
	w.Until(`document.querySelector("#said .bad") !== null`)
	w.look("publish-errors")
	w.step("problems", ".grid .error")
	w.remedy("skip-bad-rows")
	w.Until(`document.querySelector("#tally .good") !== null`)
	w.look("problems-left")
}

// websites goes through the states of a bundle with a website of its own.
func (w walker) websites() {
	w.step("publish", "#new-website")
	w.Do(`document.querySelectorAll("details").forEach((one) => (one.open = true))`)
	w.Fill("new-website", "ha-9")
	w.Do(`document.getElementById("new-website").form.requestSubmit()`)
	w.Until(`document.querySelector("#website")?.value === "ha-9"`)
	w.look("publish-website")
	w.step("improve", "#improve .note")
	w.look("improve-website")
}

// TestLookOfImprove looks at the states of the last step in both schemes, in a narrow and a wide window.
func TestLookOfImprove(t *testing.T) {
	walks(t, publishedShop, func(w walker) {
		w.step("improve", "#gap-0")
		w.look("improve-closed")
		w.step("home", ".inputs")
		w.Click(".inputs button")
		w.Until(`document.querySelectorAll(".columns .box").length > 2`)
		w.step("improve", "#gap-0")
		w.Fill("why", "lantern")
		w.Do(`document.getElementById("why").form.requestSubmit()`)
		w.Until(`document.querySelector("#reasons li li") !== null`)
		w.look("improve")
		w.Fill("meant-0", "lantern")
		w.Do(`document.getElementById("meant-0").form.requestSubmit()`)
		w.Until(`document.querySelector("#gap-0 .said .good") !== null`)
		w.Do(`document.getElementById("answer-0").form.requestSubmit()`)
		w.Until(`document.querySelector("#message-0 .said .good") !== null`)
		w.look("improve-taught")
		w.step("improve", "#why")
		w.look("improve-all")
	})
}
