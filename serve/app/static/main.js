// The custom app: an agent finds a product and sends it to the visitor.

import * as answer from "./answer.js";
import { button, wrong } from "./answer.js";
import { tellSent } from "./api.js";
import { cardOf } from "./card.js";
import * as desk from "./desk.js";
import * as detail from "./detail.js";
import { announce, byId, icon, make } from "./dom.js";
import * as filters from "./filters.js";
import * as list from "./list.js";
import { down, exactly, finish, more, right, search, searchFor, shownSearch, wanted } from "./search.js";
import * as searching from "./search.js";
import { ownWebsite } from "./token.js";
import * as tree from "./tree.js";
import { say, speak, unspoken } from "./words.js";

const intents = new Map(); // suggestions by key, the latest last

// --- categories

function categories() {
  tree.load(wanted.website).catch((error) => byId("categories").replaceChildren(make("p", { class: "about" }, wrong(error), button("quiet", say("retry"), categories))));
}

function enterCategory(category) {
  wanted.category = category;
  tree.mark(category);
  const chip = byId("within");
  chip.hidden = category === null;
  if (category) {
    chip.replaceChildren(make("span", { dir: "auto" }, say("within", category.label)), icon("close"));
    chip.setAttribute("aria-label", say("leave", category.label));
  }
}

function within(category) {
  enterCategory(category);
  return search();
}

const wide = matchMedia("(min-width: 45rem)");

/** Opens the categories or the filters, or neither; in a wide panel both are always there. */
function browse(open) {
  for (const [id, by] of [["categories", "browse"], ["filters", "narrow"]]) {
    byId(id).hidden = open !== id && !wide.matches;
    byId(by).setAttribute("aria-expanded", String(!byId(id).hidden));
  }
}

const somethingOpen = () => !wide.matches && (!byId("categories").hidden || !byId("filters").hidden);

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

let conversation = ""; // the id of the one at hand, as the desk gives it

/** Tells the server what was sent after the search that is shown: it finds it sooner next time. */
function learnt(some) {
  const { searchQuery, idWebsite } = shownSearch() ?? {};
  if (!searchQuery || !conversation) return;
  for (const { id } of some) tellSent({ searchQuery, idWebsite, idProduct: String(id), idConversation: conversation });
}

const toDesk = {
  send: (product) => attempt(() => desk.sendCard(cardOf(product)).then(() => learnt([product]))), // the row itself tells
  link: (product) => attempt(() => desk.insertText(cardOf(product).actions[0].url), say("linked")),
  bundle: (some) => attempt(() => {
    const cards = some.map(cardOf).filter(Boolean);
    const sending = cards.length === 1 ? desk.sendCard(cards[0]) : desk.sendBundle({ cards });
    return sending.then(() => learnt(some));
  }),
  tell,
  more,
  right,
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

const writable = (one) => one.matches("input:not([type=checkbox]), textarea, select");

function unfilter() {
  filters.clear();
  byId("search").focus();
  return search();
}

function keys(event) {
  const search = byId("search");
  if (event.isComposing || event.keyCode === 229) return; // 229: Safari's Enter that ends a composition
  if (event.key === "Escape") {
    if (detail.isOpen()) {
      detail.close();
      event.preventDefault();
      return;
    }
    if (somethingOpen()) browse("");
    else if (document.activeElement === search && search.value) {
      search.value = "";
      searching.type();
    }
    searching.stop();
    search.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    list.sendChosen();
  } else if (event.key === "ArrowDown" && event.target === search) {
    down();
    event.preventDefault();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && !writable(event.target)) {
    search.focus(); // what is typed goes there
    if (event.key !== "/") return;
    search.select();
    event.preventDefault();
  }
}

function wire() {
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    search().then(finish);
  });
  searching.start();
  filters.start(() => search());
  answer.start({ everywhere: () => within(null), searchFor, tell, retry, exactly, unfilter });
  byId("sort").addEventListener("change", () => {
    wanted.sort = byId("sort").value;
    search();
  });
  byId("more").addEventListener("click", more);
  byId("within").addEventListener("click", () => {
    within(null);
    byId("search").focus();
  });
  byId("browse").addEventListener("click", () => {
    browse(byId("categories").hidden ? "categories" : "");
    if (!byId("categories").hidden) tree.enter();
  });
  byId("narrow").addEventListener("click", () => browse(byId("filters").hidden ? "filters" : ""));
  wide.addEventListener("change", () => browse(""));
  document.addEventListener("keydown", keys);
  list.start(toDesk);
  tree.start((category) => {
    browse("");
    within(category);
    if (!wide.matches) byId("search").focus();
  }, (error) => tell(wrong(error), true));
}

/** Asks again for what could not be had. */
async function retry() {
  byId("search").focus();
  await search();
  if (!byId("categories").querySelector("[role=tree]")) categories();
}

/** Shows the products of the conversation's website, in its language. Nothing of another website stays. */
async function settle(around) {
  conversation = String(around?.conversationId ?? "");
  wanted.locale = speak(around?.language, ...navigator.languages);
  byId("unspoken").textContent = unspoken();
  byId("unspoken").hidden = unspoken() === "";
  const website = ownWebsite || String(around?.projectId ?? "");
  if (website !== wanted.website) {
    wanted.website = website;
    byId("categories").replaceChildren();
    list.clear();
    filters.clear();
    enterCategory(null);
  }
  list.again();
  filters.again();
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
  browse("");
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
