// The platform's token in the page's address (contract, 4.3). This module runs before the platform's library and before
// everything else: the token is taken out of the address bar and the history, and stays in this page's memory alone.

const address = new URL(location.href);
let token = address.searchParams.get("jwt") ?? "";
if (address.searchParams.has("jwt")) {
  address.searchParams.delete("jwt");
  history.replaceState(null, "", address);
}

/** The token that the page was opened with, once: it is good for a minute. Empty where there was none. */
export function takeToken() {
  const taken = token;
  token = "";
  return taken;
}

/** The website that the page's own address names, as its administrator set it; empty where it names none. */
export const ownWebsite = address.searchParams.get("idWebsite") ?? "";
