// The desk: an operator's panel without the platform.

import * as app from "./app.js";
import * as bot from "./bot.js";
import * as customer from "./customer.js";
import { byId, showPicturesOf } from "./dom.js";
import * as form from "./form.js";
import * as products from "./products.js";
import * as requests from "./requests.js";
import { say, speak } from "./say.js";
import * as server from "./server.js";
import * as setup from "./setup.js";
import * as talk from "./talk.js";
import * as who from "./who.js";

const views = { app, bot, setup };
const tabs = () => [...byId("tabs").children];

/** Shows the view that the address names; the first one where it names none. */
function goTo() {
  const name = new URLSearchParams(location.search).get("view") ?? "products";
  show(tabs().find((tab) => tab.getAttribute("aria-controls") === name) ?? tabs()[0]);
}

/** Requests come from somebody else: what is shown is asked for anew. */
function changed() {
  app.again();
  return products.again().catch(() => {});
}

/** Shows a view, and gives it its address. */
function choose(tab, focus) {
  const address = `?view=${tab.getAttribute("aria-controls")}`;
  if (location.search !== address) history.pushState(null, "", address);
  show(tab, focus);
}

function show(tab, focus) {
  for (const one of tabs()) {
    const is = one === tab;
    one.setAttribute("aria-selected", String(is));
    one.tabIndex = is ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = !is;
  }
  const name = tab.getAttribute("aria-controls");
  byId("panes").dataset.view = name;
  if (focus) tab.focus();
  tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  views[name]?.open();
}

function move(event) {
  const all = tabs();
  const at = all.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  choose(all[(to + all.length) % all.length], true);
}

async function start() {
  await speak();
  for (const tab of tabs()) tab.textContent = say(tab.textContent);
  byId("tabs").setAttribute("aria-label", say("Views"));
  let about;
  try {
    about = await server.about();
  } catch (error) {
    byId("stop").textContent = error.message;
    byId("stop").hidden = false;
    byId("panes").hidden = byId("tabs").hidden = true;
    return;
  }
  if (about.within) byId("tab-setup").remove(); // the studio has its own, and no developer before it
  document.body.classList.toggle("within", about.within);
  showPicturesOf(about.picturesUrl);
  byId("connector").textContent = about.connector;
  byId("signed").textContent = about.signed ? "signed" : "not signed";
  byId("signed").title = about.signed ? "Requests are signed with the connector’s secret" : "Without a secret requests are not signed";
  byId("tabs").addEventListener("click", (event) => event.target.closest("[role=tab]") && choose(event.target.closest("[role=tab]")));
  byId("tabs").addEventListener("keydown", move);
  who.start(about, changed);
  requests.start();
  talk.start((intents, key) => {
    app.intents(intents, key);
    if (key !== null) choose(byId("tab-app"));
  });
  customer.start(about, form.leave);
  form.start();
  app.start(about);
  bot.start();
  setup.start(about);
  addEventListener("popstate", goTo);
  if (location.search) goTo();
  await products.start().catch(() => {});
}

start().finally(() => document.body.classList.add("ready"));
