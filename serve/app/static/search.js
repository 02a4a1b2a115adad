// Searching, and what may be done with the list that is shown.
//
// What is sent is what the agent sees. A list may be used only while it is the answer to what stands in the box, in the
// category and on the website that are chosen (`right`): not before a pause in typing has gone out as a search, not while
// an answer is on the way, not after it failed, not while an input method composes, and not when a browser has put
// another text into the box by itself. Until then the list says that it is busy, and
//   - an arrow down waits: the first row gets the focus when its list is there;
//   - an Enter, a click and a selection do nothing but say so. They never wait: what they would do then, nobody has seen;
//   - after an arrow that waited, the list stays busy for as long as it takes to see it.

import { products, tellMissed } from "./api.js";
import * as answer from "./answer.js";
import * as detail from "./detail.js";
import { announce, byId } from "./dom.js";
import * as filters from "./filters.js";
import * as list from "./list.js";
import * as tree from "./tree.js";
import { say } from "./words.js";

const pause = 20; // ms without a keystroke until the search goes out: a person's lie further apart
const held = 60; // the same while a key is held down
const slow = 150; // ms until a search that takes longer is shown to run
const stay = 2000; // ms that an answer is looked at until its search counts as finished
const pageLength = 20;

/**
 * What is searched: on a website, in a category or null for all, narrowed down, in an order, as it is typed and nothing else,
 * in the operator's language.
 */
export const wanted = { website: "", category: null, filters: null, sort: "", exact: false, locale: "" };

/** The search for what is wanted now. */
function current() {
  return {
    idWebsite: wanted.website, searchQuery: typed(), idCategory: wanted.category?.id, filters: filters.asked(), sort: wanted.sort,
    exact: wanted.exact ? "1" : "", operatorLocale: wanted.locale,
  };
}

let round = 0; // of searches; the answers of an older one are nothing
let running = null; // the AbortController of the search under way
let replacing = false; // whether its answer takes the place of the list
let shown = null; // the search whose answer the list is; null while there is none
let known = ""; // the text of the box, as far as it was told of
let failed = false; // whether that is so because it could not be had
let composing = false; // whether an input method is at work in the box
let going = false; // whether an arrow down waits for the list
let unseen = 0; // the timer of a list that came under such an arrow
let timer = 0;
let repeated = false; // whether the last key was held down
let answered = null; // the search that is shown while it is not known whether it is finished
let staying = 0; // the timer that finishes it
let missed = ""; // the text of the last finished search, where it missed something
let loaded = 0;

const typed = () => byId("search").value.trim();

/** Whether the list is the answer to what is asked for now, and has been seen. */
export function right() {
  return shown !== null && !replacing && !composing && unseen === 0 && JSON.stringify(shown) === JSON.stringify(current());
}

/** Shows whether the list may be used. */
export function mark() {
  const wait = !right() && !failed;
  for (const one of [byId("results"), byId("more")]) {
    one.setAttribute("aria-busy", String(wait));
    one.setAttribute("aria-disabled", String(wait));
  }
}

/** Listens to the box. */
export function start() {
  const box = byId("search");
  for (const name of ["input", "change"]) box.addEventListener(name, type);
  box.addEventListener("keydown", (event) => (repeated = event.repeat));
  box.addEventListener("compositionstart", () => {
    composing = true;
    mark();
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    type();
  });
  addEventListener("pageshow", () => shown && shown.searchQuery !== typed() && search()); // the browser went back
  for (const id of ["results", "state"]) byId(id).addEventListener("focusin", finish); // whoever goes there has typed
}

/** The text in the box has changed. */
export function type(event) {
  if (event?.type === "change" && typed() === known) return; // it was told of as input
  known = typed();
  wanted.exact = false;
  detail.close();
  if (!byId("search").value && answered?.searchQuery.length > 1) finish(); // cleared at once: the next search is another
  forget();
  going = false;
  if (!replacing) drop(); // a further page of the list before is of no use
  clearTimeout(timer);
  timer = setTimeout(search, repeated ? held : pause);
  mark();
}

function drop() {
  running?.abort();
  round++;
}

/** The search that is shown was none that the agent meant: it types on. */
function forget() {
  clearTimeout(staying);
  answered = null;
}

/** What was searched for of the products that are shown; null for nothing. */
export const shownSearch = () => shown;

/** The search that is shown is what the agent meant. The server counts what it missed, once. */
export function finish() {
  const one = answered;
  forget();
  if (!one || one.searchQuery === missed) return;
  missed = one.missed ? one.searchQuery : "";
  if (one.missed) tellMissed({ idWebsite: one.idWebsite, searchQuery: one.searchQuery, idCategory: one.idCategory });
}

/** Searches for what is wanted now. */
export async function search() {
  clearTimeout(timer);
  forget();
  failed = false;
  replacing = true;
  known = typed();
  detail.close();
  const query = current();
  await ask(query, 0, (found) => {
    shown = query;
    loaded = found.products.length;
    list.show(found.products, found.whole);
    filters.show(found);
    tree.count(found.categories);
    answer.show(found, query, loaded);
    answered = { ...query, missed: found.missed };
    staying = setTimeout(finish, stay);
    arrive();
  }, (error) => {
    shown = null;
    failed = true;
    list.show([]);
    answer.fail(error);
  });
}

/** Shows the next page of the list; nothing of another list gets behind it. */
export async function more() {
  if (byId("more").hidden || !right()) return;
  const before = loaded;
  const focused = document.activeElement;
  await ask(shown, before, (found) => {
    loaded += found.products.length;
    list.append(found.products, found.whole);
    answer.show(found, shown, loaded);
    if (document.activeElement === focused || document.activeElement === document.body) byId("results").querySelectorAll(".product")[before]?.focus();
  }, answer.tellFailed); // the products that are there stay
}

/** Asks for a page of a search, and does something with its answer unless another has been asked for in the meantime. */
async function ask(query, offset, done, wrong) {
  running?.abort();
  running = new AbortController();
  const mine = ++round;
  const waiting = setTimeout(() => busy(true), slow);
  if (shown === null) busy(true); // there is nothing to look at in the meantime
  mark();
  try {
    const found = await products({ ...query, limit: pageLength, offset }, running.signal);
    if (mine !== round) return;
    replacing = false;
    done(found);
  } catch (error) {
    if (mine !== round || error.name === "AbortError") return;
    replacing = false;
    wrong(error);
  } finally {
    clearTimeout(waiting);
    if (mine === round) busy(false);
    mark();
  }
}

function busy(is) {
  document.body.classList.toggle("busy", is);
  if (is) announce(say("loading"));
}

/** Goes down from the box into the list, now or when it is there. */
export function down() {
  if (right()) list.enter();
  else going = !failed;
}

/** Lets an arrow that waits be forgotten. */
export const stop = () => (going = false);

/** The list is there: an arrow that waited goes into it, and nothing is done with what cannot have been seen. */
function arrive() {
  clearTimeout(unseen);
  unseen = 0;
  if (!going || !right()) return;
  going = false;
  if (document.activeElement !== byId("search") || !list.enter()) return;
  unseen = setTimeout(() => {
    unseen = 0;
    mark();
  }, list.reaction);
}

/** Searches for what is typed and for nothing that may be meant. */
export function exactly() {
  wanted.exact = true;
  return search();
}

/** Searches for a text as if it had been typed. */
export function searchFor(text) {
  wanted.exact = false;
  byId("search").value = text;
  byId("search").focus();
  return search();
}
