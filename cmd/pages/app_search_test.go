package pages

import (
	"testing"
)

// TestDebounced shows that letters typed at once are one search, that a search still under way is given up
// for the next, and that pictures are asked for when they come into view.
func TestDebounced(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	Is(b, `[...document.querySelectorAll("#results img")].every((one) => one.loading === "lazy")`,
		true)
	b.Do(`globalThis.seen = []; const real = fetch; globalThis.fetch = (url, options) => {
		const text = new URL(url, location).searchParams.get("searchQuery");
		seen.push({ text, signal: options.signal });
		return text === "tent" ? new Promise(() => {}) : real(url, options);
	}`)
	typed := func(text string) {
		b.Do(`const box = document.getElementById("search"); for (let n = 1; n <= ` +
			Quote(text) + `.length; n++) {
			box.value = ` + Quote(text) + `.slice(0, n);
			box.dispatchEvent(new Event("input", { bubbles: true }));
		}`)
	}
	typed("tent")
	b.Until(`seen.length > 0`)
	Is(b, `seen.map((one) => one.text + one.signal.aborted).join(" ")`, "tentfalse")
	typed("storm lantern")
	b.Until(`document.querySelector("#results h2").textContent === "Storm lantern"`)
	Is(b, `seen.map((one) => one.text + one.signal.aborted).join(" ")`,
		"tenttrue storm lanternfalse")
}

// TestHeldKey waits longer while a key is held down, which comes as often as a person never types.
func TestHeldKey(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Do(`globalThis.pauses = [];
		const after = setTimeout, box = document.getElementById("search");
		globalThis.setTimeout = (work, ms, ...more) => { pauses.push(ms); return after(work, ms, ...more); };
		for (const repeat of [false, true, false]) {
			box.dispatchEvent(new KeyboardEvent("keydown", { key: "a", repeat }));
			box.dispatchEvent(new Event("input", { bubbles: true }));
		}`)
	Is(b, `pauses.slice(0, 3).join()`, "20,60,20")
}

// TestNothingFound shows what was tried where nothing is found, what finds something instead, and the way out
// of a category.
func TestNothingFound(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	search(b, "wqxzk lanternbox")
	b.Until(`document.querySelector("#state h2") !== null`)
	Is(b, `document.querySelector("#state h2").textContent`, "Nothing found for “wqxzk lanternbox”")
	Is(b, `document.querySelector(".tried").innerText`,
		"wqxzk – not in the catalog\nlanternbox – not in the catalog")
	Is(b, `document.getElementById("live").textContent`, "Nothing found for “wqxzk lanternbox”")
	Is(b,
		`document.getElementById("results").hidden && document.getElementById("count").textContent === ""`,
		true)
	b.ClickOn("#state .chip", "lantern")
	b.Until(`document.querySelector("#results h2")?.textContent === "Storm lantern"`)
	Is(b, `document.getElementById("search").value + document.activeElement.id`, "lanternsearch")
	b.Until(`document.querySelector("[role=tree]") !== null`)
	b.Click("#browse")
	b.ClickOn(".line", "Kitchen")
	b.Until(`document.getElementById("within").textContent === "in Kitchen"`)
	search(b, "sleeping bag")
	b.Until(
		`document.querySelector("#state h2") !== null || document.querySelectorAll(".product").length > 0`)
	b.ClickOn("#state button", "Search in all categories")
	b.Until(`document.querySelector("#results h2")?.textContent.includes("sleeping bag")`)
	Is(b, `document.getElementById("within").hidden`, true)
	b.Do(`document.getElementById("search").value = "lantren"; ` +
		`document.getElementById("search").dispatchEvent(new Event("input"))`)
	b.Until(`document.querySelector("#taken span").textContent === "Results for lantern" && ` +
		`!document.getElementById("taken").hidden`)
}

// TestPartsFail shows that categories and further products that cannot be had are said to be so, leave what
// is there, and can be asked for again.
func TestPartsFail(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	b.Until(`document.querySelector("[role=tree]") !== null`)
	const broken = `globalThis.honest = fetch; globalThis.fetch = async () => new Response("", { ` +
		`status: 503 })`
	b.Do(broken)
	b.Click("#more")
	b.Until(`document.getElementById("notice").textContent === "The server is busy."`)
	Is(b, `document.querySelectorAll(".product").length`, 20)
	b.Do(`document.getElementById("notice").textContent = ""`)
	b.Click("#browse")
	b.ClickOn(".line", "Outdoor")
	b.Until(`document.getElementById("notice").textContent === "The server is busy."`)
	b.Do(`document.getElementById("categories").replaceChildren()`)
	b.Click("#state button")
	b.Until(`document.getElementById("categories").textContent === "The server is busy.Try again"`)
	b.Do(`globalThis.fetch = honest`)
	b.Click("#browse")
	b.Click("#categories button")
	b.Until(`document.querySelectorAll("[role=treeitem]").length > 3`)
}

// TestDeskColours shows the desk's own colours where it gives them, on a light page, and the page's own on a
// dark one.
func TestDeskColours(t *testing.T) {
	b := openTab(t)
	b.Answer("https://static.iadvize.com/*", func(address string) (string, string) {
		if address[len(address)-4:] == ".css" {
			return "text/css",
				":root { --CPA-color-action: rgb(1, 2, 3); --CPA-text-default: 400 17px/21px serif }"
		}
		return "text/javascript", library
	})
	address := site(t, shop(t, pictures(t)), nil)
	for scheme, want := range map[string]string{"light": "rgb(1, 2, 3) 17px",
		"dark": "rgb(157, 176, 255) 17px"} {
		b.Wear(Look{Scheme: scheme, Width: 480})
		enter(b, address)
		b.Until(`document.querySelector(".loud[data-act=send]") !== null`)
		Is(b,
			`((style) => style(document.querySelector(".loud[data-act=send]")).backgroundColor + " " + `+
				`style(document.body).fontSize)(getComputedStyle)`, want)
	}
}
