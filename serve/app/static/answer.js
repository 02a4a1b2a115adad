// What stands around the list: how many products there are, how the search was taken, and what there is in their place.

import { Trouble } from "./api.js";
import { announce, byId, icon, make } from "./dom.js";
import { say } from "./words.js";

let desk = null; // what can be done: {everywhere, searchFor, retry, tell}

/** Takes what the buttons here do. */
export const start = (functions) => (desk = functions);

/** Tells of an answer to a search; loaded is how many of its products are in the list. */
export function show(found, query, loaded) {
  const { total } = found;
  byId("count").textContent = total > 0 ? say("count", total) : "";
  byId("more").hidden = loaded >= total || found.products.length === 0;
  byId("results").hidden = total === 0;
  byId("sort").parentElement.hidden = total === 0;
  corrections(found);
  state(total === 0 ? nothing(found, query) : null);
  announce(total === 0 ? byId("state").querySelector("h2").textContent : say("count", total));
}

/** Says what was taken for words that the catalog does not hold, and which of them nothing was found for. */
function corrections(found) {
  const other = found.understood.filter((term) => term.how === "corrected" && term.meant?.length > 0);
  const lost = found.understood.filter((term) => term.how === "unknown");
  const said = [];
  if (other.length > 0) said.push(make("span", {}, say("corrected", other.map((term) => term.meant[0]).join(" · "))));
  if (lost.length > 0) said.push(make("span", {}, say("without", lost.map((term) => `“${term.typed}”`).join(", "))));
  byId("taken").hidden = found.total === 0 || said.length === 0;
  if (said.length > 0) said.push(button("text", say("exactly"), desk.exactly));
  byId("taken").replaceChildren(...said);
}

function state(content) {
  byId("state").hidden = content === null;
  byId("state").replaceChildren(...(content ?? []));
}

/** What stands in the place of products where there are none: what was tried, and what else may be. */
function nothing(found, query) {
  const text = query.searchQuery;
  const content = [icon("none"), make("h2", { dir: "auto" }, text ? say("nothing", text) : say("nothingHere"))];
  if (query.filters) {
    content.push(make("p", {}, say("nothingFiltered")), button("loud", say("unfilterAll"), desk.unfilter));
    return content;
  }
  const tried = found.understood.map((term) => {
    const how = term.how === "unknown" ? say("unknown") : term.meant?.length > 0 ? say("as", term.meant.join(", ")) : "";
    return make("li", {}, make("bdi", {}, term.typed), how && ` – ${how}`);
  });
  if (tried.length > 0) content.push(make("p", {}, say("tried")), make("ul", { class: "tried" }, ...tried));
  if (query.idCategory !== undefined) content.push(button("quiet", say("everywhere"), desk.everywhere));
  if (found.instead.length > 0) {
    const chips = found.instead.map((one) => button("chip", one, () => desk.searchFor(one)));
    content.push(make("p", {}, say("tryThis")), make("div", { class: "chips" }, ...chips));
  } else if (text) {
    content.push(make("p", {}, say("shorten")));
  }
  return content;
}

/** What went wrong, in the page's language. */
export const wrong = (error) => say(error instanceof Trouble ? error.message : "failed");

/** Tells that something could not be had, beside what is there. */
export const tellFailed = (error) => desk.tell(wrong(error), true);

/** Says in the list's place that it could not be had. */
export function fail(error) {
  byId("results").hidden = true;
  byId("count").textContent = "";
  byId("more").hidden = byId("taken").hidden = true;
  state([make("div", { role: "alert" }, make("h2", {}, wrong(error))), button("loud", say("retry"), desk.retry)]);
}

/** Makes a button with a text that may run in either direction. */
export function button(kind, text, act) {
  const made = make("button", { class: kind, type: "button", dir: "auto" }, text);
  made.addEventListener("click", act);
  return made;
}
