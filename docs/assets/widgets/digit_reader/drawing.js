// The drawings of the digit reader: the pad, the network with what comes along its edges, and how well it has learned.

import { canvas, DIGITS, KEYS, surface } from "../digit_pad/drawing.js";
import { SIDE } from "../digit_pad/maths.js";
import { STEPS } from "../digit_pad/pupil.js";
import { percent, reader } from "../digit_pad/words.js";
import { button } from "../shared/controls.js";
import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { seen, short } from "../shared/room.js";
import { strongest } from "./maths.js";
import { learned } from "./words.js";

/** @typedef {import("./index.js").DigitReader} DigitReader */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Seen} Seen */
/** @typedef {[x: number, y: number]} Spot */

const BOARD = 240; // what pad and gap take of the width, as the style sheet has it
const BOTH = 428; // and, where the screen is short, what pad, controls and gaps take
const PICTURE = 84; // the side of what the network sees
const EDGES = 6; // so many of the 784 edges of a node are drawn

/**
 * @param {DigitReader} widget
 * @param {State} state
 */
export function board(widget, state) {
  const help = `${widget.key}-help`;
  return html`<div class="nn-w-board">
    ${surface(widget, state, help)}
    <p class="nn-w-unseen" id=${help}>${KEYS}</p>
  </div>`;
}

/**
 * The answer, and a clean pad.
 * @param {DigitReader} widget
 * @param {State} state
 * @param {Seen} seen
 */
export const side = (widget, { drawing, example }, { x, chances, order: [first, second] }) =>
  html`<div class="nn-w-aside">
    <p class="nn-w-note">
      ${example ? "A test image: draw your own." : drawing.length ? "Your drawing." : "Draw a digit."}
    </p>
    <p class="nn-w-answer">${reader(x, "It")} reads a <strong>${first}</strong>, ${percent(chances[first])}</p>
    <p class="nn-w-note">then a ${second}, ${percent(chances[second])}</p>
    ${button({
      label: "Clear",
      name: "clear the pad",
      disabled: !drawing.length && !example,
      on: () => widget.set({ drawing: [], example: false, down: false }),
    })}
  </div>`;

/**
 * Where everything stands: the nodes of each layer, and the pixels.
 * @param {DigitReader} widget
 */
function layout({ width: column }) {
  const wide = column >= 560;
  const width = Math.min(wide ? column - (short() ? BOTH : BOARD) : column, 640);
  const height = wide ? seen(290) : 216;
  const end = width - (width >= 400 ? 118 : 92);
  const x = [0.36, 0.68, 1].map((share) => PICTURE + share * (end - PICTURE));
  const spots = [16, 16, 10].map((count, l) =>
    Array.from({ length: count }, (_, j) => /** @type {Spot} */ ([x[l], ((j + 0.5) * height) / count])),
  );
  const top = (height - PICTURE) / 2;
  const pixel = (/** @type {number} */ k) =>
    /** @type {Spot} */ (
      [k % SIDE, Math.floor(k / SIDE)].map((n, axis) => ((n + 0.5) * PICTURE) / SIDE + (axis ? top : 0))
    );
  return { width, height, end, top, spots, pixel };
}

/**
 * The network: what it sees, and what comes along its edges; the more, the wider they are.
 * @param {DigitReader} widget
 * @param {Seen} seen
 */
