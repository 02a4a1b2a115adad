// The bot's chat, as a visitor sees it (contract, 3): what the platform does with the replies is done by the page.

import { byId, field, make, note } from "./dom.js";
import { keep, recall } from "./memory.js";
import { ask, whyNot } from "./requests.js";
import { cardElement } from "./talk.js";
import { say } from "./say.js";

const idOperator = "ha-9999999020";
let conversation = ""; // its id
let begun = ""; // the conversation that the connector knows of
let turn = 0; // goes on when the visitor writes: what is still to be played is cancelled
let opened = false;
let chat = 0; // goes on with each chat that is opened: what is still answered to the one before is nothing

let told = []; // what stands in the chat

/** Keeps the chat for a reload. */
const store = () => keep("bot", { told, conversation, begun, usable: !byId("chat-text").disabled, quick: [...byId("quick").children].map((one) => one.textContent) });

/** Shows the chat that was there before the page was loaded again; what was still to be played is not. */
function restore() {
  const before = recall("bot", null);
  if (!before) return;
  ({ conversation, begun } = before);
  for (const one of before.told) tell(one);
  usable(before.usable);
  quick(before.quick);
}

export function start() {
  byId("bot").append(
    make("div", { class: "ask", id: "bot-start" }, note("", say("Scenarios are asked for when this view is opened."))),
    make("div", { class: "chat" },
      make("ol", { class: "messages", id: "chat", tabindex: "0", "aria-label": say("Chat with the bot") }),
      make("div", { class: "chips", id: "quick" }),
      make("form", { class: "say", submit: (event) => { event.preventDefault(); write(byId("chat-text").value); } },
        make("label", { for: "chat-text" }, say("Visitor")), make("input", { id: "chat-text", maxlength: "450", autocomplete: "off", dir: "auto", disabled: true }), make("button", { class: "loud", id: "chat-send", disabled: true }, say("Send")))));
  restore();
}

export function open() {
  if (opened) return;
  opened = true;
  scenarios();
}

