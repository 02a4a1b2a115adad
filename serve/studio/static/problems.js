// Problems: the sheets as grids with the cells marked, what is wrong by kind and cause, and what can be done about all of one
// kind or about one cell. Everything is checked again after each change.

import { announce, field, make } from "./dom.js";
import { grid } from "./grid.js";
import { box, command, named, plainly, quoted, wrong } from "./parts.js";
import { call, download } from "./server.js";
import { shown, work } from "./work.js";
import { has, number, say } from "./words.js";

const typing = 300; // ms after the last key before what she types is looked at
const rest = 600; // ms after the last change before everything is checked again

export async function show(section, page) {
  const parts = { said: make("div", { id: "said" }), tally: make("div", { id: "tally" }), offer: make("div", { id: "offer", class: "stack" }), causes: make("div", { id: "causes", class: "stack" }), sheet: make("div", { id: "sheet", class: "stack" }), cell: make("div", { id: "cell", "aria-live": "polite" }), fixed: make("div", { id: "fixed" }) };
  const state = { page, parts, sum: null, view: null, at: 0, undone: [] };
  section.append(parts.said, parts.tally, parts.offer, make("div", { class: "problems" }, make("div", { class: "stack" }, parts.causes, parts.fixed), make("div", { class: "stack" }, parts.sheet, parts.cell)));
  await check(state);
}

/** Checks everything, and shows what came of it. Of several that were begun the last one counts. */
async function check(state) {
  const turn = (state.turn = (state.turn ?? 0) + 1);
  try {
    const sum = await work(say("checking"), "check", state.typing ?? {});
    if (turn !== state.turn || !state.page.here()) return;
    state.sum = sum;
    state.parts.said.replaceChildren();
    draw(state);
  } catch (error) {
    if (turn === state.turn && state.page.here()) state.parts.said.replaceChildren(wrong(error));
  }
}

/** Checks again when nothing has been changed for a moment. */
function checkSoon(state) {
  clearTimeout(state.soon);
  state.soon = setTimeout(() => state.page.here() && check(state), rest);
}

function draw(state) {
  const { sum, parts } = state;
  const tally = say(!sum.written ? "tally-bad" : sum.skipped ? "tally-left" : "tally-good", { rows: say("rows", { n: sum.skipped }), errors: say("errors", { n: sum.errors }), warnings: say("warnings", { n: sum.warnings }), products: say("n-products", { n: sum.products }) });
  parts.tally.replaceChildren(make("p", { class: `note ${sum.written ? "good" : "bad"}` }, tally),
    make("div", { class: "ask" }, make("button", { class: "quiet", id: "marked", click: () => shown(say("marking"), (told, stop) => download("marked", "marked.xlsx", stop)).catch((error) => parts.said.replaceChildren(wrong(error))) }, say("marked-copy")),
      sum.written && make("button", { class: "loud", id: "on", click: () => state.page.go("changes") }, say("go-on"))),
    command(sum.command));
  announce(tally);
  parts.causes.replaceChildren(...(sum.causes.length ? sum.causes.slice(0, 100).map((one, at) => causeBox(state, one, at)) : [make("p", { class: "hint" }, say("nothing-wrong"))]));
  parts.fixed.replaceChildren(sum.corrected.length ? box(say("corrected", { n: sum.corrected.length }), make("ul", { class: "inputs" }, ...sum.corrected.slice(0, 200).map((one) => make("li", {},
    make("code", {}, one.cell), make("span", { class: "name", dir: "auto" }, make("del", {}, one.was || say("blank")), " → ", make("ins", {}, one.value || say("blank"))),
    make("button", { class: "quiet", "aria-label": say("undo-cell", { cell: one.cell }), click: () => fix(state, one, one.was, true) }, say("undo")))))) : "");
  if (!state.view || state.view.number >= sum.grids.length) {
    const first = sum.causes.find((one) => one.grid >= 0);
    showSheet(state, first ? first.grid : Math.max(0, sum.grids.findIndex((one) => one.kind === "products")));
    if (first?.first) jump(state, first, false);
  } else state.view.refresh();
}

