// The custom app: an agent finds a product and sends it to the visitor.

import { products, tellMissed, Trouble } from "./api.js";
import { cardOf } from "./card.js";
import * as desk from "./desk.js";
import { announce, byId, icon, make } from "./dom.js";
import * as list from "./list.js";
import { ownWebsite } from "./token.js";
import * as tree from "./tree.js";
import { say, speak } from "./words.js";

const pause = 40; // ms without a keystroke until the search goes out
const slow = 150; // ms until a search that takes longer is shown to run
const stay = 2000; // ms that an answer is looked at until its search counts as finished
const pageLength = 20;

const wanted = { website: ownWebsite, text: "", category: null };
let round = 0; // of searches; the answers of an older one are nothing
let running = null; // the AbortController of the search under way
let timer = 0;
let answered = null; // the search whose answer is shown while it is not known whether it is finished
let staying = 0; // the timer that finishes it
let missed = ""; // the text of the last finished search, where it missed something
let total = 0;
let loaded = 0;
const intents = new Map(); // suggestions by key, the latest last

// --- searching

function type() {
  if (!byId("search").value && answered?.searchQuery.length > 1) finish(); // cleared at once: the next search is another
  forget();
  clearTimeout(timer);
  timer = setTimeout(search, pause);
}

/** The search that is shown was none that the agent meant: it types on. */
function forget() {
  clearTimeout(staying);
  answered = null;
}

/** The search that is shown is what the agent meant. The server counts what it missed, once. */
function finish() {
  const one = answered;
  forget();
  if (!one || one.searchQuery === missed) return;
  missed = one.missed ? one.searchQuery : "";
  if (one.missed) tellMissed({ idWebsite: one.idWebsite, searchQuery: one.searchQuery, idCategory: one.idCategory });
}

/** Searches for what is wanted now; append asks for the next page. */
async function search(append = false) {
  clearTimeout(timer);
  wanted.text = byId("search").value.trim();
  running?.abort();
  running = new AbortController();
  const mine = ++round;
  const waiting = setTimeout(() => busy(true), slow);
  if (!append) {
    loaded = 0;
    forget();
  }
  try {
    const query = { idWebsite: wanted.website, searchQuery: wanted.text, idCategory: wanted.category?.id };
    const found = await products({ ...query, limit: pageLength, offset: loaded }, running.signal);
    if (mine !== round) return;
    show(found, append);
    if (append) return;
    answered = { ...query, missed: found.missed };
    staying = setTimeout(finish, stay);
  } catch (error) {
    if (mine !== round || error.name === "AbortError") return;
    if (append) tell(wrong(error), true); // the products that are there stay
    else fail(error);
  } finally {
    clearTimeout(waiting);
    if (mine === round) busy(false);
  }
}

function busy(is) {
  document.body.classList.toggle("busy", is);
  byId("results").setAttribute("aria-busy", String(is));
  if (is) announce(say("loading"));
}

function show(found, append) {
  total = found.total;
  loaded += found.products.length;
  list.show(found.products, append);
  byId("count").textContent = total > 0 ? say("count", total) : "";
  byId("more").hidden = loaded >= total || found.products.length === 0;
  byId("results").hidden = total === 0;
  corrections(found);
  state(total === 0 ? nothing(found) : null);
  announce(total === 0 ? byId("state").querySelector("h2").textContent : say("count", total));
}

/** Says what was taken for words that the catalog does not hold. */
function corrections(found) {
  const other = found.understood.filter((term) => term.how === "corrected" && term.meant?.length > 0);
  byId("taken").hidden = total === 0 || other.length === 0;
  byId("taken").textContent = say("corrected", other.map((term) => term.meant[0]).join(" · "));
}

function state(content) {
  byId("state").hidden = content === null;
  byId("state").replaceChildren(...(content ?? []));
}

/** What stands in the place of products where there are none: what was tried, and what else may be. */
function nothing(found) {
  const content = [make("h2", { dir: "auto" }, wanted.text ? say("nothing", wanted.text) : say("nothingHere"))];
  const tried = found.understood.map((term) => {
    const how = term.how === "unknown" ? say("unknown") : term.meant?.length > 0 ? say("as", term.meant.join(", ")) : "";
    return make("li", {}, make("bdi", {}, term.typed), how && ` – ${how}`);
  });
  if (tried.length > 0) content.push(make("p", {}, say("tried")), make("ul", { class: "tried" }, ...tried));
  if (wanted.category) content.push(button("quiet", say("everywhere"), () => within(null)));
  if (found.instead.length > 0) {
    content.push(make("p", {}, say("tryThis")), make("div", { class: "chips" }, ...found.instead.map((text) => button("chip", text, () => searchFor(text)))));
  } else if (wanted.text) {
    content.push(make("p", {}, say("shorten")));
  }
  return content;
}

/** What went wrong, in the page's language. */
const wrong = (error) => say(error instanceof Trouble ? error.message : "failed");

function fail(error) {
  total = 0;
  byId("results").replaceChildren();
  byId("results").hidden = true;
  byId("count").textContent = "";
  byId("more").hidden = byId("taken").hidden = true;
  state([make("div", { role: "alert" }, make("h2", {}, wrong(error))), button("loud", say("retry"), async () => {
    byId("search").focus();
    await search();
    if (!byId("categories").querySelector("[role=tree]")) categories();
  })]);
}

