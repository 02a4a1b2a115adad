// What the list is narrowed down to: the filters that the catalog itself gives, each value with how many products it leaves.

import { byId, icon, make } from "./dom.js";
import { wanted } from "./search.js";
import { money, say } from "./words.js";

const few = 6; // values of a filter that are shown at once
const open = new Set(); // names of the filters that show all of them
let counted = {}; // what the last first page told
let change = null; // called when something was chosen

/** Nothing is filtered. */
export const none = () => ({ values: {}, available: false, from: null, to: null });

/** The filters as a request has them; undefined where there are none. */
export const asked = () => (count() > 0 ? JSON.stringify(wanted.filters) : undefined);

const count = () => chips().length;

/** Prepares the filters; changed is called when something was chosen. */
export function start(changed) {
  wanted.filters = none();
  change = changed;
  byId("filters").addEventListener("change", choose);
  byId("filters").addEventListener("click", (event) => {
    const name = event.target.closest("[data-all]")?.dataset.all;
    if (name === undefined) return;
    if (!open.delete(name)) open.add(name);
    draw();
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
}

/** Shows what the answer can be narrowed down by. */
export function show(found) {
  counted = found;
  draw();
}

/** Leaves out all filters. */
export function clear() {
  wanted.filters = none();
  draw();
}

function choose(event) {
  const { name, value, checked } = event.target;
  const all = wanted.filters;
  if (name === "available") all.available = checked;
  else if (name === "from" || name === "to") all[name] = value === "" || !(Number(value) >= 0) ? null : Number(value);
  else {
    const values = (all.values[name.slice(2)] ?? []).filter((one) => one !== value);
    all.values[name.slice(2)] = checked ? [...values, value] : values;
    if (all.values[name.slice(2)].length === 0) delete all.values[name.slice(2)];
  }
  chosen();
  change();
}

/** Draws all anew; the focus stays where it is. */
function draw() {
  const at = byId("filters").contains(document.activeElement) ? document.activeElement.id : "";
  const { facets = [], available = 0, prices } = counted;
  const groups = [];
  if (wanted.filters.available || (available > 0 && available < counted.total)) groups.push(stock(available));
  if (prices && (prices.from < prices.to || wanted.filters.from !== null || wanted.filters.to !== null)) groups.push(costs(prices));
  groups.push(...facets.map(group));
  byId("filters").replaceChildren(...groups);
  byId("narrow").disabled = groups.length === 0;
  chosen();
  if (at) (byId(at) ?? byId("narrow")).focus();
}

function stock(available) {
  return make("div", { class: "group" }, line("available", "1", say("onlyAvailable"), available, wanted.filters.available, "f-available"));
}

function costs({ from, to, unit }) {
  const field = (name, bound) => {
    const input = make("input", {
      id: `f-${name}`, name, type: "number", min: 0, step: "any", inputmode: "decimal", placeholder: bound, "aria-label": `${say("price")}: ${say(name)}`,
      value: wanted.filters[name] ?? undefined,
    });
    return input;
  };
  return make("fieldset", { class: "group" }, make("legend", {}, say("price"), unit && make("span", { class: "unit" }, ` ${unit}`)),
    make("div", { class: "range" }, field("from", Math.floor(from)), make("span", { "aria-hidden": "true" }, "–"), field("to", Math.ceil(to))));
}

const nameOf = (facet) => (facet === "brand" ? say("brand") : facet);

function group({ name, values }, place) {
  const all = open.has(name);
  const shown = values.filter((one, at) => all || at < few || one.chosen);
  const more = values.length > few && make("button", { class: "text", type: "button", id: `f-all-${place}`, "data-all": name, "aria-expanded": String(all) },
    all ? say("fewer") : say("allValues", values.length));
  return make("fieldset", { class: "group" }, make("legend", { dir: "auto" }, nameOf(name)),
    ...shown.map((one) => line(`v:${name}`, one.text, one.text, one.products, one.chosen, `f-${name}-${one.text}`)), more);
}

function line(name, value, text, products, checked, id) {
  const box = make("input", { type: "checkbox", id, name, value });
  box.checked = checked;
  return make("label", { class: products === 0 ? "value empty" : "value" }, box, make("span", { dir: "auto" }, text),
    make("span", { class: "amount" }, say("number", products)));
}

/** What is filtered, as texts, each with what takes it back. */
function chips() {
  const all = wanted.filters;
  const some = [];
  if (all.available) some.push([say("onlyAvailable"), () => (all.available = false)]);
  if (all.from !== null || all.to !== null) some.push([priceText(all), () => (all.from = all.to = null)]);
  for (const [name, values] of Object.entries(all.values)) {
    for (const value of values) some.push([value, () => {
      all.values[name] = all.values[name].filter((one) => one !== value);
      if (all.values[name].length === 0) delete all.values[name];
    }]);
  }
  return some;
}

function priceText({ from, to }) {
  const text = (n) => money({ number: String(n), unit: counted.prices?.unit ?? "" });
  if (from === null) return `≤ ${text(to)}`;
  return to === null ? `≥ ${text(from)}` : `${text(from)} – ${text(to)}`;
}

/** Shows above the list what is filtered. */
function chosen() {
  const some = chips();
  byId("narrowed").replaceChildren(...some.map(([text, back]) => {
    const chip = make("button", { class: "chip", type: "button", "aria-label": say("unfilter", text) }, make("span", { dir: "auto" }, text), icon("close"));
    chip.addEventListener("click", () => {
      back();
      draw();
      change();
      byId("search").focus();
    });
    return chip;
  }));
  byId("narrow-count").textContent = some.length > 0 ? some.length : "";
  byId("narrow-count").hidden = some.length === 0;
}

/** The filters in the page's language as it is now. */
export const again = draw;