function causeBox(state, one, at) {
  const said = make("div", {});
  const where = [one.header && say("quoted", { text: one.header }), one.grid >= 0 && state.sum.grids.length > 1 && state.sum.grids[one.grid].title].filter(Boolean).join(" · ");
  return make("section", { class: `box cause ${one.severity}`, "aria-labelledby": `cause-${at}` },
    make("h3", { id: `cause-${at}` }, make("span", { class: "unseen" }, say(one.severity), ": "), plainly(one.message, has)), make("p", { class: "hint" }, [say("times", { n: one.count }), where || one.where].join(" · ")),
    one.values.length > 0 && make("div", { class: "values" }, make("ul", {}, ...one.values.map((value) => make("li", { dir: "auto" }, value)))),
    one.hint && make("p", {}, one.hint),
    one.first > 0 && one.grid >= 0 && make("button", { class: "quiet", "data-jump": one.id, "aria-label": say("next-cell-of", { name: one.message }), click: () => jump(state, one, true) }, say("next-cell")),
    one.remedies.length > 0 && make("details", { open: at === 0 }, make("summary", {}, say("for-all", { n: one.count })), ...one.remedies.map((remedy, n) => remedyForm(state, one, remedy, `${at}-${n}`, said))), said);
}

/** What may be chosen against all problems of a cause: a value, or a line of plugsheet.yaml, which she may see and change. */
function remedyForm(state, one, remedy, id, said) {
  const { choice } = remedy, isValue = choice.use !== "";
  const text = make("input", { type: "text", id: `line-${id}`, value: isValue ? choice.use : remedy.line, spellcheck: "false", autocomplete: "off", class: isValue ? null : "mono" });
  const add = async (event) => {
    event.preventDefault();
    try {
      await call("choose", isValue ? { ...choice, use: text.value.trim() } : { line: text.value.trim() });
      await offerDifference(state);
      checkSoon(state);
    } catch (error) {
      said.replaceChildren(wrong(error));
    }
  };
  const button = (word) => make("button", { class: "quiet", id: `add-${id}`, "aria-describedby": `cause-${id.split("-")[0]}` }, word);
  if (isValue) return make("form", { class: "ask", submit: add }, field(say(`remedy-${remedy.kind}`, { name: choice.setting ? named("setting", choice.setting, has) : named("field", choice.default, has) }), text), button(say("add-line")));
  return make("form", { class: "stack tight", submit: add }, button(say(`remedy-${remedy.kind}`, { n: remedy.rows ?? one.count })),
    make("details", {}, make("summary", { class: "hint" }, say("as-line")), make("label", { class: "unseen", for: text.id }, say("as-line")), text));
}

/** What changes in plugsheet.yaml, to be written when she says so. */
async function offerDifference(state) {
  const into = state.parts.offer;
  const change = await call("settings");
  const keep = make("button", { class: "loud", click: async () => {
    try {
      await call("settings", {});
      into.replaceChildren(make("p", { class: "note good", role: "status" }, say("kept", { file: change.file })));
      checkSoon(state);
    } catch (error) {
      into.replaceChildren(wrong(error));
    }
  } }, say("write"));
  into.replaceChildren(box(say("choices"), make("p", { class: "hint" }, say("choices-open")), make("pre", { class: "difference", tabindex: "0", "aria-label": say("difference") }, ...change.lines.filter((line) => line.sign).map((line) => make(line.sign === "+" ? "ins" : "del", {}, `${line.sign} ${line.text}\n`))), keep));
  keep.focus();
}

