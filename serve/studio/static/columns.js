// Sheets and columns: what each is taken for and why, with a choice, and what the products look like with it.

import { announce, byId, field, make, picture } from "./dom.js";
import { box, command, named, wrong } from "./parts.js";
import { call } from "./server.js";
import { has, number, say } from "./words.js";

let latest = 0; // of choices: an answer to one before is not shown

export async function show(section, page) {
  const parts = make("div", { class: "columns" });
  section.append(parts);
  try {
    draw(parts, await call("mapping"), page);
  } catch (error) {
    parts.replaceWith(wrong(error), make("button", { class: "quiet", click: () => page.go("home") }, say("step-home")));
  }
}

function draw(parts, mapping, page) {
  if (!page.here()) return;
  const focused = document.activeElement?.id;
  const open = new Set([...parts.querySelectorAll("details[open]")].map((one) => one.id));
  const choose = async (choice, what) => {
    const mine = ++latest;
    byId("refused").replaceChildren();
    try {
      const next = await call("choose", { sheet: "", kind: "", header: "", default: "", setting: "", use: "", ...choice });
      if (mine !== latest) return;
      draw(parts, next, page);
      announce(say("chosen", { name: what, title: next.cards[0]?.title ?? "–" }));
    } catch (error) {
      draw(parts, mapping, page);
      byId("refused").replaceChildren(wrong(error));
    }
  };
  parts.replaceChildren(
    make("div", { class: "stack" }, make("div", { id: "refused" }), ...mapping.problems.map(wrong), ...mapping.sheets.map((one, at) => sheet(one, at, mapping, choose)), left(mapping, choose), ...settings(mapping, choose)),
    make("aside", { class: "stack side", "aria-label": say("outcome") }, cards(mapping), needed(mapping, choose), keeping(mapping, parts, page)));
  parts.after(...(parts.nextSibling ? [] : [command(mapping.command)]));
  for (const id of open) if (byId(id)) byId(id).open = true;
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

const options = (list, chosen, name) => list.map((one) => make("option", { value: one, selected: one === chosen }, name(one)));

function sheet(one, at, mapping, choose) {
  const kind = make("select", { id: `kind-${at}`, change: () => choose({ sheet: one.title, use: kind.value }, one.title) },
    ...options([...mapping.kinds, "ignore"], one.kind, (name) => named("kind", name, has)));
  return box(one.title, make("div", { class: "ask" }, field(say("taken-for"), kind), make("p", { class: "hint" }, one.why, " · ", one.all ? say("rows", { n: one.rows }) : say("first-rows", { n: one.rows }))),
    make("div", { class: "list", role: "table", "aria-label": say("columns-of", { name: one.title }) },
      make("div", { role: "rowgroup" }, make("div", { role: "row", class: "row head" }, ...["column", "values", "is", "because"].map((name) => make("div", { role: "columnheader" }, say(name))))),
      make("div", { role: "rowgroup" }, ...one.columns.map((column, n) => row(one, column, `${at}-${n}`, choose)))));
}

function row(one, column, id, choose) {
  const [field_] = column.use.split(":");
  const others = [...one.fields, "keyword", "ignore"];
  if (!others.includes(column.use)) others.push(column.use); // a field of a language, or a state
  const pick = make("select", { id: `use-${id}`, "aria-label": say("column-is", { name: column.header }), change: () => choose({ kind: one.kind, header: column.header, use: pick.value }, column.header) },
    ...options(others, column.use, (name) => named("field", name, has)));
  return make("div", { role: "row", class: `row ${["ignore", "keyword"].includes(field_) ? "quieter" : ""}` },
    make("div", { role: "rowheader", class: "header" }, make("span", { class: "letter" }, column.letter), make("b", { dir: "auto" }, column.header)),
    make("div", { role: "cell", class: "values" }, column.values.length > 0 ? make("ul", {}, ...column.values.map((value) => make("li", { dir: "auto" }, value))) : make("span", { class: "hint" }, say("blank"))),
    make("div", { role: "cell" }, pick, column.maybe && make("button", { class: "chip", id: `maybe-${id}`, click: () => choose({ kind: one.kind, header: column.header, use: column.maybe }, column.header) }, say("maybe", { name: named("field", column.maybe, has) }))),
    make("div", { role: "cell", class: "why" }, sure(column.sure), make("span", { class: "hint" }, column.why)));
}

/** How sure it is, in a word and as a share. */
function sure(share) {
  const [kind, word] = share >= 0.85 ? ["fits", "sure"] : share >= 0.5 ? ["own", "likely"] : ["risks", "unsure"];
  return make("span", { class: `verdict ${kind}` }, `${say(word)} ${number(Math.round(100 * share))} %`);
}

function left(mapping, choose) {
  if (mapping.left.length === 0) return null;
  return box(say("left-sheets"), ...mapping.left.map((one, at) => {
    const kind = make("select", { id: `left-${at}`, "aria-label": say("sheet-is", { name: one.title }), change: () => choose({ sheet: one.title, use: kind.value }, one.title) },
      ...options(["ignore", ...mapping.kinds], "ignore", (name) => named("kind", name, has)));
    return make("div", { class: "ask" }, make("div", { class: "field" }, make("b", { dir: "auto" }, one.title), make("span", { class: "hint" }, one.why)), kind);
  }));
}

function settings(mapping, choose) {
  if (mapping.settings.length === 0) return [];
  return [box(say("settings"), ...mapping.settings.map((one, at) => {
    const value = make("input", { id: `setting-${at}`, value: one.value, autocomplete: "off", spellcheck: "false" });
    return make("form", { class: "ask", submit: (event) => { event.preventDefault(); choose({ setting: one.key, use: value.value.trim() }, one.key); } },
      field(named("setting", one.key, has), value, make("span", { class: "hint" }, one.why)), make("button", { class: "quiet", id: `settle-${at}` }, say(one.open ? "say-so" : "change")));
  }))];
}

function cards(mapping) {
  if (mapping.cards.length === 0) return box(say("products-then"), make("p", { class: "hint" }, say("no-product")));
  const [first, ...more] = mapping.cards;
  return box(say("products-then"), card(first), more.length > 0 && make("details", { id: "more-cards" }, make("summary", {}, say("more-products", { n: more.length })), ...more.map(card)));
}

function card(one) {
  return make("article", { class: "card" }, picture(one.image), make("div", {},
    make("h4", { dir: "auto" }, one.title || say("no-title")), make("p", { class: "hint", dir: "auto" }, [one.brand, one.reference].filter(Boolean).join(" · ")),
    make("p", { class: "costs" }, make("b", {}, one.promotion || one.price || say("no-price")), one.promotion && make("s", {}, one.price), one.special && make("span", { class: "hint" }, ` ${one.special}`)),
    one.available !== null && make("p", { class: one.available ? "in" : "out" }, say(one.available ? "available" : "unavailable")),
    make("p", { class: "text", dir: "auto" }, one.description), one.categories.length > 0 && make("p", { class: "hint", dir: "auto" }, one.categories.join(" · "))));
}

function needed(mapping, choose) {
  if (mapping.needed.length === 0) return null;
  return box(say("needed"), make("ul", { class: "checklist" }, ...mapping.needed.map((one, at) => {
    const name = one.fields.map((each) => named("field", each, has)).join(say("or"));
    const [kind, sign] = { missing: ["breaks", "✗"], example: ["risks", "!"] }[one.how] ?? ["fits", "✓"];
    const mark = make("span", { class: `verdict ${kind}`, "aria-hidden": "true" }, sign);
    if (sign === "✓") return make("li", {}, mark, make("span", {}, make("b", {}, name), make("span", { class: "hint", dir: "auto" }, ` ${say(`by-${one.how}`, { name: one.how === "default" ? one.by.replace(/\{(?:link:)?([^}]+)\}/g, (all, text) => say("quoted", { text })) : one.by })}`)));
    const text = make("input", { id: `need-${at}`, value: one.guess, "aria-label": say("default-for", { name }), autocomplete: "off", spellcheck: "false" });
    return make("li", {}, mark, make("form", { class: "ask", submit: (event) => { event.preventDefault(); choose({ kind: "products", default: one.fields.at(-1), use: text.value.trim() }, name); } },
      make("div", { class: "field" }, make("span", {}, make("b", {}, name), " ", say(one.how)), text), make("button", { class: "quiet", id: `fill-${at}` }, say("fill"))));
  })));
}

/** The choices as a difference of the plugsheet.yaml, which is written when she says so. */
function keeping(mapping, parts, page) {
  const seen = make("div", { id: "difference" });
  const look = async (path, body) => {
    try {
      const change = await call(path, body);
      if (body) {
        draw(parts, await call("mapping"), page);
        byId("difference").replaceChildren(make("p", { class: "note good" }, say("kept", { file: change.file })));
        announce(say("kept", { file: change.file }));
        return;
      }
      const lines = make("pre", { class: "difference", tabindex: "0", "aria-label": say("difference") }, ...change.lines.map((line) => make(line.sign === "+" ? "ins" : line.sign === "-" ? "del" : "span", {}, `${line.sign || " "} ${line.text}\n`)));
      seen.replaceChildren(make("p", { class: "hint", translate: "no" }, change.file), lines, make("button", { class: "loud", id: "keep", click: () => look("settings", {}) }, say("write")));
      byId("keep").focus({ preventScroll: true });
    } catch (error) {
      seen.replaceChildren(wrong(error));
    }
  };
  return box(say("choices"), make("p", { class: "hint" }, say(mapping.changed ? "choices-open" : "choices-kept")),
    mapping.changed && make("button", { class: "quiet", id: "look", click: () => look("settings") }, say("show-difference")), seen);
}
