// Home: a spreadsheet is opened, and what is published is told.

import { announce, field, make } from "./dom.js";
import { box, command, wrong } from "./parts.js";
import { about, upload } from "./server.js";
import { shown, work } from "./work.js";
import { moment, number, say } from "./words.js";

export async function show(section, page) {
  const facts = await about();
  if (!page.here()) return;
  const said = make("div", { id: "said" });

  /** Opens inputs and goes on to what they are taken for. */
  const open = async (begin) => {
    said.replaceChildren();
    try {
      await begin();
      await page.go("columns");
    } catch (error) {
      said.replaceChildren(wrong(error));
    }
  };
  const openNamed = (inputs) => open(() => work(say("opening"), "open", { inputs }));
  const take = (files) => files.length > 0 && open(async () => {
    const names = [];
    for (const file of files) names.push(await shown(say("copying", { name: file.name }), (told, stop) => upload(file, (done, total) => told("", done, total), stop)));
    await work(say("opening"), "open", { inputs: names });
  });

  section.append(said, make("div", { class: "halves" },
    box(say("your-spreadsheet"), dropZone(take), addressForm(openNamed), list(facts, openNamed), samples(facts, () => open(() => work(say("opening"), "samples")))),
    make("div", { class: "stack" }, published(facts), state(facts))),
  command(facts.command));
}

function dropZone(take) {
  const pick = make("input", { type: "file", id: "pick", class: "unseen", multiple: true, accept: ".xlsx,.xlsm,.xltx,.csv,.tsv,.txt,.gz", change: () => take([...pick.files]) });
  const zone = make("div", { class: "drop", dragover: (event) => { event.preventDefault(); zone.classList.add("over"); }, dragleave: () => zone.classList.remove("over"), drop: (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take([...event.dataTransfer.files]);
  } }, make("p", {}, say("drop-here")), pick, make("label", { for: "pick", class: "button loud" }, say("choose-file")), make("p", { class: "hint" }, say("stays")));
  return zone;
}

function addressForm(open) {
  const address = make("input", { id: "address", type: "url", required: true, autocomplete: "off", spellcheck: "false", placeholder: "https://docs.google.com/spreadsheets/d/e/…/pub?output=csv" });
  return make("form", { class: "ask", submit: (event) => { event.preventDefault(); open([address.value.trim()]); } },
    field(say("address-of-sheet"), address), make("button", { class: "quiet" }, say("open")));
}

function list(facts, open) {
  if (facts.inputs.length === 0) return null;
  return make("div", {}, make("h4", {}, say("in-folder", { folder: facts.folder })), make("ul", { class: "inputs" }, ...facts.inputs.map((one) => make("li", {},
    make("span", { class: "name", dir: "auto" }, one.name), make("span", { class: "hint" }, one.folder ? say("folder") : size(one.bytes), " · ", moment(one.modified)),
    make("button", { class: "quiet", "aria-label": say("open-name", { name: one.name }), click: () => open([one.name]) }, say("open"))))));
}

function size(bytes) {
  return bytes < 1e6 ? `${number(Math.ceil(bytes / 1e3))} kB` : `${number(Math.round(bytes / 1e5) / 10)} MB`;
}

function samples(facts, open) {
  if (facts.websites.length > 0 || facts.inputs.length > 0) return null;
  return make("div", { class: "note" }, make("p", {}, say("nothing-yet")), make("button", { class: "quiet", id: "samples", click: () => { announce(say("opening")); open(); } }, say("take-samples")));
}

function published(facts) {
  if (facts.websites.length === 0) return box(say("published"), make("p", { class: "hint" }, say("nothing-published")));
  return box(say("published"), make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("published") }, make("table", {},
    make("thead", {}, make("tr", {}, ...["website", "products", "categories", "last-import"].map((name) => make("th", { scope: "col" }, say(name))))),
    make("tbody", {}, ...facts.websites.map((one) => make("tr", {}, make("th", { scope: "row" }, one.website || say("all-websites")),
      make("td", {}, number(one.counts.products ?? 0)), make("td", {}, number(one.counts.categories ?? 0)), make("td", {}, moment(one.imported))))))));
}

function state(facts) {
  const { git, server } = facts;
  const kept = !git.kept ? say("git-none") : git.commit ? say("git-last", { commit: git.commit, subject: git.subject, when: moment(git.when) }) : say("git-empty");
  return box(say("state"), facts.problem && wrong(facts.problem), make("dl", { class: "facts" },
    make("dt", {}, say("history")), make("dd", {}, kept, git.kept && make("span", { class: "hint" }, " ", git.changed > 0 ? say("git-changed", { n: git.changed }) : say("git-clean"))),
    make("dt", {}, say("server")), make("dd", {}, server.url ? [make("code", { translate: "no" }, server.url), " ", make("span", { class: `verdict ${server.ready ? "fits" : "risks"}` }, say(server.ready ? "ready" : "not-ready"))] : say("server-none"))));
}
