// The colours of numbers with a sign, those of the figures: what is far below 0 has the first, 0 the second, and what
// is far above the third. In the dark scheme the middle is dark, so that nothing glares where there is nothing.

/** @typedef {number[]} Colour Red, green and blue, from 0 to 255. */

/** @type {Colour[] | undefined} */
let scale;

/** The colours in the scheme of the page, as its style sheet has them: the same array until the scheme changes. */
export function signedScale() {
  if (!scale) {
    const given = getComputedStyle(document.body).getPropertyValue("--nn-signed");
    const hex = given.match(/[0-9a-f]{6}/g) ?? [];
    scale = hex.map((one) => [0, 2, 4].map((at) => parseInt(one.slice(at, at + 2), 16)));
  }
  return scale;
}

/** What is on a canvas does not change its colours by itself. */
function repaint() {
  scale = undefined;
  for (const one of document.querySelectorAll(".nn-live")) {
    if ("redraw" in one) /** @type {{ redraw: () => void }} */ (/** @type {unknown} */ (one)).redraw();
  }
}

new MutationObserver(repaint).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
