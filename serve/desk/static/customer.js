// The customer's card, with its buttons. It says whose it is, and goes as soon as another visitor is named: what is shown, and what
// its buttons do, is of the visitor in the fields, or nothing is.

import { announce, byId, field, make, note, webAddress } from "./dom.js";
import { ask, whyNot } from "./requests.js";
import { idConversation } from "./talk.js";
import { say } from "./say.js";

let round = 0; // of cards; the answers to older ones are nothing
let visitor = ""; // whose card was asked for last
let last = ""; // the last one whose card was asked for, whoever is named in the meantime
let leave = null; // is called when a card of another visitor is asked for

/** Builds the view. another is called when the agent goes on to another visitor. */
export function start({ visitors }, another) {
  leave = another;
  const email = make("input", { id: "email", type: "email", autocomplete: "off", placeholder: "jane.doe@example.com", input: named });
  const external = make("input", { id: "external", autocomplete: "off", placeholder: "123", input: named });
  const locale = make("select", { id: "customer-locale", change: () => visitor && show() }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  const suggested = (visitors ?? []).map((one) => make("button", { type: "button", class: "chip", click: () => {
    email.value = one.email;
    external.value = one.externalId;
    return show();
  } }, one.name));
  byId("customer").append(
    make("form", { class: "ask", novalidate: true, submit: (event) => { event.preventDefault(); show(); } },
      field(say("Visitor’s e-mail"), email), field(say("External id"), external), field(say("Operator’s language"), locale), make("button", { class: "loud" }, say("Show the card"))),
    make("div", { class: "chips", hidden: suggested.length === 0 }, make("span", { class: "hint" }, say("Customers of the sample shop:")), ...suggested),
    make("div", { id: "card" }, note("", say("The platform asks when a conversation opens, for the e-mail or the external id that it knows of the visitor."))));
}

/** Another visitor is named in the fields: the card of the one before goes. */
function named() {
  round++;
  visitor = "";
  place(note("", say("Show the card of the visitor who is named above.")));
}

function place(content, loading = false) {
  byId("card").replaceChildren(...[content].flat());
  byId("card").setAttribute("aria-busy", String(loading));
}

async function show() {
  const mine = ++round;
  const values = { operatorLocale: byId("customer-locale").value };
  if (byId("email").value.trim()) values.emailVisitor = byId("email").value.trim();
  if (byId("external").value.trim()) values.idVisitorExternal = byId("external").value.trim();
  const name = [values.emailVisitor, values.idVisitorExternal].filter(Boolean).join(", ") || say("a visitor without a name");
  if (last && last !== name) leave();
  visitor = last = name;
  place(note("", say("Loading the card of {name} …", { name })), true);
  announce(byId("card").textContent);
  try {
    const answer = await ask("customer", values);
    if (mine === round) place(cardOf(answer, name));
  } catch (error) {
    if (mine === round) place(note("bad", error.message));
  }
  if (mine === round) announce(byId("card").textContent.slice(0, 200));
}

/** What an answer says of a visitor. */
function cardOf(answer, name) {
  if (!answer.ok) return note("bad", say("The platform shows no card: {why}.", { why: whyNot(answer) }));
  if (answer.value.length === 0) return note("", say("The connector knows nothing of this visitor."));
  return [make("h2", { class: "whose", dir: "auto" }, name), make("dl", { class: "customer" }, ...answer.value.flatMap(line))];
}

function line(one) {
  if (one.fieldType === "ACTION") return [make("dt", { class: "unseen" }, say("Action")), make("dd", { class: "act" }, press(one))];
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
      said.textContent = answer.ok ? (answer.value.message ?? (ok ? say("Done.") : say("Not done."))) : say("Not done: {why}.", { why: whyNot(answer) });
    } catch (error) {
      said.className = "said out";
      said.textContent = error.message;
    }
    if (!said.isConnected) announce(`${one.label}: ${said.textContent}`); // its card has gone
    button.disabled = false;
  } }, one.label);
  return [button, said];
}
