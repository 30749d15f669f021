// In an exercise the hints, the tempting wrong answer, the check and the solution open one after another: the wrong
// answer after a hint, check and solution after all hints; all of them once the reader's own answer has been checked;
// and any of them at a second press. What has been opened is kept as progress is. On paper, in notebooks and without
// this program nothing is locked.
import { read, write } from "./store.js";

/** @type {Record<string, string>} */
const NAMES = { failure: "the wrong answer", example: "the check", success: "the solution" };

/**
 * How many hints of each exercise have been opened; what is no number is left out.
 * @returns {Record<string, number>}
 */
const opened = () =>
  Object.fromEntries(Object.entries(Object(read("opened"))).filter(([, hints]) => Number.isInteger(hints)));

/**
 * The folded boxes of an exercise, given its heading.
 * @param {Element} heading
 */
function boxesOf(heading) {
  const boxes = [];
  for (let node = heading.nextElementSibling; node && !node.matches("h1, h2, h3"); node = node.nextElementSibling) {
    if (node instanceof HTMLDetailsElement) boxes.push(node);
  }
  return boxes;
}

/** @param {HTMLDetailsElement[]} boxes */
const hintsOf = (boxes) => boxes.filter((box) => box.matches(".question"));

/**
 * How many hints a box waits for.
 * @param {HTMLDetailsElement} box
 * @param {HTMLDetailsElement[]} hints
 */
function wait(box, hints) {
  const place = hints.indexOf(box);
  if (place >= 0) return place;
  return box.matches(".failure") ? 1 : hints.length;
}

/**
 * Unlock what so many hints unlock.
 * @param {Element} heading
 * @param {number} read
 */
function free(heading, read) {
  const boxes = boxesOf(heading);
  const hints = hintsOf(boxes);
  for (const box of boxes) {
    if (wait(box, hints) > read) continue;
    box.classList.remove("nn-locked");
    box.querySelector(".nn-anyway")?.remove();
  }
}

/**
 * Remember that so many hints of an exercise count as opened.
 * @param {Element} heading
 * @param {number} hints
 */
function count(heading, hints) {
  const before = opened();
  const now = Math.max(hints, before[heading.id] ?? 0);
  write("opened", { ...before, [heading.id]: now });
  free(heading, now);
}

/** @param {Element} box */
function headingOf(box) {
  /** @type {Element | null} */
  let node = box;
  while (node && !node.matches('h3[id^="ex-"]')) node = node.previousElementSibling;
  if (!node) throw new Error(`A box that says ${box.textContent?.trim().slice(0, 20)} stands in no exercise`);
  return node;
}

/** What was opened on this page before. */
export function showOpened() {
  for (const [id, hints] of Object.entries(opened())) {
    const heading = document.getElementById(id);
    if (heading?.matches("h3")) free(heading, hints);
  }
}

/**
 * The reader has pressed the title of a box in an exercise.
 * @param {HTMLDetailsElement} box
 */
export function pressed(box) {
  const heading = headingOf(box);
  const hints = hintsOf(boxesOf(heading));
  const place = hints.indexOf(box);
  if (place >= 0) count(heading, place + 1);
  else if (box.querySelector(".nn-anyway")) {
    box.open = true;
    count(heading, wait(box, hints));
  } else if (box.matches(".nn-locked")) ask(box, hints.length);
}

/**
 * Say what a box waits for, and that a second press opens it.
 * @param {HTMLDetailsElement} box
 * @param {number} hints
 */
function ask(box, hints) {
  const [kind = "success"] = Object.keys(NAMES).filter((name) => box.matches(`.${name}`));
  const first = kind === "failure" || hints === 1 ? "the hint" : `the ${hints} hints, of which each opens the next`;
  const said = Object.assign(document.createElement("span"), { className: "nn-anyway", role: "status" });
  box.querySelector("summary")?.append(said);
  const until = `It waits for ${first}, or for a check of your own answer.`;
  requestAnimationFrame(() => {
    said.textContent = `${until} Press again: show ${NAMES[kind]} anyway.`;
  });
}

/**
 * The reader's own answer to an exercise has been checked.
 * @param {string} id
 */
export function attempted(id) {
  const heading = document.getElementById(id);
  if (heading) count(heading, hintsOf(boxesOf(heading)).length);
}
