// The map of ideas: the idea that is pointed at or focused lights, with all that it rests on and all that rests on it.

/** @typedef {Map<string, string[]>} Graph For each idea others. */

/**
 * All that can be reached from an idea.
 * @param {Graph} graph
 * @param {string} start
 */
function reached(graph, start) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [start];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...(graph.get(one) ?? []));
  }
  return found;
}

export function showMap() {
  const map = /** @type {HTMLElement | null} */ (document.querySelector(".nn-map"));
  if (!map) return;
  const ideas = /** @type {HTMLElement[]} */ ([...map.querySelectorAll("[data-idea]")]);
  const edges = /** @type {SVGElement[]} */ ([...map.querySelectorAll("[data-edge]")]);
  /** @type {Graph} */
  const under = new Map();
  /** @type {Graph} */
  const over = new Map();
  for (const { dataset } of edges) {
    const [below, above] = (dataset.edge ?? "").split(" ");
    under.set(above, [...(under.get(above) ?? []), below]);
    over.set(below, [...(over.get(below) ?? []), above]);
  }

  /** @param {string | undefined} idea */
  function light(idea) {
    map?.classList.toggle("nn-map-lit", idea !== undefined);
    const below = reached(under, idea ?? "");
    const above = reached(over, idea ?? "");
    for (const { classList, dataset } of ideas) {
      const here = dataset.idea ?? "";
      classList.toggle("nn-map-here", here === idea);
      classList.toggle("nn-map-under", here !== idea && below.has(here));
      classList.toggle("nn-map-over", here !== idea && above.has(here));
    }
    for (const { classList, dataset } of edges) {
      const [from, to] = (dataset.edge ?? "").split(" ");
      classList.toggle("nn-map-under", below.has(to));
      classList.toggle("nn-map-over", above.has(from));
    }
  }
  const named = (/** @type {EventTarget | null} */ target) =>
    target instanceof HTMLElement ? target.dataset.idea : undefined;
  for (const sign of ["pointerover", "focusin"]) map.addEventListener(sign, ({ target }) => light(named(target)));
  for (const sign of ["pointerleave", "focusout"]) {
    map.addEventListener(sign, () => light(named(document.activeElement)));
  }
}
