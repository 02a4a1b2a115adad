package pages

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"plugsheet/index/gaps"
)

// holdStay keeps the timer that finishes a search from running until stays() is called, which gives how many
// there were, and keeps what is told to the server in told, and in answers what that says.
const holdStay = `
	const held = new Map(), after = setTimeout, cancel = clearTimeout, ask = fetch;
	globalThis.setTimeout = (work, ms, ...more) => {
		if (ms !== 2000) return after(work, ms, ...more);
		const timer = {};
		held.set(timer, work);
		return timer;
	};
	globalThis.clearTimeout = (timer) => held.delete(timer) || typeof timer === "object" || cancel(timer);
	globalThis.waiting = () => held.size;
	globalThis.stays = () => [...held].filter(([timer, work]) => { held.delete(timer); work(); return true; }).length;
	globalThis.told = [];
	globalThis.answers = [];
	globalThis.fetch = async (url, options) => {
		const answer = ask(url, options);
		if (String(url) === "api/missed") {
			told.push(options.body.get("searchQuery"));
			answers.push((await answer).status);
		}
		return answer;
	};
`

// TestMissed shows that of all that an agent types the searches that it meant are told to the server and
// counted, once, where they missed something: those whose answer was looked at for a while, those of Enter,
// those cleared at once, and those whose answer was used.
func TestMissed(t *testing.T) {
	needBrowser(t)
	dir := shop(t, pictures(t))
	t.Cleanup(func() { // after the server has written what it counted
		all, err := gaps.Read(t.Context(), gaps.Folder(dir))
		must(t, err)
		got := map[string]int{}
		for _, one := range all {
			got[one.Query] = one.Count
		}
		if diff := cmp.Diff(map[string]int{"wqxzk": 2, "wqxzk tent": 1, "entered": 1, "vjqqk": 1,
			"zzlantern": 1}, got); diff != "" {
			t.Error(diff)
		}
	})
	b := appTab(t, library)
	enter(b, site(t, dir, nil))
	b.Do(holdStay)
	stays := func(want int) { t.Helper(); Is(b, `stays()`, want) }
	tells := func(want string) { t.Helper(); Is(b, `told.join(", ")`, want) }

	search(b, "wqx")
	search(b, "wqxz")
	Is(b, `waiting()`, 1)
	b.Do(`const box = document.getElementById("search"); box.value += "k"; box.dispatchEvent(new ` +
		`Event("input")); globalThis.left = waiting()`)
	Is(b, `left`, 0) // typed through
	b.Until(`drawn === "wqxzk"`)
	tells("")
	stays(1)
	tells("wqxzk")
	search(b, "wqxzk") // again, by a letter that was taken back
	stays(1)
	tells("wqxzk")
	b.Do(`told = []`)

	search(b, "tent") // finds something
	stays(1)
	tells("")
	search(b, "wqxzk") // after another search
	stays(1)
	tells("wqxzk")
	b.Do(`told = []`)

	search(b, "wqxzk tent") // of which a word finds something, and the agent goes to that
	b.Keys(ArrowDown)
	tells("wqxzk tent")
	stays(0)
	b.Click("#results [data-act=send]")
	tells("wqxzk tent")
	b.Do(`told = []`)

	search(b, "entered")
	b.Keys(Enter)
	b.Until(`told.length > 0`)
	stays(0)
	b.Do(`asked = drawn = null`)
	b.Keys(Enter)
	b.Until(`drawn === "entered"`)
	b.Do(`stays()`) // if Enter has not
	tells("entered")
	b.Do(`told = []`)

	search(b, "vjqqk")
	b.Keys(escape)
	tells("vjqqk")
	b.Until(`drawn === ""`)
	stays(1) // of the whole catalog
	tells("vjqqk")
	b.Do(`told = []`)

	search(b, "zzlantern")
	b.ClickOn("#state .chip", "lantern")
	b.Until(`drawn === "lantern"`)
	tells("zzlantern")
	b.Until(`answers.length === 6`)
	Is(b, `answers.join(" ")`, "204 204 204 204 204 204")
}
