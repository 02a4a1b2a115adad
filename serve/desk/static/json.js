// An answer as a person reads it, with the places that are wrong marked.

import { make } from "./dom.js";

const mostLines = 3000;
const escape = (name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1");

/** The lines of a value: {text, pointer}. */
function lines(value, pointer, indent, before, after) {
  const pad = "  ".repeat(indent);
  if (value === null || typeof value !== "object") return [{ text: pad + before + JSON.stringify(value) + after, pointer }];
  const isList = Array.isArray(value);
  const [first, last] = isList ? "[]" : "{}";
  const parts = Object.entries(value);
  if (parts.length === 0) return [{ text: pad + before + first + last + after, pointer }];
  const all = [{ text: pad + before + first, pointer }];
  parts.forEach(([name, inner], i) => {
    all.push(...lines(inner, `${pointer}/${escape(name)}`, indent + 1, isList ? "" : `${JSON.stringify(name)}: `, i < parts.length - 1 ? "," : ""));
  });
  all.push({ text: pad + last + after, pointer: null });
  return all;
}

/** The element of an answer. A fault whose place is not there is marked where it belongs: at what is around it. */
export function prettyAnswer(text, faults) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return make("pre", { tabindex: "0", translate: "no" }, text.slice(0, 20_000) || "(empty)");
  }
  const all = lines(value, "", 0, "", "");
  const known = new Set(all.map((line) => line.pointer));
  const marked = new Map();
  for (const fault of faults) {
    let at = fault.pointer ?? "";
    if (!fault.pointer) continue;
    while (!known.has(at) && at !== "") at = at.slice(0, at.lastIndexOf("/"));
    marked.set(at, fault.message);
  }
  const shown = all.slice(0, mostLines).map((line) => {
    const why = line.pointer === null ? undefined : marked.get(line.pointer);
    return why === undefined ? line.text + "\n" : make("mark", { title: why }, line.text);
  });
  if (all.length > mostLines) shown.push(`… ${all.length - mostLines} lines more\n`);
  return make("pre", { tabindex: "0", translate: "no", class: "answer" }, ...shown);
}
