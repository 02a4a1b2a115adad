// A stand-in for the platform's library (contract, 4.2), for a desk on this machine and for tests. It has the same calls and
// tells the page around it what was called. The server hands it out only when it was told to serve such a desk.
//
// Every message is an object with the key "plugsheet": "app".
//
// From here to the page around:
//   {plugsheet: "app", call: NAME, arguments: […], id: N}
//     NAME is init, getJWT, insertTextInComposeBox, pushCardInConversationThread, pushCardBundleInConversationThread or
//     pushApplePayPaymentRequestInConversationThread. init and getJWT wait for an answer; the others wait for none. fetched
//     tells of a request of the page's own, {method, url, body, type, status, ms, answer, header}.
// From the page around to here:
//   {plugsheet: "app", answer: N, value: …}     the answer to the call with that id: to init the client's context, as
//     {conversationId, projectId, channel, language}, and of our own pictures: {from, to}, the beginnings of addresses of
//     pictures and of those that they are shown from, and latency, ms that each request takes longer; to getJWT the token, or
//     an empty text where there is none
//   {plugsheet: "app", answer: N, error: TEXT}  the call failed
//   {plugsheet: "app", intents: […]}            each {key, payload}; given to onIntent
//   {plugsheet: "app", triggers: […]}           keys; given to onTrigger
//
// Only the page right around is heard, and only one of this machine. In a page of its own, without any around it, the
// context comes from the address (?language=fr&projectId=ha-1) and what is called goes to the console.
"use strict";

globalThis.idzCpa = (() => {
  const around = window.parent === window ? null : window.parent;
  const local = (origin) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin);
  const waiting = new Map();
  let last = 0;
  let origin = "*"; // until the first message from around says which
  let listeners = {};
  let latency = 0;

  const post = (call, ...args) => {
    const id = ++last;
    if (around) around.postMessage({ plugsheet: "app", call, arguments: args, id }, origin);
    else console.info("plugsheet:", call, ...args);
    return id;
  };
  const ask = (call) => new Promise((resolve, reject) => waiting.set(post(call), { resolve, reject }));

  window.addEventListener("message", (event) => {
    const message = event.data;
    if (!around || event.source !== around || !local(event.origin) || message?.plugsheet !== "app") return;
    origin = event.origin;
    if (Array.isArray(message.intents)) listeners.onIntent?.(message.intents);
    if (Array.isArray(message.triggers)) listeners.onTrigger?.(message.triggers);
    const asked = waiting.get(message.answer);
    waiting.delete(message.answer);
    if (asked && "error" in message) asked.reject(new Error(message.error));
    else asked?.resolve(message.value);
  });

  const real = globalThis.fetch;
  const fetched = async (resource, options = {}) => {
    const url = new URL(resource instanceof Request ? resource.url : resource, location.href);
    const method = options.method ?? (resource instanceof Request ? resource.method : "GET");
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    const since = performance.now();
    const tell = (status, answer = "", header = {}) => post("fetched", {
      method, url: url.href, body: options.body ? String(options.body) : "", type: options.body instanceof URLSearchParams ? "application/x-www-form-urlencoded" : "",
      status, ms: performance.now() - since, answer: answer.slice(0, 200_000), header,
    });
    try {
      const answer = await real.call(globalThis, resource, options);
      const copy = answer.clone();
      copy.text().then((text) => tell(answer.status, url.pathname.endsWith("/session") ? "" : text, Object.fromEntries(answer.headers)), () => {});
      return answer;
    } catch (error) {
      if (error.name !== "AbortError") tell(0, String(error.message));
      throw error;
    }
  };
  if (around) globalThis.fetch = fetched;

  const init = async (options = {}) => {
    listeners = options;
    const own = new URLSearchParams(location.search);
    const context = around
      ? await ask("init")
      : { conversationId: "", channel: "CHAT", language: own.get("language") ?? "", projectId: own.get("projectId") ?? "" };
    latency = Number(context.latency) || 0;
    return {
      context,
      getJWT: () => (around ? ask("getJWT") : Promise.resolve("")),
      insertTextInComposeBox: (text) => void post("insertTextInComposeBox", text),
      pushCardInConversationThread: (card) => void post("pushCardInConversationThread", card),
      pushCardBundleInConversationThread: (bundle) => void post("pushCardBundleInConversationThread", bundle),
      pushApplePayPaymentRequestInConversationThread: () => Promise.reject(new Error("not on this channel")),
    };
  };
  return { init };
})();
