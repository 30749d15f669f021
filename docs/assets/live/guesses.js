// Whose answers to "Predict, then run" the reader has opened: they are open when the page is opened again. Kept as
// progress is.
import { stateOf } from "./fence.js";
import { forget, read, write } from "./store.js";

/** @param {Element} guess the box that shows the answer */
const keyOf = (guess) => stateOf(/** @type {HTMLElement} */ (guess.parentElement)).guess;

/**
 * An answer has been opened, by a press or a run, or hidden again.
 * @param {HTMLDetailsElement} guess
 */
export function guessed(guess) {
  if (guess.open) write(keyOf(guess), true);
  else forget(keyOf(guess));
}

/** The answers that were opened on this page before. */
export function showGuessed() {
  for (const guess of document.querySelectorAll("details.nn-guess")) {
    if (read(keyOf(guess)) === true) guess.setAttribute("open", "");
  }
}
