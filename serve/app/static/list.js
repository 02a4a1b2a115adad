// The products found: a grid of which one row at a time can be reached with Tab, and the others with the arrows.

import { cardOf, priceTexts, webAddress } from "./card.js";
import { pictureAddress } from "./desk.js";
import * as detail from "./detail.js";
import { announce, byId, copy, icon, make } from "./dom.js";
import { say } from "./words.js";

/** How long it takes to see a list and to do something with it, in ms. */
export const reaction = 250;

const maxBundle = 10; // cards in one bundle; the platform says no number

const chosen = new Map(); // products by id, in the order in which they were selected
const sent = new Set(); // ids
const shown = new WeakMap(); // products by row
let desk = null; // what sends: {send, bundle, link}, each with a product or several, and what else start takes
let sending = false; // whether the selection is on its way
let aimed = 0; // until when a click may have been meant for a row that was there before

const grid = () => byId("results");
const rows = () => [...grid().querySelectorAll(".product")];
const rowOf = (element) => element.closest?.(".product");
let drawn = 0; // products of the list so far

/** Prepares the list. functions: send, bundle and link; tell; more for the next page; right for whether the list may be used. */
export function start(functions) {
  desk = functions;
  grid().addEventListener("keydown", press);
  grid().addEventListener("click", click);
  grid().addEventListener("focusin", (event) => reach(rowOf(event.target)));
  grid().addEventListener("error", (event) => event.target.remove(), true); // a broken picture: the placeholder is behind it
  byId("none").addEventListener("click", () => {
    clear();
    byId("search").focus();
  });
  byId("bundle").addEventListener("click", sendChosen);
}

/**
 * Shows products in the place of what was there; the first so many answer the whole search, the others a part of it. The focus
 * stays with its product, or goes to the search: never to another.
 */
export function show(products, whole = products.length) {
  const focused = rowOf(document.activeElement);
  const id = shown.get(focused)?.id;
  const act = document.activeElement.dataset?.act;
  if (grid().matches(":hover")) aimed = performance.now() + reaction;
  for (const product of products) if (chosen.has(product.id)) chosen.set(product.id, product); // what is sent is what is shown now
  if (products.some((product) => chosen.has(product.id))) tray(false);
  drawn = 0;
  grid().replaceChildren(...divided(products, whole));
  const same = rows().find((one) => id !== undefined && shown.get(one).id === id);
  reach(same ?? rows()[0]);
  if (focused) ((act && same?.querySelector(`[data-act=${act}]`)) ?? same ?? byId("search")).focus();
}

/** Shows products behind those that are there. */
export function append(products, whole) {
  grid().append(...divided(products, whole));
}

/** The rows of products, with a line where those begin that answer only a part of the search. */
function divided(products, whole) {
  const lines = products.map(row);
  const at = whole - drawn;
  drawn += products.length;
  if (at >= 0 && at < lines.length) {
    const text = say(whole === 0 ? "partialOnly" : "partial");
    lines.splice(at, 0, make("div", { role: "row", class: "divide" }, make("div", { role: "gridcell" }, text)));
  }
  return lines;
}

function row(product) {
  const title = product.title;
  const line = make("div", { role: "row", class: "product", tabindex: "-1", "aria-selected": String(chosen.has(product.id)) },
    make("div", { role: "gridcell", class: "pick" }, make("label", {}, selectBox(product), picture(product))),
    make("div", { role: "gridcell", class: "name" }, make("h2", { dir: "auto", title },
      make("button", { type: "button", class: "title", tabindex: "-1", "data-act": "open" }, ...marked(product)))),
    make("div", { role: "gridcell", class: "costs" }, ...costs(product)),
    make("div", { role: "gridcell", class: "facts" }, ...facts(product)),
    make("div", { role: "gridcell", class: "acts" }, ...buttons(product)));
  line.classList.toggle("chosen", chosen.has(product.id));
  line.classList.toggle("sent", sent.has(product.id));
  shown.set(line, product);
  return line;
}

/** The title, with what matched marked. */
const marked = (product) => (product.parts ?? [product.title]).map((part, at) => (at % 2 === 1 ? make("mark", {}, part) : part));

