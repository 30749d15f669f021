// Runs, edits and checks the fences of a page. Loaded when the reader first asks for one of these.
import { drawing } from "./drawing.js";
import { Engine, LIMIT, LONG } from "./engine.js";
import { bar, controls, element, part, results, say, showButton, smallerSource, stale, stateOf } from "./fence.js";
import { needs } from "./files.js";
import { showGuessed } from "./guesses.js";
import { judge, verdict } from "./judge.js";
import { bringFile, isCell, restart, sessionOf, stopCells } from "./lab.js";
import { showMap } from "./map.js";
import { keepForLater } from "./offline.js";
import { showChapters, showProgress, showSolved } from "./progress.js";
import { Area, differs } from "./results.js";
import { Sandbox } from "./sandbox.js";
import { showSet } from "./sets.js";
import { pack, unpack } from "./share.js";
import { prepare } from "./spare.js";
import { forget, read, solve, write } from "./store.js";
import { attempted, showOpened } from "./unlock.js";
import { BEFOREHAND, explain } from "./words.js";

export { guessed } from "./guesses.js";
export { pressed } from "./unlock.js";
// What pages do not ask for is for the tests, which so run the code that readers get.
export { differs, drawing, Engine, explain, judge, LIMIT, pack, Sandbox, smallerSource, stateOf, unpack };

// What the book says runs in one interpreter, and what the reader has written, or a link has brought, in another: so
// no code can pass off its results as those of the page's own, or accept itself as an answer.
export const engines = { book: new Engine(), reader: new Engine() };
const site = new URL("../../", import.meta.url);

/** @type {Record<string, (fence: HTMLElement) => unknown>} */
const ACTIONS = {
  run: (fence) => run(fence),
  smaller: (fence) => run(fence, { smaller: true }),
  check,
  stop,
  edit: (fence) => edit(fence, undefined, true),
  reset,
  link: copyLink,
  scratchpad: openScratchpad,
  restart,
  file: (fence) => bringFile(fence, edit, run),
};

/** @param {HTMLElement} button */
export function act(button) {
  const fence = /** @type {HTMLElement | null} */ (button.closest(".nn-fence"));
  if (fence) ACTIONS[button.dataset.nnLive ?? "file"]?.(fence);
}

/** What a page that has just been opened brings back. */
export async function open() {
  const [, id, packed] = /^#(fence-\d+)~(.+)$/.exec(location.hash) ?? [];
  const linked = id ? document.getElementById(id) : null;
  for (const fence of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".nn-fence"))) {
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
    const pad = /** @type {HTMLElement | null} */ (document.querySelector(".nn-scratchpad .nn-fence"));
    if (pad && !stateOf(pad).editing) edit(pad);
  }
  showSolved();
  showOpened();
  showGuessed();
  showProgress();
  showChapters();
  showMap();
  showSet();
}

// ---- Running --------------------------------------------------------------------------------------------------------

/**
 * Start Python before the reader asks for it, with what a fence needs. The fence says what that costs.
 * @param {HTMLElement} fence
 */
export function beforehand(fence) {
  const state = stateOf(fence);
  const { python } = isCell(fence) ? sessionOf(fence).engine : engines.book;
  if (python) {
    python.prepare(needs(state.text)).catch(() => {}); // the run itself says so
    return;
  }
  prepare(state.text, (message) => {
    if (state.running) return;
    if (message.type === "done") say(fence, BEFOREHAND.ready);
    else if ("total" in message && message.total) say(fence, BEFOREHAND.loads(message.total));
  });
}

/**
 * @param {HTMLElement} fence
 * @param {{ smaller?: boolean }} options
 */
export async function run(fence, { smaller = false } = {}) {
  const state = stateOf(fence);
  if (state.running) return undefined;
  if (isCell(fence)) return sessionOf(fence).run(fence, smaller, perform);
  const source = smaller ? smallerSource(fence) : state.text;
  // What says beforehand that it takes long may take long.
  const long = !smaller && bar(fence).dataset.smaller !== undefined;
  const edited = !smaller && source !== state.source;
  const engine = edited ? engines.reader : engines.book;
  return perform(fence, engine, { source }, { smaller, edited, limit: long ? LONG : LIMIT });
}

/** @type {import("./lab.js").Perform} */
async function perform(fence, engine, job, how) {
  const state = stateOf(fence);
  state.running = true;
  controls(fence);
  for (const guess of fence.querySelectorAll(":scope > details.nn-guess")) guess.setAttribute("open", "");
  const area = new Area(fence);
  const end = await engine.run({ key: fence, ...job }, (event) => area.hear(event), how.limit);
  if (end.type === "done") keepForLater();
  state.running = false;
  state.changed = true;
  area.finish(end, how);
  controls(fence);
  return end;
}

/** @param {HTMLElement} fence */
async function check(fence) {
  const state = stateOf(fence);
  if (state.running) return;
  const { id, test } = exerciseOf(fence);
  state.running = true;
  controls(fence);
  const area = new Area(fence);
  const end = await judge({ key: fence, answer: state.text, check: test }, engines, (event) => area.hear(event));
  state.running = false;
  area.verdict(end);
  if (end.type === "done" && state.text !== state.source) attempted(id);
  if (end.type === "done" && verdict(end.text).accepted) {
    solve(id);
    showSolved();
  }
  controls(fence);
}

