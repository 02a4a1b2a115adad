// The conversation beside the views: what the visitor and the agent say, and what is sent from a view.

import { announce, byId, make, note, picture, webAddress } from "./dom.js";
import { keep, recall } from "./memory.js";
import { ask } from "./requests.js";
import { say } from "./say.js";

let said = recall("talk", { id: crypto.randomUUID(), messages: 0, all: [] });

/** The conversation's id, as the platform would name it. */
export const idConversation = said.id;

let meant = null; // what is done with the intents of a visitor's message

/** Builds the column. onIntent gets what a message of the visitor speaks of: (intents, key). */
export function start(onIntent) {
  meant = onIntent;
  const visitor = make("input", { id: "visitor-text", maxlength: "450", autocomplete: "off", dir: "auto", placeholder: say("A lantern, please") });
  const compose = make("textarea", { id: "compose", rows: "2", maxlength: "2000", dir: "auto" });
  byId("talk").append(
    make("div", { class: "head" }, make("h2", { id: "talk-title" }, say("Conversation")),
      make("button", { type: "button", class: "quiet small", id: "talk-new", title: say("Begins another conversation: the page is loaded again"), click: anew }, say("New"))),
    make("ol", { class: "messages", id: "messages", tabindex: "0", "aria-label": say("Messages") }),
    make("p", { class: "hint", id: "no-messages" }, say("Products and cards that are sent appear here, as the visitor would get them.")),
    make("form", { class: "say", submit: (event) => { event.preventDefault(); sayAs(compose, "agent"); } },
      make("label", { for: "compose" }, say("Agent")), compose, make("button", { class: "loud" }, say("Send"))),
    make("form", { class: "say", submit: (event) => { event.preventDefault(); sayAs(visitor, "visitor"); } },
      make("label", { for: "visitor-text" }, say("Visitor")), visitor, make("button", { class: "quiet" }, say("Say"))));
  for (const one of said.all) draw(one);
}

function anew() {
  said = { id: crypto.randomUUID(), messages: 0, all: [] };
  keep("talk", said);
  location.reload();
}

/** Keeps a message for a reload, and shows it. */
function add(one) {
  said.all.push(one);
  keep("talk", said);
  return draw(one);
}

function draw({ role, text, card, bundle, actions }) {
  const content = [];
  if (text !== undefined) content.push(make("p", { dir: "auto" }, text));
  if (card) content.push(cardElement(card));
  if (bundle) content.push(bundle.title && make("p", { dir: "auto" }, bundle.title), make("div", { class: "carousel" }, ...(bundle.cards ?? []).map(cardElement)));
  const bubble = show(role, ...content);
  if (actions) bubble.append(chips(actions));
  return bubble;
}

function chips(actions) {
  const intents = actions.map((action) => action.intent);
  return make("div", { class: "chips" }, ...actions.map((action) =>
    make("button", { type: "button", class: "chip", dir: "auto", click: () => meant(intents, action.intent.key) }, say("Find “{text}”", { text: action.highlight }))));
}

async function sayAs(input, role) {
  const text = input.value.trim();
  if (text === "") return;
  input.value = "";
  const one = { role, text };
  const bubble = add(one);
  if (role === "visitor") await understand(one, bubble);
}

/** Asks the connector what a message speaks of, and marks it. */
async function understand(one, bubble) {
  const id = `m-${++said.messages}`;
  let answer;
  try {
    answer = await ask("on-message", { id, text: one.text });
  } catch (error) {
    bubble.append(note("bad", error.message));
    return;
  }
  if (!answer.ok) return; // many connectors have no such thing; it stands among the requests
  const actions = (answer.value.commands ?? []).filter((command) => command.messageId === id).flatMap((command) => command.actions ?? []);
  one.actions = actions.filter((action) => action.intent);
  if (one.actions.length === 0) return;
  keep("talk", said);
  bubble.append(chips(one.actions));
  meant(one.actions.map((action) => action.intent), null);
}

/** Puts a message at the end. */
export function show(role, ...content) {
  const bubble = make("li", { class: `message ${role}` }, make("span", { class: "who" }, say(role)), ...content);
  byId("messages").append(bubble);
  byId("no-messages").hidden = true;
  byId("messages").scrollTop = byId("messages").scrollHeight;
  return bubble;
}

/** Sends a card of the app's (contract, 4.2) or of the bot's (3.9): they differ in how a link's text is called. */
export function cardElement(card) {
  return make("div", { class: "card" },
    card.image && picture(card.image.url),
    card.title && make("b", { dir: "auto" }, card.title), card.name && make("b", { dir: "auto" }, card.name),
    card.price && make("p", {}, card.offerPrice ?? card.price, card.offerPrice && make("s", {}, card.price)),
    card.text && make("p", { dir: "auto" }, card.text), card.description && make("p", { dir: "auto" }, card.description),
    ...(card.actions ?? []).map((action) => link(action.title ?? action.name, action.url)));
}

function link(text, url) {
  const address = webAddress(url);
  return address ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text ?? address) : make("span", {}, text);
}

export function pushCard(card) {
  add({ role: "agent", card });
  announce(say("A card is sent: {name}", { name: card.title ?? "" }));
}

export function pushBundle(bundle) {
  add({ role: "agent", bundle });
  announce(say("{n} cards are sent", { n: bundle.cards?.length ?? 0 }));
}

export function insertText(text) {
  const box = byId("compose");
  box.value = box.value ? `${box.value} ${text}` : text;
  announce(say("The text stands in the agent's box"));
}
