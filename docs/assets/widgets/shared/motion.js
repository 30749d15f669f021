// What moves: numbers on their way to others, and elements that glide from where they stood to where they stand.

/** Between two frames, in milliseconds; what is changed more often is drawn once. */
export const FRAME = 16;

/** Glides that are shorter, in milliseconds, follow each other: they are even. */
const EVEN = 150;

/**
 * Slow at both ends.
 * @param {number} share
 */
export const eased = (share) => share * share * (3 - 2 * share);

/**
 * Numbers, a share of the way from those of one state to others.
 * @template {object} State
 * @param {State} from
 * @param {Partial<State>} to
 * @param {number} share
 */
export function between(from, to, share) {
  const starts = /** @type {Record<string, number>} */ (from);
  const ends = /** @type {[string, number][]} */ (Object.entries(to));
  const on = (/** @type {number} */ start, /** @type {number} */ end) =>
    share < 1 ? Number((start + (end - start) * eased(share)).toPrecision(5)) : end;
  return /** @type {Partial<State>} */ (Object.fromEntries(ends.map(([name, end]) => [name, on(starts[name], end)])));
}

/**
 * A step of `play` that moves numbers of a state to others, from the moment that it is made.
 * @template {object} State
 * @param {State} from
 * @param {Partial<State>} to
 * @param {number} milliseconds
 * @param {(now: Partial<State>) => void} set
 */
export function journey(from, to, milliseconds, set) {
  const begin = performance.now();
  return () => {
    const share = Math.min(1, (performance.now() - begin) / milliseconds);
    set(between(from, to, share));
    return share < 1;
  };
}

/**
 * Note where the elements with `data-glide` stand in their drawing or table. What is returned lets each that has been
 * drawn elsewhere since come from there, in so many milliseconds as the attribute says.
 * @param {HTMLElement} root
 */
export function gliding(root) {
  const found = () => {
    const all = /** @type {NodeListOf<HTMLElement | SVGGraphicsElement>} */ (root.querySelectorAll("[data-glide]"));
    return new Map([...all].map((element) => [element, placed(element)]));
  };
  const before = found();
  if (before.size === 0) return undefined;
  return () => {
    for (const [element, now] of found()) {
      const then = before.get(element);
      if (!then || then.join() === now.join()) continue;
      const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM()?.a : enlarged(element);
      const [x, y] = now.map((place, k) => (then[k] - place) / (scale || 1));
      const from = { transform: `translate(${x}px, ${y}px)` };
      const duration = Number(element.dataset.glide);
      const easing = duration > EVEN ? "ease-in-out" : "linear";
      element.animate([from, { transform: "none" }], { duration, easing });
    }
  };
}

/** @param {HTMLElement} element */
const enlarged = (element) => element.getBoundingClientRect().width / element.offsetWidth;

/** @param {Element} element */
function placed(element) {
  const [own, around] = [element, element.closest("svg, table") ?? element].map((one) => one.getBoundingClientRect());
  return [own.left - around.left, own.top - around.top];
}