async function scenarios() {
  let answer;
  try {
    answer = await ask("external-bots");
  } catch (error) {
    byId("bot-start").replaceChildren(note("bad", error.message));
    return;
  }
  if (!answer.ok || answer.value.length === 0) {
    byId("bot-start").replaceChildren(note("", answer.status === 404 || (answer.ok && answer.value.length === 0) ? say("This connector has no bot: it knows no scenario.") : say("The platform falls back to its own bots: {why}.", { why: whyNot(answer) }),
      make("button", { type: "button", class: "quiet", click: scenarios }, say("Ask again"))));
    return;
  }
  const choice = make("select", { id: "scenario" }, ...answer.value.map((one) => make("option", { value: one.idBot }, one.name)));
  const language = make("select", { id: "bot-language" }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  const fast = make("input", { type: "checkbox", id: "fast" });
  byId("bot-start").replaceChildren(field(say("Scenario"), choice), field(say("Language"), language),
    make("div", { class: "field check" }, fast, make("label", { for: "fast" }, say("Do not wait"))),
    make("button", { type: "button", class: "loud", id: "chat-open", click: begin }, say("Open the chat")));
}

async function begin() {
  turn++;
  const mine = ++chat;
  byId("chat").replaceChildren();
  told = [];
  quick([]);
  usable(false);
  conversation = crypto.randomUUID();
  try {
    const put = await ask("put-bot", { idOperator, idBot: byId("scenario").value, language: byId("bot-language").value });
    if (mine !== chat) return;
    if (!put.ok) return system(say("The bot could not be made: {why}.", { why: whyNot(put) }));
    const available = await ask("availability", { idOperator });
    if (mine !== chat) return;
    const strategy = available.ok ? available.value[0] : null;
    if (!strategy || strategy.strategy === "notAvailable" || (strategy.strategy === "customAvailability" && !strategy.availability)) {
      return system(say("The bot says that it is not available: the platform does not offer the chat."));
    }
    const first = await ask("first-messages", { idOperator });
    if (mine !== chat) return;
    usable(true);
    if (first.ok) await play(first.value.replies, ++turn, true);
  } catch (error) {
    if (mine === chat) system(error.message);
  }
}

async function write(text) {
  text = text.trim();
  if (text === "" || byId("chat-text").disabled) return;
  byId("chat-text").value = "";
  quick([]);
  tell({ role: "visitor", text });
  const mine = ++turn;
  const here = chat;
  try {
    if (begun !== conversation) {
      const made = await ask("conversation", { idOperator, idConversation: conversation });
      if (here !== chat) return;
      if (!made.ok) return system(say("The conversation could not be begun: {why}.", { why: whyNot(made) }));
      conversation = made.value.idConversation ?? conversation; // it may be the connector's own (contract, 3.6)
      begun = conversation;
      store();
    }
    const answer = await ask("message", { idOperator, idConversation: conversation, role: "visitor", text });
    if (here !== chat) return;
    if (!answer.ok) return system(say("The bot says nothing: {why}.", { why: whyNot(answer) }));
    await play(answer.value.replies, mine, false);
  } catch (error) {
    if (here === chat) system(error.message);
  }
}

const units = { millis: 1, seconds: 1000, minutes: 60_000 };

/** Plays replies in their order, as long as the visitor does not write. */
async function play(replies, mine, first) {
  for (const reply of replies ?? []) {
    if (mine !== turn || (first && reply.type !== "message" && reply.type !== "await")) return;
    if (reply.type === "await") await wait(reply.duration, mine);
    else if (reply.type === "message") await said(reply, first);
    else if (reply.type === "transfer" && (await transferred(reply, mine))) return;
    else if (reply.type === "close") return finish(say("The bot closed the conversation."));
  }
}

function wait(duration, mine) {
  const ms = (duration?.value ?? 0) * (units[duration?.unit] ?? 0);
  if (byId("fast").checked || ms <= 0) return;
  const dots = bubble("bot", make("p", { class: "typing" }, "…"));
  return new Promise((resolve) => {
    const until = performance.now() + ms;
    const look = () => {
      if (mine !== turn || performance.now() >= until || byId("fast").checked) {
        dots.remove();
        resolve();
      } else setTimeout(look, 50);
    };
    look();
  });
}

async function said({ payload, quickReplies }, first) {
  tell({ role: "bot", payload });
  quick((quickReplies ?? []).map((one) => one.value));
  if (!first && payload?.contentType === "text") await ask("message", { idOperator, idConversation: conversation, role: "operator", text: payload.value });
}

function content(payload) {
  switch (payload?.contentType) {
    case "text":
      return make("p", { dir: "auto" }, payload.value);
    case "card/content":
    case "product-offer":
      return cardElement(payload);
    case "bundle/card":
      return make("div", { class: "carousel" }, ...(payload.cards ?? []).map(cardElement));
    case "bundle/product-offer":
      return make("div", { class: "carousel" }, ...(payload.offers ?? []).map(cardElement));
    case "file":
      return make("p", {}, `${payload.fileName} (${payload.mimeType})`);
  }
  return make("p", {}, `A message of a kind that the platform does not know: ${payload?.contentType}`);
}

/** Asks how the transfer ends. It gives true where nothing of the bot follows. */
function transferred(reply, mine) {
  const timeout = reply.transferOptions?.timeout;
  return new Promise((resolve) => {
    const end = (ok) => {
      row.querySelectorAll("button").forEach((button) => (button.disabled = true));
      if (ok) finish(say("An agent has taken over; the bot hears nothing more."));
      else system(say("No agent took over in time; the bot goes on."));
      resolve(ok || mine !== turn);
    };
    const row = bubble("system", make("p", {}, say(timeout ? "The bot hands over to an agent, for {time}. What happens?" : "The bot hands over to an agent. What happens?", { time: timeout && `${timeout.value} ${say(timeout.unit)}` })),
      make("div", { class: "chips" }, make("button", { type: "button", class: "chip", click: () => end(true) }, say("An agent takes over")), make("button", { type: "button", class: "chip", click: () => end(false) }, say("Nobody does"))));
  });
}

function finish(text) {
  turn++;
  usable(false);
  quick([]);
  system(text);
}

function usable(is) {
  byId("chat-text").disabled = byId("chat-send").disabled = !is;
  store();
}

const system = (text) => void tell({ role: "system", text });

/** Puts something at the end of the chat, and keeps it. */
function tell(one) {
  told.push(one);
  bubble(one.role, one.payload ? content(one.payload) : make("p", { dir: "auto" }, one.text));
  store();
}

function quick(texts) {
  byId("quick").replaceChildren(...texts.map((text) => make("button", { type: "button", class: "chip", dir: "auto", click: () => write(text) }, text)));
  store();
}

function bubble(role, ...content) {
  const one = make("li", { class: `message ${role}` }, role !== "system" && make("span", { class: "who" }, say(role)), ...content);
  byId("chat").append(one);
  byId("chat").scrollTop = byId("chat").scrollHeight;
  return one;
}