function selectBox(product) {
  const box = make("input", { type: "checkbox", tabindex: "-1", "aria-label": say("select", product.title), "data-act": "select" });
  box.checked = chosen.has(product.id);
  return box;
}

function picture(product) {
  const frame = make("span", { class: "picture" }, icon("picture"));
  const address = webAddress(pictureAddress(product.imageUrl));
  if (address) frame.append(make("img", { loading: "lazy", decoding: "async", referrerpolicy: "no-referrer", alt: "", width: 56, height: 56, src: address }));
  return frame;
}

function costs(product) {
  const { now, before } = priceTexts(product);
  const known = typeof product.available === "boolean";
  return [
    make("p", {}, make("b", { dir: "auto" }, now), before && make("span", { class: "unseen" }, ` ${say("instead")} `), before && make("s", { dir: "auto" }, before)),
    known && make("p", { class: product.available ? "stock in" : "stock out" }, say(product.available ? "available" : "unavailable")),
  ];
}

function facts(product) {
  return [
    product.brand && make("span", { class: "brand", dir: "auto" }, product.brand),
    make("button", { class: "reference", type: "button", tabindex: "-1", "data-act": "copy", "aria-label": say("copyName", product.reference), title: say("copyName", product.reference) },
      make("bdi", {}, product.code ? make("mark", {}, product.reference) : product.reference), icon("copy")),
  ];
}

function buttons(product) {
  const done = sent.has(product.id);
  const possible = cardOf(product) !== null;
  return [
    make("button", { class: done ? "quiet" : "loud", type: "button", tabindex: "-1", "data-act": "send", disabled: !possible, "aria-label": say(done ? "againName" : "sendName", product.title), title: done && say("again") },
      done && icon("done"), say(done ? "sent" : "send")),
    make("button", { class: "bare", type: "button", tabindex: "-1", "data-act": "link", disabled: !possible, "aria-label": say("linkName", product.title), title: say("linkName", product.title) },
      icon("link")),
  ];
}

/** Makes one row the one that Tab reaches, and its buttons with it. */
function reach(line) {
  for (const one of rows()) {
    const now = one === line;
    if (!now && one.tabIndex < 0) continue;
    one.tabIndex = now ? 0 : -1;
    one.classList.toggle("reached", now);
    for (const control of one.querySelectorAll("button, input")) control.tabIndex = now ? 0 : -1;
  }
}

/** Moves the focus to the first row; false where there is none. */
export function enter() {
  const line = rows()[0];
  line?.focus();
  return Boolean(line);
}

function click(event) {
  const line = rowOf(event.target);
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (!line || !act || detail.isOpen()) return; // one product alone is shown
  if (act === "send" && event.detail > 1) return; // a double click sends once
  const blind = event.detail > 0 && event.timeStamp < aimed;
  if (blind || !desk.right()) {
    if (act === "select") event.preventDefault(); // its box stays as it is
    return notYet();
  }
  acts[act](shown.get(line), line);
}

/** Says why nothing is done: the list is another, or has been here too shortly to be seen. */
const notYet = () => desk.tell(say("notYet"), true);

const acts = {
  send: async (product) => {
    if (!(await desk.send(product))) return;
    sent.add(product.id);
    announce(say("sentName", product.title));
    redraw(product.id); // the row that was pressed may be gone, with another in its place
  },
  link: (product) => desk.link(product),
  select,
  open: (product) => detail.open(product, inDetail, () => {
    const line = rows().find((one) => shown.get(one).id === product.id);
    (line?.querySelector("[data-act=open]") ?? byId("search")).focus();
  }),
  copy: async (product, line) => {
    const done = await copy(product.reference);
    desk.tell(say(done ? "copied" : "notCopied"));
    line.querySelector("[data-act=copy]").classList.toggle("copied", done);
  },
};

/** What can be done with the product that is shown alone. */
const inDetail = {
  send: (product) => acts.send(product),
  link: (product) => acts.link(product),
  select,
  chosen: (product) => chosen.has(product.id),
  done: (product) => sent.has(product.id),
};