/**
 * The heading above a fence, and the check below that heading.
 * @param {HTMLElement} fence
 */
function exerciseOf(fence) {
  const before = (/** @type {Element | null} */ node) => node?.previousElementSibling ?? null;
  const after = (/** @type {Element | null} */ node) => node?.nextElementSibling ?? null;
  /** @type {Element | null} */
  let heading = fence;
  while (heading && !heading.matches('h3[id^="ex-"]')) heading = before(heading);
  let solution = heading;
  while (solution && !solution.matches("details.example")) solution = after(solution);
  if (!heading || !solution) throw new Error(`${fence.id} stands in no exercise`);
  return { id: heading.id, test: stateOf(part(solution, ".nn-fence")).source };
}

/** @param {HTMLElement} fence */
function stop(fence) {
  if (isCell(fence)) stopCells(fence);
  for (const engine of Object.values(engines)) engine.stop(fence);
}

// ---- Editing --------------------------------------------------------------------------------------------------------

/**
 * Open the editor, if it is not open, with this text in it.
 * @param {HTMLElement} fence
 * @param {string} [text]
 */
async function edit(fence, text, focus = false) {
  const state = stateOf(fence);
  if (text !== undefined) state.text = text;
  stale(fence, state.text !== state.ran);
  controls(fence);
  const editor = await import("./editor.js");
  if (!state.editing) state.editing = opened(fence, editor);
  else if (text !== undefined) state.editing.text(text);
  if (focus) state.editing.focus();
}

/**
 * An editor instead of the page's code.
 * @param {HTMLElement} fence
 * @param {typeof import("./editor.js")} editor
 * @returns {import("./fence.js").Editing}
 */
function opened(fence, editor) {
  const state = stateOf(fence);
  const hint = element("p", {
    id: `${fence.id}-hint`,
    className: "nn-live-hint",
    textContent: "Ctrl+Enter or ⌘+Enter runs. Tab indents; press Escape, then Tab, to leave the editor.",
  });
  const host = element("div", { className: "nn-editor" });
  const code = part(fence, ":scope > .highlight, :scope > div:has(> pre)");
  code.hidden = true;
  code.after(host, hint);
  const view = editor.edit(host, state.text, {
    label: `Code of example ${fence.id.replace("fence-", "")}, Python`,
    hint: hint.id,
    onRun: () => run(fence),
    onChange: (now) => changed(fence, now),
  });
  showButton(fence, "edit", false);
  return {
    text: (given) => editor.put(view, given),
    focus: () => view.focus(),
    leave: () => {
      code.hidden = false;
      hint.remove();
      host.remove();
      view.destroy();
      showButton(fence, "edit", true);
    },
  };
}

/**
 * Keep what the reader has typed.
 * @param {HTMLElement} fence
 * @param {string} now
 */
function changed(fence, now) {
  const state = stateOf(fence);
  state.text = now;
  // What was said of the last run is of other code now.
  if (now !== state.ran && !state.running) say(fence, "");
  if (now === state.source) forget(state.key);
  else if (!write(state.key, now)) {
    say(fence, "Your browser keeps nothing for this site, so a reload loses this edit.", true);
  }
  stale(fence, now !== state.ran);
  controls(fence);
}

/** @param {HTMLElement} fence */
function reset(fence) {
  const state = stateOf(fence);
  stop(fence);
  forget(state.key);
  state.text = state.source;
  state.ran = state.source;
  state.changed = false;
  if (fence.closest(".nn-scratchpad")) state.editing?.text(state.source);
  else {
    state.editing?.leave();
    state.editing = undefined;
  }
  for (const node of [...results(fence), ...fence.querySelectorAll(":scope > .nn-verdict")]) node.remove();
  for (const node of state.originals) node.classList.remove("nn-stale");
  fence.append(...state.originals.filter((node) => !node.isConnected)); // a widget may have taken a figure meanwhile
  say(fence, "");
  state.running = false;
  if (isCell(fence)) sessionOf(fence).ran.delete(fence);
  controls(fence);
}

// ---- Passing on -----------------------------------------------------------------------------------------------------

/** @param {HTMLElement} fence */
async function copyLink(fence) {
  const link = `${location.origin}${location.pathname}#${fence.id}~${await pack(stateOf(fence).text)}`;
  try {
    await navigator.clipboard.writeText(link);
    say(fence, "Link copied. Whoever opens it sees this code, and runs it or not.");
  } catch {
    say(fence, "");
    const field = element("input", { value: link, readOnly: true });
    field.setAttribute("aria-label", "Link to this code");
    part(fence, ":scope > .nn-live > .nn-live-status").append(field);
    field.select();
  }
}

/** @param {HTMLElement} fence */
async function openScratchpad(fence) {
  location.assign(new URL(`scratchpad/#fence-1~${await pack(stateOf(fence).text)}`, site));
}
