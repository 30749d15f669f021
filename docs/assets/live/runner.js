// Runs, edits and checks the fences of a page. Loaded when the reader first asks for one of these.
import { drawing, LossCurve } from "./drawing.js";
import { Engine, LIMIT, LONG } from "./engine.js";
import { showProgress, showSolved } from "./progress.js";
import { pack, unpack } from "./share.js";
import { forget, read, solve, write } from "./store.js";

export const engine = new Engine();
const known = new WeakMap();
const site = new URL("../../", import.meta.url);
let runs = 0;

const RESULTS = ".nn-output, .nn-figure, .nn-loss, .nn-error, .nn-differs";
const STEPS = { load: "Loading", start: "Starting Python", import: "Preparing the library" };

export function act(button) {
  const fence = button.closest(".nn-fence");
  const action = button.dataset.nnLive;
  if (action === "run") run(fence);
  else if (action === "smaller") run(fence, { smaller: true });
  else if (action === "check") check(fence);
  else if (action === "stop") stop(fence);
  else if (action === "edit") edit(fence, undefined, true);
  else if (action === "reset") reset(fence);
  else if (action === "link") copyLink(fence);
  else if (action === "scratchpad") openScratchpad(fence);
}

// What a page that has just been opened brings back.
export async function open() {
  const [, id, packed] = /^#(fence-\d+)~(.+)$/.exec(location.hash) ?? [];
  const linked = id && document.getElementById(id);
  for (const fence of document.querySelectorAll(".nn-fence")) {
    const own = read(stateOf(fence).key);
    if (fence !== linked && typeof own === "string") edit(fence, own);
  }
  if (linked) {
    try {
      await edit(linked, await unpack(packed));
      say(linked, "This code came with the link. Read it first; it runs when you press Run.");
    } catch {
      say(linked, "The code in this link is damaged; this is the page’s own.", true);
    }
    linked.scrollIntoView({ block: "center" });
  } else {
    const pad = document.querySelector(".nn-scratchpad .nn-fence");
    if (pad && !stateOf(pad).view) edit(pad);
  }
  showSolved();
  showProgress();
}

export function stateOf(fence) {
  if (!known.has(fence)) {
    const source = fence.querySelector("pre > code").textContent.replace(/\n$/, "");
    const originals = [...fence.children].filter((node) => node.matches(".nn-output, .nn-figure"));
    const output = fence.querySelector(":scope > .nn-output samp")?.textContent ?? "";
    known.set(fence, {
      source, originals, output, text: source, ran: source, figures: originals.filter((node) => node.matches(".nn-figure")).length,
      captured: fence.querySelector(":scope > .nn-live").dataset.captured !== undefined,
      key: `edit:${location.pathname}:${hash(source)}`,
    });
  }
  return known.get(fence);
}

// A fence with a smaller run names what to put in the place of what: ["epochs=6", "epochs=1", …].
export function smallerSource(fence) {
  const parts = JSON.parse(fence.querySelector(":scope > .nn-live").dataset.smaller);
  let { source } = stateOf(fence);
  for (let at = 0; at < parts.length; at += 2) source = source.replaceAll(parts[at], parts[at + 1]);
  return source;
}

function hash(text) {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 16777619);
  return (value >>> 0).toString(36);
}

