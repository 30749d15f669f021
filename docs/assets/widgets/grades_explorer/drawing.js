// The drawings of the grades explorer: the table of marks, and the students on a curve or in a plane.

import { MOVES } from "../shared/controls.js";
import { HOLD } from "../shared/handles.js";
import { html, nothing, repeat, svg } from "../shared/lit.js";
import { plus, show } from "../shared/numbers.js";
import { axes, linear, path } from "../shared/plot.js";
import { ticks } from "../shared/ticks.js";
import { isAbove, kept, order, rows, STUDENTS, SUBJECTS } from "./maths.js";
import { SHORT, weighed } from "./words.js";

/** @typedef {import("./index.js").GradesExplorer} GradesExplorer */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Feature} Feature */

/**
 * The table: each mark is tinted by what it adds, each student coloured by what comes out.
 * @param {GradesExplorer} widget
 * @param {State} state
 * @param {Feature[]} all
 */
export function table(widget, state, all) {
  const edited = all[state.edit === "second" && all[1] ? 1 : 0];
  const sorted = order(all[state.sort === "second" && all[1] ? 1 : 0].values, state.sort !== "none");
  const marks = rows(state.marks);
  const most = Math.max(...marks.flatMap((x) => x.map((mark, i) => Math.abs(mark * edited.w[i]))), 1e-9);
  const largest = all.map(({ values }) => Math.max(...values.map(Math.abs), 1e-9));
  const letter = widget.plain ? "sum" : html`<i>${state.relu ? "a" : "s"}</i>`;
  const names = all.length > 1 ? [html`${letter}<sub>1</sub>`, html`${letter}<sub>2</sub>`] : [letter];
  const row = (/** @type {number} */ i) =>
    html`<tr data-glide="350" class=${all.every(({ values }) => isAbove(values[i])) ? "nn-w-above" : ""}>
      <th scope="row">
        <button type="button" aria-pressed=${i === state.student} @click=${() => widget.set({ student: i })}>
          ${STUDENTS[i]}
        </button>
      </th>
      ${marks[i].map((mark, k) => html`<td style=${tint((mark * edited.w[k]) / most)}>${show(mark, 1)}</td>`)}
      ${all.map(({ values }, n) => result(values[i], largest[n]))}
    </tr>`;
  return html`<table class="nn-w-grades nn-w-many" aria-label="Marks, and what the layer makes of them">
    <thead>
      <tr>
        <td></td>
        ${SUBJECTS.map((subject, i) => html`<th scope="col"><abbr title=${subject}>${SHORT[i]}</abbr></th>`)}
        ${names.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
      <tr class="nn-w-weights">
        <th scope="row">weights <span aria-hidden="true">↕</span></th>
        ${edited.w.map((weight, k) => html`<td>${head(widget, weight, k)}</td>`)}
        ${all.map(({ b }) => html`<td>${widget.plain && b === 0 ? "" : plus(b)}</td>`)}
      </tr>
    </thead>
    <tbody>
      ${repeat(sorted, (i) => i, row)}
    </tbody>
  </table>`;
}

const UNIT = 80; // pixels that a weight is dragged upwards for 1

/**
 * A weight at the head of its column, to be dragged up and down, and moved by the arrow keys.
 * @param {GradesExplorer} widget
 * @param {number} weight
 * @param {number} k
 */
const head = (widget, weight, k) =>
  html`<span
    class="nn-w-drag"
    role="slider"
    tabindex="0"
    aria-label="drag the weight of ${SUBJECTS[k]}"
    aria-orientation="vertical"
    aria-valuenow=${weight}
    aria-valuemin="-2"
    aria-valuemax="2"
    aria-valuetext=${weighed(weight)}
    @pointerdown=${(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.setPointerCapture(event.pointerId);
      widget.begun = weight + event.clientY / UNIT;
    }}
    @touchstart=${HOLD}
    @pointermove=${(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      widget.weigh(k, widget.begun - event.clientY / UNIT);
    }}
    @keydown=${(/** @type {KeyboardEvent} */ event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      widget.weigh(k, widget.weight(k) + (move[1] - move[0]) * (event.shiftKey ? 0.5 : 0.05));
    }}
    >${weighed(weight)}</span
  >`;

/**
 * The background of a mark, by its share of the largest product.
 * @param {number} share
 */
function tint(share) {
  if (share === 0) return "";
  const colour = `var(--nn-${share > 0 ? "blue" : "orange"}) ${(Math.abs(share) * 34).toFixed(1)}%`;
  return `background: color-mix(in srgb, ${colour}, transparent)`;
}

/**
 * What comes out for a student, with a bar.
 * @param {number} value
 * @param {number} largest
 */
function result(value, largest) {
  const share = Math.abs(value) < 1e-9 ? 0 : value / largest;
  const width = `${(Math.abs(share) * 100).toFixed(1)}%`;
  return html`<td class="nn-w-result">
    <span
      class="nn-w-bar"
      style="width: ${width}; background: var(--nn-${share > 0 ? "blue" : "orange"})"
    ></span>
    ${show(value)}
  </td>`;
}

/**
 * One feature: the students in a row by their sums, each with its name above; zero is marked.
 * @param {GradesExplorer} widget
 * @param {State} state
 * @param {Feature} feature
 */
