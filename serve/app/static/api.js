// The page's own server. A session is had for the platform's token; it is kept in this variable and nowhere else, goes out
// as a header, and when it is over a new one is had for a new token, without anybody noticing.

import { freshToken } from "./desk.js";
import { takeToken } from "./token.js";

let session = "";
let exchange = null; // the one that is under way

/** What went wrong, as a name of words.js. */
export class Trouble extends Error {}

async function post(token) {
  const answer = await fetch("session", { method: "POST", headers: { Authorization: `Bearer ${token}` }, credentials: "omit" });
  if (answer.ok) session = (await answer.json()).token;
  return answer;
}

async function begin() {
  const first = takeToken();
  let answer = await post(first || (await freshToken()));
  if (!answer.ok && first) answer = await post(await freshToken());
  if (!answer.ok) throw trouble(answer);
}

function trouble(answer) {
  if (answer.status === 401 || answer.status === 403) return new Trouble("refused");
  if (answer.status === 404) return new Trouble("noCatalog");
  return new Trouble(answer.status === 429 || answer.status === 503 ? "busy" : "failed");
}

async function withSession() {
  exchange ??= begin().finally(() => (exchange = null));
  await exchange;
}

/** Asks with the session: reads, or posts the parameters as a form. */
async function ask(path, parameters, { signal, post } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== "" && value !== null && value !== undefined) query.set(name, value);
  const how = post ? { method: "POST", body: query, keepalive: true } : { signal };
  const request = () => fetch(`api/${path}${post ? "" : `?${query}`}`, { headers: { Authorization: `Bearer ${session}` }, credentials: "omit", ...how });
  if (!session) await withSession();
  const used = session;
  let answer = await request();
  if (answer.status === 401) {
    if (session === used) session = "";
    if (!session) await withSession();
    answer = await request();
  }
  if (!answer.ok) throw trouble(answer);
  return answer;
}

/** Errors of the network and of the server as one of ours; a request that was given up stays what it is. */
async function careful(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Trouble || error.name === "AbortError") throw error;
    throw new Trouble(error instanceof TypeError ? "offline" : "failed");
  }
}

/** A page of products: {total, whole, products, understood, instead, missed}, and on the first one what they can be narrowed down by. */
export const products = (parameters, signal) => careful(async () => {
  const found = await (await ask("products", parameters, { signal })).json();
  found.products = found.products.map((product, at) => complete(product, found.beside[at]));
  return found;
});

/** A product with what stands beside the contract's shape; texts in the operator's language take the place of its own. */
const complete = (product, beside) => ({ ...product, ...beside, title: beside.title.join(""), parts: beside.title });

/** Tells the server of a finished search that missed something; nobody is bothered where that fails. */
export const tellMissed = (parameters) => ask("missed", parameters, { post: true }).catch(() => {});

/** Tells the server that a product was sent after a search, and in which conversation; nobody is bothered where that fails. */
export const tellSent = (parameters) => ask("sent", parameters, { post: true }).catch(() => {});

const pageLength = 100;

/** The categories below one, or the roots. */
export const categories = (website, parent) => careful(async () => {
  const all = [];
  for (let total = 1; all.length < total; ) {
    const answer = await ask("categories", { idWebsite: website, idParent: parent, limit: pageLength, offset: all.length });
    total = Number(answer.headers.get("X-Total-Count"));
    const page = await answer.json();
    if (page.length === 0) break;
    all.push(...page);
  }
  return all;
});