function showSheet(state, at) {
  const { sum, parts } = state, facts = sum.grids[at];
  if (!facts) {
    parts.sheet.replaceChildren();
    return;
  }
  state.view = { ...grid(facts, at, { told: (cell) => cellBox(state, cell), edited: (cell, value) => { state.typing = null; fix(state, cell, value, value === cell.was); }, typed: (cell, value) => tryValue(state, cell, value) }), number: at };
  const pick = make("select", { id: "pick-sheet", "aria-label": say("sheet"), change: () => showSheet(state, Number(pick.value)) }, ...sum.grids.map((one, n) => make("option", { value: n, selected: n === at }, `${one.title} (${number(one.rows)})`)));
  parts.sheet.replaceChildren(make("div", { class: "ask" }, sum.grids.length > 1 && pick, make("span", { class: "hint" }, say("keys-of-grid"))), state.view.element);
  requestAnimationFrame(() => state.view.refresh());
}

/** Goes to the next cell with a problem of a cause, and to the first one behind the last. */
async function jump(state, one, focus) {
  if (state.view?.number !== one.grid) showSheet(state, one.grid);
  const now = state.view.look(), ask = (after) => call(`grid?grid=${one.grid}&from=0&count=0&after=${after}&cause=${encodeURIComponent(one.id)}`);
  let { next } = await ask(focus && state.last === one.id && now ? now.row : 0);
  if (next < 0) ({ next } = await ask(0));
  state.last = one.id;
  if (next >= 0) state.view.move(next, Math.max(1, one.column), focus);
}

/** What is known of the active cell. */
function cellBox(state, cell) {
  const into = state.parts.cell;
  if (!cell) {
    into.replaceChildren();
    return;
  }
  if (state.triedOf !== cell.name) [state.triedOf, state.tried] = [cell.name, make("div", { id: "tried" })]; // what she types is still looked at
  into.replaceChildren(box(cell.name, make("p", { dir: "auto" }, cell.value || make("span", { class: "hint" }, say("blank"))), cell.fixed && make("p", { class: "hint", dir: "auto" }, say("stands", { value: cell.was || say("blank") })),
    ...cell.marks.map(problemNote), state.tried,
    make("div", { class: "ask" }, make("button", { class: "quiet", id: "edit", click: () => state.view.edit() }, say("correct-cell")), cell.fixed && make("button", { class: "quiet", id: "undo", click: () => fix(state, cell, cell.was, true) }, say("undo"))),
    cell.fixed && command({ lines: [correction(state.sum.grids[cell.grid], cell)], after: state.sum.unkept })));
}

/** The command that corrects a cell of a sheet. */
const correction = (facts, cell) => ["plugsheet correct", quoted(facts.file), quoted(`${facts.sheet && `${facts.sheet}!`}${cell.name}`), quoted(cell.value)].join(" ");

const problemNote = (mark) => make("div", { class: `note ${mark.severity === "error" ? "bad" : "warn"}` }, make("p", {}, plainly(mark.message, has)), mark.hint && make("p", { class: "hint" }, mark.hint));

/** Says while she types what would be wrong with the row then, and when she rests, with everything. */
function tryValue(state, cell, value) {
  clearTimeout(state.trying);
  const before = state.typing, now = value === null ? null : { grid: cell.grid, row: cell.row, column: cell.column, value: value.trim() };
  state.typing = now;
  if (before || now) checkSoon(state);
  if (!now) return;
  state.trying = setTimeout(async () => {
    const turn = (state.tries = (state.tries ?? 0) + 1);
    try {
      const marks = await call("typed", now);
      if (turn !== state.tries || state.triedOf !== cell.name) return;
      const mine = marks.filter((one) => one.column === cell.column || one.column === 0);
      state.tried.replaceChildren(...(mine.length ? mine.map(problemNote) : [make("p", { class: "note good" }, say("fits-there"))]));
    } catch {
      // what she typed is checked with everything else
    }
  }, typing);
}

/** Has a cell read as a value from now on, or again as it stands. */
async function fix(state, cell, value, undo) {
  try {
    await shown(say("correcting"), () => call("correct", { grid: cell.grid, row: cell.row, column: cell.column, value, undo }));
    announce(say(undo ? "undone-cell" : "corrected-cell", { cell: cell.name ?? cell.cell }));
  } catch (error) {
    state.parts.said.replaceChildren(wrong(error));
    state.view?.refresh();
  }
  checkSoon(state);
}
