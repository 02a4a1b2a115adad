// The page's own texts, in the languages that the studio speaks. They stand in words.LANGUAGE.json; {name} stands for what is
// filled in, and a text with two forms is for one and for several.

export const languages = { en: "English", fr: "Français", de: "Deutsch" };

const stored = "plugsheet-studio-language";
let spoken = "en";
let words = {};

/** Speaks a language: the one that is named, else the one of before, else the browser's first that the studio knows. */
export async function speak(named) {
  if (named) sessionStorage.setItem(stored, named);
  const wanted = [named, sessionStorage.getItem(stored), ...navigator.languages].map((tag) => String(tag ?? "").slice(0, 2).toLowerCase());
  spoken = wanted.find((tag) => Object.hasOwn(languages, tag)) ?? "en";
  words = await (await fetch(`words.${spoken}.json`)).json();
  document.documentElement.lang = spoken;
}

export const language = () => spoken;

/** Whether there is a text of that name. */
export const has = (name) => Object.hasOwn(words, name);

/** A text, with what is filled in. n chooses between one and several. */
export function say(name, values = {}) {
  let text = words[name] ?? name;
  if (Array.isArray(text)) text = values.n === 1 ? text[0] : text[1];
  return text.replace(/\{(\w+)\}/g, (all, key) => (typeof values[key] === "number" ? number(values[key]) : values[key] ?? all));
}

export const number = (value) => value.toLocaleString(spoken);
export const moment = (value) => new Date(value).toLocaleString(spoken, { dateStyle: "medium", timeStyle: "short" });
