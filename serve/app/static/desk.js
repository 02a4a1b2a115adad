// The desk around the page, through the platform's library (contract, 4.2 and 4.4). Without a desk the page still searches.

import { say } from "./words.js";

const patience = 4000; // ms until the page goes on without a desk

/** The desk's client; null while there is none. */
let client = null;

/** What the desk told before the page could use it. */
const heard = { intents: [], triggers: [] };
let listener = null;

function hear(kind, list) {
  if (!Array.isArray(list)) return;
  if (listener) listener[kind](list);
  else heard[kind].push(...list);
}

/** Takes what the desk tells from now on, and what it has told already: it may be early. */
export function listen(functions) {
  listener = functions;
  for (const kind of ["intents", "triggers"]) {
    if (heard[kind].length > 0) listener[kind](heard[kind].splice(0));
  }
}

const connecting = (async () => {
  if (typeof globalThis.idzCpa?.init !== "function") return null;
  client = await globalThis.idzCpa.init({ onIntent: (list) => hear("intents", list), onTrigger: (list) => hear("triggers", list) });
  return client;
})().catch(() => null);

/** The desk's context: language, projectId …; null when there is no desk, or none that answers in time. */
export async function context() {
  const late = new Promise((resolve) => setTimeout(resolve, patience, null));
  return (await Promise.race([connecting, late]))?.context ?? null;
}

/** Calls a function with the context of a desk that answers when the page has gone on without it. */
export const whenLate = (function_) => connecting.then((late) => late && function_(late.context));

/** Where a picture is shown from: a desk on this machine has those of the sample shop, which are nowhere else. */
export function pictureAddress(address) {
  const { from, to } = client?.context.pictures ?? {};
  return from && address?.startsWith(from) ? to + address.slice(from.length) : address;
}

/** A new token of the platform; empty where there is none to be had. */
export async function freshToken() {
  try {
    return (await client?.getJWT()) ?? "";
  } catch {
    return "";
  }
}

async function call(name, argument) {
  if (!client) throw new Error(say("alone"));
  try {
    await client[name](argument);
  } catch {
    throw new Error(say("notSent"));
  }
}

export const sendCard = (card) => call("pushCardInConversationThread", card);
export const sendBundle = (bundle) => call("pushCardBundleInConversationThread", bundle);
export const insertText = (text) => call("insertTextInComposeBox", text);
