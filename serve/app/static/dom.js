// Elements. Texts of the catalog get into the page as text only: nothing here, or anywhere, reads HTML.

/** The page's element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element. Attributes that are null or false are left out; a child that is a text stays a text, and one that is nothing is left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

const shapes = {
  picture: "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 7.5v.01",
  copy: "M7 7h9v9H7zM4 13V4h9",
  link: "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
  done: "M4 10.5l4 4 8-9",
  close: "M5 5l10 10M15 5L5 15",
  open: "M8 5l5 5-5 5",
  none: "M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3M13.5 13.5l4 4M6.5 9h5",
  back: "M12 5l-5 5 5 5",
};

/** Makes one of the page's own icons; a name for it stands beside it, or on the button that it is in. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
}

/** Says something to those who hear the page. */
export function announce(text) {
  byId("live").textContent = text;
}

/** Puts a text on the clipboard; false where the browser does not let a framed page do so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
    const focused = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy"); // what is left to a frame without the permission
    field.remove();
    focused?.focus();
    return done;
  }
}
