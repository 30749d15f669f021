// While something plays, a frame lays out the widget alone, and not the page around it.

/** @type {WeakMap<HTMLElement, number | undefined>} The height that each widget is held at, in pixels. */
const heights = new WeakMap();

/**
 * Hold the height that a widget has, anew after each drawing; let it go when nothing plays.
 * @param {HTMLElement} ui
 * @param {boolean} playing
 */
export function hold(ui, playing) {
  const height = playing ? ui.firstElementChild?.getBoundingClientRect().height : undefined;
  if (height === heights.get(ui)) return;
  heights.set(ui, height);
  ui.style.blockSize = height === undefined ? "" : `${height}px`;
  ui.style.contain = height === undefined ? "" : "size layout";
}
