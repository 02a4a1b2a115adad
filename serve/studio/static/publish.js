// Publish: the spreadsheet becomes what is published, as a commit where git keeps it, and the server answers from it. Below is
// how it came to be, and the way back to any state.

import { announce, field, make } from "./dom.js";
import { box, command, website, wrong } from "./parts.js";
import { about, call } from "./server.js";
import { work } from "./work.js";
import { moment, say } from "./words.js";

let last = null; // what came of the last publication or way back, shown once more where the step is drawn anew

export async function show(section, page) {
  const [facts, history] = await Promise.all([about(), call("history")]);
  if (!page.here()) return;
  const said = make("div", { id: "said" });
  const done = (out) => {
    said.replaceChildren(outcome(out, page));
    announce(said.textContent);
  };
  if (last) done(last);
  last = null;
  section.append(website(facts, page, "publish", true), said, make("div", { class: "halves" }, form(facts, history, said, page), past(history, said, page)),
    history.command.lines?.length > 0 && command(history.command));
}

function form(facts, history, said, page) {
  const message = make("textarea", { id: "message", rows: 3, required: true, maxlength: 4000 });
  const tick = (id, label, checked) => make("label", { class: "tick" }, make("input", { type: "checkbox", id, checked }), label);
  const accept = make("div", { id: "question", hidden: true });
  const value = (id) => Boolean(section.querySelector(`#${id}`)?.checked);
  const publish = async (event) => {
    event.preventDefault();
    said.replaceChildren();
    try {
      const out = await work(say("publishing"), "publish", { message: message.value, accept: value("accept"), push: value("push"), init: value("init") });
      if (!page.here()) return;
      if (out.beyond.length) {
        accept.replaceChildren(make("div", { class: "note bad", role: "alert" }, make("div", {}, make("p", {}, make("b", {}, say("meant?"))), ...out.beyond.map((text) => make("p", {}, text)))), tick("accept", say("meant"), false));
        accept.hidden = false;
        section.querySelector("#accept").focus();
        return;
      }
      last = out;
      await page.go("publish");
    } catch (error) {
      said.replaceChildren(wrong(error));
    }
  };
  const section = box(say("step-publish"), !facts.open.length && make("p", { class: "note" }, say("open-first")), make("form", { class: "stack", submit: publish }, field(say("what-changes"), message),
    !history.kept && tick("init", say("keep-in-git"), false), history.remote && tick("push", say("push-too"), true), accept, make("div", {}, make("button", { class: "loud", id: "publish-now", disabled: !facts.open.length }, say("publish-now")))));
  return section;
}

function outcome(out, page) {
  if (out.errors > 0) return make("div", { class: "note bad", role: "alert" }, make("p", {}, say("errors-first", { n: out.errors })), make("button", { class: "quiet", click: () => page.go("problems") }, say("step-problems")));
  return make("div", { class: "note good", id: "published" }, make("div", {}, make("p", {}, make("span", { class: `verdict ${out.ready ? "fits" : "risks"}` }, say(out.ready ? "ready" : "not-ready")), " ", say(out.ready ? "is-answered" : "is-not-answered"), " ", out.url && make("code", { translate: "no" }, out.url)),
    make("p", {}, [out.commit ? say("committed-as", { commit: out.commit }) : say("nothing-to-commit"), out.pushed && say("pushed")].filter(Boolean).join(" "))));
}

function past(history, said, page) {
  const back = async (commit) => {
    try {
      last = await work(say("going-back"), "restore", { commit: commit.id });
      await page.go("publish");
    } catch (error) {
      said.replaceChildren(wrong(error));
    }
  };
  return box(say("history"), history.problem && wrong(history.problem), history.commits.length === 0 ? make("p", { class: "hint" }, say(history.kept ? "git-empty" : "git-none")) : make("ul", { class: "inputs", id: "history" }, ...history.commits.map((one, at) => make("li", {},
    make("code", { translate: "no" }, one.id.slice(0, 8)), make("span", { class: "name", dir: "auto" }, one.subject), make("span", { class: "hint" }, `${one.author} · ${moment(one.when)}`),
    at > 0 ? make("button", { class: "quiet", "aria-label": `${say("back")}: ${one.subject}`, click: () => back(one) }, say("back")) : make("span", { class: "verdict fits" }, say("now"))))));
}
