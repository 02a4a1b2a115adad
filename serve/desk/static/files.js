// Requests as files: a recording for plugsheet conform, and HTTP Archive (HAR 1.2) for other tools.

import { make } from "./dom.js";

/** Gives a text to the browser as a file. */
export function offer(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A recording: one exchange a line, the oldest first. */
export const recording = (entries) => entries.map(({ judged }) => JSON.stringify(judged.exchange) + "\n").join("");

const pairs = (object) => Object.entries(object).map(([name, value]) => ({ name, value: String(value) }));

function harEntry({ judged, at }) {
  const { exchange, header = {}, answer = "" } = judged;
  const url = new URL(exchange.url);
  const headers = pairs({ ...(exchange.type && { "Content-Type": exchange.type }), ...(exchange.signature && { "X-iAdvize-Signature": exchange.signature }) });
  return {
    startedDateTime: new Date(at).toISOString(),
    time: exchange.ms,
    request: {
      method: exchange.method, url: exchange.url, httpVersion: "HTTP/1.1", cookies: [], headers, headersSize: -1,
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      bodySize: exchange.body ? new TextEncoder().encode(exchange.body).length : 0,
      ...(exchange.body && { postData: { mimeType: exchange.type ?? "", text: exchange.body } }),
    },
    response: {
      status: exchange.status, statusText: "", httpVersion: "HTTP/1.1", cookies: [], headers: pairs(header), redirectURL: header.location ?? "", headersSize: -1,
      bodySize: -1, content: { size: new TextEncoder().encode(answer).length, mimeType: header["content-type"] ?? "", text: answer },
    },
    cache: {},
    timings: { send: 0, wait: exchange.ms, receive: 0 },
  };
}

/** The same as an archive. */
export const archive = (entries) => JSON.stringify({ log: { version: "1.2", creator: { name: "plugsheet desk", version: "1" }, entries: entries.map(harEntry) } }, null, 1);
