// A filter slides over a picture: the patch that it covers, the products, their sum, and the map of all sums.

import { resized } from "../matrix_stepper/maths.js";
import { Widget } from "../shared/base.js";
import { choices, more } from "../shared/controls.js";
import { choice, number, numbers, matrix as table } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { kept } from "../shared/plot.js";
import { offered, presets, sliders, steps } from "./controls.js";
import { Colouring, image, key, map, refusal, sheet, tables } from "./drawing.js";
import { correlate, outputSize, patch, total } from "./maths.js";
import { Paper } from "./paper.js";
import { Photo, picture as photo, SIDE } from "./photo.js";
import { DEEP, DRAWN, FILTERS, PICTURES, SQUARE } from "./pictures.js";
import { fill } from "./raster.js";
import { CHANNELS, LIMITS, misfit, normalisedFormula, said, sizeFormula, TASKS, valueFormula } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";
export { DEEP, FILTERS, PICTURES } from "./pictures.js";
export { misfit } from "./words.js";

/** @typedef {import("./pictures.js").Name} Name */
/** @typedef {import("./maths.js").Sheet} Sheet */

/**
 * @typedef {object} State
 * @property {Name} picture
 * @property {number[][]} k the filter for one channel
 * @property {number[][]} sheets the filter for three channels, its sheets one below the other
 * @property {number} bias
 * @property {number} padding
 * @property {number} stride
 * @property {number} row of the place in the map
 * @property {number} column
 * @property {number[]} drawn the pixels that the reader draws, in one list
 * @property {number[]} photo the pixels of the reader's photo, in one list
 * @property {number[]} pen
 * @property {number} ink
 */

/** @typedef {ReturnType<ConvolutionExplorer["look"]>} Look */

/**
 * What the places of the chapter begin with: the picture, the filter, and the patch.
 * @type {Record<string, { picture: Name, filter: string, place: number[] }>}
 */
const OPENING = {
  question: { picture: "digit", filter: "upright edges", place: [8, 6] },
  slide: { picture: "edge", filter: "upright edges", place: [1, 2] },
  curve: { picture: "digit", filter: "bow", place: [13, 5] },
};

const BRISK = 100; // milliseconds

const LONGEST = { flat: 7, deep: 4 }; // the longest filters

/**
 * Square sheets of weights, one below the other in one table.
 * @param {Sheet[]} initial
 * @param {number} longest
 */
function sheets(initial, longest) {
  const count = initial.length;
  const field = table(initial.flat(), { min: -99, max: 99, rows: [count, count * longest], columns: [1, longest] });
  const square = (/** @type {number[][] | undefined} */ rows) =>
    rows && rows.length === count * rows[0].length ? rows : undefined;
  return { ...field, mend: (/** @type {unknown} */ rows) => square(field.mend(rows)) };
}

/**
 * Whole numbers from 0 to the largest.
 * @param {number[]} initial
 * @param {number} max
 */
function places(initial, max) {
  const field = numbers(initial, { min: 0, max });
  return { ...field, mend: (/** @type {unknown} */ value) => field.mend(value)?.map(Math.round) };
}

/**
 * The rows in blocks of a length: sheets, or the lines of a drawing.
 * @template Row
 * @param {Row[]} rows
 * @param {number} length
 */
const cut = (rows, length) =>
  Array.from({ length: rows.length / length }, (_, c) => rows.slice(c * length, (c + 1) * length));

/** @extends {Widget<State>} */
export class ConvolutionExplorer extends Widget {
  static title = "Convolution explorer";

  paper = new Paper(this);
  photo = new Photo(this);
  colouring = new Colouring();

  // While the filter slides only the place changes.
  own = kept((/** @type {number[]} */ pixels, /** @type {number} */ side) => [cut(pixels, side)]);
  filter = kept((/** @type {number[][]} */ rows) => cut(rows, rows[0].length));
  answers = kept(
    /** @type {(channels: Sheet[], filter: Sheet[], padding: number, stride: number, bias: number) => Sheet} */
    (channels, filter, padding, stride, bias) => correlate(channels, filter, { padding, stride, bias }),
  );

  /** The lettering of the numbers. */
  font = "";

  /** How long the sliding filter takes from one rest to the next, in milliseconds. */
  pace = 0;

