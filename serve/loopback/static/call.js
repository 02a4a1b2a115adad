// A page's own server. Its key stands in the address behind the "#", which a browser sends to nobody; it is kept for this
// tab alone, so that the page can be loaded again.

/** What the server refused, in its words. */
export class Refused extends Error {}

/** The key of a page, by the name of what serves it. */
export function keyOf(page) {
  const stored = `plugsheet-${page}-key`;
  const key = location.hash.slice(1) || sessionStorage.getItem(stored) || "";
  if (location.hash) {
    sessionStorage.setItem(stored, key);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return key;
}

/** Makes the function that asks a page's server: with a body it is a POST. gone says what to do where nobody answers. */
export function caller(page, gone, more = () => ({})) {
  const headers = { "X-Desk-Key": keyOf(page) };
  return async (path, body) => {
    const options = { headers: { ...headers, ...more() } };
    if (body !== undefined) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    let answer;
    try {
      answer = await fetch(`api/${path}`, options);
    } catch {
      throw new Refused(gone());
    }
    const value = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(value.problem ?? `status ${answer.status}`);
    return value;
  };
}