export function flow(widget, { layers, a, chances, order: [first] }) {
  const { width, height, end, top, spots, pixel } = layout(widget);
  const edges = layers.map((layer, l) => {
    const found = strongest(layer, a[l], l ? a[l].length : EDGES);
    const most = Math.max(...found.map(({ part }) => Math.abs(part)));
    return svg`<g data-stage=${l}>${found.map(({ from, to, part }) => {
      const share = Math.abs(part) / most;
      if (share < 0.04) return nothing;
      const [[x1, y1], [x2, y2]] = [l ? spots[l - 1][from] : pixel(from), spots[l][to]];
      return svg`<line class=${part < 0 ? "nn-w-con" : "nn-w-pro"} x1=${x1} y1=${y1} x2=${x2} y2=${y2}
        stroke-width=${(0.4 + 2 * share).toFixed(2)} stroke-opacity=${(0.12 + 0.7 * share).toFixed(2)}></line>`;
    })}</g>`;
  });
  const lit = spots.map((layer, l) => {
    const most = Math.max(...a[l + 1]) || 1;
    const share = (/** @type {number} */ j) => `--nn-share: ${((100 * a[l + 1][j]) / most).toFixed(1)}%`;
    const radius = l < 2 ? Math.min(7, height / 40) : 8;
    return layer.map(
      ([x, y], j) => svg`<circle class="nn-w-neuron" cx=${x} cy=${y} r=${radius} style=${share(j)}></circle>`,
    );
  });
  const answers = DIGITS.map((digit) => {
    const [, y] = spots[2][digit];
    const long = (width - end - 34) * chances[digit];
    return svg`<text class=${digit === first ? "nn-w-first" : ""} x=${end + 14} y=${y + 4.5}>${digit}</text>
      <rect class="nn-w-chance" x=${end + 28} y=${y - 5} width=${long.toFixed(1)} height="10"></rect>`;
  });
  const silent = a.slice(1, 3).map((values) => values.filter((value) => value === 0).length);
  return html`<div class="nn-w-flow">
    <svg
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="The network: 784 pixels, two layers of 16 nodes, of which ${silent[0]} and ${silent[1]} are silent,
        and ten answers, ${first} the strongest"
    >
      ${edges} ${lit} ${answers}
    </svg>
    <div style="top: ${show((100 * top) / height)}%; width: ${show((100 * PICTURE) / width)}%">${canvas("seen")}</div>
  </div>`;
}

/**
 * The button that lets it learn, and how far it has come.
 * @param {DigitReader} widget
 * @param {State} state
 * @param {Seen} seen
 */
export function learning(widget, { net, steps }, { curve, of }) {
  const playing = widget.playing !== undefined;
  const go = net === "page" ? () => widget.begin() : () => (playing ? widget.pause() : widget.train());
  const label = net === "page" ? "Train it from random weights" : playing ? "Pause" : "Go on training";
  return html`<div class="nn-w-learn">
    <div class="nn-w-row">
      <span class="nn-w-go">${button({
        label,
        longest: net === "own" ? "Go on training" : nothing,
        disabled: net === "own" && steps >= STEPS,
        on: go,
      })}</span>
      ${
        net === "own"
          ? button({
              label: "Trained weights",
              on: () => {
                widget.pause();
                widget.set({ net: "page", steps: 0 });
              },
            })
          : nothing
      }
    </div>
    ${curve.length ? climbing(curve, of) : html`<p class="nn-w-note">${before(widget, net, playing)}</p>`}
  </div>`;
}

/**
 * @param {DigitReader} widget
 * @param {State["net"]} net
 * @param {boolean} playing
 */
function before({ trouble }, net, playing) {
  if (trouble) return html`<span role="alert">${trouble}</span>`;
  if (net === "page") return "Now: the 13,002 weights that it learned when the book was built.";
  return playing
    ? "Random weights. What it learns from is being fetched: 3,000 images."
    : "Random weights: it guesses.";
}

/**
 * The share of the test images that it reads right, as a number and as a line.
 * @param {number[][]} curve
 * @param {number} of
 */
function climbing(curve, of) {
  const [width, height] = [132, 40];
  const points = curve.map(([step, right]) => `${(width * step) / STEPS},${height * (1 - right / of)}`);
  const [, right] = curve[curve.length - 1];
  return html`<svg width=${width} height=${height} aria-hidden="true">
      <path class="nn-w-grid" d="M0 ${height * 0.1}H${width}"></path>
      <polyline class="nn-w-line" points=${points.join(" ")}></polyline>
    </svg>
    <p class="nn-w-note">
      <strong class="nn-w-share">${show((100 * right) / of, 1)} %</strong> ${learned(curve, of)}
    </p>`;
}
