// A figure as the sandbox sends it is text that the reader's code may have made up: what is listed here gets into the
// page, and nothing else. It stays in its own box, and refers to nothing but its own parts.
const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const set = (/** @type {string} */ words) => new Set(words.split(" "));
const ELEMENTS = set(
  "svg g path text tspan rect circle ellipse line polyline polygon use defs clipPath image " +
    "linearGradient radialGradient stop pattern title desc marker mask",
);
// The browser's Matplotlib writes `font: 10.5px …`, and the one that draws for the page `font-size: 10.5px`.
const LOOKS = set(
  "clip-path clip-rule color dominant-baseline fill fill-opacity fill-rule font font-family font-size font-style " +
    "font-variant font-weight letter-spacing marker-end marker-mid marker-start mask opacity paint-order " +
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap " +
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor vector-effect visibility white-space",
);
const PLACES = set(
  "clipPathUnits cx cy d dx dy fx fy gradientTransform gradientUnits height id markerHeight markerUnits markerWidth " +
    "maskContentUnits maskUnits offset orient patternContentUnits patternTransform patternUnits points " +
    "preserveAspectRatio r refX refY rotate rx ry spreadMethod textLength lengthAdjust transform version viewBox " +
    "width x x1 x2 xml:space y y1 y2",
);
const OUTER = set("width height viewBox preserveAspectRatio version"); // of the whole drawing: not where it stands

/**
 * Whether a value refers to nothing outside the drawing. A backslash could hide what it says.
 * @param {string} value
 * @param {string} prefix
 */
const inside = (value, prefix) =>
  !/[\\@]|expression|javascript:|image-set|src\(/i.test(value) &&
  [...value.matchAll(/url\(\s*["']?([^)]*)/gi)].every(([, place]) => place.startsWith(`#${prefix}`));

/**
 * The declarations of a style that say how something looks.
 * @param {string} style
 * @param {string} prefix
 */
function looks(style, prefix) {
  const known = (/** @type {string} */ one) => LOOKS.has(one.split(":")[0].trim()) && inside(one, prefix);
  return style.split(";").filter(known).join(";");
}

/**
 * What an attribute may say, if anything.
 * @param {Element} element
 * @param {Attr} attribute
 * @param {string} prefix
 */
function allowed(element, { name, localName, value }, prefix) {
  const outermost = !element.parentElement;
  if (name === "xmlns" || name === "xmlns:xlink") return value;
  if (name === "style") return looks(value, prefix);
  if (localName === "href") {
    const picture = element.localName === "image" && /^data:image\/png;base64,[\w+/=\s]*$/.test(value);
    return picture || value.startsWith(`#${prefix}`) ? value : undefined;
  }
  if (name === "id") return value.startsWith(prefix) ? value : undefined;
  const known = LOOKS.has(name) || (outermost ? OUTER : PLACES).has(name);
  return known && inside(value, prefix) ? value : undefined;
}

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
      const value = allowed(element, attribute, prefix);
      if (!value) element.removeAttributeNode(attribute);
      else if (attribute.name === "xlink:href") element.setAttributeNS(XLINK, "xlink:href", value);
      else attribute.value = value;
    }
  }
  const figure = document.createElement("figure");
  figure.className = "nn-figure nn-figure-run";
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", alt);
  root.setAttribute("data-search-exclude", "");
  figure.append(document.importNode(root, true));
  return figure;
}

/**
 * A figure that takes the place of one of the page's has its name, to which links lead, and its caption, if the code
 * says the same of it.
 * @param {HTMLElement} figure
 * @param {string} alt
 * @param {HTMLElement | undefined} original
 */
export function captioned(figure, alt, original) {
  const caption = original?.querySelector(":scope > figcaption");
  if (!original || !caption) return figure;
  const own = /** @type {HTMLElement} */ (caption.cloneNode(true));
  if (original.querySelector(":scope > .nn-alt")?.textContent !== alt) {
    own.replaceChildren(...own.querySelectorAll("a"), " as this run has drawn it");
  }
  figure.id = original.id;
  figure.append(own);
  return figure;
}

// The loss while a network trains, drawn as the numbers come.
export class LossCurve {
  /** @type {[step: number, cost: number][]} */
  points = [];
  figure = document.createElement("figure");

  /**
   * @param {number} steps
   * @param {number} number of this training in its run
   */
  constructor(steps, number) {
    this.steps = steps;
    this.number = number;
    this.figure.className = "nn-loss";
    this.figure.innerHTML =
      '<figcaption class="nn-loss-now"></figcaption><div class="nn-loss-axes"><span class="nn-loss-top"></span>' +
      `<svg xmlns="${SVG}" viewBox="0 0 400 100" preserveAspectRatio="none" role="img"><path fill="none"/></svg>` +
      "<span>0</span></div>";
  }

  /** @param {[step: number, cost: number]} point */
  add([step, cost]) {
    this.points.push([step + 1, cost]);
    // A long training has more points than the drawing has pixels: every other one then goes.
    if (this.points.length > 800) this.points = this.points.filter((_, index) => index % 2 === 0);
    const across = Math.max(this.steps, step + 1);
    const top = Math.max(...this.points.map(([, value]) => value)) || 1;
    const place = (/** @type {number[]} */ [at, value]) =>
      `${((400 * at) / across).toFixed(1)} ${(100 - (98 * value) / top).toFixed(1)}`;
    const find = (/** @type {string} */ name) => /** @type {Element} */ (this.figure.querySelector(name));
    find("path").setAttribute("d", `M${this.points.map(place).join("L")}`);
    find(".nn-loss-top").textContent = top.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 2 });
    const steps = `${(step + 1).toLocaleString("en")} of ${across.toLocaleString("en")} steps`;
    const text = `Training ${this.number}: loss ${cost.toPrecision(3)} after ${steps}`;
    find(".nn-loss-now").textContent = text;
    find("svg").setAttribute("aria-label", text);
  }
}
