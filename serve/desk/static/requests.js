// Every request to the connector, with its answer and what is to be said of it.

import { compared } from "./compare.js";
import { announce, byId, copyButton, field, make, note as say } from "./dom.js";
import { archive, offer, recording } from "./files.js";
import { prettyAnswer } from "./json.js";
import { keep, recall } from "./memory.js";
import * as server from "./server.js";

const most = 200; // requests that are kept
const room = 2_000_000; // characters of them that are kept for a reload
let kept = []; // {judged, at, kind, values, recorded, edited, own}, the latest first
let gone = 0; // that were kept once

/** Builds the column. */
export function start() {
  const file = make("input", { type: "file", id: "recording", accept: ".jsonl,.json,.txt", class: "unseen", tabindex: "-1", "aria-hidden": "true", change: open });
  byId("requests").append(
    make("div", { class: "head" }, make("h2", { id: "requests-title" }, "Requests"), make("span", { class: "count", id: "request-count" }),
      make("select", { id: "latency", "aria-label": "Latency that is added", title: "Latency that is added to each request", change: () => keep("latency", byId("latency").value) },
        ...[0, 400, 1500, 4000].map((ms) => make("option", { value: ms }, ms === 0 ? "no latency" : `+ ${ms} ms`)))),
    make("div", { class: "bar tools" },
      make("button", { type: "button", class: "quiet small", id: "save", disabled: true, title: "One JSON object a line, for plugsheet conform --replay", click: () => saveAs("plugsheet-requests.jsonl", "application/jsonl", recording) }, "Save"),
      make("button", { type: "button", class: "quiet small", id: "har", disabled: true, title: "An HTTP Archive, for the tools of browsers and others", click: () => saveAs("plugsheet-requests.har", "application/json", archive) }, "HAR"),
      make("button", { type: "button", class: "quiet small", id: "open", title: "Sends the requests of a saved file again, to this connector", click: () => file.click() }, "Replay a file"),
      make("button", { type: "button", class: "quiet small", id: "forget", disabled: true, click: forget }, "Clear"), file),
    make("div", { class: "bar sieve" },
      make("input", { id: "sieve", type: "search", autocomplete: "off", placeholder: "Path or text", "aria-label": "Filter the requests", input: sift }),
      make("select", { id: "sieve-verdict", "aria-label": "Verdict", change: sift }, ...[["", "all"], ["bad", "not fitting"], ["app", "the app’s own"]].map(([value, text]) => make("option", { value }, text)))),
    make("p", { class: "hint", id: "saved", hidden: true }, "The file holds what the connector said of customers."),
    make("p", { class: "hint", id: "no-requests" }, "What the page asks of the connector appears here: the signed request, the answer and whether it fits the contract."),
    make("p", { class: "hint", id: "sieved", role: "status" }),
    make("ol", { class: "list", id: "request-list" }));
  byId("latency").value = recall("latency", "0");
  const before = recall("requests", { entries: [] });
  gone = before.gone ?? 0;
  for (const one of (before.entries ?? []).toReversed()) add(one);
}

/** How much longer each request takes, in ms. */
export const latency = () => Number(byId("latency").value);

const late = () => latency() > 0 && new Promise((resolve) => setTimeout(resolve, latency()));

/** Asks the connector. The answer's JSON is in value; ok says that the status was 200 and that the shape can be relied on. */
export async function ask(kind, values = {}) {
  await late();
  return done({ judged: await server.ask(kind, values), kind, values });
}

/** Sends a request again: one of a recording, or one that was edited. */
async function replay(exchange, edited = false) {
  await late();
  return done({ judged: await server.again(exchange, edited), recorded: edited ? undefined : exchange, edited });
}

/** Notes a request that the app made itself; nobody judges it. */
export function note({ method, url, body, type, status, ms, answer, header }) {
  const text = (one) => (typeof one === "string" ? one : "");
  const exchange = { method: text(method), url: text(url), body: text(body), type: text(type), status: Number(status) || 0, ms: Number(ms) || 0 };
  if (!URL.canParse(exchange.url)) return;
  done({ judged: { exchange: { ...exchange, answer: text(answer).slice(0, 2000) }, signed: "", curl: "", header: header ?? {}, answer: text(answer), checked: [], faults: [] }, own: true });
}

const repeat = ({ judged, kind, values, recorded }) => (kind ? ask(kind, values) : replay(recorded ?? judged.exchange, !recorded));

/** Why an answer is no use, in a few words. */
export function whyNot(answer) {
  if (answer.status === 200) return "the answer does not fit its schema";
  return answer.status ? `status ${answer.status}` : "there is no answer";
}

function add(one) {
  kept.unshift(one);
  if (kept.length > most) gone += kept.splice(most).length;
  byId("request-list").prepend(entry(one));
  while (byId("request-list").children.length > most) byId("request-list").lastChild.remove();
  counted();
  sift();
}

let later = 0;

/** Keeps the latest requests for a reload, as far as there is room; not at each one, they may come in a crowd. */
function store() {
  clearTimeout(later);
  later = setTimeout(storeNow, 300);
}

function storeNow() {
  let size = 0;
  const entries = kept.filter((one) => (size += one.judged.answer.length + one.judged.signed.length + 1000) < room);
  keep("requests", { entries, gone: gone + kept.length - entries.length });
}

addEventListener("pagehide", storeNow);

function done(one) {
  const { judged } = one;
  one.at = Date.now();
  add(one);
  store();
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
  byId("save").disabled = byId("har").disabled = byId("forget").disabled = kept.length === 0;
  byId("no-requests").hidden = kept.length > 0;
}

