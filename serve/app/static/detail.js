// One product with all that the catalog says of it, in the place of the list. What is sent from here is what is shown here.

import { cardOf, priceTexts, webAddress } from "./card.js";
import { pictureAddress } from "./desk.js";
import { announce, byId, icon, make } from "./dom.js";
import { say } from "./words.js";

let shown = null; // the product
let back = null; // gives the focus back

/** Whether a product is shown. */
export const isOpen = () => shown !== null;

/** Shows a product. acts: send, link and select, each with it, chosen and done for whether it is; leave gives the focus back. */
export function open(product, acts, leave) {
  shown = product;
  back = leave;
  draw(product, acts);
  byId("listed").hidden = true;
  byId("detail").hidden = false;
  scrollTo(0, 0);
  byId("detail-back").focus();
  announce(product.title);
}

/** Goes back to the list; the focus goes where it was, unless it is somewhere else already. */
export function close() {
  if (!shown) return;
  const inside = byId("detail").contains(document.activeElement);
  shown = null;
  byId("detail").hidden = true;
  byId("listed").hidden = false;
  byId("detail").replaceChildren();
  if (inside) back();
}

function draw(product, acts) {
  const leave = make("button", { class: "text", type: "button", id: "detail-back" }, icon("back"), say("back"));
  leave.addEventListener("click", close);
  const { now, before } = priceTexts(product);
  const page = webAddress(product.productUrl);
  byId("detail").replaceChildren(leave,
    make("div", { class: "whole" }, pictures(product),
      make("div", { class: "said" },
        product.brand && make("p", { class: "brand", dir: "auto" }, product.brand),
        make("h2", { dir: "auto", class: "large" }, product.title),
        make("p", { class: "costs" }, make("b", { dir: "auto" }, now), before && make("s", { dir: "auto" }, before),
          typeof product.available === "boolean" && make("span", { class: product.available ? "stock in" : "stock out" }, say(product.available ? "available" : "unavailable"))),
        product.shortDescription && make("p", { class: "lead", dir: "auto" }, product.shortDescription),
        buttons(product, acts),
        page && make("p", {}, make("a", { href: page, target: "_blank", rel: "noopener noreferrer" }, say("inShop"))))),
    make("div", { class: "about-it" },
      product.description !== product.title && make("p", { class: "description", dir: "auto" }, product.description), table(product)));
}

function buttons(product, acts) {
  const possible = cardOf(product) !== null;
  const made = (kind, name, text) => {
    const button = make("button", { class: kind, type: "button", disabled: !possible && name !== "select" }, text);
    button.addEventListener("click", async (event) => {
      if (event.detail > 1) return; // a double click does it once
      await acts[name](product);
      if (shown === product) redraw(product, acts, name);
    });
    button.dataset.act = name;
    return button;
  };
  return make("p", { class: "detail-acts" }, made("loud", "send", say(acts.done(product) ? "again" : "send")),
    made("quiet", "select", say(acts.chosen(product) ? "chosenOne" : "selectOne")), made("quiet", "link", say("link")));
}

function redraw(product, acts, name) {
  const old = byId("detail").querySelector(".detail-acts");
  const focused = old.contains(document.activeElement);
  old.replaceWith(buttons(product, acts));
  if (focused) byId("detail").querySelector(`[data-act=${name}]`).focus();
}

function pictures(product) {
  const all = [product.imageUrl, ...(product.pictures ?? [])].map((one) => webAddress(pictureAddress(one))).filter(Boolean);
  const image = (src) => make("img", { src, alt: "", referrerpolicy: "no-referrer", decoding: "async" });
  const large = make("div", { class: "picture large-picture" }, icon("picture"), all[0] && image(all[0]));
  const choose = all.length > 1 && make("div", { class: "thumbs" }, ...all.map((src, at) => {
    const one = make("button", { type: "button", class: "picture", "aria-label": say("pictureOf", at + 1), "aria-pressed": String(at === 0) }, icon("picture"), image(src));
    one.addEventListener("click", () => {
      large.querySelector("img")?.remove();
      large.append(image(src));
      for (const other of one.parentElement.children) other.setAttribute("aria-pressed", String(other === one));
    });
    return one;
  }));
  const frame = make("div", { class: "gallery" }, large, choose);
  frame.addEventListener("error", (event) => event.target.remove(), true);
  return frame;
}

function table(product) {
  const rows = [[say("referenceName"), product.reference], ...(product.attributes ?? [])];
  return make("table", { class: "attributes" }, make("caption", { class: "unseen" }, say("details")), make("tbody", {},
    ...rows.map(([name, text]) => make("tr", {}, make("th", { scope: "row", dir: "auto" }, name), make("td", { dir: "auto" }, text)))));
}
