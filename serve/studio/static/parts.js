// What several steps show.

import { copyButton, make } from "./dom.js";
import { say } from "./words.js";

/** The command that does the same. */
export const command = (...lines) => make("div", { class: "same" }, make("span", { class: "hint" }, say("same")),
  ...lines.filter(Boolean).map((line) => make("div", { class: "line" }, make("code", { translate: "no" }, line), copyButton(say("copy"), line, say("copied"), say("not-copied")))));

/** A box with a heading. */
export const box = (title, ...content) => make("section", { class: "box" }, make("h3", {}, title), ...content);

/** What went wrong, as the server said it: each line for itself. */
export const wrong = (error) => make("div", { class: "note bad", role: "alert" }, make("div", {}, ...String(error.message ?? error).split("\n").map((line) => make("p", {}, line))));

/** The name of a field, a kind or another thing that the program has a word for. */
export const named = (group, name, has) => (has(`${group}-${name}`) ? say(`${group}-${name}`) : name);
