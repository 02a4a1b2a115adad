// The customer's card, with its buttons.

import { announce, byId, field, make, note, webAddress } from "./dom.js";
import { ask, whyNot } from "./requests.js";
import { idConversation } from "./talk.js";

export function start({ visitors }) {
  const email = make("input", { id: "email", type: "email", autocomplete: "off", placeholder: "jane.doe@example.com" });
  const external = make("input", { id: "external", autocomplete: "off", placeholder: "123" });
  const locale = make("select", { id: "customer-locale" }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  const suggested = (visitors ?? []).map((visitor) => make("button", { type: "button", class: "chip", click: () => {
    email.value = visitor.email;
    external.value = visitor.externalId;
    return show();
  } }, visitor.name));
  byId("customer").append(
    make("form", { class: "ask", novalidate: true, submit: (event) => { event.preventDefault(); show(); } },
      field("Visitor’s e-mail", email), field("External id", external), field("Operator’s language", locale), make("button", { class: "loud" }, "Show the card")),
    make("div", { class: "chips", hidden: suggested.length === 0 }, make("span", { class: "hint" }, "Customers of the sample shop:"), ...suggested),
    make("div", { id: "card" }, note("", "The platform asks when a conversation opens, for the e-mail or the external id that it knows of the visitor.")));
}

const answers = new Map(); // what buttons said, by field

async function show() {
  const values = { operatorLocale: byId("customer-locale").value };
  if (byId("email").value.trim()) values.emailVisitor = byId("email").value.trim();
  if (byId("external").value.trim()) values.idVisitorExternal = byId("external").value.trim();
  let answer;
  try {
    answer = await ask("customer", values);
  } catch (error) {
    byId("card").replaceChildren(note("bad", error.message));
    return;
  }
  answers.clear();
  if (!answer.ok) byId("card").replaceChildren(note("bad", `The platform shows no card: ${whyNot(answer)}.`));
  else if (answer.value.length === 0) byId("card").replaceChildren(note("", "The connector knows nothing of this visitor."));
  else byId("card").replaceChildren(make("dl", { class: "customer" }, ...answer.value.flatMap(line)));
  announce(byId("card").textContent.slice(0, 200));
}

function line(one) {
  if (one.fieldType === "ACTION") return [make("dt", { class: "unseen" }, "Action"), make("dd", { class: "act" }, press(one))];
  const address = one.fieldType === "URL" ? webAddress(one.value) : null;
  return [make("dt", { dir: "auto" }, one.label), make("dd", { dir: "auto" }, address ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, one.value) : one.value)];
}

function press(one) {
  const said = make("p", { class: "said", role: "status" });
  const button = make("button", { type: "button", class: "loud", "data-action": one.value, click: async () => {
    button.disabled = true;
    try {
      const answer = await ask("action", { action: one.value, idConversation });
      const ok = answer.ok && answer.value.success === true;
      said.className = ok ? "said in" : "said out";
      said.textContent = answer.ok ? (answer.value.message ?? (ok ? "Done." : "Not done.")) : `Not done: ${whyNot(answer)}.`;
    } catch (error) {
      said.className = "said out";
      said.textContent = error.message;
    }
    button.disabled = false;
  } }, one.label);
  return [button, said];
}
