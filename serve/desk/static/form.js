// The closing form, filled in and checked as the platform would (contract, 1.6). No documented call carries the values to the
// connector, so nothing is sent.

import { announce, byId, field as labelled, make, note } from "./dom.js";
import { ask, whyNot } from "./requests.js";

const most = 1024; // characters of a value

export function start() {
  const locale = make("select", { id: "form-locale", change: show }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  byId("form").append(
    make("form", { class: "ask", submit: (event) => { event.preventDefault(); show(); } }, labelled("Operator’s language", locale), make("button", { class: "loud" }, "Close the conversation")),
    make("div", { id: "fields" }, note("", "The platform shows this form when an agent closes a conversation.")));
}

async function show() {
  let answer;
  try {
    answer = await ask("closing-form", { operatorLocale: byId("form-locale").value });
  } catch (error) {
    byId("fields").replaceChildren(note("bad", error.message));
    return;
  }
  if (!answer.ok) {
    byId("fields").replaceChildren(note("bad", `The platform shows no form: ${whyNot(answer)}.`));
    return;
  }
  const fields = answer.value;
  if (fields.length === 0) {
    byId("fields").replaceChildren(note("", "The form has no fields: the conversation closes at once."));
    return;
  }
  const done = make("div", { id: "closed", role: "status" });
  byId("fields").replaceChildren(make("form", { class: "closing", novalidate: true, submit: (event) => { event.preventDefault(); close(fields, done); } },
    ...under(fields, undefined, 0), make("div", { class: "bar" }, make("button", { class: "loud" }, "Close")), done));
  byId("fields").querySelector("input, select, textarea")?.focus();
  announce(`A form of ${fields.length} fields`);
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

function control(one) {
  const common = { id: idOf(one), name: one.id, "aria-required": one.isRequired ? "true" : null, "aria-describedby": `${idOf(one)}-wrong` };
  const label = [one.label, one.isRequired && make("span", { class: "required" }, "required")];
  const wrong = make("p", { class: "wrong", id: `${idOf(one)}-wrong` });
  const check = { blur: (event) => mark(one, event.target) };
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
  const left = input.parentElement.querySelector(".left");
  if (left) left.textContent = length > most - 200 ? `${length} of ${most} characters` : "";
}

/** What is wrong with a value; empty where nothing is. */
function fault(one, input) {
  const value = one.fieldType === "CHECKBOX" ? (input.checked ? "true" : "") : input.value.trim();
  if (one.isRequired && value === "") return "This is required.";
  if ([...value].length > most) return `At most ${most} characters; these are ${[...value].length}.`;
  if (one.fieldType === "INTEGER" && value !== "" && !/^[+-]?\d+$/.test(value)) return "A whole number, such as 12.";
  if (one.fieldType === "DECIMAL" && value !== "" && !/^[+-]?\d+([.,]\d+)?$/.test(value)) return "A number, such as 12.50.";
  return "";
}

function mark(one, input) {
  const text = fault(one, input);
  byId(`${idOf(one)}-wrong`).textContent = text;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  return text;
}

function close(fields, done) {
  const wrong = fields.filter((one) => byId(idOf(one)) && mark(one, byId(idOf(one))));
  if (wrong.length > 0) {
    done.replaceChildren(note("bad", `${wrong.length === 1 ? "One field is" : `${wrong.length} fields are`} not right yet.`));
    byId(idOf(wrong[0])).focus();
    return;
  }
  const kept = fields.map((one) => [one, byId(idOf(one))]).filter(([, input]) => input);
  done.replaceChildren(note("good", "The platform would take it, and keep these values with the conversation:",
    make("dl", { class: "customer" }, ...kept.flatMap(([one, input]) => [make("dt", {}, one.label), make("dd", {}, one.fieldType === "CHECKBOX" ? (input.checked ? "yes" : "no") : input.value || "–")]))));
}
