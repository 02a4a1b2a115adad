// What several steps show.

import { copyButton, field, make } from "./dom.js";
import { call } from "./server.js";
import { say } from "./words.js";

/** The commands that do the same, once her choices are kept where they count only then. */
export const command = (same) => make("div", { class: "same" }, make("span", { class: "hint" }, say(same.after ? "same-after" : "same")),
  ...same.lines.map((line) => make("div", { class: "line" }, make("code", { translate: "no" }, line), copyButton(say("copy"), line, say("copied"), say("not-copied")))));

/** A box with a heading. */
export const box = (title, ...content) => make("section", { class: "box" }, make("h3", {}, title), ...content);

/** What went wrong, as the server said it: each line for itself. */
export const wrong = (error) => make("div", { class: "note bad", role: "alert" }, make("div", {}, ...String(error.message ?? error).split("\n").map((line) => make("p", {}, line))));

/** A message with the fields in her words: a word with a capital in it is a field's name. */
export const plainly = (text, has) => text.replace(/\b[a-z]+[A-Z]\w*/g, (name) => (has(`field-${name}`) ? say("quoted", { text: say(`field-${name}`) }) : name));

/** The name of a field, a kind or another thing that the program has a word for. */
export const named = (group, name, has) => (has(`${group}-${name}`) ? say(`${group}-${name}`) : name);

/** A text as a shell takes it for one word. */
export const quoted = (text) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Which website a step is about, where there are several; a new one may be named where something is published. */
export function website(facts, page, step, fresh) {
  const names = [...new Set(["", ...facts.websites.map((one) => one.website), facts.website])];
  if (names.length < 2 && !fresh) return null;
  const choose = async (name) => {
    await call("website", { website: name });
    await page.go(step);
  };
  const pick = make("select", { id: "website", change: () => choose(pick.value) }, ...names.map((name) => make("option", { value: name, selected: name === facts.website }, name || say(names.length > 1 ? "other-websites" : "all-websites"))));
  const name = make("input", { id: "new-website", type: "text", required: true, pattern: "[A-Za-z0-9_\\-]{1,64}", title: say("website-id"), autocomplete: "off", spellcheck: "false" });
  return make("div", { class: "stack" }, names.length > 1 && field(say("for-website"), pick),
    fresh && make("details", {}, make("summary", {}, say("website-alone")), make("form", { class: "ask", submit: (event) => { event.preventDefault(); choose(name.value.trim()); } }, field(say("website-id"), name), make("button", { class: "quiet" }, say("choose-website")))));
}
