// A sheet as a grid of any length and width: only the rows and columns in view are in the page, and rows come from the server in
// windows. One cell is the active one; the keys of a spreadsheet program move it.

import { make } from "./dom.js";
import { call } from "./server.js";
import { say } from "./words.js";

const height = 28, width = 168, margin = 64; // px of a row, a column and the rows' numbers, as studio.css has them
const beyond = 6; // rows above and below the view that are there already
const step = 4; // columns by which those that are there move on
const budget = 6, most = 12; // ms and rows of a frame in which rows are filled; the others follow in the next ones
const inFlight = 3; // pages that are asked for at the same time

/**
 * Makes a grid of a sheet. told is called with the active cell whenever it is another one or holds something else, and edited
 * with the cell and its new value; typed while she types, and with null when she leaves the cell as it was.
 */
export function grid(facts, number, { told, edited, typed }) {
  const page = Math.max(20, Math.min(200, Math.floor(20_000 / facts.columns))); // rows that are asked for at once
  const pages = new Map(), asked = new Set(), shown = new Map(), stale = new Set();
  let active = { place: Math.min(Math.max(facts.head, 0), Math.max(facts.rows - 1, 0)), column: 1 }, age = 0, drawn = 0, editor = null;
  let from = 0, wide = 0, held = false; // the columns in the page, and whether the active cell has the focus while they move on

  const body = make("div", { role: "rowgroup", class: "rows" });
  body.style.height = `${facts.rows * height}px`;
  body.style.width = `${margin + facts.columns * width}px`;
  const names = make("div", { role: "row", "aria-rowindex": 1, class: "line" }, make("span", { role: "columnheader", class: "number" }, make("span", { class: "unseen" }, say("row"))));
  const head = make("div", { role: "rowgroup", class: "heads" }, names);
  head.style.width = body.style.width;
  const element = make("div", { role: "grid", class: "grid", dir: "ltr", tabindex: -1, "aria-label": facts.title, "aria-rowcount": facts.rows + 1, "aria-colcount": facts.columns + 1, scroll: later, keydown: pressed,
    focus: (event) => event.target === element && facts.rows > 0 && move(active.place, active.column) }, head, body);
  new ResizeObserver(later).observe(element);

  function later() {
    drawn ||= requestAnimationFrame(() => { drawn = 0; draw(); });
  }

  function draw() {
    const until = performance.now() + budget;
    moveOn();
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
    let filled = 0;
    for (const place of stale) {
      if (++filled > most || performance.now() > until) {
        later();
        break;
      }
      fill(place, shown.get(place));
    }
    for (let at = Math.floor(first / page); at <= Math.floor(last / page); at++) ask(at);
  }

  /** Lets other columns be in the page where the view has moved. */
  function moveOn() {
    const first = Math.min(Math.floor(Math.max(0, element.scrollLeft) / width), Math.max(0, facts.columns - 1));
    const next = first - (first % step), many = Math.min(facts.columns - next, Math.ceil(element.clientWidth / width) + step);
    if (next === from && many === wide) return;
    editor?.end(true);
    held ||= document.activeElement?.role === "gridcell" && element.contains(document.activeElement);
    [from, wide] = [next, many];
    element.style.setProperty("--from", from);
    element.style.setProperty("--shown", wide);
    fit(names, () => make("span", { role: "columnheader" }, make("b", { class: "letter" }), " ", make("span", {})));
    for (let n = 0; n < wide; n++) {
      const column = from + n + 1, cell = names.children[n + 1];
      cell.setAttribute("aria-colindex", column + 1);
      cell.title = cell.lastChild.textContent = facts.headers[column - 1] ?? "";
      cell.firstChild.textContent = letters(column);
    }
    for (const [place, row] of shown) {
      stale.add(place);
      row.style.visibility = "hidden"; // what stands there is another column's
    }
  }

  /** Gives a row as many cells as columns are in the page. */
  function fit(row, cell) {
    while (row.children.length > wide + 1) row.lastChild.remove();
    while (row.children.length < wide + 1) row.append(cell());
  }

  const cellAt = (place, column) => (column > from && column <= from + wide ? shown.get(place)?.children[column - from] : null);

  /** Puts a row into the page, in an element that was another one's before where there is one. */
  function put(place, row) {
    row ??= make("div", { role: "row", class: "line" }, make("span", { role: "rowheader", class: "number" }));
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
    fit(row, () => make("span", { role: "gridcell", tabindex: -1 }));
    const rows = pages.get(Math.floor(place / page));
    const known = rows?.rows[place % page];
    row.firstChild.textContent = known ? known.number : "";
    for (let column = from + 1; column <= from + wide; column++) {
      const cell = row.children[column - from];
      if (editor?.place === place && editor.column === column) continue;
      const mark = known && rows.marks.get(`${known.number}:${column}`), fixed = known && rows.fixed.get(`${known.number}:${column}`);
      const text = known ? (fixed ? fixed.value : known.cells[column - 1] ?? "") : "";
      if (cell.textContent !== text) cell.textContent = text;
      const look = `${mark ? mark[0].severity : ""}${fixed ? " fixed" : ""}`;
      if (cell.className !== look) cell.className = look;
      set(cell, "aria-colindex", column + 1);
      set(cell, "aria-description", mark ? mark[0].message : null);
      const mine = place === active.place && column === active.column;
      if (cell.tabIndex !== (mine ? 0 : -1)) cell.tabIndex = mine ? 0 : -1;
      set(cell, "aria-selected", mine ? "true" : null);
    }
    row.classList.toggle("bad-row", Boolean(known && rows.marks.get(`${known.number}:0`)));
    if (place === active.place) hold();
  }

  /** Keeps the focus where it was, and lets the tab key find the grid where the active cell is not in the page. */
  function hold() {
    const cell = cellAt(active.place, active.column);
    element.tabIndex = cell ? -1 : 0;
    if (held && cell) cell.focus({ preventScroll: true });
    held &&= !cell;
  }

  /** Asks for a page of rows, unless it is there as it is now, or too much is asked for already. */
  async function ask(at) {
    if (pages.get(at)?.age === age || asked.has(at) || asked.size >= inFlight || at * page >= facts.rows) return;
    const mine = age;
    asked.add(at);
    try {
      const got = await call(`grid?grid=${number}&from=${at * page}&count=${page}`);
      const marks = new Map();
      for (const one of got.marks) marks.set(`${one.row}:${one.column}`, [...(marks.get(`${one.row}:${one.column}`) ?? []), one]);
      pages.set(at, { age: mine, rows: got.rows, marks, fixed: new Map(got.fixed.map((one) => [`${one.row}:${one.column}`, one])) });
    } catch {
      pages.set(at, { age: mine, rows: [], marks: new Map(), fixed: new Map() }); // the next check shows it anew
    } finally {
      asked.delete(at);
    }
    for (const place of shown.keys()) if (Math.floor(place / page) === at) stale.add(place);
    if (Math.floor(active.place / page) === at) told(look());
    later();
  }

  /** The active cell, with what is known of it. */
  function look() {
    const rows = pages.get(Math.floor(active.place / page)), known = rows?.rows[active.place % page];
    if (!known) return null;
    const key = `${known.number}:${active.column}`, fixed = rows.fixed.get(key);
    return { grid: number, row: known.number, column: active.column, name: `${letters(active.column)}${known.number}`, was: known.cells[active.column - 1] ?? "", value: fixed ? fixed.value : known.cells[active.column - 1] ?? "", fixed: Boolean(fixed),
      marks: [...(rows.marks.get(key) ?? []), ...(rows.marks.get(`${known.number}:0`) ?? [])] };
  }

  /** Makes another cell the active one, and brings it into view. */
  function move(place, column, focus = true) {
    const before = active;
    active = { place: Math.min(Math.max(place, 0), facts.rows - 1), column: Math.min(Math.max(column, 1), facts.columns) };
    const top = active.place * height, view = element.clientHeight - head.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + view) element.scrollTop = top + height - view;
    const left = margin + (active.column - 1) * width;
    if (active.column === 1) element.scrollLeft = 0;
    else if (left < element.scrollLeft) element.scrollLeft = left;
    else if (left + width > element.scrollLeft + element.clientWidth) element.scrollLeft = left + width - element.clientWidth;
    draw();
    if (shown.has(before.place)) fill(before.place, shown.get(before.place));
    fill(active.place, shown.get(active.place));
    if (focus) cellAt(active.place, active.column)?.focus({ preventScroll: true });
    told(look());
  }

  function pressed(event) {
    if (editor) return;
    const many = Math.max(1, Math.floor(element.clientHeight / height) - 2), far = event.ctrlKey || event.metaKey;
    const { place, column } = active;
    const to = { ArrowDown: [place + 1, column], ArrowUp: [place - 1, column], ArrowRight: [place, column + 1], ArrowLeft: [place, column - 1], PageDown: [place + many, column], PageUp: [place - many, column],
      Home: [far ? 0 : place, 1], End: [far ? facts.rows - 1 : place, facts.columns] }[event.key];
    if (to) move(...to);
    else if (event.key === "Enter" || event.key === "F2") edit();
    else if (event.key.length === 1 && !far && !event.altKey) edit(event.key);
    else return;
    event.preventDefault();
  }

  /** Lets her type into the active cell. */
  function edit(begin) {
    const now = look(), cell = cellAt(active.place, active.column);
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
    editor = { ...active, end };
    cell.replaceChildren(input);
    input.focus();
    if (!begin) input.select();
    else typed(now, input.value);

    function end(keep) {
      if (!editor) return;
      editor = null;
      const value = input.value.trim(), known = pages.get(Math.floor(active.place / page));
      if (keep && value !== now.value) {
        if (value === now.was) known?.fixed.delete(`${now.row}:${now.column}`);
        else known?.fixed.set(`${now.row}:${now.column}`, { ...now, value });
        edited(now, value);
      } else typed(now, null);
      for (const [place, row] of shown) fill(place, row);
    }
  }

  body.addEventListener("click", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (cell && event.target === cell) move(Number(cell.parentElement.dataset.place), from + [...cell.parentElement.children].indexOf(cell));
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
      age++;
      draw();
    },
  };
}

/** Gives an element an attribute, or takes it away. */
function set(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

function letters(number) {
  let name = "";
  for (; number > 0; number = Math.floor((number - 1) / 26)) name = String.fromCharCode(65 + ((number - 1) % 26)) + name;
  return name;
}
