// What changes: what the next publication adds, takes away and changes in what is published, and what asks for a yes.

import { announce, make } from "./dom.js";
import { box, command, named, website } from "./parts.js";
import { about, call } from "./server.js";
import { work } from "./work.js";
import { has, number, say } from "./words.js";

export async function show(section, page) {
  const [facts, now] = [await about(), await work(say("comparing"), "changes")];
  if (!page.here()) return;
  section.append(website(facts, page, "changes", true));
  if (now.errors > 0) {
    section.append(make("p", { class: "note bad" }, say("errors-first", { n: now.errors })), make("button", { class: "loud", click: () => page.go("problems") }, say("step-problems")));
    return;
  }
  if (now.first) section.append(make("p", { class: "note good" }, say("first-publication", { n: now.added })));
  else if (now.same) section.append(make("p", { class: "note good" }, say("nothing-changes")));
  if (now.beyond.length) {
    section.append(make("div", { class: "note bad", role: "alert", id: "beyond" }, make("div", {}, make("p", {}, make("b", {}, say("meant?"))), ...now.beyond.map((text) => make("p", {}, text)), make("p", { class: "hint" }, say("meant-then")))));
    announce(now.beyond.join(" "));
  }
  section.append(make("div", { class: "counts" }, ...["added", "gone", "changed", "moved"].map((name) => make("div", { class: "box" }, make("b", { class: "count" }, number(now[name])), make("span", { class: "hint" }, say(`changes-${name}`))))));
  if (now.moved) section.append(histogram(now.bars));
  if (now.other.length) section.append(box(say("also"), make("ul", {}, ...now.other.map((one) => make("li", {}, say(`other-${one.name}`, { n: one.count }))))));
  for (const name of ["gone", "added", "changed"]) if (now[name] && !now.first) section.append(list(name, now[name]));
  section.append(make("div", { class: "ask" }, make("button", { class: "loud", id: "on", click: () => page.go("publish") }, say("step-publish"))), command(now.command));
}

/** How far prices moved: bars with their numbers, and the same as a table for those who hear it. */
function histogram(bars) {
  const most = Math.max(...bars.map((one) => one.count), 1);
  const name = (one) => (one.from === null ? say("below", { to: one.to }) : one.to === null ? say("above", { from: one.from }) : say("between", { from: one.from, to: one.to }));
  return box(say("prices-moved"), make("table", { class: "bars", id: "histogram" }, make("thead", { class: "unseen" }, make("tr", {}, make("th", { scope: "col" }, say("moved-by")), make("th", { scope: "col" }, say("prices")))),
    make("tbody", {}, ...bars.map((one) => {
      const bar = make("span", { class: `bar ${(one.to ?? 1) <= 0 ? "down" : "up"}` });
      bar.style.inlineSize = `${(100 * one.count) / most}%`;
      return make("tr", {}, make("th", { scope: "row" }, name(one)), make("td", {}, make("div", { class: "track" }, bar, make("span", {}, number(one.count)))));
    }))));
}

function list(name, all) {
  const rows = make("tbody", {});
  const more = make("button", { class: "quiet", click: add }, say("more"));
  async function add() {
    const got = await call(`changes/${name}?from=${rows.dataset.shown ?? 0}`);
    rows.dataset.shown = Number(rows.dataset.shown ?? 0) + got.length;
    rows.append(...got.flatMap((one) => (name === "changed" ? one.values.map((value, at) => make("tr", {}, at === 0 && make("th", { scope: "rowgroup", rowspan: one.values.length, dir: "auto" }, one.reference, make("div", { class: "hint" }, one.title)),
      make("td", {}, named("field", value.field, has)), make("td", { dir: "auto" }, make("del", {}, value.before || say("none"))), make("td", { dir: "auto" }, make("ins", {}, value.after || say("none")), value.percent !== undefined && make("span", { class: "hint" }, ` ${value.percent > 0 ? "+" : ""}${number(Math.round(value.percent))} %`)))) : [make("tr", {}, make("th", { scope: "row" }, one.reference), make("td", { dir: "auto" }, one.title))])));
    more.hidden = Number(rows.dataset.shown) >= all || got.length === 0;
  }
  const heads = name === "changed" ? ["product", "field", "before", "after"] : ["reference", "title"];
  const details = make("details", { id: `list-${name}`, toggle: () => details.open && !rows.dataset.shown && add() }, make("summary", {}, `${say(`changes-${name}`)} (${number(all)})`),
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say(`changes-${name}`) }, make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, say(`head-${head}`))))), rows)), more);
  return make("section", { class: "box" }, details);
}
