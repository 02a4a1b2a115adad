package pages

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plugsheet/samples/testdata/catalog"
)

// TestGridOfManyRows scrolls through 100,000 rows: only those in view are in the page. How long its frames
// take is told.
func TestGridOfManyRows(t *testing.T) {
	needBrowserLong(t)
	const rows = 100_000
	var text strings.Builder
	text.WriteString(
		"reference,title,productUrl,description,imageUrl,priceCatalog,currency,colour,size,weight," +
			"brand,ean\n")
	for i := range rows {
		price := fmt.Sprintf("%d.50", i%900+1)
		if i%1000 == 500 {
			price = "1O.50"
		}
		fmt.Fprintf(&text,
			"A-%d,Cup %d,https://tea.test/%d,A cup number %d,https://tea.test/%d.jpg,%s,EUR,red,L,12,Tea,\n",
			i, i, i, i, i, price)
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(text.String()), 0o600))
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Size(1400, 900)
	openFile(b, runStudio(t, dir), "problems")
	b.Until(`document.querySelectorAll(".grid .error").length > 0`)
	Is(b, `document.querySelector(".grid").getAttribute("aria-rowcount")`, fmt.Sprint(rows+2))
	var frames []float64
	longest := b.LongestTask(func() {
		frames = Get[[]float64](b, `new Promise((resolve) => {
		const grid = document.querySelector(".grid"), long = [];
		new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration))).observe({ type: "longtask" });
		let step = 0, last = performance.now(), most = 0;
		const frame = (now) => {
			most = Math.max(most, now - last);
			last = now;
			grid.scrollTop = step < 200 ? step * 97 : ((step * 7919) % 100) * (grid.scrollHeight / 100);
			if (++step < 300) requestAnimationFrame(frame);
			else setTimeout(() => resolve([most, Math.max(0, ...long), long.length]), 300);
		};
		requestAnimationFrame(frame);
	})`)
	})
	t.Logf("300 frames: the longest %.0f ms, of it work of the page over 50 ms: %.0f times, at most %.0f ms; "+
		"the processor's time of the longest: %v", frames[0], frames[2], frames[1], longest)
	b.Do(`document.querySelector(".grid").scrollTop = 1e9`)
	b.Until(`[...document.querySelectorAll(".grid .number")].some((one) => one.textContent === "100001")`)
	if shown := Get[int](b, `document.querySelectorAll(".grid .rows .line").length`); shown > 100 {
		t.Errorf("%d rows are in the page", shown)
	}
}

// TestGridOfManyColumns goes through a sheet of 300 columns: only those in view are in the page, and each of
// them is reached.
func TestGridOfManyColumns(t *testing.T) {
	needBrowser(t)
	lines := strings.SplitAfterN(faulty, "\n", 5)[:4]
	for n, line := range lines {
		for column := range 293 {
			line = strings.TrimSpace(line) + fmt.Sprintf(",more %d.%d", column, n)
		}
		lines[n] = line + "\n"
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "Products.csv"), []byte(strings.Join(lines, "")), 0o600))
	b := openTab(t, "ERR_NAME_NOT_RESOLVED")
	b.Size(1400, 900)
	openFile(b, runStudio(t, dir), "problems")
	b.Until(`document.querySelector("#cell h3") !== null`)
	b.Do(`document.querySelector('.grid [tabindex="0"]').focus()`)
	for _, c := range []struct{ key, cell, text string }{
		{End, "KN2", "more 292.1"}, {ArrowDown, "KN3", "more 292.2"},
		{strings.Repeat(ArrowLeft, 20), "JT3", "more 272.2"}, {Home, "A3", "A-2"},
	} {
		b.Keys(c.key)
		b.Until(`document.querySelector("#cell h3").textContent === ` + Quote(c.cell) +
			` && document.activeElement.textContent === ` + Quote(c.text))
		if cells := Get[int](b, `document.querySelectorAll(".grid [role=gridcell]").length`); cells > 100 {
			t.Errorf("%s: %d cells are in the page", c.cell, cells)
		}
	}
	b.Do(`document.querySelector(".grid").scrollLeft = 1e9`)
	b.Until(`[...document.querySelectorAll(".grid [role=columnheader]")].at(-1).textContent === "KN more 292.0"`)
	b.Do(`document.querySelector(".grid").focus()`) // as the tab key does where the active cell is out of view
	b.Until(`document.activeElement.textContent === "A-2"`)
}

// TestDropOfManyRows drops a csv file of 30,000 rows, and takes a column for something else. How long it takes
// to the mapping and to the new card, as she sees it, is told.
func TestDropOfManyRows(t *testing.T) {
	needBrowserLong(t)
	var list bytes.Buffer
	must(t, catalog.Write(&list, 30_000))
	b := openTab(t, "ERR_NAME_NOT_RESOLVED", "/pictures/")
	b.Size(1400, 900)
	b.Visit(runStudio(t, t.TempDir()))
	b.Do(`window.since = 0;
		document.addEventListener("drop", () => (window.since = performance.now()), true);
		new MutationObserver(() => {
			const title = document.querySelector(".card h4")?.textContent;
			if (title && title !== window.title) [window.title, window.took] = [title, performance.now() - window.since];
		}).observe(document.body, { subtree: true, childList: true, characterData: true })`)
	drop(b, "export.csv", list.Bytes())
	b.Until(`window.took > 0`)
	dropped, first := Get[float64](b, `window.took`), Get[string](b, `window.title`)
	b.Do(`const pick = [...document.querySelectorAll(".row select")].find((one) => one.value === "reference");
		window.since = performance.now();
		pick.value = "title";
		pick.dispatchEvent(new Event("change", { bubbles: true }))`)
	b.Until(`window.title !== ` + Quote(first))
	t.Logf("30,000 rows, %d bytes: %.0f ms from the drop to the mapping, %.0f ms from a choice to the new card",
		list.Len(), dropped, Get[float64](b, `window.took`))
}
