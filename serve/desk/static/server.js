// The desk's own server. Its key stands in the address behind the "#", which a browser sends to nobody; it is kept for this
// tab alone, so that the page can be loaded again.

const stored = "plugsheet-desk-key";
const key = location.hash.slice(1) || sessionStorage.getItem(stored) || "";
if (location.hash) {
  sessionStorage.setItem(stored, key);
  history.replaceState(null, "", location.pathname + location.search);
}

/** What the desk's server refused, in its words. */
export class Refused extends Error {}

async function call(path, body) {
  const options = { headers: { "X-Desk-Key": key } };
  if (body !== undefined) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  let answer;
  try {
    answer = await fetch(`api/${path}`, options);
  } catch {
    throw new Refused("plugsheet desk does not answer any more. Start it again and open the address that it prints.");
  }
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(value.problem ?? `status ${answer.status}`);
  return value;
}

export const about = () => call("about");
export const ask = (kind, values) => call("ask", { kind, values });
export const again = (exchange, edited) => call("again", { ...exchange, edited });
export const setWho = (who) => call("who", who);
export const check = (actions) => call("check", { actions });
export const token = async () => (await call("token", {})).token;
export const setup = () => call("setup");
export const explain = (text) => call("explain", { text });
