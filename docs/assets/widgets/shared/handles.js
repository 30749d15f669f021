// What a reader moves inside a drawing, with keyboard, mouse and finger.

import { MOVES } from "./controls.js";
import { nothing, svg } from "./lit.js";

/** @typedef {[number, number]} Point */
/** @typedef {PointerEvent & { currentTarget: SVGGraphicsElement }} PointingEvent */

/** A finger on a handle does not scroll the page; `touch-action` alone is not obeyed inside drawings. */
export const HOLD = { handleEvent: (/** @type {Event} */ event) => event.preventDefault(), passive: false };

/**
 * Something in a drawing that can be dragged, and moved by arrow keys (ten times as far with Shift).
 * @param {object} options
 * @param {readonly number[]} options.at its place, in the units of the drawing
 * @param {string} options.label
 * @param {string} options.text its place in words
 * @param {number} options.now
 * @param {number} options.min
 * @param {number} options.max
 * @param {(place: Point) => void} options.to gets a place in the units of the drawing
 * @param {(steps: Point) => void} options.by gets steps to the right and up
 * @param {import("./base.js").Template} [options.shape]
 */
export function handle({ at, label, text, now, min, max, to, by, shape = nothing }) {
  return svg`<g
    class="nn-w-handle"
    role="slider"
    tabindex="0"
    aria-label=${label}
    aria-valuetext=${text}
    aria-valuenow=${now}
    aria-valuemin=${min}
    aria-valuemax=${max}
    transform="translate(${at[0]} ${at[1]})"
    @pointerdown=${(/** @type {PointingEvent} */ event) => {
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.setPointerCapture(event.pointerId);
    }}
    @touchstart=${HOLD}
    @pointermove=${(/** @type {PointingEvent} */ event) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) to(place(event));
    }}
    @bring=${(/** @type {PointingEvent} */ event) => to(place(event))}
    @keydown=${(/** @type {KeyboardEvent} */ event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      by([move[1] * far, -move[0] * far]);
    }}
  ><circle class="nn-w-reach" r="20"></circle>${
    shape === nothing ? svg`<circle class="nn-w-dot" r="7"></circle>` : shape
  }</g>`;
}

const STILL = 6; // a press that moves farther than so many pixels is a drag that missed

/** @type {WeakMap<SVGGraphicsElement, Point>} Where a ground was pressed last. */
const pressed = new WeakMap();

/**
 * What is inside the axes of a drawing, with a ground that can be clicked and tapped.
 * @param {object} options
 * @param {import("./plot.js").Scale} options.x
 * @param {import("./plot.js").Scale} options.y
 * @param {(place: Point) => void} options.to gets the place in the numbers of the axes
 * @param {import("./base.js").Content} options.inside
 */
export function ground({ x, y, to, inside }) {
  return svg`<g
    class="nn-w-ground"
    @pointerdown=${(/** @type {PointingEvent} */ { currentTarget, clientX, clientY }) => {
      pressed.set(currentTarget, [clientX, clientY]);
    }}
    @click=${(/** @type {PointingEvent} */ event) => {
      const [left, top] = pressed.get(event.currentTarget) ?? [Infinity, Infinity];
      if (Math.hypot(event.clientX - left, event.clientY - top) > STILL) return;
      const [px, py] = place(event);
      to([x.invert(px), y.invert(py)]);
    }}
  ><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect>${inside}</g>`;
}

/**
 * Whether a `pointermove` is a mouse that points: a drawing that changes under a resting mouse does not send one.
 * @param {PointerEvent} event
 */
export const hovers = ({ pointerType, buttons }) => pointerType === "mouse" && buttons === 0;

/**
 * Where in the drawing the pointer is.
 * @param {PointingEvent} event
 * @returns {Point}
 */
export function place(event) {
  const drawing = event.currentTarget.ownerSVGElement ?? event.currentTarget;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM()?.inverse());
  return [point.x, point.y];
}
