// A replay held against its recording.

import { make } from "./dom.js";

const most = 400; // lines of an answer that are compared
const shown = 60; // lines that differ
const cut = 2000; // bytes of an answer that a recording holds

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** The lines that only one of two texts has, in order: ["-", line] of the first, ["+", line] of the second. */
export function difference(before, after) {
  const a = before.split("\n").slice(0, most);
  const b = after.split("\n").slice(0, most);
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const out = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) out.push(["-", a[i++]]);
    else out.push(["+", b[j++]]);
  }
  return out;
}

/** What is different between a recording and what was answered now, as an element. */
export function compared(recorded, judged) {
  const now = judged.exchange;
  const whole = new TextEncoder().encode(recorded.answer ?? "").length < cut;
  const [before, after] = whole ? [pretty(recorded.answer ?? ""), pretty(judged.answer)] : [recorded.answer, judged.answer.slice(0, recorded.answer.length)];
  const lines = difference(before, after);
  if (recorded.status !== now.status) lines.unshift(["-", `status ${recorded.status}`], ["+", `status ${now.status}`]);
  if (lines.length === 0) return make("p", { class: "fine" }, whole ? "The answer is that of the recording." : "As far as the recording goes the answer is the same.");
  return make("pre", { class: "difference", tabindex: "0", translate: "no" }, ...lines.slice(0, shown).map(([sign, text]) =>
    make(sign === "-" ? "del" : "ins", {}, `${sign} ${text}\n`)), lines.length > shown && `… ${lines.length - shown} lines more`);
}
