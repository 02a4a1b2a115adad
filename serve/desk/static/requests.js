// Every request to the connector, with its answer and what is to be said of it.

import { announce, byId, copyButton, make, note } from "./dom.js";
import { prettyAnswer } from "./json.js";
import * as server from "./server.js";

const most = 200; // requests that are kept
let kept = []; // {judged, repeat}, the latest first
let gone = 0; // that were kept once

/** Builds the column. */
export function start() {
  const file = make("input", { type: "file", id: "recording", accept: ".jsonl,.json,.txt", class: "unseen", tabindex: "-1", "aria-hidden": "true", change: open });
  byId("requests").append(
    make("div", { class: "head" }, make("h2", { id: "requests-title" }, "Requests"), make("span", { class: "count", id: "request-count" })),
    make("div", { class: "bar" },
      make("button", { type: "button", class: "quiet", id: "save", disabled: true, title: "One JSON object a line, for plugsheet conform --replay", click: save }, "Save"),
      make("button", { type: "button", class: "quiet", id: "open", title: "Sends the requests of a saved file again, to this connector", click: () => file.click() }, "Replay a file"),
      make("button", { type: "button", class: "quiet", id: "forget", disabled: true, click: forget }, "Clear"), file),
    make("p", { class: "hint", id: "saved", hidden: true }, "The file holds what the connector said of customers."),
    make("p", { class: "hint", id: "no-requests" }, "What the page asks of the connector appears here: the signed request, the answer and whether it fits the contract."),
    make("ol", { class: "list", id: "request-list" }));
}

/** Asks the connector. The answer's JSON is in value; ok says that the status was 200 and that the shape can be relied on. */
export async function ask(kind, values = {}) {
  return done(await server.ask(kind, values), () => ask(kind, values));
}

async function replay(exchange) {
  return done(await server.again(exchange), () => replay(exchange));
}

/** Why an answer is no use, in a few words. */
export function whyNot(answer) {
  if (answer.status === 200) return "the answer does not fit its schema";
  return answer.status ? `status ${answer.status}` : "there is no answer";
}

function done(judged, repeat) {
  kept.unshift({ judged, repeat });
  if (kept.length > most) gone += kept.splice(most).length;
  const row = entry(judged, repeat);
  byId("request-list").prepend(row);
  while (byId("request-list").children.length > most) byId("request-list").lastChild.remove();
  counted();
  const { exchange, faults } = judged;
  let value = null;
  try {
    value = JSON.parse(judged.answer);
  } catch {
    // the verdict says so
  }
  const shape = ["schema", "bare-array", "single-object", "json"];
  const ok = exchange.status === 200 && !faults.some((fault) => shape.includes(fault.id));
  return { ok, value, judged, status: exchange.status };
}

function counted() {
  byId("request-count").textContent = gone ? `the last ${kept.length} of ${kept.length + gone}` : kept.length || "";
  byId("save").disabled = byId("forget").disabled = kept.length === 0;
  byId("no-requests").hidden = kept.length > 0;
}

const worst = (faults) => ["breaks", "risks", "style"].find((severity) => faults.some((fault) => fault.severity === severity)) ?? "fits";

const words = { fits: "fits", breaks: "breaks", risks: "risk", style: "style" };

function entry(judged, repeat) {
  const { exchange, faults } = judged;
  const url = new URL(exchange.url);
  const kind = worst(faults);
  const body = make("div", { class: "body" });
  const row = make("details", { class: "request", toggle: () => {
    if (row.open && !body.hasChildNodes()) body.append(...detail(judged, repeat));
  } }, make("summary", {},
    make("span", { class: "method" }, exchange.method),
    make("span", { class: "path", translate: "no" }, url.pathname + short(url.search)),
    make("span", { class: exchange.status === 200 ? "status" : "status odd" }, exchange.status || "none"),
    make("span", { class: "time" }, `${milliseconds(exchange.ms)} ms`),
    make("span", { class: `verdict ${kind}` }, words[kind])), body);
  return make("li", {}, row);
}

