// Elements. Texts of a connector get into the page as text only: nothing here, or anywhere, reads HTML.

/** The page's element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element. Functions among the attributes listen to the event of their name; a child that is a text stays a text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
}

/** A labelled field: its label above it. */
export function field(label, input, ...below) {
  return make("div", { class: "field" }, make("label", { for: input.id }, label), input, ...below);
}

/** Says something to those who hear the page. */
export function announce(text) {
  byId("live").textContent = text;
}

/** A button that copies a text and says so. */
export function copyButton(label, text, done = "Copied", failed = "Not copied") {
  const button = make("button", { type: "button", class: "quiet", click: async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      button.textContent = done;
    } catch {
      button.textContent = failed;
    }
    announce(button.textContent);
    setTimeout(() => (button.textContent = label), 1500);
  } }, label);
  return button;
}

/** An address that may be followed and shown: of the web, and nothing else; null for others. */
export function webAddress(text) {
  try {
    const address = new URL(text);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

let pictures = ""; // what is below it is shown from the desk itself

export const showPicturesOf = (address) => (pictures = address);

/** Where the picture of an address is shown from; null where there is none to show. */
export function pictureAddress(text) {
  const address = webAddress(text);
  if (address && pictures && address.startsWith(pictures)) return new URL(`pictures/${encodeURIComponent(address.slice(pictures.length))}`, location.href).href;
  return address;
}

/** A picture in its frame, which stays where there is none. */
export function picture(text) {
  const frame = make("span", { class: "picture" });
  const address = pictureAddress(text);
  if (address) frame.append(make("img", { src: address, alt: "", loading: "lazy", decoding: "async", referrerpolicy: "no-referrer", error: (event) => event.target.remove() }));
  return frame;
}

/** What stands where nothing can be shown: a sentence, and what may be done. */
export const note = (kind, text, ...more) => make("div", { class: `note ${kind}`, role: kind === "bad" ? "alert" : null }, make("p", {}, text), ...more);
