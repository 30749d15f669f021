// A filter slides over a picture: the patch that it covers, the products, their sum, and the map of all sums.

import { Widget, html, nothing, svg } from "./base.js";
import { button, choices, handle, hovers, slider } from "./controls.js";
import { colours, fill, framing, grey, outline, raster, signed, weights } from "./convolution_drawing.js";
import { correlate, largest, outputSize, padded, patch, products, total } from "./convolution_maths.js";
import { Paper } from "./convolution_paper.js";
import { DEEP, DRAWN, FILTERS, PICTURES, SQUARE } from "./convolution_pictures.js";
import { CHANNELS, LIMITS, TASKS, misfit, normalisedFormula, sizeFormula, valueFormula } from "./convolution_words.js";
import { choice, matrix as table, number, numbers } from "./fields.js";
import { resized } from "./matrix_maths.js";
import { show } from "./numbers.js";

/** What the two places of the chapter begin with: its picture, its filter, and its patch. */
const OPENING = {
  slide: { picture: "edge", filter: "upright edges", place: [1, 2] },
  curve: { picture: "digit", filter: "bow", place: [13, 5] },
};

const LONGEST = { flat: 7, deep: 4 }; // the longest filters

/** Square sheets of weights, one below the other in one table. */
function sheets(initial, longest) {
  const count = initial.length;
  const field = table(initial.flat(), { min: -99, max: 99, rows: [count, count * longest], columns: [1, longest] });
  const square = (rows) => (rows && rows.length === count * rows[0].length ? rows : undefined);
  return { ...field, mend: (rows) => square(field.mend(rows)) };
}

/** Whole numbers from 0 to the largest. */
function places(initial, max) {
  const field = numbers(initial, { min: 0, max });
  return { ...field, mend: (value) => field.mend(value)?.map(Math.round) };
}

