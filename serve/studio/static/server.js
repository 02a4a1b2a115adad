// The studio's own server. What takes long it works on in the background: see work.js.

import { caller, keyOf } from "./call.js";
import { language, say } from "./words.js";

export const call = caller("studio", () => say("gone"), () => ({ "Accept-Language": language() }));

export const about = () => call("home");

/** Copies a file into the studio's folder; told is called with the bytes that went out, and stop gets the function that ends it. */
export function upload(file, told, stop) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `api/upload/${encodeURIComponent(file.name)}`);
    sending.setRequestHeader("X-Desk-Key", keyOf("studio"));
    sending.setRequestHeader("Accept-Language", language());
    sending.responseType = "json";
    sending.upload.onprogress = (event) => told(event.loaded, event.total);
    sending.onload = () => (sending.status === 200 ? resolve(sending.response.name) : reject(new Error(sending.response?.problem ?? `status ${sending.status}`)));
    sending.onerror = () => reject(new Error(say("gone")));
    sending.onabort = () => reject(new Error(say("stopped")));
    stop(() => sending.abort());
    sending.send(file);
  });
}

/** Takes a file from the server and gives it to her under a name; stop gets the function that ends it. */
export async function download(path, name, stop) {
  const ended = new AbortController();
  stop(() => ended.abort(say("stopped")));
  const answer = await fetch(`api/${path}`, { signal: ended.signal, headers: { "X-Desk-Key": keyOf("studio"), "Accept-Language": language() } });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).problem ?? `status ${answer.status}`);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
