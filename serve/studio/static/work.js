// What takes a while: it is shown with how far it is, and can be stopped.

import { announce, byId, make } from "./dom.js";
import { call } from "./server.js";
import { number, say } from "./words.js";

const patience = 300; // ms before a work is shown

/** Shows a work while it lasts; do gets a function that tells how far it is, and one that takes what stops it. */
export async function shown(title, do_) {
  const bar = make("progress", { "aria-label": title });
  const stage = make("span", { class: "hint" });
  const button = make("button", { type: "button", class: "quiet", hidden: true }, say("stop"));
  const later = setTimeout(() => {
    byId("work").replaceChildren(make("div", {}, make("strong", {}, title), stage), bar, button); // the last one counts
    byId("work").setAttribute("aria-label", title);
    byId("work").hidden = false;
    announce(title);
  }, patience);
  const told = (what, done, total) => {
    stage.textContent = [what, total > 0 ? `${number(Math.floor((100 * done) / total))} %` : ""].filter(Boolean).join(" · ");
    if (total > 0) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  };
  try {
    return await do_(told, (stop) => {
      button.hidden = false;
      button.onclick = stop;
    });
  } finally {
    clearTimeout(later);
    if (bar.isConnected) {
      byId("work").hidden = true;
      byId("work").replaceChildren();
    }
  }
}

/** Asks for something that is worked on in the background, and gives its result. */
export function work(title, path, body = {}) {
  return shown(title, async (told, stoppedBy) => {
    let now = await call(path, body);
    stoppedBy(() => call(`work/${now.id}/stop`, {}));
    while (now.state === "running") {
      told(now.stage && say(`stage-${now.stage}`), now.done, now.total);
      now = await call(`work/${now.id}`);
    }
    if (now.state === "stopped") throw new Error(say("stopped"));
    if (now.state === "failed") throw new Error([now.problem, now.hint].filter(Boolean).join("\n"));
    return now.result;
  });
}
