// A finger that begins beside the handles of a drawing takes the nearest: it covers what it wants to touch.

const NEAR = 60; // pixels, where there are several; a handle that stands alone is taken from everywhere
const STILL = 6; // pixels; a finger that moves less has tapped

/** What has a use of its own for a finger. */
const TAKEN = "[tabindex], .nn-w-pick, .nn-w-paper";

/** @param {PointerEvent} event a press anywhere in a widget */
export function reach(event) {
  const { target, pointerId, pointerType, clientX, clientY } = event;
  if (pointerType !== "touch" || !(target instanceof Element) || target.closest(TAKEN)) return;
  const drawing = target.closest("svg");
  const handle = drawing && nearest(drawing, clientX, clientY);
  if (!handle) return;
  const over = new AbortController();
  const { signal } = over;
  const move = (/** @type {PointerEvent} */ now) => {
    if (Math.hypot(now.clientX - clientX, now.clientY - clientY) < STILL) return;
    over.abort();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(pointerId);
  };
  const tap = (/** @type {PointerEvent} */ now) => {
    over.abort();
    if (target.closest(".nn-w-ground")) return; // a tap there is a click
    handle.dispatchEvent(new PointerEvent("bring", now)); // the handle moves there: handles.js
  };
  drawing.addEventListener("pointermove", move, { signal });
  drawing.addEventListener("pointerup", tap, { signal });
  drawing.addEventListener("pointercancel", () => over.abort(), { signal });
}

/**
 * The handle of a drawing that a finger at this place means, if any.
 * @param {SVGSVGElement} drawing
 * @param {number} x
 * @param {number} y
 */
function nearest(drawing, x, y) {
  const all = /** @type {NodeListOf<SVGGElement>} */ (drawing.querySelectorAll(".nn-w-handle"));
  const far = [...all].map((handle) => {
    const { left, right, top, bottom } = handle.getBoundingClientRect();
    return { handle, distance: Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2) };
  });
  const [first] = far.sort((one, other) => one.distance - other.distance);
  return first && (all.length === 1 || first.distance <= NEAR) ? first.handle : undefined;
}
