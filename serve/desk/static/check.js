// The whole check: what plugsheet conform does, with its report.

import { announce, byId, make, note } from "./dom.js";
import * as server from "./server.js";

const words = { breaks: "breaks", risks: "risk", style: "style" };

/** The page of it. */
export function page() {
  const actions = make("input", { type: "checkbox", id: "check-actions" });
  return [make("p", { class: "hint" }, "Plays the platform: some hundred requests, right ones and odd ones, as plugsheet conform sends them."),
    make("form", { class: "bar", submit: (event) => { event.preventDefault(); run(actions.checked, event.submitter ?? byId("check-run")); } },
      make("button", { class: "loud", id: "check-run" }, "Check everything"),
      make("span", { class: "field check" }, actions, make("label", { for: "check-actions" }, "Press the customers’ buttons, too: the connector does what they say"))),
    make("div", { id: "report", role: "region", "aria-label": "Report" })];
}

async function run(actions, button) {
  button.disabled = true;
  byId("report").replaceChildren(note("", "Checking …"));
  announce("Checking");
  try {
    const report = await server.check(actions);
    byId("report").replaceChildren(...shown(report));
    announce(byId("report").querySelector("h3").textContent);
  } catch (error) {
    byId("report")?.replaceChildren(note("bad", error.message));
  }
  button.disabled = false;
}

function shown({ faults, checked, skipped, requests, incomplete }) {
  const count = (severity) => faults.filter((fault) => fault.severity === severity).length;
  const breaks = count("breaks");
  const verdict = breaks > 0 ? `${breaks} rules of the contract are broken` : faults.length > 0 ? "The contract is kept, with some risks" : "Everything fits the contract";
  return [make("h3", { class: breaks > 0 ? "out" : "in" }, verdict),
    make("ul", { class: "numbers" }, ...[[requests, "requests"], [checked.length, "rules held against"], [breaks, "broken"], [count("risks"), "risks"], [count("style"), "style"]].map(([n, text]) => make("li", {}, make("b", {}, n), text))),
    incomplete && note("", incomplete),
    faults.length > 0 && make("ul", { class: "faults" }, ...faults.map(line)),
    (skipped ?? []).length > 0 && make("details", { class: "whole" }, make("summary", {}, `Not checked: ${skipped.length}`), make("ul", { class: "plain" }, ...skipped.map((one) => make("li", {}, one))))].filter(Boolean);
}

function line(fault) {
  return make("li", {}, make("span", { class: `verdict ${fault.severity}` }, words[fault.severity]), " ", make("b", {}, fault.text), " ",
    make("span", { class: "source" }, `${fault.endpoint}${fault.count > 1 ? `, ${fault.count} times` : ""}`),
    make("p", {}, fault.message), make("p", { class: "fix" }, `To do: ${fault.fix}.`),
    make("pre", { tabindex: "0", translate: "no" }, `${fault.exchange.method} ${fault.exchange.url}`));
}