// Results of other code than now stands above them.
function stale(fence, old) {
  for (const node of fence.children) if (node.matches(RESULTS)) node.classList.toggle("nn-stale", old);
}

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function say(fence, text, wrong = false) {
  const status = fence.querySelector(":scope > .nn-live > .nn-live-status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("nn-live-wrong", wrong);
}

function controls(fence, busy) {
  const bar = fence.querySelector(":scope > .nn-live");
  const { text, source } = stateOf(fence);
  const show = (name, shown) => {
    const button = bar.querySelector(`[data-nn-live="${name}"]`);
    if (button) button.hidden = !shown;
  };
  for (const name of ["run", "check", "smaller"]) show(name, !busy);
  show("stop", busy);
  show("reset", text !== source || stateOf(fence).changed);
  show("link", text !== source);
}

// ---- Running ---------------------------------------------------------------------------------------------------------

export async function run(fence, { smaller = false } = {}) {
  const state = stateOf(fence);
  if (state.running) return undefined;
  state.running = true;
  state.ran = state.text;
  controls(fence, true);
  const area = new Area(fence);
  const source = smaller ? smallerSource(fence) : state.text;
  // What says beforehand that it takes long may take long.
  const long = !smaller && fence.querySelector(":scope > .nn-live").dataset.smaller !== undefined;
  const end = await engine.run({ key: fence, source }, (event) => area.hear(event), long ? LONG : LIMIT);
  if (end.type === "done") keepForLater();
  state.running = false;
  state.changed = true;
  area.finish(end, { smaller, edited: state.text !== state.source });
  controls(fence, false);
  return end;
}

// The worker that keeps the book for times without network sees what a page fetches only once it is in charge, which on
// a first visit is later than the first programs, and perhaps than the first run. Then fetch those again.
let keeping;
function keepForLater() {
  if ("serviceWorker" in navigator) keeping ??= keepNow(navigator.serviceWorker).catch(() => {});
}

async function keepNow(serviceWorker) {
  if (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  const live = new URL("assets/vendor/live/", site);
  const list = new URL("runtime.json", live);
  const { steps, files } = await (await fetch(list, { cache: "force-cache" })).json();
  const names = ["core", "numpy", "nnbook", "matplotlib"].flatMap((step) => steps[step]);
  const programs = performance.getEntriesByType("resource").map(({ name }) => name);
  for (const address of [
    ...programs.filter((name) => /\/assets\/(live|vendor\/editor)\//.test(name)),
    new URL("worker.js", import.meta.url).href,
    ...names.map((name) => new URL(`${name}?${files[name].sha256.slice(0, 12)}`, live).href),
  ]) {
    const kept = await caches.match(address, { ignoreSearch: true });
    if (!kept) await (await fetch(address, { cache: "force-cache" })).arrayBuffer();
  }
}

async function check(fence) {
  const state = stateOf(fence);
  if (state.running) return;
  const { id, test } = exerciseOf(fence);
  state.running = true;
  controls(fence, true);
  const area = new Area(fence);
  const end = await engine.run({ key: fence, source: state.text, check: test }, (event) => area.hear(event));
  state.running = false;
  area.verdict(end);
  if (end.type === "done" && end.result.accepted) {
    solve(id);
    showSolved();
  }
  controls(fence, false);
}

function exerciseOf(fence) {
  let node = fence;
  while (!node.matches('h3[id^="ex-"]')) node = node.previousElementSibling;
  const { id } = node;
  while (node && !node.matches("details.example")) node = node.nextElementSibling;
  return { id, test: stateOf(node.querySelector(".nn-fence")).source };
}

function stop(fence) {
  engine.stop(fence);
}

// The place below a fence where its results stand.
class Area {
  constructor(fence) {
    this.fence = fence;
    this.shown = [...fence.children].filter((node) => node.matches(RESULTS));
    stale(fence, true);
    this.results = [];
    this.bar = fence.querySelector(":scope > .nn-live");
    this.meter = element("progress", { className: "nn-live-meter", hidden: true });
    this.bytes = element("span", { className: "nn-live-bytes" });
    this.meter.setAttribute("aria-label", "Loaded so far");
    this.bytes.ariaHidden = "true";
    this.bar.append(this.meter, this.bytes);
    say(fence, "Starting");
  }

  hear(event) {
    if (event.type === "queued") say(this.fence, "Waiting for the run before this one");
    else if (event.type === "progress") this.progress(event);
    else if (event.type === "started") {
      this.meter.hidden = true;
      this.bytes.textContent = "";
      say(this.fence, "Running");
    } else if (event.type === "output") this.print(event.content);
    else if (event.type === "training") this.curve = new LossCurve(event.content);
    else if (event.type === "loss" && this.curve) {
      if (!this.curve.points.length) this.place(this.curve.figure);
      this.curve.add(event.content);
    }
  }

  progress({ step, loaded, total }) {
    say(this.fence, STEPS[step]);
    this.meter.hidden = false;
    if (total) {
      Object.assign(this.meter, { max: total, value: loaded });
      const mega = (bytes) => (bytes / 1e6).toFixed(1);
      this.bytes.textContent = `${mega(loaded)} of ${mega(total)} MB`;
    } else {
      this.meter.removeAttribute("value");
      this.bytes.textContent = "";
    }
  }

  // The first new result takes the place of the old ones.
  place(node) {
    if (!this.results.length) for (const old of this.shown) old.remove();
    this.results.push(node);
    this.fence.append(node);
  }

  print(text) {
    if (!this.samp) {
      this.samp = element("samp");
      const pre = element("pre", { tabIndex: 0 }, this.samp);
      const box = element("div", { className: "nn-output" }, pre);
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Output");
      this.place(box);
    }
    this.samp.append(text);
  }

  clear() {
    this.meter.remove();
    this.bytes.remove();
    for (const old of this.shown) {
      old.classList.remove("nn-stale");
      if (this.results.length) old.remove();
    }
  }

  finish(end, { smaller, edited }) {
    const { fence } = this;
    const state = stateOf(fence);
    if (end.type === "done") {
      const { output, figures, error } = end.result;
      for (const old of [...this.shown, ...this.results]) if (!old.matches(".nn-loss")) old.remove();
      this.results = this.results.filter((node) => node.matches(".nn-loss"));
      if (!this.results.length) for (const old of this.shown) old.remove();
      this.samp = null;
      const printed = output.replace(/\n+$/, "");
      if (printed) this.print(printed);
      runs += 1;
      figures.forEach((figure, index) => {
        try {
          this.place(drawing(figure, `${fence.id}-run-${runs}-${index}-`));
        } catch (problem) {
          this.fail(`A figure could not be shown: ${problem.message}.`);
        }
      });
      if (error) this.fail(...explain(error));
      this.shown = [];
      const time = took(end.milliseconds);
      const difference = differs(state, end.result);
      say(fence, error ? `Stopped by an error after ${time}` : `Done in ${time}${difference || edited ? "" : ", as on the page"}`, Boolean(error));
      if (!error && difference) this.mark(smaller ? "smaller" : edited ? "edited" : state.captured ? "captured" : "differs");
    } else {
      say(fence, ...ending(end));
    }
    this.clear();
  }

  verdict(end) {
    this.clear();
    const { fence } = this;
    fence.querySelector(":scope > .nn-verdict")?.remove();
    if (end.type !== "done") {
      say(fence, ...ending(end));
      return;
    }
    const { accepted, message, error } = end.result;
    say(fence, "");
    const words = accepted ? "Right. The check accepts your answer." : undefined;
    const box = element("div", { className: `nn-verdict ${accepted ? "nn-verdict-right" : "nn-verdict-wrong"}` },
      element("p", {}, words ?? (message ? `Not yet: ${message}` : plain(error))));
    box.setAttribute("role", "status");
    fence.querySelector(":scope > .nn-live").after(box);
  }

  fail(headline, details) {
    const box = element("div", { className: "nn-error" }, element("p", { textContent: headline }));
    box.setAttribute("role", "alert");
    if (details) box.append(element("pre", { tabIndex: 0 }, element("samp", { textContent: details })));
    this.place(box);
  }

  mark(why) {
    const texts = {
      differs: "This differs from what the page shows.",
      captured: "These are your browser’s numbers: the page’s come from another machine.",
      edited: "This is what your code gives; it differs from the page’s.",
      smaller: "This is the smaller run; the page shows the full one.",
    };
    this.place(element("p", { className: "nn-differs", textContent: `${texts[why]} Reset brings the page’s back.` }));
  }
}

export function differs(state, { output, figures, error }) {
  return Boolean(error) || output.replace(/\n+$/, "") !== state.output || figures.length !== state.figures;
}

const took = (milliseconds) =>
  milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const plain = (error) => error.replace(/The check stopped with AttributeError: 'types\.SimpleNamespace' object has no attribute '(.+?)'.*/s,
  "Your code does not define `$1`, which the check asks for.");

// The line in the reader's words first, then the traceback.
export function explain(error) {
  const [, line, what] = /^your code:(\d+): (.*)$/m.exec(error) ?? [];
  const details = error.split("\n").slice(2).join("\n");
  if (/MemoryError|Unable to allocate|array is too big/.test(what ?? error)) {
    return [`Line ${line}: the code asked for more memory than a tab can spare (1.8 GB in all). Take fewer or smaller numbers.`, details];
  }
  return [what ? (line === "0" ? what : `Line ${line}: ${what}`) : error, what ? details : undefined];
}

function ending(end) {
  if (end.type === "stopped") return ["Stopped. What you typed is still here."];
  if (end.type === "limit") {
    return [`Stopped after ${end.limit} seconds, the limit for one run. Does it end? What you typed is still here.`, true];
  }
  if (end.lost) return [`Not everything could be loaded: ${end.message}. Press Run to try again.`, true];
  return [`Python itself broke down: ${end.message.split("\n").pop()}. It starts afresh with the next Run.`, true];
}

// ---- Editing ---------------------------------------------------------------------------------------------------------

async function edit(fence, text, focus = false) {
  const state = stateOf(fence);
  if (text !== undefined) state.text = text;
  stale(fence, state.text !== state.ran);
  controls(fence, state.running);
  const { edit: editor, put } = await import("./editor.js");
  state.put = put;
  if (state.view) {
    if (text !== undefined) put(state.view, text);
  } else {
    const number = fence.id.replace("fence-", "");
    const hint = element("p", {
      id: `${fence.id}-hint`, className: "nn-live-hint",
      textContent: "Ctrl+Enter or ⌘+Enter runs. Tab indents; press Escape, then Tab, to leave the editor.",
    });
    const host = element("div", { className: "nn-editor" });
    const code = fence.querySelector(":scope > .highlight, :scope > div:has(> pre)");
    code.hidden = true;
    code.after(host, hint);
    state.leave = () => {
      code.hidden = false;
      hint.remove();
      host.remove();
      state.view.destroy();
      state.view = null;
    };
    state.view = editor(host, state.text, {
      label: `Code of example ${number}, Python`,
      hint: hint.id,
      onRun: () => run(fence),
      onChange: (now) => {
        state.text = now;
        if (now === state.source) forget(state.key);
        else if (!write(state.key, now)) say(fence, "Your browser keeps nothing for this site, so a reload loses this edit.", true);
        stale(fence, now !== state.ran);
        controls(fence, state.running);
      },
    });
    fence.querySelector(':scope > .nn-live > [data-nn-live="edit"]').hidden = true;
  }
  if (focus) state.view.focus();
}

function reset(fence) {
  const state = stateOf(fence);
  stop(fence);
  forget(state.key);
  state.text = state.ran = state.source;
  state.changed = false;
  if (state.view && !fence.closest(".nn-scratchpad")) {
    state.leave();
    fence.querySelector(':scope > .nn-live > [data-nn-live="edit"]').hidden = false;
  } else if (state.view) state.put(state.view, state.source);
  for (const node of [...fence.children]) {
    if (node.matches(RESULTS) || node.matches(".nn-verdict")) node.remove();
  }
  for (const node of state.originals) node.classList.remove("nn-stale");
  fence.append(...state.originals);
  say(fence, "");
  controls(fence, false);
}

async function copyLink(fence) {
  const link = `${location.origin}${location.pathname}#${fence.id}~${await pack(stateOf(fence).text)}`;
  try {
    await navigator.clipboard.writeText(link);
    say(fence, "Link copied. Whoever opens it sees this code, and runs it or not.");
  } catch {
    say(fence, "");
    const field = element("input", { value: link, readOnly: true });
    field.setAttribute("aria-label", "Link to this code");
    fence.querySelector(":scope > .nn-live > .nn-live-status").append(field);
    field.select();
  }
}

async function openScratchpad(fence) {
  location.assign(new URL(`scratchpad/#fence-1~${await pack(stateOf(fence).text)}`, site));
}
