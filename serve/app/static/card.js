// A product as the visitor gets it. There is no card for offers, so price and stock stand in the text (contract, 4.2).

import { money, say } from "./words.js";

/** An address that may be sent and shown: of the web, and nothing else; null for others. */
export function webAddress(text) {
  try {
    const address = new URL(text);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

/** What a product costs: now, and before where that is another price. */
export function price(product) {
  const now = product.pricePromotion ?? product.priceSpecial ?? product.priceCatalog;
  return { now, before: now === product.priceCatalog ? null : product.priceCatalog };
}

/** What a product costs as it is written in the page's language, where the text can be read in one way only. */
export function priceTexts(product) {
  const { now, before } = price(product);
  const text = (one) => (one && product.prices?.[one] ? money(product.prices[one]) : one);
  return { now: text(now), before: text(before) };
}

const maxText = 450; // characters, the most of a message

/** The card of a product; null where it has no address to lead to. */
export function cardOf(product) {
  const url = webAddress(product.productUrl);
  if (!url) return null;
  const { now, before } = priceTexts(product);
  const facts = [before ? `${now} (${say("instead")} ${before})` : now];
  if (typeof product.available === "boolean") facts.push(say(product.available ? "available" : "unavailable"));
  const text = [facts.join(" · "), product.shortDescription].filter(Boolean).join("\n");
  const picture = webAddress(product.imageUrl);
  return {
    title: product.title,
    text: [...text].length > maxText ? [...text].slice(0, maxText - 1).join("") + "…" : text,
    ...(picture && { image: { url: picture, description: product.title } }),
    actions: [{ type: "LINK", title: say("view"), url }],
  };
}
