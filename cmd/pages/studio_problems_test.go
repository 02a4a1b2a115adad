package pages

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// faulty is a list of products with what her problems are made of.
const faulty = `reference,title,productUrl,description,imageUrl,priceCatalog,currency
A-1,Cup 1,https://tea.test/1,A cup,https://tea.test/1.jpg,10.00,EUR
A-2,Pot 2,https://tea.test/2,A pot,https://tea.test/2.jpg,20.00,EUR
A-3,Pan 3,https://tea.test/3,A pan,https://tea.test/3.jpg,30.00,EUR
A-4,Lid 4,https://tea.test/4,A lid,https://tea.test/4.jpg,4O.00,EUR
A-5,Jug 5,https://tea.test/5,A jug,https://tea.test/5.jpg,50.00,EUR
A-6,Mug 6,https://tea.test/6,A mug,https://tea.test/6.jpg,6O.00,EUR
A-7,Bowl 7,https://tea.test/7,A bowl,https://tea.test/7.jpg,70.00,EUR
A-8,Tray 8,https://tea.test/8,A tray,https://tea.test/8.jpg,80.00,EUR
A-9,Cup 9,https://tea.test/9,A cup,https://tea.test/9.jpg,90.00,EUR
A-10,Pot 10,https://tea.test/10,A pot,https://tea.test/10.jpg,100.00,EUR
A-11,Pan 11,https://tea.test/11,A pan,https://tea.test/11.jpg,110.00,EUR
A-12,Lid 12,https://tea.test/12,A lid,https://tea.test/12.jpg,120.00,EUR
A-13,Jug 13,https://tea.test/13,A jug,https://tea.test/13.jpg,130.00,EUR
A-14,Mug 14,https://tea.test/14,A mug,https://tea.test/14.jpg,140.00,EUR
A-15,Bowl 15,https://tea.test/15,A bowl,https://tea.test/15.jpg,150.00,EUR
A-16,Tray 16,https://tea.test/16,A tray,https://tea.test/16.jpg,160.00,EUR
A-17,Cup 17,https://tea.test/17,A cup,https://tea.test/17.jpg,170.00,EUR
A-18,Pot 18,https://tea.test/18,A pot,https://tea.test/18.jpg,180.00,EUR
A-19,Pan 19,https://tea.test/19,A pan,https://tea.test/19.jpg,190.00,EUR
A-20,Lid 20,https://tea.test/20,A lid,https://tea.test/20.jpg,200.00,EUR
A-21,Jug 21,https://tea.test/21,A jug,https://tea.test/21.jpg,210.00,EUR
A-22,Mug 22,https://tea.test/22,A mug,https://tea.test/22.jpg,220.00,EUR
A-23,Bowl 23,https://tea.test/23,A bowl,https://tea.test/23.jpg,230.00,EUR
A-24,Tray 24,https://tea.test/24,A tray,https://tea.test/24.jpg,240.00,EUR
`

