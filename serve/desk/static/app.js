// The custom app in its frame. In the place of the platform's library it gets a stand-in, from plugsheet itself or from the
// desk's relay, which says by messages what the app calls (serve/app/static/stand-in.js); nothing but that frame is heard.

import { byId, make, note } from "./dom.js";
import { ask, note as noteRequest, whyNot, latency } from "./requests.js";
import * as server from "./server.js";
import * as talk from "./talk.js";
import { say } from "./say.js";

let desk = null; // what the server says about itself
let frame = null;
let origin = "";
let opened = false;
let round = 0; // of frames
const early = []; // what is told to the app before it is there
let listening = false;

export function start(about) {
  desk = about;
  origin = new URL(about.frame).origin;
  window.addEventListener("message", heard);
  const locale = make("select", { id: "app-locale", "aria-label": say("Operator’s language"), change: load }, ...["en", "fr", "de"].map((tag) => make("option", {}, tag)));
  byId("app").append(make("div", { class: "bar" }, make("span", { class: "hint" }, relayed() ? "The custom app, as it stands beside a conversation: through this machine, since it lets only iAdvize’s pages frame it."
      : say("The custom app, as it stands beside a conversation.")), locale,
    make("button", { type: "button", class: "quiet", click: load }, say("Load again"))), make("div", { id: "silent", role: "status" }), make("div", { id: "frame" }));
}

/** Loads the app anew where it has been opened. */
export const again = () => opened && load();

const relayed = () => desk.frame !== desk.app;

/** Loads the app when its view is opened for the first time. */
export function open() {
  if (!opened) load();
}

async function load() {
  opened = true;
  listening = false;
  const mine = ++round;
  frame = null; // the one before is heard no more
  byId("silent").replaceChildren();
  byId("frame").replaceChildren(note("", say("Loading the app …")));
  try {
    const answer = await ask("app");
    if (mine !== round) return;
    if (answer.status !== 200) {
      byId("frame").replaceChildren(note("bad", say("No app at {address}: {why}.", { address: desk.app, why: whyNot(answer) })));
      return;
    }
    const address = new URL(desk.frame);
    const jwt = await server.token();
    if (mine !== round) return;
    if (jwt) address.searchParams.set("jwt", jwt);
    // another's app may do what an app has to, and not lead the desk away
    frame = make("iframe", { src: address.href, title: say("Custom app"), allow: "clipboard-write", referrerpolicy: "no-referrer", load: waitFor,
      sandbox: relayed() && "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads" });
    byId("frame").replaceChildren(frame);
  } catch (error) {
    if (mine === round) byId("frame").replaceChildren(note("bad", error.message));
  }
}

const patience = 3000; // ms from the page's load until an app that has not begun is said to be silent

/** Says so where the app does not begin: then nothing of the desk gets to it. */
function waitFor() {
  const mine = round;
  setTimeout(() => {
    if (!listening && mine === round) byId("silent").replaceChildren(note("", "The app has not called idzCpa.init. The desk puts a stand-in in the place of static.iadvize.com; an app that has the library from elsewhere, or builds its address itself, finds no desk around it."));
  }, patience);
}

const tell = (message) => frame.contentWindow.postMessage({ plugsheet: "app", ...message }, origin);

const calls = {
  fetched: (exchange) => noteRequest(exchange),
  init: () => ({ latency: latency(), conversationId: talk.idConversation, projectId: desk.who.idWebsite, channel: "CHAT", language: byId("app-locale").value,
    pictures: desk.picturesUrl ? { from: desk.picturesUrl, to: new URL("pictures/", location.href).href } : undefined }),
  getJWT: () => server.token(),
  insertTextInComposeBox: (text) => talk.insertText(String(text)),
  pushCardInConversationThread: (card) => talk.pushCard(card ?? {}),
  pushCardBundleInConversationThread: (bundle) => talk.pushBundle(bundle ?? {}),
};

async function heard(event) {
  const message = event.data;
  const mine = round;
  if (!frame || event.source !== frame.contentWindow || event.origin !== origin || message?.plugsheet !== "app" || !Object.hasOwn(calls, message.call)) return;
  try {
    const value = await calls[message.call](...(message.arguments ?? []));
    if (mine !== round) return;
    if (message.call === "init" || message.call === "getJWT") tell({ answer: message.id, value });
  } catch (error) {
    if (mine !== round) return;
    tell({ answer: message.id, error: error.message });
  }
  if (message.call !== "init") return;
  byId("silent").replaceChildren();
  listening = true;
  for (const one of early.splice(0)) tell(one);
}

/** Tells the app what the visitor speaks of, and which of it was clicked. */
export function intents(list, key) {
  const messages = [{ intents: list }, ...(key === null ? [] : [{ triggers: [key] }])];
  for (const one of messages) {
    if (listening) tell(one);
    else early.push(one);
  }
}
