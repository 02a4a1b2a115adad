// The closing form, filled in and checked as the platform would (contract, 1.6). No documented call carries the values to the
// connector, so nothing is sent.

import { announce, byId, field as labelled, make, note } from "./dom.js";
import { ask, whyNot } from "./requests.js";
import { say } from "./say.js";

const most = 1024; // characters of a value

let round = 0; // of forms; the answers to older ones are nothing
let shown = []; // the fields of the form that is there
const kept = new Map(); // what was filled in, by field: a form in another language is the same form
let pressing = false; // whether a button of the mouse is down, or a finger

export function start() {
  for (const [name, is] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) addEventListener(name, () => (pressing = is), true);
  const locale = make("select", { id: "form-locale", change: show }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  byId("form").append(
    make("form", { class: "ask", submit: (event) => { event.preventDefault(); show(); } }, labelled(say("Operator’s language"), locale), make("button", { class: "loud" }, say("Close the conversation"))),
    make("div", { id: "fields" }, note("", say("The platform shows this form when an agent closes a conversation."))));
}

/** Forgets the form: what was filled in is of another visitor's conversation. */
export function leave() {
  if (round === 0) return;
  round++;
  shown = [];
  kept.clear();
  place(note("", say("The form that was filled in was of the visitor before. Close the conversation to see it for this one.")));
}

function place(content, loading = false) {
  byId("fields").replaceChildren(content);
  byId("fields").setAttribute("aria-busy", String(loading));
}

async function show() {
  for (const one of shown) if (byId(idOf(one))) kept.set(one.id, valueOf(byId(idOf(one))));
  shown = [];
  const mine = ++round;
  const focused = document.activeElement;
  place(note("", say("Loading the form …")), true);
  announce(say("Loading the form"));
  try {
    const answer = await ask("closing-form", { operatorLocale: byId("form-locale").value });
    if (mine !== round) return;
    if (!answer.ok) place(note("bad", say("The platform shows no form: {why}.", { why: whyNot(answer) })));
    else if (answer.value.length === 0) place(note("", say("The form has no fields: the conversation closes at once.")));
    else build(answer.value, document.activeElement === focused && focused?.matches("button"));
  } catch (error) {
    if (mine === round) place(note("bad", error.message));
  }
}

/** Shows the fields with what has been filled in so far; begin goes to the first of them. */
function build(fields, begin) {
  shown = fields;
  const done = make("div", { id: "closed", role: "status" });
  place(make("form", { class: "closing", novalidate: true, input: () => done.replaceChildren(), submit: (event) => { event.preventDefault(); close(fields, done); } },
    ...under(fields, undefined, 0), make("div", { class: "bar" }, make("button", { class: "loud" }, say("Close"))), done));
  for (const one of fields.filter((field) => kept.has(field.id))) {
    const input = byId(idOf(one));
    if (!input) continue;
    if (input.type === "checkbox") input.checked = kept.get(one.id) === true;
    else if (!input.options || [...input.options].some((option) => option.value === kept.get(one.id))) input.value = String(kept.get(one.id));
    counted(input);
  }
  if (begin) byId("fields").querySelector("input, select, textarea")?.focus();
  announce(say("A form of {n} fields", { n: fields.length }));
}

/** The fields below a field, each with those below it. A circle ends: at most as deep as there are fields. */
function under(fields, parent, depth) {
  if (depth > fields.length) return [];
  return fields.filter((one) => (one.idParent ?? undefined) === parent).map((one) => {
    const inner = under(fields, one.id, depth + 1);
    return make("div", { class: "question" }, control(one), inner.length > 0 && make("div", { class: "children" }, ...inner));
  });
}

const idOf = (one) => `f-${one.id}`;
const valueOf = (input) => (input.type === "checkbox" ? input.checked : input.value);

function control(one) {
  const common = { id: idOf(one), name: one.id, "aria-required": one.isRequired ? "true" : null, "aria-describedby": `${idOf(one)}-wrong` };
  const label = [one.label, one.isRequired && make("span", { class: say("required") }, say("required"))];
  const wrong = make("p", { class: "wrong", id: `${idOf(one)}-wrong` });
  const check = { blur: (event) => leaveField(one, event.target) };
  switch (one.fieldType) {
    case "CHECKBOX":
      return make("div", { class: "field check" }, make("input", { type: "checkbox", ...common, ...check }), make("label", { for: idOf(one), dir: "auto" }, ...label), wrong);
    case "SELECT":
      return labelled(make("span", { dir: "auto" }, ...label), make("select", { ...common, ...check }, make("option", { value: "" }, "–"), ...(one.options ?? []).map((option) => make("option", { value: option.value }, option.label))), wrong);
    case "TEXTAREA":
      return labelled(make("span", { dir: "auto" }, ...label), make("textarea", { rows: "3", dir: "auto", ...common, ...check, input: (event) => counted(event.target) }), make("p", { class: "left" }), wrong);
  }
  const mode = { INTEGER: "numeric", DECIMAL: "decimal" }[one.fieldType];
  return labelled(make("span", { dir: "auto" }, ...label), make("input", { autocomplete: "off", inputmode: mode, dir: "auto", ...common, ...check, input: (event) => counted(event.target) }), make("p", { class: "left" }), wrong);
}

function counted(input) {
  const length = [...input.value].length;
  const left = input.parentElement?.querySelector(".left");
  if (left) left.textContent = length > most - 200 ? say("{n} of {most} characters", { n: length, most }) : "";
}

/** What is wrong with a value; empty where nothing is. */
function fault(one, input) {
  const value = one.fieldType === "CHECKBOX" ? (input.checked ? "true" : "") : input.value.trim();
  if (one.isRequired && value === "") return say("This is required.");
  if ([...value].length > most) return say("At most {most} characters; these are {n}.", { most, n: [...value].length });
  if (one.fieldType === "INTEGER" && value !== "" && !/^[+-]?\d+$/.test(value)) return say("A whole number, such as 12.");
  if (one.fieldType === "DECIMAL" && value !== "" && !/^[+-]?\d+([.,]\d+)?$/.test(value)) return say("A number, such as 12.50.");
  return "";
}

function mark(one, input) {
  const text = fault(one, input);
  byId(`${idOf(one)}-wrong`).textContent = text;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  return text;
}

/** Checks a field that is left. Nothing moves under a finger that is down: the button below would be missed. */
function leaveField(one, input) {
  if (!pressing) return void mark(one, input);
  const after = () => setTimeout(() => input.isConnected && mark(one, input));
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, after, { once: true });
}

function close(fields, done) {
  const wrong = fields.filter((one) => byId(idOf(one)) && mark(one, byId(idOf(one))));
  if (wrong.length > 0) {
    done.replaceChildren(note("bad", wrong.length === 1 ? say("One field is not right yet.") : say("{n} fields are not right yet.", { n: wrong.length })));
    byId(idOf(wrong[0])).focus();
    return;
  }
  const kept = fields.map((one) => [one, byId(idOf(one))]).filter(([, input]) => input);
  done.replaceChildren(note("good", say("The platform would take it, and keep these values with the conversation:"),
    make("dl", { class: "customer" }, ...kept.flatMap(([one, input]) => [make("dt", {}, one.label), make("dd", {}, one.fieldType === "CHECKBOX" ? (input.checked ? say("yes") : say("no")) : input.value || "–")]))));
}