function button(kind, text, act) {
  const made = make("button", { class: kind, type: "button", dir: "auto" }, text);
  made.addEventListener("click", act);
  return made;
}

function searchFor(text) {
  byId("search").value = text;
  byId("search").focus();
  return search();
}

async function more() {
  if (byId("more").hidden) return;
  const before = loaded;
  await search(true);
  byId("results").children[before]?.focus();
}

// --- categories

function categories() {
  tree.load(wanted.website).catch((error) => byId("categories").replaceChildren(make("p", { class: "about" }, wrong(error), button("quiet", say("retry"), categories))));
}

function within(category) {
  wanted.category = category;
  tree.mark(category);
  const chip = byId("within");
  chip.hidden = category === null;
  if (category) {
    chip.replaceChildren(make("span", { dir: "auto" }, say("within", category.label)), icon("close"));
    chip.setAttribute("aria-label", say("leave", category.label));
  }
  return search();
}

const wide = matchMedia("(min-width: 45rem)");

/** Opens or closes the categories; in a wide panel they are always there. */
function browse(open) {
  byId("categories").hidden = !open && !wide.matches;
  byId("browse").setAttribute("aria-expanded", String(!byId("categories").hidden));
}

// --- the desk

let hush = 0;

/** Tells of something that was done, to everybody, for a while. */
function tell(text, bad = false) {
  const notice = byId("notice");
  notice.textContent = text;
  notice.classList.toggle("bad", bad);
  notice.hidden = false;
  announce(text);
  clearTimeout(hush);
  hush = setTimeout(() => (notice.hidden = true), bad ? 8000 : 2500);
}

/** Does something with the desk; tells what went wrong and gives false. */
async function attempt(work, done = "") {
  try {
    await work();
    if (done) tell(done);
    return true;
  } catch (error) {
    tell(error.message, true);
    return false;
  }
}

const toDesk = {
  send: (product) => attempt(() => desk.sendCard(cardOf(product))), // the row itself tells
  link: (product) => attempt(() => desk.insertText(cardOf(product).actions[0].url), say("linked")),
  bundle: (some) => attempt(() => {
    const cards = some.map(cardOf).filter(Boolean);
    return cards.length === 1 ? desk.sendCard(cards[0]) : desk.sendBundle({ cards });
  }),
  tell,
  more,
};

const maxSuggestions = 6;

/** The text that an intent of ours searches for; empty for any other. Payloads come through other hands. */
function textOf(intent) {
  const text = intent?.payload?.query;
  return typeof text === "string" && typeof intent.key === "string" ? text.trim().slice(0, 200) : "";
}

const told = {
  /** Words of the conversation that the catalog knows: they are offered. */
  intents(list) {
    for (const intent of list) {
      const text = textOf(intent);
      if (!text) continue;
      intents.delete(intent.key);
      intents.set(intent.key, text);
    }
    const latest = [...new Set([...intents.values()].reverse())].slice(0, maxSuggestions);
    byId("suggestions").replaceChildren(...latest.map((text) => button("chip", text, () => searchFor(text))));
    byId("suggested").hidden = latest.length === 0;
  },
  /** The agent chose one of them beside its message: it is searched for. */
  triggers(keys) {
    const text = keys.map((key) => intents.get(key) ?? (typeof key === "string" && key.startsWith("find:") ? key.slice(5, 205) : "")).findLast(Boolean);
    if (!text) return;
    byId("search").value = text;
    byId("search").focus();
    within(null);
  },
};

// --- the page

function keys(event) {
  const search = byId("search");
  if (event.isComposing) return;
  if (event.key === "Escape") {
    if (!byId("categories").hidden && !wide.matches) browse(false);
    else if (document.activeElement === search && search.value) {
      search.value = "";
      type();
    }
    search.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    list.sendChosen();
  } else if (event.key === "ArrowDown" && event.target === search) {
    if (list.enter()) event.preventDefault();
  }
}

function wire() {
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    search().then(finish);
  });
  for (const id of ["results", "state"]) byId(id).addEventListener("focusin", finish); // whoever goes there has typed
  byId("search").addEventListener("input", type);
  byId("more").addEventListener("click", more);
  byId("within").addEventListener("click", () => {
    within(null);
    byId("search").focus();
  });
  byId("browse").addEventListener("click", () => {
    browse(byId("categories").hidden);
    if (!byId("categories").hidden) tree.enter();
  });
  wide.addEventListener("change", () => browse(false));
  document.addEventListener("keydown", keys);
  list.start(toDesk);
  tree.start((category) => {
    browse(false);
    within(category);
    if (!wide.matches) byId("search").focus();
  }, (error) => tell(wrong(error), true));
}

/** Shows the products of the conversation's website, in its language. */
async function settle(around) {
  speak(around?.language, ...navigator.languages);
  wanted.website = ownWebsite || String(around?.projectId ?? "");
  list.again();
  await search();
  categories();
}

/** Says, as long as it is so, that nothing can be sent. */
function alone(is) {
  byId("alone").hidden = !is;
  if (is) announce(byId("alone").textContent);
}

async function main() {
  speak(...navigator.languages);
  wire();
  browse(false);
  byId("search").focus();
  const around = await desk.context();
  await settle(around);
  desk.listen(told);
  if (!around) {
    alone(true);
    desk.whenLate((late) => {
      alone(false);
      settle(late);
    });
  }
  document.body.classList.add("ready");
}

main();
