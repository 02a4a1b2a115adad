// Who asks: what requests say of the website, the operator and the connector's version.

import { announce, byId, field, make, note } from "./dom.js";
import * as server from "./server.js";

const names = ["idWebsite", "idOperator", "idConnectorVersion"];

/** Builds the form; changed is called when requests say something else from now on. */
export function start(about, changed) {
  const inputs = names.map((name) => make("input", { id: `who-${name}`, autocomplete: "off", spellcheck: "false", value: about.who[name], placeholder: name === "idConnectorVersion" ? "as the platform sends it" : "" }));
  const said = make("div", { role: "status" });
  byId("who").append(make("summary", { id: "who-title" }, title(about.who)),
    make("form", { class: "pop", submit: async (event) => {
      event.preventDefault();
      try {
        Object.assign(about.who, await server.setWho(Object.fromEntries(names.map((name, at) => [name, inputs[at].value.trim()]))));
        names.forEach((name, at) => (inputs[at].value = about.who[name]));
        byId("who-title").textContent = title(about.who);
        said.replaceChildren();
        byId("who").open = false;
        announce(`Requests now come from ${title(about.who)}`);
        changed();
      } catch (error) {
        said.replaceChildren(note("bad", error.message));
      }
    } }, make("p", { class: "hint" }, "What every request says of where it comes from."),
    ...names.map((name, at) => field(name, inputs[at])), said, make("button", { class: "loud" }, "Ask so from now on")));
  byId("who").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !byId("who").open) return;
    byId("who").open = false;
    byId("who-title").focus();
  });
}

const title = (who) => `${who.idWebsite} · operator ${who.idOperator}`;
