// Descents side by side: on curves, on surfaces seen from above, and on the cost of a line through 200 points.

import contours from "../vendor/d3-contour/src/contours.js";
import { Widget, html, nothing, svg } from "./base.js";
import { button, choices, handle, slider, toggle } from "./controls.js";
import { X, Y } from "./descent_data.js";
import { ALL, COSTS, agreement, batches, descend, lineBound, lineCost, lineGradient } from "./descent_maths.js";
import { choice, flag, number, numbers } from "./fields.js";
import { plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const NAMES = [["bowl", "bowl"], ["valleys", "two valleys"], ["trough", "trough"], ["ravine", "ravine"], ["saddle", "saddle"], ["line", "a line through 200 points"]];

/** Who goes down: on a function three rules, on the data five, by the size of their batches. */
const RUNNERS = {
  full: { rule: "plain", size: 200, label: "all 200", colour: "blue" },
  mini: { rule: "plain", size: 20, label: "batches of 20", colour: "orange" },
  single: { rule: "plain", size: 1, label: "one at a time", colour: "green" },
  momentum: { rule: "momentum", size: 20, label: "momentum", colour: "purple" },
  adam: { rule: "adam", size: 20, label: "Adam", colour: "red" },
};
const ORDER = Object.keys(RUNNERS);
const ON_FUNCTIONS = ["full", "momentum", "adam"];
const LINE = { inputs: 2, cost: lineCost, start: [-2, -2], span: [[-3, 4], [-3, 3]], levels: [1, 1.5, 2.5, 4, 7, 11, 16, 22, 30], bounds: [[lineBound(), ""]] };
const LINE_RATES = { full: [0.3, 1.1], mini: [0.1, 1.1], single: [0.02, 0.3], momentum: [0.02, 0.3], adam: [0.3, 1] };
const CURVATURES = { bowl: [2], trough: [1, 10], ravine: [1, 100] };
const LONGEST = 200; // steps
const TICKS = 60; // on the other clock: 20 examples each, six epochs

const TASKS = {
  bowl: {
    task: "Each step leaves the same share of the distance. Find the rate with which nothing is left after one step, then the rates with which the point changes sides in every step and still arrives.",
    answer: "0.5, for then 1 − 2η = 0. Between 0.5 and 1 that number is negative: the point overshoots, but less each time.",
  },
  bound: {
    task: "With 1.05 the descent runs away. Lower the rate until it does not. Where is the border, and what happens exactly on it?",
    answer: "At η = 1, where 1 − 2η = −1: the point goes back and forth between 20 and 56 for ever. Below it arrives, however slowly.",
  },
  valleys: {
    task: "Move the start until you have found the watershed: on its left every descent ends in the deep valley. Then start at 2 with a rate of 0.12. Where does that end, and does it come to rest?",
    answer: "It lies at 0.126, where the slope is 0. From 2 the first step is so long that it jumps over the hill. But 0.12 is beyond the bound of the deep valley, 0.111, so there it goes back and forth between −1.22 and −1.64 for ever.",
  },
  trough: {
    task: "Find the rate with which the cost falls below 0.01 in the fewest steps. Why not a larger one?",
    answer: "With 0.18 it takes 22 steps, with 0.05 it takes 81. Beyond that the steep direction is overshot further and further, and from 0.2 on it never settles.",
  },
  ravine: {
    task: "Switch momentum on beside plain descent, and play. Which arrives first, and why is its path curved?",
    answer: "Momentum: its cost is below 0.01 after 83 steps, plain descent needs 229. Its steps remember the steps before: along the floor they add up, across it they cancel. Having speed, it overshoots the lowest point and swings back.",
  },
  saddle: {
    task: "Play from (2, 0). Then move the start a single step up, and play again.",
    answer: "From (2, 0) it ends in the saddle at (0, 0), where the slope is 0 but nothing is lowest. The smallest step aside is enough: the path lingers at the saddle, and then leaves it for (0, 1), where the cost is −0.25.",
  },
  stochastic: {
    task: "Play to the end and look at the trembling. Then make the rate a third of what it was and play again. What do you gain, and what do you pay?",
    answer: "It trembles less around the lowest point, (2.03, 1.02), but it takes longer to get there: the cost falls below 1.2 after 86 steps instead of 39 (before you shuffle anew). That is why rates are often lowered along the way.",
  },
  compare: {
    task: "Who is first below a cost of 1.2, per example seen? Now let all have the same number of steps instead. Who is first then?",
    answer: "Per example the single ones: after 46 examples, where batches of 20 need 200 and the full batch 600, three epochs. Per step the order is reversed: 46, 10 and 3 steps.",
  },
};

const tidy = (value) => Number(value.toPrecision(12)); // what an address can hold
const vector = (list, digits = 2) => (list.length === 1 ? show(list[0], digits) : `(${list.map((value) => show(value, digits)).join(", ")})`);

class DescentPlayground extends Widget {
  static title = "Descent playground";

  fields({ mode, function: name = "bowl", start, rate }) {
    const cost = mode ? "line" : name;
    const first = this.beginning(cost);
    if (start) first.start = start.split(" ").map(Number).concat(0).slice(0, 2);
    if (rate) first.rates[0] = Number(rate);
    if (mode === "stochastic") first.rates[2] = 0.03;
    const on = { stochastic: ["single"], compare: ["full", "mini", "single"] }[mode] ?? ["full"];
    this.contours = new Map();
    this.worked = new Map(); // the last run of each runner
    this.order = new Map();
    return {
      cost: choice(cost, NAMES.map(([value]) => value)),
      start: numbers(first.start, { min: -100, max: 100 }),
      rates: numbers(first.rates, { min: 0, max: 100 }),
      ...Object.fromEntries(ORDER.map((who) => [who, flag(on.includes(who))])),
      time: number(0, { min: 0, max: LONGEST, whole: true }),
      clock: choice(mode === "compare" ? "examples" : "steps", ["steps", "examples"]),
      written: choice(on[0], ORDER),
      seed: number(1, { min: 1, max: 999, whole: true }),
    };
  }

  /** Where a cost begins: the start, and a rate for each runner. */
  beginning(cost) {
    if (cost === "line") return { start: [...LINE.start], rates: ORDER.map((who) => LINE_RATES[who][0]) };
    const { start, rates } = COSTS[cost];
    return { start: [...start], rates: ORDER.map((who) => rates[RUNNERS[who].rule]) };
  }

  task({ cost }) {
    if (cost !== "line") return cost === "bowl" && this.settings.rate > 1 ? TASKS.bound : TASKS[cost];
    return this.settings.mode === "stochastic" ? TASKS.stochastic : TASKS.compare;
  }

  about = (cost) => (cost === "line" ? LINE : COSTS[cost]);
  able = (cost) => (cost === "line" ? ORDER : ON_FUNCTIONS);
  label = (cost, who) => (cost !== "line" && who === "full" ? "plain" : RUNNERS[who].label);
  end = ({ cost, clock }) => (cost === "line" && clock === "examples" ? TICKS : LONGEST);

  /** All runs up to now. */
  runs(state) {
    const { cost, clock, start, rates, seed } = state;
    const about = this.about(cost);
    const time = Math.min(state.time, this.end(state));
    return this.able(cost).filter((who) => state[who]).map((who) => {
      const { rule, size, colour } = RUNNERS[who];
      const onData = cost === "line";
      const count = onData && clock === "examples" ? Math.floor((time * 20) / size) : time;
      const rate = rates[ORDER.indexOf(who)];
      // Worked out anew only for the runner whose numbers have changed: a slider must answer at once.
      const key = [cost, start, rate, count, seed].join();
      const last = this.worked.get(who);
      if (last?.key === key) return last;
      const rows = onData ? this.shuffled(size, seed) : [];
      const gradient = onData ? (theta, step) => lineGradient(theta, rows[step]) : about.gradient;
      const run = descend(rule, gradient, start.slice(0, about.inputs), rate, count);
      const found = { ...run, key, who, rule, size, colour, rate, rows, label: this.label(cost, who), costs: run.places.map(about.cost) };
      this.worked.set(who, found);
      return found;
    });
  }

  /** The batches of a whole run. */
  shuffled(size, seed) {
    const key = `${size} ${seed}`;
    if (!this.order.has(key)) {
      if (this.order.size > 20) this.order.clear();
      this.order.set(key, batches(size, Math.max(LONGEST, (TICKS * 20) / size), seed));
    }
    return this.order.get(key);
  }

  say(state) {
    const runs = this.runs(state);
    const said = runs.map(({ label, places, costs, diverged }) => `${label}: ${diverged ? "has diverged" : `at ${vector(places.at(-1))}, cost ${show(costs.at(-1), 3)}`}`);
    return `${this.moment(state)}. ${said.join("; ") || "nobody goes down"}.`;
  }

  moment(state) {
    const time = Math.min(state.time, this.end(state));
    return state.cost === "line" && state.clock === "examples" ? `${time * 20} examples seen, ${show(time / 10, 1)} epochs` : `Step ${time}`;
  }

  draw(state) {
    const about = this.about(state.cost);
    const runs = this.runs(state);
    return html`
      ${choices({
        legend: "Cost",
        group: `${this.key}-cost`,
        value: state.cost,
        options: NAMES,
        modes: true,
        on: (cost) => {
          this.pause();
          const able = this.able(cost);
          this.set({ cost, ...this.beginning(cost), time: 0, ...(able.some((who) => this.state[who]) ? {} : { full: true }) });
        },
      })}
      <div class="nn-w-row" role="group" aria-label="Who goes down">
        ${this.able(state.cost).map(
          (who) => html`<span class="nn-w-runner" style="--nn-runner: var(--nn-${RUNNERS[who].colour})">${toggle({ label: this.label(state.cost, who), value: state[who], on: (on) => this.set({ [who]: on }) })}</span>`,
        )}
      </div>
      ${about.inputs === 1 ? this.curve(state, about, runs) : this.map(state, about, runs)}
      ${this.steps(state)}
      <div class="nn-w-rates">${runs.map((run) => this.rate(state, run))}</div>
      ${this.arithmetic(state, runs)}
      ${state.cost === "line"
        ? html`<div class="nn-w-row">
            ${choices({
              legend: "All have the same number of",
              group: `${this.key}-clock`,
              value: state.clock,
              options: [["steps", "steps"], ["examples", "examples seen"]],
              on: (clock) => this.set({ clock, time: 0 }),
            })}
            ${button({ label: "Shuffle anew", on: () => this.set({ seed: (this.state.seed % 999) + 1 }) })}
          </div>`
        : nothing}
      ${this.fall(state, about, runs)}
    `;
  }

  steps(state) {
    const end = this.end(state);
    const time = Math.min(state.time, end);
    const go = (by) => {
      this.pause();
      this.set({ time: Math.max(0, Math.min(end, Math.min(this.state.time, end) + by)) });
    };
    const play = () => {
      if (this.playing !== undefined) return this.pause();
      if (this.calm) return this.set({ time: end });
      if (this.state.time >= end) this.set({ time: 0 });
      return this.play(() => {
        this.set({ time: this.state.time + 1 });
        return this.state.time < end;
      }, 120);
    };
    return html`<div class="nn-w-row" role="group" aria-label="Steps">
      ${button({ label: "Step", disabled: time >= end, on: () => go(1) })}
      ${button({ label: "Back", disabled: time === 0, on: () => go(-1) })}
      ${button({ label: "10 steps", disabled: time >= end, on: () => go(10) })}
      ${button({ label: this.playing === undefined ? "Play" : "Pause", on: play })}
      ${button({ label: "To the start", disabled: time === 0, on: () => go(-LONGEST) })}
      <span class="nn-w-note">${this.moment(state)}</span>
    </div>`;
  }

  /** The learning rate of a runner; for plain descent the bound stands below it. */
  rate(state, { who, rule, rate, size, colour, label }) {
    const about = this.about(state.cost);
    const max = state.cost === "line" ? LINE_RATES[who][1] : about.longest[rule];
    const marked = rule === "plain" && size === 200 ? about.bounds : [];
    return html`<div class="nn-w-runner" style="--nn-runner: var(--nn-${colour})">
      ${slider({
        label: html`η, ${label}`,
        name: `learning rate, ${label}`,
        value: rate, min: 0, max, step: 10 ** Math.floor(Math.log10(max)) / 100, digits: 4,
        on: (given) => this.set({ rates: this.state.rates.with(ORDER.indexOf(who), tidy(given)) }),
      })}
      ${marked.length
        ? html`<div class="nn-w-bounds">
            ${marked.map(([bound, where], i) => html`<span class=${i % 2 ? "nn-w-bound nn-w-after" : marked.length > 1 ? "nn-w-bound nn-w-before" : "nn-w-bound"} style="left: ${((100 * bound) / max).toFixed(2)}%"><b></b>${where ? `${where} ` : "bound 2/λ = "}${show(bound, 3)}</span>`)}
          </div>`
        : nothing}
    </div>`;
  }

  // ---- The drawings ---------------------------------------------------------------------------------------------

  /** Path and dots of a run, cut off where the drawing ends. */
  trace({ places, colour }, to) {
    const points = places.map(to).map(([a, b]) => [Math.min(5000, Math.max(-5000, a)), Math.min(5000, Math.max(-5000, b))]);
    const identity = (value) => value;
    const [a, b] = points.at(-1);
    return svg`<g clip-path="url(#${this.key}-frame)" style="--nn-runner: var(--nn-${colour})">
      <path class="nn-w-trace" d=${path(points, identity, identity)}></path>
      ${points.length < 130 ? svg`<path class="nn-w-dots" d=${points.map(([u, v]) => `M${u.toFixed(1)} ${v.toFixed(1)}h0`).join("")}></path>` : nothing}
      <circle class="nn-w-last" cx=${a} cy=${b} r="6"></circle>
    </g>`;
  }

  clip(x, y) {
    return svg`<clipPath id="${this.key}-frame"><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect></clipPath>`;
  }

  begin(start) {
    this.pause();
    this.set({ start: start.map(tidy) });
  }

  curve(state, { cost, span }, runs) {
    const [width, height] = [Math.min(this.width, 600), 270];
    const x = linear(span[0], [52, width - 14]);
    const y = linear(span[1], [height - 44, 10]);
    const line = Array.from({ length: 161 }, (_, i) => span[0][0] + ((span[0][1] - span[0][0]) * i) / 160).map((v) => [v, cost([v])]);
    const start = Math.min(span[0][1], Math.max(span[0][0], state.start[0]));
    const unit = (span[0][1] - span[0][0]) / 460;
    const to = (value) => this.begin([Math.min(span[0][1], Math.max(span[0][0], value)), 0]);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="The cost as a curve, with the descents on it">
      ${this.clip(x, y)}
      ${axes({ x, y, xlabel: state.cost === "bowl" ? "temperature x" : "x", ylabel: "C(x)", many: [6, 5] })}
      <g clip-path="url(#${this.key}-frame)"><path class="nn-w-cost" d=${path(line, x, y)}></path></g>
      ${runs.map((run) => this.trace(run, ([v]) => [x(v), y(cost([v]))]))}
      ${handle({
        at: [x(start), y(cost([start]))],
        label: "start", text: `x = ${show(state.start[0], 3)}`, now: tidy(state.start[0]), min: span[0][0], max: span[0][1],
        to: ([px]) => to(x.invert(px)),
        by: ([right, up]) => to(this.state.start[0] + (right || up) * unit),
        shape: svg`<circle class="nn-w-start" r="8"></circle>`,
      })}
    </svg>`;
  }

  map(state, about, runs) {
    const { span, inputs } = about;
    const [width, height] = [Math.min(this.width, 560), this.width < 420 ? 280 : 330];
    const x = linear(span[0], [52, width - 14]);
    const y = linear(span[1], [height - 44, 10]);
    const names = state.cost === "line" ? ["slope m", "intercept b"] : ["θ₁", "θ₂"];
    const inside = ([a, b]) => [Math.min(span[0][1], Math.max(span[0][0], a)), Math.min(span[1][1], Math.max(span[1][0], b))];
    const start = inside(state.start);
    const unit = [0, 1].map((i) => (span[i][1] - span[i][0]) / 100);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="The cost seen from above: lines of equal cost, with the descents across them">
      ${this.clip(x, y)}
      <g clip-path="url(#${this.key}-frame)">${this.levels(state.cost, about, x, y).map((d) => svg`<path class="nn-w-contour" d=${d}></path>`)}</g>
      ${axes({ x, y, xlabel: names[0], ylabel: names[1], grid: false, many: [6, 5] })}
      ${runs.map((run) => this.trace(run, ([a, b]) => [x(a), y(b)]))}
      ${handle({
        at: [x(start[0]), y(start[1])],
        label: "start", text: `${names[0]} = ${show(state.start[0], 3)}, ${names[1]} = ${show(state.start[1], 3)}`,
        now: tidy(state.start[0]), min: span[0][0], max: span[0][1],
        to: ([px, py]) => this.begin(inside([x.invert(px), y.invert(py)])),
        by: ([right, up]) => this.begin(inside([this.state.start[0] + right * unit[0], this.state.start[1] + up * unit[1]])),
        shape: svg`<circle class="nn-w-start" r="8"></circle>`,
      })}
    </svg>`;
  }

  /** The lines of equal cost, as paths: worked out once for each cost and width. */
  levels(name, { cost, span, levels }, x, y) {
    const key = `${name} ${x.to[1]} ${y.to[0]}`;
    if (this.contours.has(key)) return this.contours.get(key);
    const [columns, rows] = [96, 72];
    // A little more than is seen, so that the rim of the grid is cut off.
    const at = ([low, high], count, i) => low + ((high - low) * (i * 1.06)) / (count - 1) - 0.03 * (high - low);
    const values = Array.from({ length: rows * columns }, (_, i) => cost([at(span[0], columns, i % columns), at(span[1], rows, Math.floor(i / columns))]));
    const found = contours().size([columns, rows]).thresholds(levels)(values).map(({ coordinates }) =>
      coordinates.flat().map((ring) => `${path(ring.map(([u, v]) => [at(span[0], columns, u - 0.5), at(span[1], rows, v - 0.5)]), x, y)}Z`).join(""),
    );
    this.contours.set(key, found);
    return found;
  }

  /** The cost of each run, by steps or by examples. */
  fall(state, { logarithmic, cost }, runs) {
    const [width, height] = [Math.min(this.width, 560), 200];
    const onExamples = state.cost === "line" && state.clock === "examples";
    const unit = (size) => (onExamples ? size / 200 : 1);
    const longest = onExamples ? 6 : Math.max(20, Math.min(state.time, LONGEST));
    const onLine = state.cost === "line";
    const scale = logarithmic || onLine ? (c) => Math.log10(Math.min(1e12, Math.max(1e-12, c))) : (c) => Math.min(1e12, c);
    const all = runs.flatMap(({ costs }) => costs.map(scale)).concat(scale(cost(state.start)));
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const range = logarithmic ? [Math.floor(low - 0.1), Math.ceil(high + 0.1)] : onLine ? [Math.min(low, 0) - 0.05, Math.max(high, 1) + 0.05] : [low - 0.3, Math.min(40, high + 0.3)];
    const x = linear([0, longest], [62, width - 14]);
    const y = linear(range, [height - 44, 10]);
    const places = runs.map(({ costs, size }) => costs.map((c, i) => [i * unit(size), scale(c)]));
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label="The costs so far: ${runs.map(({ label, costs }) => `${label} ${show(costs.at(-1), 3)}`).join(", ")}">
      <clipPath id="${this.key}-fall"><rect x=${x.to[0]} y=${y.to[1] - 4} width=${x.to[1] - x.to[0] + 6} height=${y.to[0] - y.to[1] + 8}></rect></clipPath>
      ${axes({ x, y, xlabel: onExamples ? "epochs (looks at all 200 examples)" : "step", ylabel: "cost", many: [6, logarithmic ? Math.min(4, range[1] - range[0]) : 4], named: onLine ? (exponent) => show(10 ** exponent, 1) : logarithmic ? power : undefined, up: onLine ? marks(range) : undefined })}
      <g clip-path="url(#${this.key}-fall)">
        ${runs.map(({ colour }, i) => svg`<path class="nn-w-trace" style="--nn-runner: var(--nn-${colour})" d=${path(places[i], x, y)}></path>
          <circle class="nn-w-last" style="--nn-runner: var(--nn-${colour})" cx=${x(places[i].at(-1)[0])} cy=${y(places[i].at(-1)[1])} r="4.5"></circle>`)}
      </g>
    </svg>
    <p class="nn-w-note">${runs.map(({ label, costs, diverged }, i) => html`${i ? "; " : ""}${label}: ${diverged ? html`<strong>diverged</strong> after ${costs.length - 1} steps` : html`cost <strong>${show(costs.at(-1), 4)}</strong>`}`)}</p>`;
  }

  // ---- The arithmetic -------------------------------------------------------------------------------------------

  arithmetic(state, runs) {
    const run = runs.find(({ who }) => who === state.written) ?? runs[0];
    if (!run) return html`<p class="nn-w-note">Nobody goes down: choose a rule above.</p>`;
    return html`<div class="nn-w-lines">
      ${runs.length > 1
        ? choices({
            legend: "Written out",
            group: `${this.key}-written`,
            value: run.who,
            options: runs.map(({ who, label }) => [who, label]),
            on: (written) => this.set({ written }),
          })
        : nothing}
      ${this.lines(state, run).map((line) => html`<p class="nn-w-formula">${line}</p>`)}
    </div>`;
  }

  lines(state, run) {
    const { places, slope, memory, rate, rule, rows, size } = run;
    const one = this.about(state.cost).inputs === 1;
    const name = one ? "x" : state.cost === "line" ? "(m, b)" : "θ";
    const gradient = one ? "C′(x)" : state.cost === "line" ? (size === 1 ? html`∇C<sub>i</sub>` : "g") : "∇C(θ)";
    const eta = show(rate, 4);
    const lines = [];
    if (places.length === 1) {
      const here = state.cost === "line" ? lineGradient(places[0], ALL) : this.about(state.cost).gradient(places[0]);
      lines.push(html`At the start ${name} = ${vector(places[0])} and ${state.cost === "line" ? "∇C over all examples" : gradient} = ${vector(here)}. The first step is yours.`);
    } else {
      const [before, after] = places.slice(-2);
      if (state.cost === "line") {
        const batch = rows[places.length - 2];
        if (size === 1) {
          const [i] = batch;
          const miss = before[0] * X[i] + before[1] - Y[i];
          lines.push(html`Example ${i + 1}, x = ${show(X[i])}, y = ${show(Y[i])}: the line misses it by m x + b − y = ${show(before[0])} · ${term(X[i])} ${plus(before[1])} ${plus(-Y[i])} = ${show(miss)}, so ∇C<sub>i</sub> = 2 · ${term(miss)} · (${show(X[i])}, 1) = ${vector(slope)}`);
        } else lines.push(html`The mean gradient of ${size === 200 ? "all 200 examples" : `these ${batch.length} examples`} is g = ${vector(slope)}`);
      }
      const start = vector(before);
      const g = one ? term(slope[0]) : vector(slope);
      const end = html`<strong>${vector(after)}</strong>`;
      if (rule === "plain") lines.push(html`${name} ← ${name} − η ${gradient} = ${start} − ${eta} · ${g} = ${end}`);
      if (rule === "momentum") {
        lines.push(html`u ← 0.9 u + ${state.cost === "line" ? "g" : gradient} = 0.9 · ${one ? term(memory.before[0]) : vector(memory.before)} + ${g} = ${vector(memory.u)}`);
        lines.push(html`${name} ← ${name} − η u = ${start} − ${eta} · ${one ? term(memory.u[0]) : vector(memory.u)} = ${end}`);
      }
      if (rule === "adam") {
        lines.push(html`m̂ = ${vector(memory.mean, 3)}, v̂ = ${vector(memory.square, 3)}, from all slopes so far; the last was ${vector(slope)}`);
        lines.push(html`${name} ← ${name} − η m̂ / (√v̂ + ε) = ${start} − ${vector(memory.move, 3)} = ${end}`);
      }
    }
    if (rule === "plain" && CURVATURES[state.cost]) {
      const curvatures = CURVATURES[state.cost];
      lines.push(html`Each step multiplies the distance by 1 − ηλ = ${curvatures.map((c, i) => html`${i ? ", along θ₂ by " : ""}1 − ${eta} · ${c} = <strong>${show(1 - rate * c, 3)}</strong>${curvatures.length > 1 && !i ? " along θ₁" : ""}`)}.`);
    }
    if (state.cost === "line") {
      lines.push(html`At this place ${show(100 * agreement(places.at(-1)), 1)} % of the 200 single gradients point downhill.`);
    }
    return lines;
  }
}

/** 1, 2, 5, 10, … on an axis of logarithms; only the powers of 10 on a long one. */
function marks([low, high]) {
  const steps = high - low < 3 ? [1, 2, 5] : [1];
  const from = Math.floor(low);
  const exponents = Array.from({ length: Math.ceil(high) - from }, (_, i) => from + i);
  return exponents.flatMap((exponent) => steps.map((step) => exponent + Math.log10(step))).filter((v) => v >= low && v <= high);
}

/** 10 to a whole power, for an axis of logarithms. */
const power = (exponent) => (Number.isInteger(exponent) ? (Math.abs(exponent) < 3 ? show(10 ** exponent, 3) : `10${[...String(exponent)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("")}`) : "");

customElements.define("nn-descent-playground", DescentPlayground);