// faultyShop is a folder with that list, which git keeps with somebody's name.
func faultyShop(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(faulty), 0o600))
	for _, args := range [][]string{{"init", "-q"}, {"config", "user.name", "Ann"},
		{"config", "user.email", "ann@shop.example"}} {
		if out, err := exec.Command(Program(t, "git"), append([]string{"-C", dir}, args...)...).
			CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

// openFile opens the first file of the folder and goes to a step.
func openFile(b *Tab, address, step string) {
	b.Visit(address)
	b.Click(".inputs button")
	b.Until(`document.querySelectorAll(".columns .box").length > 2`)
	b.Click("#steps [data-step=" + step + "]")
}

// gitLog is what git says of a folder.
func gitLog(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := exec.Command(Program(t, "git"), append([]string{"-C", dir}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// TestFromProblemsToPublished mends a faulty list by the page alone, publishes it, and goes back.
func TestFromProblemsToPublished(t *testing.T) {
	needBrowser(t)
	dir := faultyShop(t)
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Size(1400, 900)
	openFile(b, runStudio(t, dir), "problems")
	b.Until(`document.querySelectorAll("#causes .cause.error").length === 1`)
	b.Until(`document.querySelectorAll(".grid .error").length === 2`)

	// All of one kind, by a line of plugsheet.yaml that she sees.
	b.ClickOn("#causes .cause button[data-jump]", "Show")
	b.Do(`[...document.querySelectorAll(".cause details")].forEach((one) => (one.open = true))`)
	b.Do(
		`const line = [...document.querySelectorAll(".cause input")].find((one) => one.value.startsWith("skip:"));
		line.value = line.value.replace('"4O.00", ', "");
		line.form.requestSubmit()`)
	b.ClickOn("#offer button.loud", "Write it")
	b.Until(`document.querySelectorAll(".grid .error").length === 1`)
	yaml, err := os.ReadFile(filepath.Join(dir, "plugsheet.yaml"))
	if err != nil || !strings.Contains(string(yaml), `skip: { products: { "priceCatalog": ["6O.00"] } }`) {
		t.Errorf("plugsheet.yaml: %v\n%s", err, yaml)
	}

	// One cell, by the keyboard; while she types she reads whether it fits, and everything is checked with it.
	b.Do(`document.querySelector('.grid [tabindex="0"]').focus()`)
	b.Keys(Home, Ctrl)
	b.Keys(strings.Repeat(ArrowDown, 4) + strings.Repeat(ArrowRight, 5))
	b.Until(`document.querySelector("#cell h3").textContent === "F5"`)
	b.Keys("x")
	b.Until(`document.querySelector("#tried .bad") !== null`)
	b.Keys("a", Ctrl)
	b.Keys("40.00")
	b.Until(`document.querySelector("#tried .good") !== null`)
	b.Until(`document.querySelector("#tally .good") !== null && document.activeElement.matches(".typing")`)
	b.Keys(Escape)
	b.Until(`document.querySelector("#tally .bad") !== null`)
	for _, correct := range []bool{true, false, true} { // and back, by a click
		if correct {
			b.Keys("40.00" + Enter)
			b.Until(`document.querySelectorAll("#fixed li").length === 1`)
			b.Until(`document.querySelector("#tally .good") !== null`)
			continue
		}
		b.ClickOn("#fixed button", "Undo")
		b.Until(`document.querySelectorAll("#fixed li").length === 0`)
		b.Until(`document.querySelector("#tally .bad") !== null`)
		b.Click("#causes button[data-jump]")
		b.Until(`document.activeElement.role === "gridcell" && document.activeElement.textContent === "4O.00"`)
	}
	source, err := os.ReadFile(filepath.Join(dir, "Products.csv"))
	if err != nil || string(source) != faulty {
		t.Errorf("her file was changed: %v", err)
	}

	// What changes, and publishing it.
	b.Click("#on")
	b.Until(`document.querySelector("#changes .good") !== null`)
	b.Click("#on")
	b.Until(`document.getElementById("message") !== null`)
	b.Fill("message", "The first catalog")
	b.Click("#publish-now")
	b.Until(`document.querySelector("#published .fits") !== null && document.querySelectorAll("#history ` +
		`li").length === 1`)
	log := gitLog(t, dir, "show", "--name-only", "--format=%an %s")
	if !strings.HasPrefix(log, "Ann The first catalog") || strings.Contains(log, "private") ||
		strings.Contains(log, ".csv") || !strings.Contains(log, "bundle/manifest.json") ||
		!strings.Contains(log, "plugsheet.yaml") {
		t.Errorf("the commit holds:\n%s", log)
	}

	// A change too large to be meant is a question with its numbers; then the way back.
	lines := strings.SplitAfter(faulty, "\n")
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(lines[0]+lines[1]+lines[2]), 0o600))
	b.Click("#steps [data-step=home]")
	b.ClickOn(".inputs button", "Open")
	b.Until(`document.querySelectorAll(".columns .box").length > 2`)
	b.Click("#steps [data-step=changes]")
	b.Until(`document.querySelector("#beyond")?.textContent.includes("91 %")`)
	b.Click("#list-gone summary")
	b.Until(`document.querySelectorAll("#list-gone tbody tr").length === 21`)
	b.Click("#on")
	b.Until(`document.getElementById("message") !== null`)
	b.Fill("message", "Fewer")
	b.Click("#publish-now")
	b.Click("#accept")
	b.Click("#publish-now")
	b.Until(`document.querySelectorAll("#history li").length === 2`)
	for n, products := range []int{23, 2, 23} { // the way back to the first, to the second, and to the first again
		b.Click("#history li:nth-child(2) button")
		b.Until(fmt.Sprintf(`document.querySelector("#published .fits") !== null &&
			document.querySelectorAll("#history li").length === %d`, n+3))
		if titles := answered(t, served(b), "ha-123"); len(titles) != products {
			t.Errorf("the way back %d: the server answers %d products, want %d", n, len(titles), products)
		}
		if left := gitLog(t, dir, "diff", "--stat", "HEAD~2", "HEAD", "--", "bundle"); left != "" {
			t.Errorf("the way back %d left a difference:\n%s", n, left)
		}
	}
}
