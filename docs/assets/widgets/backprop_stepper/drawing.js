// The other drawings of the backprop stepper: what a push moves, the fall of the cost, and one sum with its levers.

import { button, slider } from "../shared/controls.js";
import { html, live, svg } from "../shared/lit.js";
import { fixed, LOW, plus, show, term, tidy } from "../shared/numbers.js";
import { axes, linear, path } from "../shared/plot.js";
import { scrub } from "../shared/track.js";
import { along, levers } from "./maths.js";
import { costs, GROUPS, name } from "./words.js";

/** @typedef {import("./index.js").Now} Now */
/** @typedef {import("./index.js").State} State */
/**
 * @typedef {{ label: string, value: number, rise: number, min: number, max: number }} Held
 * @typedef {Held & { to: (value: number) => void }} Lever
 */

/**
 * What the push moved: each number on a way from the dial to the cost, before and after.
 * @param {Now} now
 * @param {import("./index.js").Pushed} pushed
 * @param {import("./maths.js").Dial} dial
 * @param {number} push
 */
export function moves({ sizes, back }, { before, after }, dial, push) {
  const slopes = along(back, dial);
  /** @type {[string, number, number, number][]} */
  const rows = [];
  for (let l = 1; l <= back.L; l++) {
    for (let j = 0; j < sizes[l]; j++) {
      if (l < dial.l || (l === dial.l && dial.kind !== "x" && j !== dial.j)) continue;
      rows.push([name(sizes, "z", l, j), before.z[l][j], after.z[l][j], slopes.z[l][j]]);
      rows.push([name(sizes, "a", l, j), before.a[l][j], after.a[l][j], slopes.a[l][j]]);
    }
  }
  rows.push(["C", before.C, after.C, slopes.C]);
  return html`<table class="nn-w-moves" aria-label="What the push moves">
    <thead>
      <tr>
        <td></td>
        <th scope="col">before</th>
        <th scope="col">after</th>
        <th scope="col">moved by</th>
        <th scope="col">per unit of push</th>
        <th scope="col">slope</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([label, old, fresh, exact]) =>
          html`<tr>
            <th scope="row">${label}</th>
            <td>${fixed(old, 4)}</td>
            <td>${fixed(fresh, 4)}</td>
            <td>${fresh - old > 5e-5 ? "+" : ""}${fixed(fresh - old, 4)}</td>
            <td>${push === 0 ? "–" : fixed((fresh - old) / push, 4)}</td>
            <td>${fixed(exact, 4)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/**
 * Forward and back through the steps.
 * @param {import("./index.js").BackpropStepper} widget
 * @param {Now} now
 */
export function buttons(widget, { all, step }) {
  const last = all.length - 1;
  // What is now counts, not what was drawn: two quick presses may come between two drawings.
  const move = (/** @type {number} */ by) => widget.take({ step: Math.min(widget.state.step, last) + by });
  const next = () => {
    widget.pause();
    widget.next(last);
  };
  return html`<div class="nn-w-row nn-w-strip" role="group" aria-label="Steps">
    ${button({ label: widget.playing === undefined ? "Play" : "Pause", on: () => widget.start(last) })}
    ${button({ label: "Back", disabled: step === 0, on: () => move(-1) })}
    ${button({ label: step === last ? "Next round" : "Next", on: next })}
    ${button({ label: "To the update", disabled: step === last, on: () => widget.take({ step: last }) })}
    ${scrub({
      name: "steps of the round",
      text: `step ${step + 1} of ${last + 1}`,
      now: step,
      last,
      on: (to) => widget.take({ step: to }),
    })}
  </div>`;
}

/**
 * Many rounds at once, their rate, and what becomes of the cost.
 * @param {import("./index.js").BackpropStepper} widget
 * @param {State} state
 * @param {Now} now
 */
export const learning = (widget, { rounds, rate }, now) => html`
  <div class="nn-w-row" role="group" aria-label="Rounds">
    ${button({
      label: "10 rounds",
      disabled: rounds > 989,
      on: () => widget.take({ rounds: widget.state.rounds + 10, step: 0 }),
    })}
    ${button({
      label: "From the start",
      disabled: rounds + now.step === 0,
      on: () => widget.take({ rounds: 0, step: 0 }),
    })}
  </div>
  ${slider({
    label: "η",
    name: "learning rate eta",
    value: rate,
    min: 0.1,
    max: 10,
    step: 0.1,
    on: (given) => widget.restart(now, { rate: given }),
  })}
  ${fall(widget.width, now)}
  ${costs(rounds, now)}
`;

/**
 * The cost before each round.
 * @param {number} room
 * @param {Now} now
 */
function fall(room, { costs }) {
  const width = Math.min(room, 460);
  const height = 150;
  const last = costs.length - 1;
  const x = linear([0, Math.max(10, last)], [50, width - 14]);
  const y = linear([0, Math.max(...costs, 1e-3) * 1.1], [height - 42, 8]);
  const label = `The cost after each round: ${show(costs[0], 4)} at the start, ${show(costs[last], 4)} now`;
  return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label=${label}>
    ${axes({ x, y, xlabel: "round", ylabel: "cost C", many: [5, 3] })}
    <path class="nn-w-line" d=${path(
      costs.map((cost, i) => [i, cost]),
      x,
      y,
    )}></path>
    <circle class="nn-w-above" cx=${x(last)} cy=${y(costs[last])} r="4.5"></circle>
  </svg>`;
}

/**
 * The neuron of one sum: inputs as bright as they are, lines as thick as their weights.
 * @param {number} room
 * @param {State} state
 * @param {ReturnType<typeof import("./maths.js").levers>} sum
 */
function neuron(room, { before, w, b }, { z, a }) {
  const width = Math.min(room, 440);
  const [x0, x1, x2] = [52, width - 128, width - 40];
  const y = (/** @type {number} */ k) => 26 + 50 * k;
  const middle = (y(0) + y(3)) / 2;
  const line = (/** @type {number} */ weight, /** @type {number} */ k) => svg`<line
    x1=${x0}
    y1=${y(k)}
    x2=${x1}
    y2=${middle}
    stroke="var(--nn-${weight < 0 ? "orange" : "blue"})"
    stroke-width=${Math.min(0.5 + 3 * Math.abs(weight), 12)}
    opacity=${0.25 + 0.75 * before[k]}
  ></line>`;
  const glow = (
    /** @type {number} */ x,
    /** @type {number} */ top,
    /** @type {number} */ r,
    /** @type {number} */ of,
  ) => svg`<circle cx=${x} cy=${top} r=${r} fill="var(--nn-blue)" opacity=${0.45 * of}></circle>`;
  const input = (/** @type {number} */ value, /** @type {number} */ k) => {
    const height = y(k) + (middle - y(k)) * 0.27; // of the weight, on its line
    return svg`<circle class="nn-w-node" cx=${x0} cy=${y(k)} r="19"></circle>${glow(x0, y(k), 19, value)}
      <text x=${x0} y=${y(k) + 5} text-anchor="middle">${show(value)}</text>
      <text x="4" y=${y(k) + 5}>a′${LOW[k + 1]}</text>
      <rect class="nn-w-back" x=${x0 + 34} y=${height - 10} width="62" height="20" rx="4"></rect>
      <text x=${x0 + 65} y=${height + 5} text-anchor="middle">w${LOW[k + 1]} = ${show(w[k])}</text>`;
  };
  const label = `A neuron with four inputs; its sum z is ${show(z, 3)}, its activation ${show(a, 3)}`;
  return html`<svg viewBox="0 0 ${width} 226" width=${width} role="img" aria-label=${label}>
    ${w.map(line)}
    <line class="nn-w-axis" x1=${x1} y1="196" x2=${x1} y2=${middle}></line>
    <line class="nn-w-axis" x1=${x1} y1=${middle} x2=${x2} y2=${middle}></line>
    ${before.map(input)}
    <circle class="nn-w-node" cx=${x1} cy=${middle} r="26"></circle>
    <text x=${x1} y=${middle - 3} text-anchor="middle">z</text>
    <text x=${x1} y=${middle + 13} text-anchor="middle">${show(z)}</text>
    <circle class="nn-w-node" cx=${x2} cy=${middle} r="26"></circle>${glow(x2, middle, 26, a)}
    <text x=${x2} y=${middle - 3} text-anchor="middle">a</text>
    <text x=${x2} y=${middle + 13} text-anchor="middle">${show(a)}</text>
    <text x=${(x1 + x2) / 2} y=${middle - 8} text-anchor="middle">σ</text>
    <rect class="nn-w-back" x=${x1 - 34} y="184" width="68" height="20" rx="4"></rect>
    <text x=${x1} y="200" text-anchor="middle">b = ${show(b)}</text>
  </svg>`;
}

/**
 * One sum and its three kinds of lever, of which the reader turns one.
 * @param {import("./index.js").BackpropStepper} widget
 * @param {State} state
 */
export function leverage(widget, state) {
  const { w, before, b } = state;
  const rises = levers(before, w, b);
  const first = levers(widget.initial.before, widget.initial.w, widget.initial.b);
  const sub = (/** @type {number} */ k) => LOW[k + 1];
  const symbols = before.map((_, k) => `w${sub(k)} a′${sub(k)}`).join(" + ");
  const sum = before.map((a, k) => `${k ? term(w[k]) : show(w[k])} · ${show(a)}`).join(" + ");
  const turn = (/** @type {"w" | "before"} */ list, /** @type {number} */ k) => (/** @type {number} */ to) =>
    widget.set({ [list]: widget.state[list].with(k, tidy(to)) });
  /** @type {Lever[]} */
  const all = [
    { label: "b", value: b, rise: rises.bias, to: (given) => widget.set({ b: tidy(given) }), min: -3, max: 3 },
    ...w.map((value, k) => ({
      ...{ label: `w${sub(k)}`, value, rise: rises.weights[k], to: turn("w", k) },
      ...{ min: -3, max: 3 },
    })),
    ...before.map((value, k) => ({
      ...{ label: `a′${sub(k)}`, value, rise: rises.before[k], to: turn("before", k) },
      ...{ min: 0, max: 1 },
    })),
  ];
  const chosen = all[state.lever];
  const tile = (/** @type {Lever} */ one) =>
    lever(one, one === chosen, `${widget.key}-lever`, all.indexOf(one), () => widget.set({ lever: all.indexOf(one) }));
  const ends = [0, 1, 1 + w.length, all.length];
  return html`
    ${neuron(widget.width, state, rises)}
    <p class="nn-w-formula">
      z = ${symbols} + b = ${sum} ${plus(b)} = <strong>${show(rises.z, 3)}</strong>,
      a = σ(z) = <strong>${show(rises.a, 3)}</strong>
    </p>
    <p class="nn-w-note">At the start z was ${show(first.z, 3)} and a was ${show(first.a, 3)}.</p>
    <fieldset class="nn-w-choices nn-w-tiles">
      <legend>Turn one. Below it: what a unit more of it adds to z.</legend>
      ${GROUPS.map(
        (group, i) => html`<p class="nn-w-note">${group}</p>
          ${all.slice(ends[i], ends[i + 1]).map(tile)}`,
      )}
    </fieldset>
    ${slider({
      label: chosen.label,
      name: `value of ${chosen.label}`,
      value: chosen.value,
      ...{ min: chosen.min, max: chosen.max, step: 0.1, on: chosen.to },
    })}
  `;
}

/**
 * One lever: its value, and by how much a unit of it raises z.
 * @param {Lever} lever
 * @param {boolean} chosen
 * @param {string} group
 * @param {number} number
 * @param {() => void} on
 */
function lever({ label, value, rise }, chosen, group, number, on) {
  const share = `${Math.min(Math.abs(rise) * 40, 100)}%`;
  const colour = `var(--nn-${rise < 0 ? "orange" : "blue"})`;
  return html`<label
    ><input type="radio" name=${group} value=${number} .checked=${live(chosen)} @change=${on} /><span
      ><b>${label}</b> = ${show(value)}<br />z ${plus(rise)}<i
        class="nn-w-strength"
        style="width: ${share}; background: ${colour}"
      ></i></span
  ></label>`;
}
