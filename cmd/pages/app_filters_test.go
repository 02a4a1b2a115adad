package pages

import (
	"testing"
)

// titles are those of the list.
const titles = `[...document.querySelectorAll("#results h2")].map((one) => one.textContent).join(" + ")`

// products waits until the list has so many.
func products(b *Tab, n string) {
	b.Until(`document.querySelectorAll(".product").length === ` + n + ` && ` + busyList + ` === "falsefalse"`)
}

// inOrder puts the list in an order.
func inOrder(order string) string {
	return `const order = document.getElementById("sort"); order.value = ` + Quote(order) +
		`; order.dispatchEvent(new Event("change", { bubbles: true }))`
}

// TestFilters narrows a search down by what the catalog itself gives, and takes it back.
func TestFilters(t *testing.T) {
	b := appTab(t, library)
	b.Size(1280, 800)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	Is(b, `document.querySelector("#filters input[value=green]").closest("label").textContent`,
		"green2")
	b.Click(`#filters input[value="green"]`)
	products(b, "2")
	Is(b, titles, "Ridgeline tent, 2 persons + Ridgeline tent, 4 persons")
	Is(b, `document.activeElement.value + document.getElementById("narrowed").textContent`,
		"greengreen")
	Is(b, `document.getElementById("count").textContent`, "2 products")
	b.Click(`#filters input[value="red"]`)
	products(b, "3")
	b.Click(`#f-available`)
	products(b, "2")
	b.Do(`document.getElementById("f-to").focus()`)
	b.Keys("100\t")
	products(b, "1")
	Is(b,
		`[...document.querySelectorAll("#narrowed .chip")].map((one) => one.textContent).join(" + ")`,
		"In stock + ≤ €100 + green + red")
	b.ClickOn("#narrowed .chip", "100")
	products(b, "2")
	search(b, "lantern")
	Is(b, `document.querySelector("#state h2").textContent`, "Nothing found for “lantern”")
	b.Click("#state .loud")
	b.Until(`document.querySelector("#results h2")?.textContent === "Storm lantern"`)
	Is(b, `document.getElementById("narrowed").children.length`, 0)
}

// TestSort puts a search in the order of the prices.
func TestSort(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	for order, want := range map[string]string{"cheapest": "Tent pegs, set of 12",
		"dearest": "Saga bell tent, 6 persons"} {
		b.Do(inOrder(order))
		b.Until(`document.querySelector("#results h2").textContent === ` + Quote(want) + ` && ` +
			busyList + ` === "falsefalse"`)
	}
}

// TestFilterBeforeAnswer shows that nothing of the list before can be sent, or shown alone, once something is
// filtered or put in another order.
func TestFilterBeforeAnswer(t *testing.T) {
	needBrowser(t)
	address := site(t, shop(t, pictures(t)), nil)
	for name, begin := range map[string]string{
		"a filter": `document.getElementById("f-available").click()`, "an order": inOrder("cheapest"),
	} {
		t.Run(name, func(t *testing.T) {
			b := heldAt(t, address)
			b.Do(begin)
			Is(b, busyList, "truetrue")
			b.Do(`document.querySelector("[data-act=send]").click(); ` +
				`document.querySelector("[data-act=open]").click()`)
			Is(b, `calls.length + String(document.getElementById("detail").hidden)`, "0true")
			b.Until(`held.length === 1`)
			Get[bool](b, letGo)
			b.Until(busyList + ` === "falsefalse"`)
		})
	}
}

// TestDetail shows a product in the place of the list, sends it from there, and goes back to where the focus
// was.
func TestDetail(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	findFirst(b, "tent", "Ridgeline tent, 2 persons")
	for _, key := range []string{ArrowDown, ArrowDown, ArrowRight,
		ArrowRight} {
		b.Keys(key)
	}
	Is(b, focused, "Saga bell tent, 6 persons|open")
	b.Keys(Enter)
	b.Until(`!document.getElementById("detail").hidden`)
	Is(b, `document.activeElement.id + document.querySelector("#detail h2").textContent`,
		"detail-backSaga bell tent, 6 persons")
	Is(b, `[...document.querySelectorAll("#detail tr")].map((one) => one.innerText).join(" + ")`,
		"Reference\tTENT-6P-SND + EAN\t2073100001114 + Color\tsand + Material\tcotton")
	b.Says("#detail .description", "walls that breathe")
	b.Click("#detail [data-act=send]")
	b.Until(`calls.length === 1 && document.querySelector("#detail [data-act=send]").textContent === ` +
		`"Send again"`)
	Is(b, `calls[0].argument.title`, "Saga bell tent, 6 persons")
	b.Keys(escape)
	Is(b, `String(document.getElementById("detail").hidden) + `+focused,
		"trueSaga bell tent, 6 persons|open")
	b.Click("[data-act=open]")
	b.Until(`!document.getElementById("detail").hidden`)
	b.Keys(" storm") // typing anywhere searches, and the list is there again
	b.Until(`document.getElementById("detail").hidden`)
}

