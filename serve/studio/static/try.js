// Try it: the catalog that is not published yet, as an agent sees it, and what search and bot make of it.

import { make } from "./dom.js";
import { box, command, website, wrong } from "./parts.js";
import { about, call } from "./server.js";
import { work } from "./work.js";
import { language, number, say } from "./words.js";

export async function show(section, page) {
  const parts = make("div", { class: "stack" });
  section.append(parts);
  const [facts, tried] = [await about(), await call("try")];
  if (!page.here()) return;
  section.prepend(website(facts, page, "try") ?? "");
  draw(parts, tried, page);
}

function draw(parts, tried, page) {
  if (!page.here()) return;
  const said = make("div", { class: "said", role: "status" });
  const begin = async () => {
    said.replaceChildren();
    try {
      draw(parts, await work(say("importing"), "try"), page);
    } catch (error) {
      said.replaceChildren(wrong(error));
    }
  };
  const { imported } = tried;
  parts.replaceChildren(
    box(say(imported ? "try-again" : "try-it"), make("p", { class: "hint" }, say("try-why")), tried.stale && make("p", { class: "note" }, say("stale")),
      make("div", {}, make("button", { class: imported && !tried.stale ? "quiet" : "loud", id: "try-it", click: begin }, say(imported ? "try-again" : "try-it"))), said, imported && outcome(imported)),
    ...(tried.desk ? [box(say("agents-view"), make("iframe", { class: "desk", src: tried.desk.replace("#", `?lang=${language()}#`), title: say("agents-view") })), comparison()] : []),
    ...(imported ? [command(imported.commands)] : []));
}

/** What an import came to. */
function outcome(imported) {
  const first = imported.first.length > 0 && make("details", { open: !imported.written }, make("summary", {}, say("first-problems", { n: imported.errors + imported.warnings })),
    make("ul", { class: "lines", dir: "auto" }, ...imported.first.map((line) => make("li", {}, line))));
  if (!imported.written) return make("div", { class: "stack" }, make("p", { class: "note bad" }, say("not-written")), first);
  return make("div", { class: "stack" }, make("p", { id: "tried" }, say("tried", { n: imported.products }), imported.skipped > 0 && ` ${say("skipped", { n: imported.skipped })}`), first);
}

function comparison() {
  const figures = make("div", { class: "stack", id: "figures" });
  const compare = async () => {
    try {
      const report = await work(say("comparing"), "cases");
      figures.replaceChildren(measured("search", report.search, (where) => (where ? say("place", { name: where }) : say("not-found"))), measured("bot", report.bot, (answer) => answer || say("not-found")));
    } catch (error) {
      figures.replaceChildren(wrong(error));
    }
  };
  return box(say("before-after"), make("p", { class: "hint" }, say("compare-why")), make("div", {}, make("button", { class: "quiet", id: "compare", click: compare }, say("compare"))), figures);
}

const percent = (share) => (share === null ? "–" : `${number(Math.round(1000 * share) / 10)} %`);

function measured(name, outcome, told) {
  const title = make("h4", {}, say(name));
  if (outcome.cases === 0) return make("div", {}, title, make("p", { class: "hint" }, say("no-cases")));
  const rows = outcome.figures.map((one) => [say(`figure-${one.name}`), percent(one.before), percent(one.after), one.before === null ? "–" : signed(one.after - one.before)]);
  return make("div", { class: "stack" }, title, make("p", { class: "hint" }, outcome.file ? say("cases-of", { n: outcome.cases, file: outcome.file }) : say("cases-made", { n: outcome.cases })),
    table(say(name), ["figure", "before", "after", "difference-of"], rows),
    outcome.worse.length > 0 && make("details", { id: `worse-${name}` }, make("summary", {}, say("worse", { n: outcome.worseCases })),
      table(say("worse", { n: outcome.worseCases }), ["typed", "expected", "before", "after"], outcome.worse.map((one) => [one.text, one.expected.join(", "), told(one.before), told(one.after)]))),
    outcome.betterCases > 0 && make("p", { class: "hint" }, say("better", { n: outcome.betterCases })));
}

const signed = (share) => `${share > 0 ? "+" : ""}${number(Math.round(1000 * share) / 10)} %`;

function table(title, heads, rows) {
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, say(name))))),
    make("tbody", {}, ...rows.map(([first, ...cells]) => make("tr", {}, make("th", { scope: "row", dir: "auto" }, first), ...cells.map((cell) => make("td", { dir: "auto" }, cell)))))));
}
