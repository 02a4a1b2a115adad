package pages

import (
	"fmt"
	"testing"
)

// tight gives what a row's list is too narrow for, a word each: a title that has less than 160 pixels, what
// is cut off or reaches over the edge, and buttons that lie under something else.
const tight = `(() => {
	const wrong = new Set();
	const box = document.getElementById("search"), lens = document.querySelector(".search > .icon").getBoundingClientRect();
	if (lens.width > parseFloat(getComputedStyle(box).paddingLeft) || getComputedStyle(box).paddingLeft !== getComputedStyle(box).paddingRight) wrong.add("box");
	if (document.documentElement.scrollWidth > innerWidth) wrong.add("page");
	for (const row of document.querySelectorAll(".product")) {
		row.scrollIntoView({ block: "center", behavior: "instant" });
		const all = row.getBoundingClientRect();
		if (row.querySelector("h2").getBoundingClientRect().width < 160) wrong.add("title");
		if (row.scrollWidth > row.clientWidth) wrong.add("row");
		for (const one of row.querySelectorAll("button, input, .costs b, .costs s, .stock")) {
			const at = one.getBoundingClientRect();
			if (at.left < all.left || at.right > all.right + .5) wrong.add("edge " + one.textContent);
			if (one.matches("button") && one.scrollWidth > one.clientWidth) wrong.add("cut " + one.textContent);
			const hit = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
			if (!one.contains(hit) && !hit.contains(one)) wrong.add("under " + one.textContent);
		}
	}
	scrollTo(0, 0);
	return [...wrong].join(", ");
})()`

// TestWidths shows rows that can be read and used at every width of a panel or of the desk's frame, in long
// words, in other languages, and in a page that runs from right to left. 200 % of zoom is half the width, as
// a page sees it.
func TestWidths(t *testing.T) {
	needBrowser(t)
	address := site(t, shop(t, pictures(t), oddRows...), nil)
	for _, language := range []string{"en", "fr", "de"} {
		b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
		enter(b, address+"?test-language="+language)
		search(b, "ODD1")
		b.Until(`document.querySelectorAll(".product").length === 3`)
		b.Do(`document.querySelectorAll("[data-act=send]")[2].click()`)
		b.Until(`document.querySelector(".product.sent") !== null`)
		for _, direction := range []string{"ltr", "rtl"} {
			b.Do(`document.documentElement.dir = "` + direction + `"`)
			for width := int64(320); width <= 1280; width += 40 {
				b.Size(width, Height)
				b.Until(fmt.Sprintf(`innerWidth === %d`, width))
				if wrong := Get[string](b, tight); wrong != "" {
					t.Errorf("%s, %s, %d pixels: %s", language, direction, width, wrong)
				}
			}
		}
	}
}

// TestWidthPictures looks at the widths at which a row is laid out in another way, at those of the desk's
// frame, and at half of them.
func TestWidthPictures(t *testing.T) {
	b := appTab(t, library, "ERR_NAME_NOT_RESOLVED")
	enter(b, site(t, shop(t, pictures(t), oddRows...), nil))
	for _, direction := range []string{"ltr", "rtl"} {
		b.Do(`document.documentElement.dir = "` + direction + `"`)
		for _, text := range []string{"tent", "ODD1"} {
			search(b, text)
			b.Until(`document.querySelectorAll(".product").length > 0`)
			for i, width := range []int64{320, 420, 640, 720, 820, 940, 1280} {
				l := Looks(t)[i%2*3]
				l.Width = width
				b.Wear(l)
				b.Examine("width-"+direction+"-"+text, l)
			}
		}
	}
}