/** Builds the rows of products anew that have one of some ids, with focus and reach where they were. */
function redraw(...ids) {
  for (const line of rows().filter((one) => ids.includes(shown.get(one).id))) {
    const act = line.contains(document.activeElement) ? document.activeElement.dataset.act ?? "" : null;
    const next = row(shown.get(line));
    line.replaceWith(next);
    if (line.classList.contains("reached")) reach(next);
    if (act !== null) (act ? next.querySelector(`[data-act=${act}]`) : next).focus();
  }
}

function select(product) {
  if (chosen.has(product.id)) chosen.delete(product.id);
  else if (chosen.size < maxBundle) chosen.set(product.id, product);
  else desk.tell(say("tooMany", maxBundle));
  redraw(product.id);
  tray(true);
}

/** Shows which products are selected, each with a button that takes it out. */
function tray(aloud) {
  const focused = [...byId("picked").children].findIndex((one) => one.contains(document.activeElement));
  byId("tray").hidden = chosen.size === 0;
  byId("chosen").textContent = say("chosen", chosen.size);
  byId("bundle").textContent = say("bundle", chosen.size);
  byId("picked").replaceChildren(...[...chosen.values()].map(picked));
  if (focused >= 0) (byId("picked").children[Math.min(focused, chosen.size - 1)]?.firstElementChild ?? byId("search")).focus();
  if (aloud) announce(say("chosen", chosen.size));
}

function picked(product) {
  const name = say("unselect", product.title);
  const out = make("button", { class: "chip", type: "button", "aria-label": name, title: name }, make("span", { dir: "auto" }, product.title), icon("close"));
  out.addEventListener("click", () => select(product));
  return make("li", {}, out);
}

/** Takes products out of the selection, or all of them. */
export function clear(...some) {
  const ids = some.length > 0 ? some : [...chosen.keys()];
  if (ids.length === 0) return;
  for (const id of ids) chosen.delete(id);
  redraw(...ids);
  tray(true);
}

/** Sends the selected products: together, or the one as it is. */
export async function sendChosen() {
  const products = [...chosen.values()];
  if (products.length === 0 || sending) return;
  sending = true;
  const done = await desk.bundle(products);
  sending = false;
  if (!done) return;
  for (const product of products) sent.add(product.id);
  const hadFocus = byId("tray").contains(document.activeElement);
  clear(...products.map((product) => product.id)); // what was selected in the meantime stays
  desk.tell(say("bundleSent", products.length));
  if (hadFocus) byId("search").focus();
}

function press(event) {
  const line = rowOf(event.target);
  if (!line || event.altKey) return;
  const all = rows();
  const at = all.indexOf(line);
  const onRow = event.target === line;
  if (!desk.right() && ["ArrowDown", "Enter", " "].includes(event.key) && !(event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (event.key !== "ArrowDown" && !event.repeat) notYet();
    return;
  }
  const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: onRow ? 0 : null, End: onRow ? all.length - 1 : null }[event.key];
  if (step !== undefined && step !== null) {
    event.preventDefault();
    if (step < 0) byId("search").focus();
    else if (step < all.length) all[step].focus();
    else desk.more();
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    along(line, event.target, (event.key === "ArrowRight") === (getComputedStyle(line).direction !== "rtl") ? 1 : -1);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    sendChosen();
  } else if (event.repeat && ["Enter", " "].includes(event.key)) {
    event.preventDefault(); // a key that is held down sends once
  } else if (onRow && event.key === "Enter") {
    event.preventDefault();
    if (cardOf(shown.get(line))) acts[event.shiftKey ? "link" : "send"](shown.get(line), line);
  } else if (onRow && event.key === " ") {
    event.preventDefault();
    select(shown.get(line));
  }
}

/** Moves the focus among a row and its buttons. */
function along(line, from, by) {
  const stops = [line, ...line.querySelectorAll("button:not([disabled]), input")];
  stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(from) + by))].focus();
}

/** The tray in the page's language as it is now; rows are drawn anew by a search. */
export const again = () => tray(false);
