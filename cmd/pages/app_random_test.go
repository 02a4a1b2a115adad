package pages

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// judgeCalls looks at the page at the very moment at which the platform's library is called, and keeps in
// wrong what was sent without being shown: a single product has to be in the answer to what stands in the box
// and is chosen, be drawn, and be the row of the focus or of the click; of several each has to be named in
// the selection.
const judgeCalls = `
	globalThis.wrong = [];
	globalThis.pressed = null;
	document.addEventListener("click", (event) => { pressed = event.target.closest("[role=row]"); }, true);
	document.addEventListener("keydown", () => { pressed = null; }, true);
	const titles = (some) => [...document.querySelectorAll(some)].map((one) => one.textContent.trim());
	const judge = ({ name, argument }) => {
		const picked = titles("#picked li");
		const category = wanted.category?.id ?? "";
		const narrowed = (filters.asked() ?? "") + wanted.sort + (wanted.exact ? "1" : "");
		const right = answers[document.getElementById("search").value.trim() + "|" + category + (narrowed && "|" + narrowed)] ?? [];
		const row = pressed ?? document.activeElement.closest("[role=row]");
		const inTray = (card) => picked.includes(card.title);
		const alone = document.querySelector("#detail h2");
		if (alone?.checkVisibility()) return inTray(argument) || (argument.title ? alone.textContent === argument.title : true);
		if (name.includes("Bundle")) return argument.cards.every(inTray);
		if (row === null) return name.includes("Card") && inTray(argument); // the one that is selected
		const shown = row.isConnected && row.checkVisibility() && right.includes(row.querySelector("h2").textContent);
		if (name === "insertTextInComposeBox") return shown;
		return (shown && row.querySelector("h2").textContent === argument.title) || inTray(argument);
	};
	calls.push = (call) => {
		if (!judge(call)) wrong.push(call.name + " " + (call.argument.title ?? call.argument) + " for " + document.getElementById("search").value);
		return Array.prototype.push.call(calls, call);
	};`

// mostRounds are tried until something is sent.
const mostRounds = 10

// TestAnyKeys presses what comes by chance, while answers are late, come in any order, or fail: nothing but
// what is shown is ever sent. A failure names its seed; PLUGSHEET_SEED tries others than those of every day.
func TestAnyKeys(t *testing.T) {
	needBrowser(t)
	rounds, steps := 2, 250
	if Demanded() {
		rounds = 6
	}
	first, _ := strconv.ParseUint(os.Getenv("PLUGSHEET_SEED"), 10, 64)
	sent := 0
	for round := 0; round < rounds || sent == 0 && round < mostRounds; round++ {
		// by chance nothing may be sent in the first ones
		sent += pressAny(t, first+uint64(round), steps)
	}
	t.Logf("%d times something was sent", sent)
	if sent == 0 {
		t.Errorf("in %d rounds from seed %d nothing was tried", mostRounds, first)
	}
}

// pressAny presses what a seed says in a page of its own, and gives how often something was sent.
func pressAny(t *testing.T, seed uint64, steps int) int {
	t.Helper()
	b := heldTab(t)
	b.Do(`answers["|"] = [...document.querySelectorAll("h2[title]")].map((one) => one.textContent); ` +
		`answers["|"].known = true`)
	b.Until(`(globalThis.kitchen = [...document.querySelectorAll(".label")].find((one) => one.textContent ` +
		`=== "Kitchen")) !== undefined`)
	b.Do(`kitchen.click()`)
	b.Until(`held.length > 0`)
	b.Do(`document.getElementById("within").click(); document.getElementById("search").focus()`)
	Get[bool](b,
		`Promise.all([import("/app/search.js"), import("/app/filters.js")]).then(([search, all]) => {
		globalThis.wanted = search.wanted;
		globalThis.filters = all;
		return true;
	})`)
	b.Do(judgeCalls)
	r := rand.New(rand.NewPCG(seed, 0))
	for range steps {
		step(b, r)
	}
	if wrong := Get[[]string](b, `wrong`); len(wrong) > 0 {
		t.Errorf("seed %d: sent without being shown: %q", seed, wrong)
	}
	return Get[int](b, `calls.length`)
}

// step does one thing that a person, the network or an input method may do.
func step(b *Tab, r *rand.Rand) {
	keys := []string{
		ArrowDown, ArrowDown, ArrowDown, ArrowUp, ArrowRight,
		Enter, Enter, Enter, " ", " ", TabKey, End, escape, "t",
		Backspace,
	}
	words := []string{"tent", "lantern", "storm lantern", "pot", "wqxzk", ""}
	pick := func(n int) string { return strconv.Itoa(r.IntN(n)) }
	switch n := r.IntN(46); {
	case n < 18:
		b.Keys(keys[r.IntN(len(keys))])
	case n < 21:
		b.Do(`const box = document.getElementById("search"); box.focus(); box.select()`)
		b.Insert(words[r.IntN(len(words))])
	case n == 21:
		b.Keys(Enter, Ctrl)
	case n == 22:
		b.Keys(Enter, Shift)
	case n < 26:
		b.Do(`const all = document.querySelectorAll(".product [data-act]"); all[` + pick(40) +
			` % all.length]?.click()`)
	case n == 26:
		b.Do(`(` + pick(2) + ` ? kitchen : document.getElementById("within")).click()`)
	case n == 27:
		b.Do(`document.querySelectorAll("#picked button, #bundle, #more, #state button")[` +
			pick(4) + `]?.click()`)
	case n == 28:
		b.Compose("ら")
	case n == 29:
		b.Do(`held[` + pick(3) + `]?.fail()`)
	case n < 42 && n >= 40:
		b.Do(`const boxes = document.querySelectorAll("#filters input[type=checkbox]"); boxes[` + pick(9) +
			` % boxes.length]?.click()`)
	case n == 42:
		b.Do(inOrder([]string{"", "cheapest", "dearest"}[r.IntN(3)]))
	case n == 43:
		b.Do(`document.querySelectorAll("#narrowed button, #taken button")[` + pick(2) + `]?.click()`)
	case n == 44:
		b.Do(`document.querySelectorAll("#detail button")[` + pick(4) + `]?.click()`)
	case n == 45:
		b.Do(`document.querySelector("[data-act=open]")?.click()`)
	case n < 33:
		Get[bool](b, `held[`+pick(3)+` % held.length]?.go() ?? true`)
	default:
		Get[bool](b, `held.at(-1)?.go() ?? true`)
	}
}