// severalPictures is a product of the sample shop's sheet with three pictures, one of which is not there;
// GAL-1 finds it.
func severalPictures(pictures string) string {
	return `9201,GAL-1,Picture wall,,d,s,,Odd > Pictures,https://shop.example/9,` + pictures +
		`tent-2p-grn.jpg,129.00 €,,,yes,,,"` +
		pictures + `tent-2p-red.jpg, ` + pictures + `none.jpg"` + "\n"
}

// TestSeveralPictures shows each picture of a product in full where its small one is pressed; in the place of
// one that is not there stands the placeholder.
func TestSeveralPictures(t *testing.T) {
	b := appTab(t, library, "404")
	address := pictures(t)
	enter(b, site(t, shop(t, address, severalPictures(address)), nil))
	findFirst(b, "GAL-1", "Picture wall")
	b.Click("[data-act=open]")
	const large = `document.querySelector(".large-picture img")`
	b.Until(large + `.src.endsWith("grn.jpg") && document.querySelectorAll(".thumbs img").length === 2`)
	Is(b, `document.querySelectorAll(".thumbs button").length`, 3)
	b.Click(".thumbs button:nth-child(2)")
	b.Until(large + `.src.endsWith("red.jpg") && ` + large + `.naturalWidth > 0`)
	Is(b,
		`[...document.querySelectorAll(".thumbs button")].map((one) => one.ariaLabel + " " + `+
			`one.ariaPressed).join(", ")`, "Picture 1 false, Picture 2 true, Picture 3 false")
	b.Click(".thumbs button:nth-child(3)")
	b.Until(large + ` === null && document.querySelector(".large-picture .icon").checkVisibility()`)
}

// TestWhatMatched marks the words that matched, says for which word nothing was found, draws a line before
// what answers only a part, and searches for what was typed where that is wanted.
func TestWhatMatched(t *testing.T) {
	b := appTab(t, library)
	enter(b, site(t, shop(t, pictures(t)), nil))
	search(b, "storm lantern souris")
	b.Until(`document.querySelector(".divide") !== null`)
	Is(b,
		`[...document.querySelectorAll("#results .product:nth-child(2) mark")].map((one) => `+
			`one.textContent).join(" ")`, "Storm lantern")
	Is(b, `document.querySelector("#taken span").textContent`,
		"No product has “souris”; results for the other words")
	b.Click("#taken button")
	b.Until(`document.querySelector("#state h2")?.textContent === "Nothing found for “storm lantern souris”"`)
	findFirst(b, "LAMP-LTN-02", "Storm lantern, large")
	Is(b, `document.querySelector(".reference mark").textContent`, "LAMP-LTN-02")
}

// TestOperatorsLanguage shows titles and prices in the operator's language, also in one that the page does
// not speak.
func TestOperatorsLanguage(t *testing.T) {
	b := appTab(t, library)
	address := site(t, shop(t, pictures(t)), nil)
	const price = `document.querySelector(".costs b").textContent.replaceAll("\u00a0", " ")`
	enter(b, address+"?test-language=fr")
	search(b, "storm lantern")
	Is(b, `document.querySelector("#results h2").textContent + `+price, "Lanterne tempête39,00 €")
	b.Click("[data-act=send]")
	b.Until(`calls.length === 1`)
	Is(b, `calls[0].argument.title`, "Lanterne tempête")
	Is(b, `document.getElementById("unspoken").hidden`, true)
	enter(b, address+"?test-language=sv")
	search(b, "storm lantern")
	Is(b, price+` + document.documentElement.lang`, "39,00 €en")
	Is(b, `document.getElementById("unspoken").textContent`,
		"This page does not speak Swedish yet; it is in English.")
}