export function line(widget, { student }, { before }) {
  const small = widget.width < 420;
  const [width, height, step] = small ? [widget.width, 130, 12] : [350, 160, 15];
  const x = linear(span(before), [14, width - 14]);
  const y = height - 34;
  /** @type {number[]} Where the names of each height end. */
  const ends = [];
  const named = order(before, true).map((i) => {
    const half = 4 * STUDENTS[i].length + 2;
    const at = Math.max(half, Math.min(width - half, x(before[i])));
    const free = ends.findIndex((end) => at + half < end);
    const level = free < 0 ? ends.length : free;
    ends[level] = at - half;
    return { i, at, level };
  });
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="img"
    aria-label="The eight students on a number line: ${kept(before)} above zero"
  >
    <path class="nn-w-axis" d="M${x.to[0]} ${y}H${x.to[1]}"></path>
    <path class="nn-w-zero" d="M${x(0)} ${y + 5}V4"></path>
    <g class="nn-w-axes" aria-hidden="true">
      ${ticks(x.from[0], x.from[1], 6).map(
        (v) => svg`<text x=${x(v)} y=${y + 18} text-anchor="middle">${show(v, 6)}</text>`,
      )}
      <text x=${width / 2} y=${height - 2} text-anchor="middle">s</text>
    </g>
    ${named.map(
      ({ i, at, level }) =>
        svg`<path class="nn-w-leader" d="M${x(before[i])} ${y}L${at} ${y - 11 - level * step}"></path>`,
    )}
    ${named.map(
      ({ i, at, level }) => svg`<text class="nn-w-faintly" x=${at} y=${y - 12 - level * step} text-anchor="middle"
        font-weight=${i === student ? 700 : 400}>${STUDENTS[i]}</text>`,
    )}
    ${before.map((s, i) => dot(i === student, isAbove(s), x(s), y, ""))}
  </svg>`;
}

/**
 * One feature and ReLU: what comes out against what goes in.
 * @param {GradesExplorer} widget
 * @param {State} state
 * @param {Feature} feature
 */
export function curve(widget, { student }, { before, values }) {
  const [width, height] = widget.width < 420 ? [widget.width, 130] : [310, 190];
  const range = span([...before, ...values]);
  const x = linear(range, [44, width - 12]);
  const low = range[1] * -0.12;
  const y = linear(
    range.map((v) => Math.max(v, low)),
    [height - 44, 10],
  );
  const bent = [
    [range[0], 0],
    [0, 0],
    [range[1], range[1]],
  ];
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="img"
    aria-label="The eight students on the curve of ReLU: ${kept(values)} above zero"
  >
    ${axes({ x, y, xlabel: "s", ylabel: "a = ReLU(s)", many: [6, 4] })}
    <path class="nn-w-line" d=${path(bent, x, y)}></path>
    ${before.map((s, i) => {
      const chosen = i === student;
      return dot(chosen, isAbove(values[i]), x(s), y(values[i]), chosen ? STUDENTS[i] : "");
    })}
  </svg>`;
}

/**
 * Two features: each student a point; the quarter where both are above zero is tinted.
 * @param {GradesExplorer} widget
 * @param {State} state
 * @param {Feature[]} all
 */
export function plane(widget, state, [one, two]) {
  const [width, height] = widget.width < 420 ? [widget.width, 222] : [350, 290];
  const x = linear(span(one.before), [48, width - 12]);
  const y = linear(span(two.before), [height - 46, 10]);
  const student = (/** @type {string} */ name, /** @type {number} */ i) => {
    const [a, b] = [x(one.before[i]), y(two.before[i])];
    const [c, d] = [x(one.values[i]), y(two.values[i])];
    const moved = state.relu && (a !== c || b !== d);
    const chosen = i === state.student;
    const inward = a > width - 70;
    return svg`${
      moved
        ? svg`<line class="nn-w-move" x1=${a} y1=${b} x2=${c} y2=${d}></line>
            <circle class="nn-w-ghost" cx=${a} cy=${b} r="4"></circle>`
        : nothing
    }
      ${dot(chosen, isAbove(one.values[i]) && isAbove(two.values[i]), c, d, "")}
      <text
        class="nn-w-over"
        x=${inward ? a - 8 : a + 8}
        y=${two.before[i] >= 0 ? b - 6 : b + 17 < y.to[0] ? b + 17 : b + 4}
        text-anchor=${inward ? "end" : "start"}
        font-weight=${chosen ? 700 : 400}
      >${name}</text>`;
  };
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="img"
    aria-label="Each student a point: feature 1 to the right, feature 2 upwards"
  >
    <rect class="nn-w-quarter" x=${x(0)} y=${y.to[1]} width=${x.to[1] - x(0)} height=${y(0) - y.to[1]}></rect>
    ${axes({ x, y, xlabel: "feature 1", ylabel: "feature 2", grid: false })}
    <path class="nn-w-zero" d="M${x(0)} ${y.to[0]}V${y.to[1]}M${x.to[0]} ${y(0)}H${x.to[1]}"></path>
    ${STUDENTS.map(student)}
  </svg>`;
}

/**
 * @param {boolean} chosen
 * @param {boolean} above
 * @param {number} cx
 * @param {number} cy
 * @param {string} name
 */
const dot = (chosen, above, cx, cy, name) =>
  svg`<circle class=${above ? "nn-w-above" : "nn-w-below"} cx=${cx} cy=${cy} r=${chosen ? 7 : 5}></circle>
    ${name ? svg`<text x=${cx} y=${cy - 12} text-anchor="middle" font-weight="700">${name}</text>` : nothing}`;

/**
 * From a little below the smallest to a little above the largest, zero always between them.
 * @param {number[]} values
 */
function span(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const more = Math.max(high - low, 1) * 0.1;
  return [low - more, high + more];
}