/** The sheets, one by one. */
const cut = (rows) => Array.from({ length: rows.length / rows[0].length }, (_, c) => rows.slice(c * rows[0].length, (c + 1) * rows[0].length));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class ConvolutionExplorer extends Widget {
  static title = "Convolution explorer";

  paper = new Paper(this);

  connectedCallback() {
    super.connectedCallback();
    document.fonts.ready.then(() => this.redraw()); // numbers on a canvas do not change their lettering by themselves
  }

  fields({ mode = "slide" }) {
    const { picture, filter, place } = OPENING[mode];
    const whole = (initial, min, max) => number(initial, { min, max, whole: true });
    return {
      picture: choice(picture, Object.keys(PICTURES)),
      k: sheets([FILTERS[filter]], LONGEST.flat),
      sheets: sheets(DEEP["warm, not cold"], LONGEST.deep),
      bias: number(0, { min: -255, max: 255 }),
      padding: whole(0, 0, LIMITS.paddings),
      stride: whole(1, 1, LIMITS.strides),
      row: whole(place[0], 0, 40),
      column: whole(place[1], 0, 40),
      drawn: numbers(SQUARE.flat(), { min: 0, max: 9 }),
      pen: places([5, 5], DRAWN - 1),
      ink: whole(9, 0, 9),
    };
  }

  task = ({ picture }) => TASKS[picture];

  /** All that follows from the state: the map, and the place in it where the reader is. */
  look(state) {
    const { picture, padding, stride } = state;
    const deep = picture === "sunset";
    const drawn = Array.from({ length: DRAWN }, (_, i) => state.drawn.slice(i * DRAWN, (i + 1) * DRAWN));
    const { white, channels: image = [drawn] } = PICTURES[picture];
    const filter = cut(deep ? state.sheets : state.k);
    const options = { padding, stride, bias: deep ? state.bias : 0 };
    const [n, k] = [image[0].length, filter[0].length];
    const m = outputSize(n, k, options);
    const inside = (place) => Math.max(0, Math.min(m - 1, place));
    const [i, j] = [inside(state.row), inside(state.column)];
    const pixels = patch(image, k, i, j, options);
    const map = correlate(image, filter, options);
    const longest = deep ? LONGEST.deep : LONGEST.flat;
    return { picture, deep, image, white, filter, options, n, k, m, map, i, j, pixels, longest, value: map[i]?.[j] };
  }

  say(state) {
    const { i, j, m, value, ...all } = this.look(state);
    const problem = misfit(all);
    if (problem?.none) return problem.words;
    return `Row ${i}, column ${j} of the map of ${m} by ${m}: ${show(value)}.${problem ? ` ${problem.words}` : ""}`;
  }

  /** Go to a place of the map, or to the nearest that there is. */
  go(row, column) {
    const { i, j, m } = this.look(this.state);
    const inside = (place) => Math.max(0, Math.min(m - 1, place));
    if (m && (inside(row) !== i || inside(column) !== j)) this.set({ row: inside(row), column: inside(column) });
  }

  /** Take other weights; `filter` is a list of sheets. */
  take(filter) {
    this.set({ [this.state.picture === "sunset" ? "sheets" : "k"]: filter.flat() });
  }

  paint() {
    super.paint();
    const { fontFamily } = getComputedStyle(this.ui); // once: between two canvases it would be worked out anew
    for (const canvas of this.ui.querySelectorAll("canvas")) fill(canvas, fontFamily);
  }

  draw(state) {
    const all = this.look(state);
    const problem = misfit(all);
    return html`
      ${choices({
        legend: "Image",
        group: `${this.key}-picture`,
        value: state.picture,
        options: Object.entries(PICTURES).map(([name, { label }]) => [name, label]),
        modes: true,
        on: (picture) => this.set({ picture }),
      })}
      ${this.presets(all)}
      ${this.sliders(state, all)}
      ${problem ? this.refusal(problem, all) : nothing}
      <div class="nn-w-sides ${state.picture === "drawn" ? "nn-w-drawing" : ""}">
        ${this.picture(state, all)}${all.m ? this.map(all) : nothing}
      </div>
      ${state.picture === "drawn" ? this.paper.tools(state) : nothing}
      ${sizeFormula(all)}
      ${all.m ? this.steps(all) : nothing}
      ${CHANNELS.slice(0, all.filter.length).map((name, c) => this.sheet(all, name, c))}
      ${all.m ? valueFormula(all) : nothing}
      ${all.m && !all.deep && this.settings.mode === "curve" ? normalisedFormula(all) : nothing}
    `;
  }

  presets({ deep, filter }) {
    const offered = Object.entries(deep ? DEEP : FILTERS).map(([name, weights]) => [name, deep ? weights : [weights]]);
    return html`<div class="nn-w-row nn-w-presets" role="group" aria-label="Filters to begin with">
      <span class="nn-w-note">Filter</span>
      ${offered.map(([name, sheets]) => button({ label: name, pressed: same(filter, sheets), on: () => this.take(sheets) }))}
      ${deep ? nothing : button({ label: "subtract its mean", on: () => this.centre() })}
    </div>`;
  }

  centre() {
    const [sheet] = this.look(this.state).filter;
    const mean = total(sheet) / sheet.flat().length;
    this.take([sheet.map((row) => row.map((weight) => weight - mean))]);
  }

  /** The width of a pixel, in pictures that stand side by side. */
  unit({ n, options, picture }) {
    const alone = picture === "drawn" && this.width < 560;
    const side = alone ? this.width : Math.min(320, (this.width - 24) / 2);
    return Math.min(36, side / (n + 2 * options.padding));
  }

  picture(state, all) {
    const { image, white, options, n, k, i, j, m, deep, value } = all;
    const { padding, stride } = options;
    const unit = this.unit(all);
    const framed = image.map((channel) => padded(channel, padding));
    const drawing = state.picture === "drawn";
    const half = (k * unit) / 2;
    const frame = framing(half);
    const corner = (place) => stride * place * unit + half;
    const centred = ([y, x]) => [Math.round((y - k / 2) / stride), Math.round((x - k / 2) / stride)];
    const patched = drawing
      ? svg`<g class="nn-w-passive" transform="translate(${corner(j)} ${corner(i)})">${frame}</g>${this.paper.pen(state, unit, padding)}`
      : this.holder(all, [corner(j), corner(i)], frame, ([x, y]) => centred([y / unit, x / unit]));
    const missed = m ? this.missed(all) : [];
    const long = (n + 2 * padding) * unit;
    const lost = missed.map((p) => `M0 ${p * unit}h${long}v${unit}h${-long}zM${p * unit} 0h${unit}v${long}h${-unit}z`).join("");
    return html`<div class="nn-w-box">
      <p class="nn-w-name">image <i>x</i>, ${n} × ${n}${deep ? " × 3" : ""}${padding ? `, in a frame of zeros` : ""}</p>
      ${raster({
        shades: deep ? colours(framed) : grey(framed[0], white),
        numbers: deep ? undefined : framed[0],
        unit,
        label: m ? `image, patch at row ${i}, column ${j}: ${show(value)}` : "image",
        kind: drawing ? "nn-w-paper" : "",
        above: svg`
          ${padding ? outline("nn-w-rim", padding, padding, n, n, unit) : nothing}
          ${missed.length ? svg`<path class="nn-w-lost" d=${lost}></path>` : nothing}
          ${m ? patched : drawing ? this.paper.pen(state, unit, padding) : nothing}`,
        down: (at, event) => (drawing ? this.paper.press(at, padding, event) : this.go(...centred(at))),
        move: (at, event) => {
          if (drawing && event.currentTarget.hasPointerCapture(event.pointerId)) this.paper.stroke(at, padding);
          else if (hovers(event) && this.playing === undefined) this.go(...centred(at));
        },
      })}
      ${missed.length ? html`<p class="nn-w-note">red: in no sum</p>` : nothing}
    </div>`;
  }

  /** Rows (and columns) of the framed picture that no place of the filter covers. */
  missed({ n, k, m, options: { padding, stride } }) {
    const seen = (pixel) => Array.from({ length: m }, (_, i) => pixel - stride * i).some((u) => u >= 0 && u < k);
    return Array.from({ length: n + 2 * padding }, (_, pixel) => pixel).filter((pixel) => !seen(pixel));
  }

  /** The patch (or its pixel in the map), to be dragged and to be moved by the arrow keys. */
  holder({ i, j, m, value }, at, shape, place) {
    return handle({
      at,
      label: "the patch",
      text: `row ${i}, column ${j}: ${show(value)}`,
      now: i * m + j, min: 0, max: m * m - 1,
      to: (pixel) => this.go(...place(pixel)),
      by: ([right, up]) => {
        const here = this.look(this.state);
        this.go(here.i - up, here.j + right);
      },
      shape,
    });
  }

  map(all) {
    const { map, filter, deep, i, j, m, options, picture } = all;
    const unit = Math.max(this.unit(all), Math.min(22, (this.width - 24) / 2 / m));
    const hasSign = filter.flat(2).some((weight) => weight < 0) || options.bias < 0;
    const shades = hasSign ? signed(map) : grey(map);
    const reached = this.playing === undefined ? m * m : i * m + j + 1; // while the patch slides, the map fills
    const frame = framing(unit / 2);
    const at = [(j + 0.5) * unit, (i + 0.5) * unit];
    const place = ([y, x]) => [Math.floor(y), Math.floor(x)];
    return html`<div class="nn-w-box">
      <p class="nn-w-name">map <i>y</i>, ${m} × ${m}${deep ? ": one map" : ""}</p>
      ${raster({
        shades: shades.map((row, r) => row.map((colour, c) => (r * m + c < reached ? colour : undefined))),
        numbers: map,
        unit,
        label: picture === "drawn" ? "map" : nothing,
        above: picture === "drawn"
          ? this.holder(all, at, frame, ([x, y]) => place([y / unit, x / unit]))
          : svg`<g transform="translate(${at[0]} ${at[1]})">${frame}</g>`,
        down: (where) => this.go(...place(where)),
        move: (where, event) => hovers(event) && this.playing === undefined && this.go(...place(where)),
      })}
      <p class="nn-w-note">${hasSign ? "blue above 0, orange below" : "white: the largest"}</p>
    </div>`;
  }

  // ---- One place, worked out

  steps({ i, j, m, map }) {
    const last = m * m - 1;
    const here = i * m + j;
    // From where the reader is when the button is pressed, which may be before the last press has been drawn.
    const by = (step) => () => {
      const now = this.look(this.state);
      const place = Math.max(0, Math.min(last, now.i * m + now.j + step));
      this.go(Math.floor(place / m), place % m);
    };
    const playing = this.playing !== undefined;
    return html`<div class="nn-w-row" role="group" aria-label="Places">
      ${button({ label: playing ? "Stop" : "Slide", pressed: playing, on: () => (playing ? this.pause() : this.slide()) })}
      ${button({ label: "Back", disabled: here === 0, on: by(-1) })}
      ${button({ label: "Next", disabled: here === last, on: by(1) })}
      ${button({ label: "Largest answer", on: () => this.go(...largest(map)) })}
      <span class="nn-w-note">place ${here + 1} of ${m * m}</span>
    </div>`;
  }

  /** Let the filter slide over the picture from the first place to the last, in about ten seconds at most. */
  slide() {
    const { m } = this.look(this.state);
    if (this.calm) return this.go(m - 1, m - 1);
    this.go(0, 0);
    const next = () => {
      const { i, j, m: size } = this.look(this.state);
      const place = i * size + j + 1;
      if (place >= size * size) return false;
      this.go(Math.floor(place / size), place % size);
      return true;
    };
    return this.play(next, Math.max(20, Math.min(350, 10_000 / (m * m))));
  }

  /** For one channel: the patch, the weights that lie on it, and their products. */
  sheet({ deep, filter, pixels, white, m, k }, name, c) {
    const all = products(pixels, filter);
    // On a telephone a large filter stands above its patch and the products, a small one between them.
    const roomy = this.width >= 480;
    const free = roomy ? (this.width - 110) / 3.3 : k > 3 ? (this.width - 50) / 2 : (this.width - 170) / 2;
    const unit = Math.min(34, free / k);
    const size = Math.max(...all.flat(2).map(Math.abs));
    const edit = (u, v, weight) => this.take(filter.map((sheet, d) => (d === c ? sheet.map((row, r) => (r === u ? row.with(v, weight) : row)) : sheet)));
    const cells = (title, shades, values, below = nothing) => html`<div class="nn-w-box">
      <p class="nn-w-name">${title}</p>
      ${raster({ shades, numbers: values, unit })} ${below}
    </div>`;
    const sum = html`<p class="nn-w-name">sum <strong>${show(total(all[c]))}</strong></p>`;
    return html`<div class="nn-w-equation nn-w-lay ${k > 3 ? "nn-w-large" : ""}">
      ${m ? html`${cells(deep ? name : "patch", grey(pixels[c], white), pixels[c])}<span class="nn-w-sign">·</span>` : nothing}
      <div class="nn-w-box">
        <p class="nn-w-name">${deep ? (roomy || k > 3 ? `weights for ${name}` : "weights") : html`filter <i>k</i>`}</p>
        ${weights({ name: deep ? `filter for ${name}` : "filter k", sheet: filter[c], on: edit })}
      </div>
      ${m ? html`<span class="nn-w-sign">→</span>${cells(k > 1 ? "products" : "product", signed(all[c], size), all[c], k > 1 ? sum : nothing)}` : nothing}
    </div>`;
  }

  refusal({ words, remedies }, { filter }) {
    return html`<div class="nn-w-refusal">
      <p>${words}</p>
      <div class="nn-w-row">
        ${remedies.map((one) => button({ label: one.words, on: () => (one.change ? this.set(one.change) : this.lengthen(filter, one.length)) }))}
      </div>
    </div>`;
  }

  /** A filter of another length: the weights at its upper left stay. */
  lengthen(filter, length) {
    this.take(filter.map((sheet) => resized(sheet, length, length)));
  }

  sliders({ padding, stride, bias }, { deep, filter, k, longest }) {
    const inside = (value, low, high) => Math.max(low, Math.min(high, Math.round(value)));
    return html`<div class="nn-w-row nn-w-knobs">
      ${slider({ label: html`padding <i>p</i>`, name: "padding p", value: padding, min: 0, max: LIMITS.paddings, step: 1, on: (value) => this.set({ padding: value }) })}
      ${slider({ label: html`stride <i>s</i>`, name: "stride s", value: stride, min: 1, max: LIMITS.strides, step: 1, on: (value) => this.set({ stride: value }) })}
      ${slider({ label: html`length <i>k</i>`, name: "length of the filter k", value: k, min: 1, max: longest, step: 1, on: (value) => this.lengthen(filter, inside(value, 1, longest)) })}
      ${deep ? slider({ label: html`bias <i>b</i>`, name: "bias b", value: bias, min: -255, max: 255, step: 1, on: (value) => this.set({ bias: value }) }) : nothing}
    </div>`;
  }
}

customElements.define("nn-convolution-explorer", ConvolutionExplorer);