const worst = (faults) => ["breaks", "risks", "style"].find((severity) => faults.some((fault) => fault.severity === severity)) ?? "fits";

const words = { fits: "fits", breaks: "breaks", risks: "risk", style: "style" };

/** Shows the requests that the filter names. */
function sift() {
  const words = byId("sieve").value.toLowerCase().split(/\s+/).filter(Boolean);
  const which = byId("sieve-verdict").value;
  let hidden = 0;
  [...byId("request-list").querySelectorAll(":scope > li:has(.request)")].forEach((row, at) => {
    const { judged, own } = kept[at];
    const text = `${judged.exchange.method} ${judged.exchange.url} ${judged.exchange.status} ${judged.exchange.body ?? ""} ${judged.answer}`.toLowerCase();
    const fits = which === "" || (which === "app" ? own : !own && judged.faults.length > 0);
    row.hidden = !(fits && words.every((word) => text.includes(word)));
    hidden += row.hidden ? 1 : 0;
  });
  byId("sieved").textContent = hidden > 0 ? `${kept.length - hidden} of ${kept.length} are shown` : "";
}

function entry(one) {
  const { judged } = one;
  const { exchange, faults } = judged;
  const url = new URL(exchange.url);
  const kind = worst(faults);
  const body = make("div", { class: "body" });
  const row = make("details", { class: "request", toggle: () => {
    if (row.open && !body.hasChildNodes()) body.append(...detail(one));
  } }, make("summary", {},
    make("span", { class: "method" }, exchange.method),
    make("span", { class: "path", translate: "no" }, url.pathname + short(url.search)),
    make("span", { class: exchange.status === 200 ? "status" : "status odd" }, exchange.status || "none"),
    make("span", { class: "time" }, `${milliseconds(exchange.ms)} ms`),
    one.own ? make("span", { class: "verdict own" }, "app") : make("span", { class: `verdict ${kind}` }, words[kind])), body);
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

function detail(one) {
  const { judged } = one;
  const { exchange, faults } = judged;
  const parts = [one.own ? make("p", { class: "hint" }, "The app’s own request, by its session: nothing of it is in the contract.") : verdict(judged)];
  if (one.recorded) parts.push(part("Beside the recording", compared(one.recorded, judged)));
  parts.push(part("Request", code(`${exchange.method} ${exchange.url}`)));
  if (exchange.body) parts.push(part(`Body${exchange.type ? `, ${exchange.type}` : ""}`, code(exchange.body)));
  if (judged.signed) parts.push(part("Signed text", code(judged.signed)), part("x-iadvize-signature", code(exchange.signature)));
  const header = ["content-type", "x-total-count", "link", "etag", "location", "retry-after"].filter((name) => judged.header[name]);
  parts.push(part("Answer", make("p", { class: "facts" }, `status ${exchange.status || "none"}, ${milliseconds(exchange.ms)} ms`, ...header.map((name) => make("span", {}, `${name}: ${judged.header[name]}`))), prettyAnswer(judged.answer, faults)));
  if (one.own) return [...parts, make("div", { class: "bar" }, copyButton("Copy answer", judged.answer))];
  const failed = (event) => (error) => event.target.closest(".bar").after(say("bad", error.message));
  const editing = make("div", {});
  parts.push(part("curl", code(judged.curl)));
  parts.push(make("div", { class: "bar" }, copyButton("Copy curl", judged.curl), copyButton("Copy answer", judged.answer),
    make("button", { type: "button", class: "quiet", click: () => editing.hasChildNodes() ? editing.replaceChildren() : editing.replaceChildren(editor(exchange)) }, "Edit"),
    make("button", { type: "button", class: "quiet", click: (event) => repeat(one).catch(failed(event)) }, "Send again")), editing);
  return parts;
}

let editors = 0;

/** A form in which a request is changed before it is sent again, to the same connector and signed anew. */
function editor(exchange) {
  const id = `edit-${++editors}`;
  const url = new URL(exchange.url);
  const path = make("input", { id: `${id}-path`, spellcheck: "false", autocomplete: "off", value: url.pathname });
  const query = make("textarea", { id: `${id}-query`, rows: url.search ? "5" : "1", spellcheck: "false" });
  query.value = url.search.slice(1).replaceAll("&", "\n&");
  const body = exchange.body && make("textarea", { id: `${id}-body`, rows: "6", spellcheck: "false" });
  if (body) body.value = exchange.body;
  const said = make("div", { role: "status" });
  return make("form", { class: "edit", submit: async (event) => {
    event.preventDefault();
    const to = new URL(exchange.url);
    to.pathname = path.value;
    to.search = query.value.replaceAll("\n", "");
    said.replaceChildren();
    try {
      await replay({ ...exchange, url: to.href, body: body ? body.value : exchange.body }, true);
      announce("The edited request was sent");
    } catch (error) {
      said.replaceChildren(say("bad", error.message));
    }
  } }, field("Path", path), field("Parameters, one a line", query), body && field("Body", body), said, make("button", { class: "loud" }, "Send the edited request"));
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

/** Saves the requests, but for the app's own: another has no session for them. */
function saveAs(name, type, write) {
  const some = kept.filter(({ own }) => !own || write === archive).toReversed();
  offer(name, type, write(some));
  byId("saved").hidden = false;
  announce(`${some.length} requests are saved. ${byId("saved").textContent}`);
}

function forget() {
  kept = [];
  gone = 0;
  storeNow();
  byId("sieved").textContent = "";
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
