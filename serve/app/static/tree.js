// The tree of categories. Children are asked for when their parent is opened.

import { categories } from "./api.js";
import { byId, icon, make } from "./dom.js";
import { say } from "./words.js";

const told = new WeakMap(); // categories by item; the first item, for all products, has none
let website = "";
let round = 0; // of trees
let choose = null;
let failed = null;
let counts = null; // products of the list by category; null where all count

const nav = () => byId("categories");
const childrenOf = (item) => item.querySelector("[role=group]");

/** Prepares the tree; pick is called with a category, or null for all of them, and fail with what went wrong. */
export function start(pick, fail) {
  choose = pick;
  failed = fail;
  nav().addEventListener("keydown", press);
  nav().addEventListener("click", click);
}

/** Loads the roots of a website's tree. */
export async function load(site) {
  website = site;
  const mine = ++round;
  const roots = await categories(website, "");
  if (mine !== round) return; // another website's
  const all = itemOf(null);
  const tree = make("ul", { role: "tree", "aria-label": say("categories") }, all, ...roots.map(itemOf));
  nav().replaceChildren(tree);
  reach(all);
  mark(null);
}

function itemOf(category) {
  const item = make("li", { role: "treeitem", tabindex: "-1", "aria-selected": "false", "aria-expanded": category ? "false" : null },
    make("div", { class: "line" },
      category ? make("span", { class: "twist", "aria-hidden": "true" }, icon("open")) : make("span", { class: "twist" }),
      make("span", { class: "label", dir: "auto" }, category ? category.label : say("all")),
      category && make("span", { class: "amount" }, "")));
  if (category) {
    told.set(item, category);
    number(item);
  }
  return item;
}

/** Opens or closes an item. One that turns out to have nothing below it can no longer be opened. */
async function toggle(item, open) {
  if (!item.hasAttribute("aria-expanded")) return;
  if (open && !childrenOf(item)) {
    const below = await categories(website, told.get(item).id).catch(failed);
    if (below === undefined || childrenOf(item)) return;
    if (below.length === 0) {
      item.removeAttribute("aria-expanded");
      item.querySelector(".twist").replaceChildren();
      return;
    }
    item.append(make("ul", { role: "group" }, ...below.map(itemOf)));
  }
  item.setAttribute("aria-expanded", String(open));
}

/** Shows how many products of the list each category has, or of the whole catalog. */
export function count(byCategory) {
  counts = byCategory ?? null;
  for (const item of nav().querySelectorAll("[role=treeitem]")) number(item);
}

function number(item) {
  const category = told.get(item);
  if (!category) return;
  const n = counts ? counts[category.id] ?? 0 : category.productsCount;
  const line = item.querySelector(".line");
  line.classList.toggle("empty", n === 0);
  line.querySelector(".amount").textContent = say("number", n);
}

/** Marks the category that the products are from. */
export function mark(category) {
  for (const item of nav().querySelectorAll("[role=treeitem]")) {
    item.setAttribute("aria-selected", String((told.get(item)?.id ?? null) === (category?.id ?? null)));
  }
}

/** Makes one item the one that Tab reaches. */
function reach(item) {
  for (const other of nav().querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
}

/** Moves the focus into the tree. */
export function enter() {
  nav().querySelector("[tabindex='0']")?.focus();
}

const isOpen = (item) => item.getAttribute("aria-expanded") === "true";

function click(event) {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  reach(item);
  if (event.target.closest(".twist")) toggle(item, !isOpen(item));
  else pick(item);
}

function pick(item) {
  const category = told.get(item) ?? null;
  mark(category);
  toggle(item, true);
  choose(category);
}

function press(event) {
  const item = event.target.closest("[role=treeitem]");
  if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
  const visible = [...nav().querySelectorAll("[role=treeitem]")].filter((one) => one.offsetParent !== null);
  const to = (one) => {
    if (!one) return;
    reach(one);
    one.focus();
  };
  const forward = getComputedStyle(item).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const keys = {
    ArrowDown: () => to(visible[visible.indexOf(item) + 1]),
    ArrowUp: () => to(visible[visible.indexOf(item) - 1]),
    Home: () => to(visible[0]),
    End: () => to(visible.at(-1)),
    [forward]: () => (isOpen(item) ? to(childrenOf(item).firstElementChild) : toggle(item, true)),
    [forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: () => (isOpen(item) ? toggle(item, false) : to(item.parentElement.closest("[role=treeitem]"))),
    Enter: () => pick(item),
    " ": () => pick(item),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
}

