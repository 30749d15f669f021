// A figure as the worker sends it is text that the reader's code may have made up: only drawing gets into the page.
const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const ELEMENTS = new Set([
  ..."svg g path text tspan rect circle ellipse line polyline polygon use defs clipPath image".split(" "),
  ..."linearGradient radialGradient stop pattern title desc marker mask".split(" "),
]);
const REFUSED = /^on|^(src|base|ping|formaction|action)$/i;

/**
 * @param {{ svg: string, alt: string }} figure
 * @param {string} prefix of all ids
 */
export function drawing({ svg, alt }, prefix) {
  const read = new DOMParser().parseFromString(svg.replaceAll("nn-figure-id-", prefix), "image/svg+xml");
  const root = read.documentElement;
  if (root.localName !== "svg" || root.namespaceURI !== SVG) throw new Error("this figure is no drawing");
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (element.namespaceURI !== SVG || !ELEMENTS.has(element.localName)) {
      element.remove();
      continue;
    }
    for (const attribute of [...element.attributes]) {
      const { name, localName, value } = attribute;
      const link = localName === "href";
      const picture = element.localName === "image" && value.startsWith("data:image/png;base64,");
      const outside = /url\(\s*["']?(?!#)|@import|expression|javascript:/i.test(value);
      if (REFUSED.test(localName) || (link && !value.startsWith("#") && !picture) || (!link && outside)) {
        element.removeAttribute(name);
      } else if (name === "xlink:href") element.setAttributeNS(XLINK, "xlink:href", value);
    }
  }
  const figure = document.createElement("figure");
  figure.className = "nn-figure";
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", alt);
  figure.append(document.importNode(root, true));
  return figure;
}

// The loss while a network trains, drawn as the numbers come.
export class LossCurve {
  /** @type {[step: number, cost: number][]} */
  points = [];
  figure = document.createElement("figure");

  /** @param {number} steps */
  constructor(steps) {
    this.steps = steps;
    this.figure.className = "nn-loss";
    this.figure.innerHTML =
      `<svg xmlns="${SVG}" viewBox="0 0 480 130" role="img"><path class="nn-loss-axis" d="M40 8V104H472"/>` +
      '<path class="nn-loss-line" fill="none"/><text class="nn-loss-top" x="34" y="14" text-anchor="end"/>' +
      '<text x="34" y="107" text-anchor="end">0</text>' +
      '<text class="nn-loss-now" x="472" y="124" text-anchor="end"/></svg>';
  }

  /** @param {[step: number, cost: number]} point */
  add([step, cost]) {
    this.points.push([step + 1, cost]);
    // A long training has more points than the drawing has pixels: every other one then goes.
    if (this.points.length > 800) this.points = this.points.filter((_, index) => index % 2 === 0);
    const across = Math.max(this.steps, step + 1);
    const top = Math.max(...this.points.map(([, value]) => value)) || 1;
    const place = (/** @type {number[]} */ [at, value]) =>
      `${(40 + (432 * at) / across).toFixed(1)} ${(104 - (94 * value) / top).toFixed(1)}`;
    const find = (/** @type {string} */ name) => /** @type {Element} */ (this.figure.querySelector(name));
    find(".nn-loss-line").setAttribute("d", `M${this.points.map(place).join("L")}`);
    find(".nn-loss-top").textContent = top.toPrecision(2);
    const steps = `${(step + 1).toLocaleString("en")} of ${across.toLocaleString("en")} steps`;
    const text = `loss ${cost.toPrecision(3)} after ${steps}`;
    find(".nn-loss-now").textContent = text;
    find("svg").setAttribute("aria-label", `The loss while training: ${text}`);
  }
}
