// The product popup: categories, search, pages; one click sends a product.

import { announce, byId, make, note, picture } from "./dom.js";
import { ask, whyNot } from "./requests.js";
import * as talk from "./talk.js";
import { say } from "./say.js";

const pageLength = 10;
const pause = 250; // ms without a keystroke until the search goes out
const wanted = { text: "", category: null, offset: 0 };
let round = 0;
let timer = 0;

export function start() {
  const search = make("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200", dir: "auto", placeholder: say("Search products"), "aria-label": say("Search products"),
    input: () => { clearTimeout(timer); timer = setTimeout(from, pause, 0); stale(true); } });
  byId("products").append(
    make("form", { class: "searching", role: "search", submit: (event) => { event.preventDefault(); from(0); } }, search, make("button", { class: "loud" }, say("Search"))),
    make("div", { class: "popup" },
      make("nav", { class: "tree", "aria-label": say("Categories") }, make("h2", {}, say("Categories")), make("ul", { id: "roots" })),
      make("div", { class: "found" },
        make("p", { class: "count", id: "count" }),
        make("ul", { class: "products", id: "results", "aria-label": say("Products") }),
        make("div", { id: "nothing" }),
        make("div", { class: "pager" },
          make("button", { type: "button", class: "quiet", id: "previous", disabled: true, click: () => turn(-pageLength) }, say("Previous")),
          make("span", { id: "page" }),
          make("button", { type: "button", class: "quiet", id: "next", disabled: true, click: () => turn(pageLength) }, say("Next"))))));
  byId("roots").append(all());
  return Promise.all([below(byId("roots"), null), from(0)]);
}

/** Asks anew from the first category and page on. */
export function again() {
  wanted.category = null;
  byId("roots").replaceChildren(all());
  return Promise.all([below(byId("roots"), null), from(0)]);
}

// --- categories

function all() {
  return make("li", {}, make("div", { class: "branch" }, make("span", { class: "twist" }), make("button", { type: "button", class: "category", "aria-current": "true", click: (event) => choose(event.currentTarget, null) }, say("All products"))));
}

const mostBranches = 1000; // below one category; a connector may not care for offset, and say the same for ever

/** Shows the categories below one, or the roots, page after page; gives how many there are. */
async function below(list, parent) {
  for (let loaded = 0; ; ) {
    const values = { limit: "100", offset: String(loaded) };
    if (parent) values.idParent = String(parent.id);
    const answer = await ask("categories", values);
    if (!answer.ok) {
      list.append(make("li", {}, note("bad", say("No categories: {why}.", { why: whyNot(answer) }))));
      return loaded;
    }
    list.append(...answer.value.map(branch));
    loaded += answer.value.length;
    const total = Number(answer.judged.header["x-total-count"] ?? NaN);
    if (answer.value.length === 0 || (Number.isNaN(total) ? answer.value.length < 100 : loaded >= total)) return loaded;
    if (loaded >= mostBranches) {
      list.append(make("li", { class: "hint" }, `These are the first ${loaded}${Number.isNaN(total) ? "" : ` of ${total}`}.`));
      return loaded;
    }
  }
}

function branch(category) {
  const inside = make("ul", { hidden: true });
  const twist = make("button", { type: "button", class: "twist", "aria-expanded": "false", "aria-label": say("Open {name}", { name: category.label }), click: async () => {
    const opening = inside.hidden;
    inside.hidden = !opening;
    twist.setAttribute("aria-expanded", String(opening));
    if (opening && !inside.hasChildNodes() && (await below(inside, category)) === 0 && !inside.hasChildNodes()) {
      twist.disabled = true;
      twist.classList.add("leaf");
    }
  } }, "›");
  return make("li", {}, make("div", { class: "branch" }, twist,
    make("button", { type: "button", class: "category", "aria-current": "false", click: (event) => choose(event.currentTarget, category) }, make("span", { dir: "auto" }, category.label), make("span", { class: "number" }, String(category.productsCount)))), inside);
}

function choose(button, category) {
  for (const other of byId("products").querySelectorAll(".category")) other.setAttribute("aria-current", String(other === button));
  wanted.category = category;
  return from(0);
}

// --- products

/** Shows whether the products are those of what is asked for. While they are not, nothing can be done with them. */
function stale(is) {
  byId("results").inert = is;
  byId("results").setAttribute("aria-busy", String(is));
}

function turn(by) {
  if (!byId("results").inert) from(Math.max(0, wanted.offset + by));
}

async function from(offset) {
  clearTimeout(timer);
  wanted.text = byId("search").value.trim();
  wanted.offset = offset;
  const mine = ++round;
  const values = { limit: String(pageLength), offset: String(offset) };
  if (wanted.text) values.searchQuery = wanted.text;
  if (wanted.category) values.idCategory = String(wanted.category.id);
  stale(true);
  let answer;
  try {
    answer = await ask("products", values);
  } catch (error) {
    if (mine !== round) return;
    byId("count").textContent = "";
    empty(note("bad", error.message));
    return;
  }
  if (mine === round) shown(answer);
}

function empty(...content) {
  byId("results").replaceChildren();
  byId("nothing").replaceChildren(...content);
  stale(byId("search").value.trim() !== wanted.text); // it may have been typed on
}

function shown(answer) {
  const list = answer.status === 200 && Array.isArray(answer.value) ? answer.value : null;
  if (!list) {
    byId("count").textContent = "";
    empty(note("bad", say("No products: {why}. The request among the others says more.", { why: whyNot(answer) })));
    return;
  }
  const total = Number(answer.judged.header["x-total-count"] ?? NaN);
  empty(...(list.length === 0 ? [note("", wanted.text ? say("Nothing found for “{text}”.", { text: wanted.text }) : say("No products here."))] : []));
  byId("results").append(...list.map(row));
  const first = wanted.offset + 1;
  const last = wanted.offset + list.length;
  byId("count").textContent = list.length === 0 ? "" : Number.isNaN(total) ? `${first}–${last}` : say("{first}–{last} of {total}", { first, last, total });
  byId("page").textContent = say("Page {n}", { n: Math.floor(wanted.offset / pageLength) + 1 });
  byId("previous").disabled = wanted.offset === 0;
  byId("next").disabled = Number.isNaN(total) ? list.length < pageLength : last >= total;
  announce(byId("count").textContent || byId("nothing").textContent);
}

function row(product) {
  const now = product.pricePromotion ?? product.priceSpecial ?? product.priceCatalog;
  return make("li", { class: "product" },
    picture(product.imageUrl),
    make("div", { class: "what" }, make("h3", { dir: "auto" }, String(product.title ?? "")),
      make("p", { class: "costs" }, make("b", { dir: "auto" }, String(now ?? "")), now !== product.priceCatalog && make("s", { dir: "auto" }, String(product.priceCatalog ?? ""))),
      make("p", { class: "facts" },
        typeof product.available === "boolean" && make("span", { class: product.available ? "in" : "out" }, product.available ? say("available") : say("not available")),
        product.brand && make("span", { dir: "auto" }, product.brand), product.reference && make("span", { translate: "no" }, product.reference))),
    make("button", { type: "button", class: "quiet", "aria-label": say("Send {name}", { name: product.title }), click: () => byId("results").inert || send(product, now) }, say("Send")));
}

function send(product, now) {
  talk.pushCard({ title: product.title, text: [now, product.shortDescription].filter(Boolean).join("\n"), image: { url: product.imageUrl }, actions: [{ title: say("View product"), url: product.productUrl }] });
}
