// Improve: what was searched for and not found becomes a synonym, what the bot did not understand becomes a phrase, and why a
// product comes first.

import { announce, field, make } from "./dom.js";
import { box, command, named, quoted, website, wrong } from "./parts.js";
import { about } from "./server.js";
import { work } from "./work.js";
import { has, number, say } from "./words.js";

export async function show(section, page) {
  const [facts, now] = [await about(), await work(say("looking"), "improve")];
  if (!page.here()) return;
  section.append(website(facts, page, "improve") ?? "");
  if (now.first) {
    section.append(make("p", { class: "note" }, say("nothing-published")));
    return;
  }
  section.append(make("div", { class: "halves" }, make("div", { class: "stack" }, searches(now, page), messages(now, facts, page)), why(now)), command(now.command));
}

/** Does something and says in a place what came of it. */
async function carry(said, title, path, body, tell) {
  try {
    const out = await work(title, path, body);
    said.replaceChildren(...tell(out));
    announce(said.textContent);
  } catch (error) {
    said.replaceChildren(wrong(error));
  }
}

function searches(now, page) {
  return box(say("searched-in-vain"), now.groups.length === 0 && make("p", { class: "hint" }, say("all-found")), ...now.groups.map((group, at) => {
    const said = make("div", { class: "said", role: "status" });
    const meant = make("input", { id: `meant-${at}`, type: "text", required: true, autocomplete: "off" });
    const typed = group.unknown[0]?.word ?? group.query;
    const teach = (word, as) => carry(said, say("teaching"), "teach", { typed: word, meant: as }, (out) => (as === "" ? [make("p", { class: "note good" }, say("forgotten"))] : [
      ...out.answered.map((one) => make("p", { class: "note good" }, say("finds-now", { query: one.query, n: one.products, first: one.first.join(", ") }))), ...(out.open ?? []).map((one) => make("p", { class: "note" }, say("finds-still", { query: one })))]));
    return make("div", { class: "row", id: `gap-${at}` }, make("div", {}, make("b", { dir: "auto" }, group.query), make("div", { class: "hint" }, say("asked-times", { n: group.count }))),
      make("div", { class: "stack" }, ...group.proposals.map((one) => make("div", { class: "ask" }, make("button", { class: "quiet", "data-teach": one.meant, click: () => teach(one.typed, one.meant) }, `${one.typed} = ${one.meant}`), make("span", { class: "hint" }, say("would-find", { n: one.products, first: one.first.map((product) => product.title).join(", ") })))),
        make("form", { class: "ask", submit: (event) => { event.preventDefault(); teach(typed, meant.value.trim()); } }, field(say("means", { word: typed }), meant), make("button", { class: "quiet" }, say("accept")), make("button", { type: "button", class: "quiet", click: () => teach(group.query, "") }, say("refuse"))), said));
  }));
}

function messages(now, facts, page) {
  return box(say("not-understood"), now.messages.length === 0 && make("p", { class: "hint" }, say("all-understood")), ...now.messages.map((one, at) => {
    const said = make("div", { class: "said", role: "status" });
    const pick = make("select", { id: `answer-${at}` }, ...now.answers.map((answer, n) => make("option", { value: n }, `${answer.id}: ${answer.text.slice(0, 60)}`)));
    const become = (answer) => carry(said, say("teaching"), "phrase", { message: one.query, scenario: answer?.scenario ?? "", answer: answer?.id ?? "" }, (out) => [make("p", { class: "note good" }, out.cell ? say("phrase-now", { cell: out.cell }) : say("forgotten")), out.cell && make("button", { class: "quiet", click: () => page.go("changes") }, say("step-changes"))].filter(Boolean));
    return make("div", { class: "row", id: `message-${at}` }, make("div", {}, make("b", { dir: "auto" }, one.query), make("div", { class: "hint" }, say("asked-times", { n: one.count }))),
      make("div", { class: "stack" }, make("form", { class: "ask", submit: (event) => { event.preventDefault(); become(now.answers[pick.value]); } }, field(say("asks-for"), pick), make("button", { class: "quiet", disabled: !facts.open.length || !now.answers.length }, say("becomes-phrase")), make("button", { type: "button", class: "quiet", click: () => become(null) }, say("refuse"))),
        !facts.open.length && make("p", { class: "hint" }, say("open-first")), said));
  }));
}

function why(now) {
  const text = make("input", { id: "why", type: "search", required: true, maxlength: 200, autocomplete: "off" });
  const out = make("div", { class: "stack said", role: "status" });
  const percent = (part, whole) => number(Math.round((100 * part) / (whole || 1)));
  const tell = (found) => [make("p", { class: "hint" }, say("n-products", { n: found.total })),
    make("ul", {}, ...found.terms.map((term) => make("li", {}, make("b", { dir: "auto" }, term.typed), " ", make("span", { class: "hint" }, named("how", term.how, has), term.meant?.length > 0 && `: ${term.meant.slice(0, 5).join(", ")}`, term.synonyms?.length > 0 && `: ${term.synonyms.join("; ")}`, " · ", say("n-products", { n: term.products }))))),
    command({ ...now.why, lines: now.why.lines.map((line) => line.replace("QUERY", () => quoted(text.value))) }),
    make("ol", { id: "reasons" }, ...found.products.map((one) => make("li", {}, make("b", { dir: "auto" }, one.title || one.reference), make("ul", {},
      ...one.shares.map((share) => make("li", {}, say("share-of", { percent: percent(share.worth, one.score), word: share.typed, fields: (share.fields ?? []).map((name) => named("field", name, has)).join(", ") }))),
      ...one.bonuses.map((words) => make("li", {}, say("bonus-of", { words }))), one.absent && make("li", {}, say("less-absent"))))))];
  return box(say("why-first"), make("form", { class: "ask", submit: (event) => { event.preventDefault(); carry(out, say("looking"), "why", { text: text.value }, tell); } }, field(say("search-for"), text), make("button", { class: "quiet" }, say("why-button"))), out);
}