  connectedCallback() {
    super.connectedCallback();
    document.fonts.ready.then(() => this.redraw()); // numbers on a canvas do not change their lettering by themselves
  }

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ mode = "slide" }) {
    const { picture, filter, place } = OPENING[mode];
    const whole = (/** @type {number} */ initial, /** @type {number} */ min, /** @type {number} */ max) =>
      number(initial, { min, max, whole: true });
    const names = /** @type {Name[]} */ (Object.keys(PICTURES));
    return {
      picture: choice(picture, names),
      k: sheets([FILTERS[filter]], LONGEST.flat),
      sheets: sheets(DEEP["warm, not cold"], LONGEST.deep),
      bias: number(0, { min: -255, max: 255 }),
      padding: whole(0, 0, LIMITS.paddings),
      stride: whole(1, 1, LIMITS.strides),
      row: whole(place[0], 0, 40),
      column: whole(place[1], 0, 40),
      drawn: numbers(SQUARE.flat(), { min: 0, max: 9 }),
      photo: photo(),
      pen: places([5, 5], DRAWN - 1),
      ink: whole(9, 0, 9),
    };
  }

  /** @param {State} state */
  task({ picture }) {
    return TASKS[picture === "digit" && this.settings.mode === "question" ? "question" : picture];
  }

  /**
   * All that follows from the state: the map, and the place in it where the reader is.
   * @param {State} state
   */
  look(state) {
    const { picture, padding, stride } = state;
    const deep = picture === "sunset";
    const own = () => (picture === "photo" ? this.own(state.photo, SIDE) : this.own(state.drawn, DRAWN));
    const { white, channels = own() } = PICTURES[picture];
    const filter = this.filter(deep ? state.sheets : state.k);
    const options = { padding, stride, bias: deep ? state.bias : 0 };
    const [n, k] = [channels[0].length, filter[0].length];
    const m = outputSize(n, k, options);
    const inside = (/** @type {number} */ place) => Math.max(0, Math.min(m - 1, place));
    const [i, j] = [inside(state.row), inside(state.column)];
    const pixels = patch(channels, k, i, j, options);
    const values = this.answers(channels, filter, padding, stride, options.bias);
    const longest = deep ? LONGEST.deep : LONGEST.flat;
    const value = m ? values[i][j] : NaN;
    return {
      picture,
      deep,
      image: channels,
      white,
      filter,
      options,
      n,
      k,
      m,
      map: values,
      i,
      j,
      pixels,
      longest,
      value,
    };
  }

  /** @param {State} state */
  say(state) {
    return said(this.look(state));
  }

  /**
   * Go to a place of the map, or to the nearest that there is.
   * @param {number} row
   * @param {number} column
   */
  go(row, column) {
    const { i, j, m } = this.look(this.state);
    const inside = (/** @type {number} */ place) => Math.max(0, Math.min(m - 1, place));
    if (m && (inside(row) !== i || inside(column) !== j)) this.set({ row: inside(row), column: inside(column) });
  }

  /**
   * Take other weights.
   * @param {Sheet[]} filter
   */
  take(filter) {
    this.set({ [this.state.picture === "sunset" ? "sheets" : "k"]: filter.flat() });
  }

  /**
   * A filter of another length: the weights at its upper left stay.
   * @param {Sheet[]} filter
   * @param {number} length
   */
  lengthen(filter, length) {
    this.take(filter.map((one) => resized(one, length, length)));
  }

  /** Subtract the mean of the filter from its weights. */
  centre() {
    const [one] = this.look(this.state).filter;
    const mean = total(one) / one.flat().length;
    this.take([one.map((row) => row.map((weight) => weight - mean))]);
  }

  paint() {
    super.paint();
    this.font ||= getComputedStyle(this.ui).fontFamily; // once: it would be worked out anew in each frame
    const canvases = /** @type {NodeListOf<import("./raster.js").Canvas>} */ (this.ui.querySelectorAll("canvas"));
    fill(canvases, this.font);
  }

  /** @param {State} state */
  draw(state) {
    const all = this.look(state);
    const problem = misfit(all);
    const drawn = state.picture === "drawn";
    const [near, far] = offered(this, all);
    return html`
      ${choices({
        legend: "Image",
        group: `${this.key}-picture`,
        value: state.picture,
        options: Object.entries(PICTURES).map(([name, { label }]) => [/** @type {Name} */ (name), label]),
        modes: true,
        on: (picture) => this.set({ picture }),
      })}
      ${presets(this, all, near)}
      ${problem ? refusal(this, problem, all) : nothing}
      <div class="nn-w-sides ${drawn ? "nn-w-drawing" : ""}">
        ${image(this, state, all)}${all.m ? html`${map(this, all)}${key(all)}` : nothing}
      </div>
      ${drawn ? this.paper.tools(state) : state.picture === "photo" ? this.photo.tools() : nothing}
      ${all.m ? steps(this, all) : nothing}
      ${CHANNELS.slice(0, all.filter.length).map((name, c) => sheet(this, all, name, c))}
      ${all.m ? valueFormula(all, this.settings.plain !== undefined && !all.deep) : nothing}
      ${all.m && !all.deep && this.settings.mode === "curve" ? normalisedFormula(all) : nothing}
      ${more(
        html`${far.length ? presets(this, all, far) : nothing} ${sliders(this, state, all)} ${sizeFormula(all)}
        ${tables(this, all)}`,
        `${far.length ? "Other filters, padding" : "Padding"}, stride, length${all.k > 3 ? ", weights" : ""}`,
      )}
    `;
  }

  /**
   * Let the filter slide over the picture from the first place to the last, in about ten seconds at most. Of many
   * places it rests at some: numbers that change faster nobody reads, and between them the frame glides.
   */
  slide() {
    const { m } = this.look(this.state);
    if (this.calm) return this.go(m - 1, m - 1);
    this.go(0, 0);
    const each = Math.min(350, 10_000 / (m * m));
    this.pace = Math.max(BRISK, each);
    const stride = Math.round(this.pace / each);
    const next = () => {
      const { i, j, m: size } = this.look(this.state);
      const [here, last] = [i * size + j, size * size - 1];
      if (here >= last) return false;
      const place = Math.min(last, here + stride);
      this.go(Math.floor(place / size), place % size);
      return true;
    };
    return this.play(next, this.pace);
  }
}

customElements.define("nn-convolution-explorer", ConvolutionExplorer);