const milliseconds = (ms) => (ms < 10 ? ms.toFixed(1) : Math.round(ms));

/** The parameters that tell requests apart. */
function short(search) {
  const all = new URLSearchParams(search);
  const own = ["idParent", "idCategory", "searchQuery", "offset", "emailVisitor", "idVisitorExternal", "operatorLocale"];
  const parts = own.filter((name) => all.get(name) && all.get(name) !== "0").map((name) => `${name}=${all.get(name)}`);
  return parts.length ? ` ${parts.join(" ")}` : "";
}

function detail(judged, repeat) {
  const { exchange, faults } = judged;
  const parts = [verdict(judged)];
  parts.push(part("Request", code(`${exchange.method} ${exchange.url}`)));
  if (exchange.body) parts.push(part(`Body${exchange.type ? `, ${exchange.type}` : ""}`, code(exchange.body)));
  if (judged.signed) parts.push(part("Signed text", code(judged.signed)), part("x-iadvize-signature", code(exchange.signature)));
  const header = ["content-type", "x-total-count", "link", "etag", "location", "retry-after"].filter((name) => judged.header[name]);
  parts.push(part("Answer", make("p", { class: "facts" }, `status ${exchange.status || "none"}, ${milliseconds(exchange.ms)} ms`, ...header.map((name) => make("span", {}, `${name}: ${judged.header[name]}`))), prettyAnswer(judged.answer, faults)));
  parts.push(part("curl", code(judged.curl)));
  parts.push(make("div", { class: "bar" }, copyButton("Copy curl", judged.curl), copyButton("Copy answer", judged.answer),
    make("button", { type: "button", class: "quiet", click: (event) => repeat().catch((error) => event.target.after(note("bad", error.message))) }, "Send again")));
  return parts;
}

function verdict({ faults, checked }) {
  if (faults.length === 0) return make("p", { class: "fine" }, `It fits: ${checked.length} rules hold.`);
  const rules = Map.groupBy(faults, (fault) => fault.id);
  return make("ul", { class: "faults" }, ...[...rules.values()].map((some) => make("li", {},
    make("span", { class: `verdict ${some[0].severity}` }, words[some[0].severity]), " ", make("b", {}, some[0].text), " ", make("span", { class: "source" }, some[0].source),
    make("p", { class: "fix" }, `To do: ${some[0].fix}.`),
    make("ul", {}, ...some.map((fault) => make("li", {}, fault.pointer && make("code", { class: "pointer" }, fault.pointer), " ", withoutPointer(fault)))))));
}

/** What was seen; the place stands beside it. */
const withoutPointer = ({ message, pointer }) => (pointer && message.startsWith(`${pointer}: `) ? message.slice(pointer.length + 2) : message);

const part = (title, ...content) => make("section", { class: "part" }, make("h3", {}, title), ...content);
const code = (text) => make("pre", { tabindex: "0", translate: "no" }, text);

function save() {
  const lines = kept.toReversed().map(({ judged }) => JSON.stringify(judged.exchange) + "\n").join("");
  const address = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
  const link = make("a", { href: address, download: "plugsheet-requests.jsonl" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  byId("saved").hidden = false;
  announce(`${kept.length} requests are saved. ${byId("saved").textContent}`);
}

function forget() {
  kept = [];
  gone = 0;
  byId("request-list").replaceChildren();
  counted();
}

async function open(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) await replayText(await file.text());
}

/** Sends the requests of a recording again, one after the other. */
export async function replayText(text) {
  let sent = 0;
  try {
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      await replay(JSON.parse(line));
      sent++;
    }
    announce(`${sent} requests are sent again`);
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is no recording" : error.message;
    byId("request-list").prepend(make("li", {}, make("p", { class: "note bad", role: "alert" }, `Line ${sent + 1} of the file: ${why}`)));
  }
}
