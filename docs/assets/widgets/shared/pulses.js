// Dots that run along the lines of a drawing, from one end to the other: what flows there.

import { svg } from "./lit.js";

/** How long a dot runs, in milliseconds; the dots of the next stage set out when it arrives. */
export const RUN = 650;

/**
 * A dot at rest, which is not seen.
 * @param {readonly number[]} from
 * @param {readonly number[]} to
 * @param {{ share: number, stage?: number, back?: boolean }} about how much flows, from 0 to 1; in which stage it sets
 *   out; whether it goes back
 */
export const pulse = (from, to, { share, stage = 0, back = false }) => svg`<circle
  class=${back ? "nn-w-pulse nn-w-backward" : "nn-w-pulse"}
  r=${(2.5 + 4 * share).toFixed(2)}
  data-way=${[...from, ...to].map((value) => value.toFixed(1)).join(" ")}
  data-stage=${stage}
></circle>`;

/**
 * Send all dots of a widget on their way.
 * @param {HTMLElement} ui
 */
export function send(ui) {
  /** @type {NodeListOf<SVGElement>} */
  const dots = ui.querySelectorAll(".nn-w-pulse");
  for (const dot of dots) {
    const [x1, y1, x2, y2] = (dot.dataset.way ?? "").split(" ").map(Number);
    const at = (/** @type {number} */ x, /** @type {number} */ y) => ({
      opacity: 1,
      transform: `translate(${x}px, ${y}px)`,
    });
    const delay = RUN * Number(dot.dataset.stage);
    dot.animate([at(x1, y1), at(x2, y2)], { duration: RUN, delay, easing: "ease-in-out" });
  }
}
