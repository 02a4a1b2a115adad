// The studio: from a spreadsheet to a published catalog. Each step is a module with a function show, which fills the page
// anew each time the step is gone to; a step of this list has a tab, and its address is ?step=NAME.

import * as changes from "./changes.js";
import * as columns from "./columns.js";
import { byId, make, showPicturesOf } from "./dom.js";
import * as home from "./home.js";
import * as improve from "./improve.js";
import { wrong } from "./parts.js";
import * as problems from "./problems.js";
import * as publish from "./publish.js";
import { about } from "./server.js";
import * as trial from "./try.js";
import { language, languages, say, speak } from "./words.js";

const steps = { home, columns, problems, changes, try: trial, publish, improve };

let turn = 0; // of steps that were gone to: an answer for one that was left is not shown

/** The step that the address names; the first one where it names none. */
function current() {
  const name = new URLSearchParams(location.search).get("step");
  return Object.hasOwn(steps, name) ? name : "home";
}

/** Goes to a step, and gives it its address. */
export function go(name) {
  if (current() !== name) history.pushState(null, "", `?step=${name}`);
  return show(true);
}

async function show(focus) {
  const name = current(), mine = ++turn;
  for (const link of byId("steps").querySelectorAll("a")) {
    if (link.dataset.step === name) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const section = make("section", { id: name, "aria-labelledby": "step-title" });
  const title = make("h2", { id: "step-title", class: "title", tabindex: "-1" }, say(`step-${name}`));
  section.append(title);
  byId("main").replaceChildren(section);
  document.title = `${say(`step-${name}`)} – plugsheet studio`;
  if (focus) title.focus();
  try {
    await steps[name].show(section, { go, here: () => mine === turn });
  } catch (error) {
    section.append(wrong(error));
  }
}

function chrome() {
  const pick = byId("language");
  pick.setAttribute("aria-label", say("language"));
  pick.replaceChildren(...Object.entries(languages).map(([tag, name]) => make("option", { value: tag, lang: tag, selected: tag === language() }, name)));
  byId("steps").setAttribute("aria-label", say("steps"));
  byId("steps").replaceChildren(make("ol", {}, ...Object.keys(steps).map((name) => make("li", {}, make("a", { href: `?step=${name}`, "data-step": name, click: (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(name);
  } }, say(`step-${name}`))))));
}

async function start() {
  await speak();
  try {
    showPicturesOf((await about()).pictures);
  } catch (error) {
    byId("stop").textContent = error.message;
    byId("stop").hidden = false;
    return;
  }
  chrome();
  byId("language").addEventListener("change", async () => {
    await speak(byId("language").value);
    chrome();
    await show(false);
  });
  addEventListener("popstate", () => show(true));
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault()); // a file beside the field opens no page
  await show(false);
}

start().finally(() => document.body.classList.add("ready"));
