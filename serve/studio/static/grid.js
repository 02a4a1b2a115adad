// A sheet as a grid of any length: only the rows in view are in the page, and come from the server in windows. One cell is
// the active one; the keys of a spreadsheet program move it.

import { make } from "./dom.js";
import { call } from "./server.js";
import { say } from "./words.js";

const height = 28; // px of a row, as studio.css has it
const page = 200; // rows that are asked for at once
const beyond = 6; // rows above and below the view that are there already
const widest = 100; // columns that are shown
const budget = 6; // ms of a frame in which rows are filled; the others follow in the next ones
const inFlight = 3; // pages that are asked for at the same time

/**
 * Makes a grid of a sheet. told is called with the active cell whenever it is another one or holds something else, and edited
 * with the cell and its new value; typed while she types.
 */
export function grid(facts, number, { told, edited, typed }) {
  const columns = Math.min(facts.columns, widest);
  const pages = new Map(), shown = new Map(), stale = new Set();
  let active = { place: Math.min(Math.max(facts.head, 0), Math.max(facts.rows - 1, 0)), column: 1 }, waiting = 0, drawn = 0, editor = null;

  const body = make("div", { role: "rowgroup", class: "rows" });
  body.style.height = `${facts.rows * height}px`;
  const head = make("div", { role: "rowgroup", class: "heads" }, make("div", { role: "row", "aria-rowindex": 1, class: "line" },
    make("span", { role: "columnheader", class: "number" }, make("span", { class: "unseen" }, say("row"))),
    ...Array.from({ length: columns }, (_, at) => make("span", { role: "columnheader", "aria-colindex": at + 2, dir: "auto", title: facts.headers[at] }, make("b", { class: "letter" }, letters(at + 1)), " ", facts.headers[at]))));
  const element = make("div", { role: "grid", class: "grid", "aria-label": facts.title, "aria-rowcount": facts.rows + 1, "aria-colcount": columns + 1, scroll: later, keydown: pressed }, head, body);
  element.style.setProperty("--columns", columns);
  new ResizeObserver(later).observe(element);

  function later() {
    drawn ||= requestAnimationFrame(() => { drawn = 0; draw(); });
  }

  function draw() {
    const until = performance.now() + budget;
    const first = Math.max(0, Math.floor(element.scrollTop / height) - beyond);
    const last = Math.min(facts.rows - 1, Math.ceil((element.scrollTop + element.clientHeight) / height) + beyond);
    const spare = [];
    for (const [place, row] of shown) {
      if ((place < first || place > last) && place !== active.place) {
        shown.delete(place);
        stale.delete(place);
        spare.push(row);
      }
    }
    for (let place = first; place <= last; place++) if (!shown.has(place)) put(place, spare.pop());
    if (!shown.has(active.place) && facts.rows > 0) put(active.place, spare.pop());
    for (const row of spare) row.remove();
    for (const place of stale) {
      if (performance.now() > until) {
        later();
        break;
      }
      fill(place, shown.get(place));
    }
    for (let at = Math.floor(first / page); at <= Math.floor(last / page); at++) ask(at);
  }

  /** Puts a row into the page, in an element that was another one's before where there is one. */
  function put(place, row) {
    row ??= make("div", { role: "row", class: "line" }, make("span", { role: "rowheader", class: "number" }),
      ...Array.from({ length: columns }, (_, at) => make("span", { role: "gridcell", "aria-colindex": at + 2, tabindex: -1, dir: "auto" })));
    row.dataset.place = place;
    row.setAttribute("aria-rowindex", place + 2);
    row.style.transform = `translateY(${place * height}px)`;
    shown.set(place, row);
    stale.add(place);
    row.style.visibility = "hidden"; // what stood there is another row's
    if (!row.isConnected) body.append(row);
  }

  function fill(place, row) {
    stale.delete(place);
    row.style.visibility = "";
    const rows = pages.get(Math.floor(place / page));
    const known = rows?.rows?.[place % page];
    row.firstChild.textContent = known ? known.number : "";
    for (let column = 1; column <= columns; column++) {
      const cell = row.children[column];
      if (editor && editor.place === place && editor.column === column) continue;
      const mark = known && rows.marks.get(`${known.number}:${column}`), fixed = known && rows.fixed.get(`${known.number}:${column}`);
      const text = known ? (fixed ? fixed.value : known.cells[column - 1] ?? "") : "";
      if (cell.textContent !== text) cell.textContent = text;
      const look = `${mark ? mark[0].severity : ""}${fixed ? " fixed" : ""}`;
      if (cell.className !== look) cell.className = look;
      if (mark) cell.setAttribute("aria-description", mark[0].message);
      else if (cell.hasAttribute("aria-description")) cell.removeAttribute("aria-description");
      const mine = place === active.place && column === active.column;
      if (cell.tabIndex !== (mine ? 0 : -1)) cell.tabIndex = mine ? 0 : -1;
      if (mine) cell.setAttribute("aria-selected", "true");
      else if (cell.hasAttribute("aria-selected")) cell.removeAttribute("aria-selected");
    }
    row.classList.toggle("bad-row", Boolean(known && rows.marks.get(`${known.number}:0`)));
  }

  /** Asks for a page of rows, unless it is there or too much is asked for already. */
  async function ask(at) {
    if (pages.has(at) || waiting >= inFlight || at * page >= facts.rows) return;
    pages.set(at, null);
    waiting++;
    try {
      const got = await call(`grid?grid=${number}&from=${at * page}&count=${page}`);
      const marks = new Map();
      for (const one of got.marks) marks.set(`${one.row}:${one.column}`, [...(marks.get(`${one.row}:${one.column}`) ?? []), one]);
      pages.set(at, { rows: got.rows, marks, fixed: new Map(got.fixed.map((one) => [`${one.row}:${one.column}`, one])) });
    } catch {
      pages.delete(at);
    } finally {
      waiting--;
    }
    for (const place of shown.keys()) if (Math.floor(place / page) === at) stale.add(place);
    if (Math.floor(active.place / page) === at) told(look());
    later();
  }

  /** The active cell, with what is known of it. */
  function look() {
    const rows = pages.get(Math.floor(active.place / page)), known = rows?.rows?.[active.place % page];
    if (!known) return null;
    const key = `${known.number}:${active.column}`, fixed = rows.fixed.get(key);
    return { grid: number, row: known.number, column: active.column, name: `${letters(active.column)}${known.number}`, was: known.cells[active.column - 1] ?? "", value: fixed ? fixed.value : known.cells[active.column - 1] ?? "", fixed: Boolean(fixed),
      marks: [...(rows.marks.get(key) ?? []), ...(rows.marks.get(`${known.number}:0`) ?? [])] };
  }

  /** Makes another cell the active one, and brings it into view. */
  function move(place, column, focus = true) {
    const before = active;
    active = { place: Math.min(Math.max(place, 0), facts.rows - 1), column: Math.min(Math.max(column, 1), columns) };
    const top = active.place * height, view = element.clientHeight - head.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + view) element.scrollTop = top + height - view;
    draw();
    if (shown.has(before.place)) fill(before.place, shown.get(before.place));
    fill(active.place, shown.get(active.place));
    const cell = shown.get(active.place).children[active.column];
    if (focus) cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    told(look());
  }

  function pressed(event) {
    if (editor) return;
    const many = Math.max(1, Math.floor(element.clientHeight / height) - 2), far = event.ctrlKey || event.metaKey;
    const { place, column } = active;
    const to = { ArrowDown: [place + 1, column], ArrowUp: [place - 1, column], ArrowRight: [place, column + 1], ArrowLeft: [place, column - 1], PageDown: [place + many, column], PageUp: [place - many, column],
      Home: [far ? 0 : place, 1], End: [far ? facts.rows - 1 : place, columns] }[event.key];
    if (to) move(...to);
    else if (event.key === "Enter" || event.key === "F2") edit();
    else if (event.key.length === 1 && !far && !event.altKey) edit(event.key);
    else return;
    event.preventDefault();
  }

  /** Lets her type into the active cell. */
  function edit(begin) {
    const now = look(), cell = shown.get(active.place)?.children[active.column];
    if (!now || !cell || now.row <= facts.head) return;
    const input = make("input", { type: "text", class: "typing", "aria-label": say("value-of", { cell: now.name }), autocomplete: "off", spellcheck: "false", input: () => typed(now, input.value), keydown: (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        end(true);
        move(active.place + (event.key === "Enter" ? 1 : 0), active.column + (event.key === "Tab" ? 1 : 0));
      } else if (event.key === "Escape") {
        end(false);
        move(active.place, active.column);
      }
    }, blur: () => end(true, false) });
    input.value = begin ?? now.value;
    editor = { ...active };
    cell.replaceChildren(input);
    input.focus();
    if (!begin) input.select();
    else typed(now, input.value);

    function end(keep) {
      if (!editor) return;
      editor = null;
      const value = input.value.trim();
      const known = pages.get(Math.floor(active.place / page));
      if (keep && value !== now.value) {
        const key = `${now.row}:${now.column}`;
        if (value === now.was) known.fixed.delete(key);
        else known.fixed.set(key, { ...now, value });
        edited(now, value);
      }
      for (const [place, row] of shown) fill(place, row);
    }
  }

  body.addEventListener("click", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (cell && event.target === cell) move(Number(cell.parentElement.dataset.place), [...cell.parentElement.children].indexOf(cell));
  });
  body.addEventListener("dblclick", (event) => event.target.closest("[role=gridcell]") && !editor && edit());

  return {
    element,
    move,
    edit: () => { move(active.place, active.column); edit(); },
    place: () => active.place,
    look,
    /** Asks anew for what is known of the rows: the old is shown until it is there. */
    refresh() {
      pages.clear();
      draw();
    },
  };
}

function letters(number) {
  let name = "";
  for (; number > 0; number = Math.floor((number - 1) / 26)) name = String.fromCharCode(65 + ((number - 1) % 26)) + name;
  return name;
}
