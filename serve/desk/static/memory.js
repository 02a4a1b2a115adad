// What a reload must not lose. It is kept for this tab alone, as the key is, and goes with it.

const begin = "plugsheet-desk-";

/** What was kept under a name; otherwise where there is nothing, or nothing that can be read. */
export function recall(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(begin + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps a value; false where there is no room for it. */
export function keep(name, value) {
  try {
    sessionStorage.setItem(begin + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
