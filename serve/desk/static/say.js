// What the page says to an agent or a visitor, in the language of the studio around it. English is the key of the others; what is
// for developers alone (requests, set-up) is English.

let words = {};

/** Speaks the language that the address names, and goes on with it after a reload. */
export async function speak() {
  const stored = "plugsheet-desk-language";
  const language = new URLSearchParams(location.search).get("lang") ?? sessionStorage.getItem(stored);
  if (!["en", "fr", "de"].includes(language)) return;
  sessionStorage.setItem(stored, language);
  words = language === "en" ? {} : await (await fetch(`words.${language}.json`)).json();
  document.documentElement.lang = language;
}

/** A text, with what is filled in. */
export const say = (text, values = {}) => (words[text] ?? text).replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
