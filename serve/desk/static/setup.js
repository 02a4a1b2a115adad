// The set-up view: what is pasted where, what the bundle holds, why a search finds what it finds, and what nobody found.

import * as check from "./check.js";
import { byId, copyButton, field, make, note } from "./dom.js";
import * as server from "./server.js";

let desk = null;
let opened = false;
let facts = null;

export function start(about) {
  desk = about;
  byId("setup").append(make("div", { id: "setup-body" }, note("", "Looking…")));
}

/** Shows the page that the address names. */
export function open() {
  if (opened) turn();
  else load();
}

/** The pages, by their names in the address. */
const pages = { platform: "For the platform", bundle: "What the bundle holds", check: "Check everything", doctor: "What the doctor says", explain: "Explain a search", gaps: "What nobody found" };

/** Shows one page; the others are there, so that what stands in them stays. */
function turn() {
  if (!byId("setup-pages")) return;
  const all = [...byId("setup-pages").children];
  const name = new URLSearchParams(location.search).get("page");
  const shown = all.find((one) => one.dataset.page === name) ?? all[0];
  for (const one of all) one.hidden = one !== shown;
  for (const link of byId("setup-nav").querySelectorAll("a")) {
    if (link.dataset.page === shown.dataset.page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function link(name) {
  const address = `?view=setup&page=${name}`;
  return make("li", {}, make("a", { href: address, "data-page": name, click: (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", address);
    turn();
  } }, make("span", {}, pages[name]), badge(name)));
}

/** What a page has to say, in a word. */
function badge(name) {
  if (name === "gaps") return facts.gaps.length > 0 && make("span", { class: "number" }, facts.gaps.length);
  if (name !== "doctor") return "";
  const wrong = facts.findings.filter((one) => one.level !== "ok").length;
  return make("span", { class: wrong > 0 ? "verdict risks" : "verdict fits" }, wrong > 0 ? wrong : "ok");
}

async function load() {
  opened = true;
  try {
    facts = await server.setup();
  } catch (error) {
    byId("setup-body").replaceChildren(note("bad", error.message));
    return;
  }
  const base = make("input", { id: "base", type: "url", value: desk.publicUrl || (desk.bundle ? "" : desk.connector), placeholder: "https://connector.example", spellcheck: "false", input: urls });
  const all = [
    box("platform", field("Where the platform reaches the connector", base), make("p", { class: "hint" }, "Each field of the connector’s plugins, in the platform’s order."), make("div", { id: "urls" })),
    contents(), box("check", ...check.page()), findings(), desk.bundle && searchBox(), gaps()].filter(Boolean);
  byId("setup-body").replaceChildren(
    ...(facts.problem ? [note("bad", facts.problem)] : []),
    make("div", { class: "shelf" }, make("nav", { "aria-label": "Set-up" }, make("ul", { id: "setup-nav" }, ...all.map((one) => link(one.dataset.page)))), make("div", { id: "setup-pages" }, ...all)));
  urls();
  turn();
}

const box = (page, ...content) => make("section", { class: "box", "data-page": page }, make("h2", {}, pages[page]), ...content);

function urls() {
  const typed = byId("base").value.trim().replace(/\/+$/, "");
  const groups = new Map();
  for (const one of facts.fields) groups.set(one.plugin, [...(groups.get(one.plugin) ?? []), one]);
  byId("urls").replaceChildren(...[...groups].map(([plugin, fields]) => make("div", { class: "plugin" }, make("h3", {}, plugin),
    ...fields.map((one) => {
      const value = one.text ?? (typed || "https://…") + one.path;
      return make("div", { class: "pasted" }, make("span", { class: "name" }, one.field), make("code", { translate: "no" }, value), (one.text || typed) && copy(one, value));
    }))));
}

function copy(one, value) {
  const button = copyButton("Copy", value);
  button.setAttribute("aria-label", `Copy ${one.plugin}: ${one.field}`);
  return button;
}

function contents() {
  const has = facts.bundle;
  if (!has) return null;
  const names = { products: "Products", categories: "Categories", closingFormFields: "Closing form fields", customerFields: "Customer fields", botScenarios: "Bot scenarios", botAnswers: "Bot answers" };
  return box("bundle",
    make("ul", { class: "numbers" }, ...Object.entries(names).filter(([key]) => has.counts[key] !== undefined).map(([key, name]) => make("li", {}, make("b", {}, has.counts[key].toLocaleString("en")), name))),
    make("dl", { class: "customer" },
      make("dt", {}, "Folder"), make("dd", {}, make("code", {}, has.folder)),
      make("dt", {}, "Last import"), make("dd", {}, new Date(has.imported).toLocaleString("en", { dateStyle: "long", timeStyle: "short" })),
      make("dt", {}, "Digest"), make("dd", {}, make("code", {}, has.digest)),
      make("dt", {}, "Ids"), make("dd", {}, has.ids), make("dt", {}, "Language"), make("dd", {}, has.language),
      ...(has.websites.length > 0 ? [make("dt", {}, "Websites"), make("dd", {}, has.websites.join(", "))] : [])));
}

function searchBox() {
  const input = make("input", { id: "why", type: "search", autocomplete: "off", maxlength: "200", placeholder: "storm lantern" });
  return box("explain", make("p", { class: "hint" }, "Why a search finds what it finds, as plugsheet search --explain says it."),
    make("form", { class: "ask", role: "search", submit: (event) => { event.preventDefault(); why(input.value); } }, field("Search", input), make("button", { class: "loud" }, "Explain")),
    make("div", { id: "reasons" }));
}

let asked = 0; // of searches to explain

async function why(text) {
  const mine = ++asked;
  byId("reasons").replaceChildren(note("", "Looking …"));
  let found;
  try {
    found = await server.explain(text);
    if (mine !== asked) return;
  } catch (error) {
    if (mine === asked) byId("reasons").replaceChildren(note("bad", error.message));
    return;
  }
  const { explain, products, total } = found;
  byId("reasons").replaceChildren(make("p", { class: "hint" }, `${total} products, ${{ words: "by their words", code: "by their codes" }[explain?.road] ?? "all in the order of the spreadsheet"}.`),
    terms(explain?.terms ?? []),
    table(["Product", "Group", "Score", "Found in"], products.map((product, i) => {
      const reason = explain?.products?.[i];
      return [product.title, reason?.why ?? "", reason ? reason.score.toFixed(2) : "", (reason?.fields ?? []).map((fields) => (fields ?? []).join(", ") || "–").join(" · ")];
    })),
    make("details", { class: "whole" }, make("summary", {}, "The whole explanation"), make("pre", { tabindex: "0" }, JSON.stringify(explain, null, 2))));
}

function terms(list) {
  return table(["Typed", "Taken as", "Meant", "Products"], list.map((term) => [term.typed, term.how, (term.meant ?? term.stems ?? []).join(", "), String(term.products)]));
}

function table(heads, rows) {
  if (rows.length === 0) return "";
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": heads.join(", ") }, make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", { dir: "auto" }, cell)))))));
}

const shownGaps = 50;

function gaps() {
  if (!desk.bundle) return null;
  if (facts.gaps.length === 0) return box("gaps", make("p", { class: "hint" }, "Searches of agents with a word that no product has. None are counted yet: they come as soon as agents search."));
  return box("gaps", make("p", { class: "hint" }, "Searches of agents with a word that no product has."), table(["Search", "Times", "First", "Last"], facts.gaps.slice(0, shownGaps).map((one) => [one.query, String(one.count), one.first, one.last])),
    make("p", { class: "hint" }, facts.gaps.length > shownGaps && `These are the first ${shownGaps} of ${facts.gaps.length}. `, "plugsheet gaps groups them and proposes synonyms."));
}

function findings() {
  if (facts.findings.length === 0) return null;
  return box("doctor", make("ul", { class: "findings" }, ...facts.findings.map((one) => make("li", {},
    make("span", { class: `verdict ${{ ok: "fits", warning: "risks", wrong: "breaks" }[one.level]}` }, one.level), make("b", {}, one.check), make("span", {}, one.what), one.hint && make("code", {}, one.hint)))));
}
