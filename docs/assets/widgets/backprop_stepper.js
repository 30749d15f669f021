// Backpropagation by hand: push one number and watch what follows, go forward and back step by step and let the
// weights learn, or take a single sum and try its three kinds of lever.

import { Widget, html, nothing, svg } from "./base.js";
import { NETWORKS, along, backward, descend, dials, forward, gradient, levers, paths, slope, steps, turned } from "./backprop_maths.js";
import { button, choices, slider } from "./controls.js";
import { choice, number, numbers } from "./fields.js";
import { fixed, plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const VIEWS = [["levers", "three ways"], ["nudge", "push"], ["round", "step by step"]];
const NAMES = [["one", "one neuron"], ["three", "three in a row"], ["outputs", "two outputs"], ["hidden", "2–2–1"]];
const OPENING = {
  chain: { view: "nudge", net: "one", as: "slopes", step: 0 },
  "three-ways": { view: "levers", net: "outputs", as: "wishes", step: 0 },
  sum: { view: "round", net: "outputs", as: "wishes", step: 6 },
};
const NEURON = { w: [0.5, 1.5, -1, 2], before: [0.9, 0.1, 0.6, 0], b: 0.2 };

const TASKS = {
  levers: {
    task: "Raise z from 0.2 to at least 1 with as few presses as you can. Then find the lever that does nothing, however often you press it.",
    answer: "Four presses of the fourth activation do it, for each unit of it is worth 2, its weight. Its weight, the largest of all, does nothing: it multiplies an activation of 0. (Turn that activation up a little, and the weight wakes.)",
  },
  one: {
    task: "Push the weight by 0.1 and compare the last two columns of the table. Then push by 0.01. Which of the two agrees better with the slopes, and why?",
    answer: "The smaller push. The slopes belong to the place where you are; a push of 0.1 leaves it, and on the way the sigmoid bends. For 0.1 the cost falls by 0.0104 where the slope promises 0.0106.",
  },
  three: {
    task: "Push the first weight up. Every number of the chain moves, but not all in the same direction. Where does the move turn round?",
    answer: "At the second neuron: its weight is −4, so a brighter first neuron makes it darker. From there on everything falls, the cost too, since the output should be 0.",
  },
  many: {
    task: "Push an input. How many ways lead from it to the cost, and how many from a weight of the last layer?",
    answer: "As many from an input as there are ways through the layers: two here, and their products add up. From a weight of the last layer there is only one.",
  },
  round: {
    task: "After how many rounds is the cost of the single neuron below 0.01, with a learning rate of 1? Guess whether a rate of 5 needs a fifth of them, then try it, and try it for the other networks.",
    answer: "After 24 rounds, and after 4 with a rate of 5. Three in a row need 25 rounds and a single one, 2–2–1 needs 15 and one. Large steps do well here, for sigmoids make the slopes small; a rate of 5 would throw most networks off the road.",
  },
  sum: {
    task: "Both outputs leave a wish with the first activation. Which weight would make the two wishes cancel?",
    answer: "The one that leads to the second output, with 2 instead of −1: then they are +0.5 and −0.5 (choose “push” to turn it). Changing a weight moves z as well, so look at the sum again: the bias of the second output has to follow, to −1.4.",
  },
};

const LOW = "₀₁₂₃₄₅₆₇₈₉";
const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** z₂⁽¹⁾: a letter with its neuron (left out where a layer has only one) and its layer. */
const named = (letter, l, ...indices) => `${letter}${indices.map((i) => LOW[i + 1]).join("")}⁽${HIGH[l]}⁾`;
const tidy = (value) => Number(value.toPrecision(12)); // what an address can hold

class BackpropStepper extends Widget {
  static title = "Backprop stepper";

  fields({ mode }) {
    const { view, net, as, step } = OPENING[mode] ?? OPENING.chain;
    const { theta, x, y } = NETWORKS[net];
    this.wishful = as === "wishes";
    return {
      view: choice(view, VIEWS.map(([name]) => name)),
      net: choice(net, NAMES.map(([name]) => name)),
      theta: numbers(theta, { min: -1000, max: 1000, shortest: 2, longest: 9 }),
      x: numbers(x, { min: -10, max: 10, shortest: 1, longest: 2 }),
      y: numbers(y, { min: 0, max: 1, shortest: 1, longest: 2 }),
      dial: number(0, { min: 0, max: 10, whole: true }), // what is pushed, and how far
      push: number(0.1, { min: -1, max: 1 }),
      step: number(step, { min: 0, max: 20, whole: true }),
      rounds: number(0, { min: 0, max: 999, whole: true }),
      rate: number(1, { min: 0.01, max: 20 }),
      w: numbers(NEURON.w, { min: -10, max: 10 }), // the single sum
      before: numbers(NEURON.before, { min: 0, max: 1 }),
      b: number(NEURON.b, { min: -10, max: 10 }),
    };
  }

  task({ view, net }) {
    if (view === "levers") return TASKS.levers;
    if (view === "nudge") return TASKS[net] ?? TASKS.many;
    return net === "outputs" ? TASKS.sum : TASKS.round;
  }

  /** The network as it stands after the rounds so far. An address may name a network and numbers that do not fit it. */
  now({ net, theta, x, y, rate, rounds, dial, step }) {
    const given = NETWORKS[net];
    const fits = theta.length === given.theta.length && x.length === given.x.length && y.length === given.y.length;
    if (!fits) ({ theta, x, y } = given);
    const { sizes } = given;
    const after = descend(sizes, theta, x, y, rate, rounds);
    const turnable = dials(sizes);
    const all = steps(sizes);
    return {
      ...after, sizes, x, y, all,
      start: theta,
      step: Math.min(step, all.length - 1),
      back: backward(forward(sizes, after.theta, x, y)),
      turnable,
      number: Math.min(dial, turnable.length - 1),
      digits: net === "one" || net === "outputs" ? 3 : 2,
    };
  }

  /** Names as the network has them: without indices where each layer has one neuron. */
  name(sizes, letter, l, ...indices) {
    return Math.max(...sizes) === 1 ? named(letter, l) : named(letter, l, ...(sizes[l] === 1 && letter !== "w" ? [] : indices));
  }

  dialName(sizes, { kind, l, k, j }) {
    return kind === "w" ? this.name(sizes, "w", l, k, j) : kind === "b" ? this.name(sizes, "b", l, j) : this.name(sizes, "a", 0, k);
  }

  say(state) {
    if (state.view === "levers") {
      const { z, a } = levers(state.before, state.w, state.b);
      return `z is ${show(z, 3)}, its activation ${show(a, 3)}.`;
    }
    const now = this.now(state);
    if (state.view === "nudge") {
      const { before, after } = this.pushed(state, now);
      return `Pushed by ${show(state.push, 3)}: the cost goes from ${fixed(before.C, 4)} to ${fixed(after.C, 4)}.`;
    }
    const { phase, what, l } = now.all[now.step];
    const told = { z: "the weighted sums", a: "the activations", C: "the cost", dC_da: "slopes in the activations", dC_dz: "slopes in the sums", own: "slopes in weights and biases", update: "all weights and biases change" }[what];
    return `Round ${state.rounds + 1}, ${phase}${what === "C" || what === "update" ? "" : `, layer ${l}`}: ${told}. Cost ${fixed(now.back.C, 4)}.`;
  }

  draw(state) {
    return html`
      ${choices({
        legend: "Show",
        group: `${this.key}-view`,
        value: state.view,
        options: VIEWS,
        modes: true,
        on: (view) => this.set({ view }),
      })}
      ${state.view === "levers"
        ? this.levers(state)
        : html`${choices({
              legend: "Network",
              group: `${this.key}-net`,
              value: state.net,
              options: NAMES,
              modes: true,
              on: (net) => this.begin(net),
            })}
            ${state.view === "nudge" ? this.nudge(state, this.now(state)) : this.round(state, this.now(state))}`}
    `;
  }

  begin(net) {
    const { theta, x, y } = NETWORKS[net];
    this.set({ net, theta: [...theta], x: [...x], y: [...y], dial: 0, step: 0, rounds: 0 });
  }

  /** Let the numbers as they stand, some of them changed, be the beginning of a new descent. */
  restart({ theta, x, y }, changes) {
    this.set({ theta: theta.map(tidy), x: x.map(tidy), y, rounds: 0, ...changes });
  }

  // ---- Push one number ------------------------------------------------------------------------------------------

  pushed({ push }, now) {
    const [theta, x] = turned(now.theta, now.x, now.number, push);
    return { before: now.back, after: backward(forward(now.sizes, theta, x, now.y)), theta, x };
  }

  nudge(state, now) {
    const dial = now.turnable[now.number];
    const name = this.dialName(now.sizes, dial);
    const value = dial.kind === "x" ? now.x[dial.k] : now.theta[now.number];
    const result = this.pushed(state, now);
    const [low, high] = dial.kind === "x" ? [0, 1] : [-6, 6];
    return html`
      ${this.graph(now, { way: dial, known: () => true })}
      <p class="nn-w-note">Blue: the value. Orange: the slope of the cost in it, ∂C₀/∂ of this number.</p>
      ${choices({
        legend: "Push",
        group: `${this.key}-dial`,
        value: String(now.number),
        options: now.turnable.map((one, i) => [String(i), this.dialName(now.sizes, one)]),
        on: (chosen) => this.set({ dial: Number(chosen) }),
      })}
      <div>
        ${slider({
          label: name, name: `value of ${name}`, value, min: low, max: high, step: 0.05, digits: 4,
          on: (given) => {
            const [theta, x] = turned(now.theta, now.x, now.number, given - value);
            this.restart({ ...now, theta, x }, {});
          },
        })}
        ${slider({ label: "push by", name: `push ${name} by`, value: state.push, min: -0.5, max: 0.5, step: 0.01, on: (push) => this.set({ push }) })}
      </div>
      ${this.moves(now, result, dial, state.push)}
      ${this.product(now, result, dial, name, state.push)}
      <div class="nn-w-row">
        ${button({ label: "Keep the push", disabled: state.push === 0, on: () => this.restart({ ...now, ...result }, {}) })}
        ${button({ label: "Turn it round", disabled: state.push === 0, on: () => this.set({ push: -state.push }) })}
      </div>
    `;
  }

  /** What the push moved: each number on a way from the dial to the cost, before and after. */
  moves({ sizes, back }, { before, after }, dial, push) {
    const slopes = along(back, dial);
    const rows = [];
    for (let l = 1; l <= back.L; l++) {
      for (let j = 0; j < sizes[l]; j++) {
        if (l < dial.l || (l === dial.l && dial.kind !== "x" && j !== dial.j)) continue;
        rows.push([this.name(sizes, "z", l, j), before.z[l][j], after.z[l][j], slopes.z[l][j]], [this.name(sizes, "a", l, j), before.a[l][j], after.a[l][j], slopes.a[l][j]]);
      }
    }
    rows.push(["C", before.C, after.C, slopes.C]);
    return html`<table class="nn-w-moves" aria-label="What the push moves">
      <thead>
        <tr><td></td><th scope="col">before</th><th scope="col">after</th><th scope="col">moved by</th><th scope="col">for each unit of push</th><th scope="col">slope</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, old, fresh, exact]) =>
            html`<tr>
              <th scope="row">${name}</th>
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

  /** The slope as the chain rule has it: multiply along a path, add over the paths. */
  product({ back }, { after }, dial, name, push) {
    const ways = paths(back, dial);
    const total = slope(back, dial);
    const way = (factors) => factors.map((factor, i) => (i ? term(factor, 3) : show(factor, 3))).join(" · ");
    const lines = ways.length === 1 ? way(ways[0]) : ways.map((factors, i) => html`${i ? " + " : ""}[${way(factors)}]`);
    const symbols =
      back.L === 1 && ways.length === 1
        ? html` = <span>∂z/∂${dial.kind === "x" ? "a⁽⁰⁾" : dial.kind} · σ′(z) · 2(a − y)</span>`
        : nothing;
    return html`<p class="nn-w-formula">∂C₀/∂${name}${symbols} = ${lines} = <strong>${show(total, 4)}</strong></p>
      <p class="nn-w-formula">
        The slope promises ${term(total, 4)} · ${term(push, 3)} = <strong>${fixed(total * push, 4)}</strong>; the cost really moved by
        <strong>${fixed(after.C - back.C, 4)}</strong>.
      </p>`;
  }

  // ---- Forward, backward, update --------------------------------------------------------------------------------

  round(state, now) {
    const { all, step, back } = now;
    const here = all[step];
    const last = all.length - 1;
    const at = (what, l) => all.findIndex((one) => one.what === what && one.l === l);
    const known = (what, l) => at(what, l) <= step;
    // What is now counts, not what was drawn: two quick presses may come between two drawings.
    const move = (by) => this.set({ step: Math.min(this.state.step, last) + by });
    const next = () => (this.state.step >= last ? this.set({ rounds: this.state.rounds + 1, step: 0 }) : move(1));
    const phases = ["forward", "backward", "update"];
    return html`
      <div class="nn-w-row">
        <ol class="nn-w-phases" aria-label="Phases">
          ${phases.map((phase) => html`<li aria-current=${phase === here.phase ? "step" : nothing}>${phase}</li>`)}
        </ol>
        <span class="nn-w-note">round ${state.rounds + 1}, step ${step + 1} of ${all.length}</span>
      </div>
      ${this.graph(now, { here, known })}
      <p class="nn-w-note">Blue: the value. Orange: ${this.wishful ? "the wish, −∂C₀/∂ of this number" : "the slope of the cost, ∂C₀/∂ of this number"}.</p>
      <div class="nn-w-lines">${this.lines(now, here, state.rate).map((line) => html`<p class="nn-w-formula">${line}</p>`)}</div>
      <div class="nn-w-row" role="group" aria-label="Steps">
        ${button({ label: "Back", disabled: step === 0, on: () => move(-1) })}
        ${button({ label: step === last ? "Next round" : "Next", on: next })}
        ${button({ label: "To the update", disabled: step === last, on: () => this.set({ step: last }) })}
        ${button({ label: "10 rounds", disabled: state.rounds > 989, on: () => this.set({ rounds: this.state.rounds + 10, step: 0 }) })}
        ${button({ label: "From the start", disabled: state.rounds + step === 0, on: () => this.set({ rounds: 0, step: 0 }) })}
      </div>
      ${slider({
        label: "η", name: "learning rate eta", value: state.rate, min: 0.1, max: 10, step: 0.1,
        on: (rate) => this.restart(now, { rate }),
      })}
      ${this.fall(now)}
      <p class="nn-w-note">${state.rounds === 0 ? "The cost" : `The cost after ${state.rounds} round${state.rounds > 1 ? "s" : ""}`}: ${fixed(back.C, 4)}${state.rounds ? `; at the start it was ${fixed(now.costs[0], 4)}` : ""}.</p>
    `;
  }

  /** The arithmetic of one step, written out for each neuron. */
  lines({ sizes, back, theta, turnable }, { what, l }, rate) {
    const n = (letter, layer, ...i) => this.name(sizes, letter, layer, ...i);
    const { L, W, b, z, a, y } = back;
    const each = (layer, line) => Array.from({ length: sizes[layer] }, (_, j) => line(j));
    const strong = (value, digits = 3) => html`<strong>${show(value, digits)}</strong>`;
    const sign = this.wishful ? "−" : "";
    const turn = this.wishful ? -1 : 1;
    const error = (j) => (this.wishful ? `2 (${show(y[j])} − ${show(a[L][j], 3)})` : `2 (${show(a[L][j], 3)} − ${show(y[j])})`);
    const yName = (j) => (sizes[L] === 1 ? "y" : `y${LOW[j + 1]}`);
    switch (what) {
      case "z":
        return each(l, (j) => html`${n("z", l, j)} = ${a[l - 1].map((_, k) => `${n("w", l, k, j)} ${n("a", l - 1, k)}`).join(" + ")} + ${n("b", l, j)}
          = ${a[l - 1].map((value, k) => `${k ? term(W[l][k][j]) : show(W[l][k][j])} · ${show(value, 3)}`).join(" + ")} ${plus(b[l][j])} = ${strong(z[l][j])}`);
      case "a":
        return each(l, (j) => html`${n("a", l, j)} = σ(${n("z", l, j)}) = 1 / (1 + e<sup>${show(-z[l][j], 3)}</sup>) = ${strong(a[l][j])}`);
      case "C":
        return [html`C₀ = ${each(L, (j) => `(${n("a", L, j)} − ${yName(j)})²`).join(" + ")} = ${each(L, (j) => `(${show(a[L][j], 3)} − ${show(y[j])})²`).join(" + ")} = ${strong(back.C)}`];
      case "dC_da":
        if (l === L) {
          return each(l, (j) => html`${sign}∂C₀/∂${n("a", l, j)} = ${this.wishful ? `2 (${yName(j)} − ${n("a", l, j)})` : `2 (${n("a", l, j)} − ${yName(j)})`} = ${error(j)} = ${strong(turn * back.dC_da[l][j])}`);
        }
        return each(l, (k) => {
          const ones = W[l + 1][k];
          const last = l + 1 === L; // the formula of the text; further back the slopes in z are known
          const symbols = ones.map((_, j) => `${n("w", l + 1, k, j)} ${last ? `σ′(${n("z", L, j)}) · ${this.wishful ? `2 (${yName(j)} − ${n("a", L, j)})` : `2 (${n("a", L, j)} − ${yName(j)})`}` : `· (${sign}∂C₀/∂${n("z", l + 1, j)})`}`);
          const put = ones.map((w, j) => `${j ? term(w) : show(w)} · ${last ? `${show(back.da_dz[L][j], 3)} · ${term(turn * back.dC_da[L][j], 3)}` : term(turn * back.dC_dz[l + 1][j], 3)}`);
          const shares = back.dC_dz[l + 1].map((delta, j) => turn * delta * W[l + 1][k][j]);
          return html`${sign}∂C₀/∂${n("a", l, k)} = ${symbols.join(" + ")} = ${put.join(" + ")}
            ${shares.length > 1 ? `= ${shares.map((share, j) => (j ? plus(share, 3) : show(share, 3))).join(" ")}` : nothing} = ${strong(turn * back.dC_da[l][k])}`;
        });
      case "dC_dz":
        return each(l, (j) => html`${sign}∂C₀/∂${n("z", l, j)} = σ′(${n("z", l, j)}) · (${sign}∂C₀/∂${n("a", l, j)}), with σ′ = a (1 − a) = ${show(a[l][j], 3)} · ${show(1 - a[l][j], 3)} = ${show(back.da_dz[l][j], 3)}:
          ${show(back.da_dz[l][j], 3)} · ${term(turn * back.dC_da[l][j], 3)} = ${strong(turn * back.dC_dz[l][j])}`);
      case "own":
        return each(l, (j) => html`${a[l - 1].map((value, k) => html`${sign}∂C₀/∂${n("w", l, k, j)} = ${n("a", l - 1, k)} · (${sign}∂C₀/∂${n("z", l, j)}) = ${show(value, 3)} · ${term(turn * back.dC_dz[l][j], 3)} = ${strong(turn * back.dC_dW[l][k][j])}<br />`)}
          ${sign}∂C₀/∂${n("b", l, j)} = 1 · ${term(turn * back.dC_dz[l][j], 3)} = ${strong(turn * back.dC_db[l][j])}`);
      default: {
        const slopes = gradient(back);
        return [html`Each parameter: new = old ${this.wishful ? "+ η · wish" : "− η · slope"}, all at once.`].concat(
          theta.map((value, i) => html`${this.dialName(sizes, turnable[i])}: ${show(value, 3)} ${this.wishful ? "+" : "−"} ${show(rate)} · ${term(turn * slopes[i], 3)} = ${strong(value - rate * slopes[i])}`),
        );
      }
    }
  }

  /** The cost before each round. */
  fall({ costs }) {
    const width = Math.min(this.width, 460);
    const height = 150;
    const x = linear([0, Math.max(10, costs.length - 1)], [50, width - 14]);
    const y = linear([0, Math.max(...costs, 1e-3) * 1.1], [height - 42, 8]);
    const last = costs.length - 1;
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label="The cost after each round: ${show(costs[0], 4)} at the start, ${show(costs[last], 4)} now">
      ${axes({ x, y, xlabel: "round", ylabel: "cost C", many: [5, 3] })}
      <path class="nn-w-line" d=${path(costs.map((cost, i) => [i, cost]), x, y)}></path>
      <circle class="nn-w-above" cx=${x(last)} cy=${y(costs[last])} r="4.5"></circle>
    </svg>`;
  }

  // ---- The graph ------------------------------------------------------------------------------------------------

  /** Nodes with their values above and slopes below. `way` is a dial whose ways to the cost are orange, `here` a step. */
  graph(now, { way, here, known }) {
    const { sizes, back, digits, theta, turnable } = now;
    const { L } = back;
    const many = Math.max(...sizes) > 1;
    const width = Math.min(this.width, many ? 600 : 240 + 160 * L);
    const r = Math.min(17, 0.38 * ((width - 50) / (many ? L * 3 + 1 : 2 * L + 1)));
    const wide = many ? (this.width < 420 ? 2.3 : 1.8) : 1; // from a layer to the next one's sums there is room for weights
    const span = L * (wide + 1) + 1;
    const [left, right] = [many ? 26 : 24, 26];
    const px = (column) => left + (Math.floor(column / 2) * (wide + 1) + (column % 2) * (column > 2 * L ? 1 : wide)) * ((width - left - right) / span);
    const rows = many ? [36, 122, 240, 326] : [36, 118, 200];
    const height = rows.at(-1) + 36;
    const middle = (rows[0] + rows.at(-1)) / 2;
    const py = (l, j) => (many ? (sizes[l] === 1 ? middle : rows[j + 1]) : rows[1]);
    const edge = (l, j) => (many ? (j === 0 ? rows[0] : rows[3]) : rows[2]);
    const turn = this.wishful && here ? -1 : 1;
    const nodes = [];
    const arrows = [];
    const weights = [];
    const is = (what, l) => here !== undefined && here.what === what && here.l === l;
    const onWay = (l, j) => way !== undefined && (l > way.l || (l === way.l && way.kind !== "x" && j === way.j));
    const order = (what, l, j) => turnable.findIndex((one) => one.kind === what && (what === "x" ? one.k === j : one.l === l && one.j === j));
    const pick = (index) => (way ? () => this.set({ dial: index }) : nothing);
    const add = (label, x, y, value, grad, { now: lit = false, on = false, dial } = {}) => nodes.push({ label, x, y, value, grad: grad === undefined ? undefined : turn * grad, lit, on, dial });
    for (let k = 0; k < sizes[0]; k++) {
      const on = way?.kind === "x" && way.k === k;
      add(this.name(sizes, "a", 0, k), px(0), py(0, k), back.a[0][k], known("dC_da", 0) ? back.dC_da[0][k] : undefined, { now: is("dC_da", 0), on, dial: order("x", 0, k) });
    }
    for (let l = 1; l <= L; l++) {
      const [from, sumX, outX] = [px(2 * l - 2), px(2 * l - 1), px(2 * l)];
      for (let j = 0; j < sizes[l]; j++) {
        const y = py(l, j);
        const chosen = way?.kind === "b" && way.l === l && way.j === j;
        const own = known("own", l) || known("update", L);
        add(this.name(sizes, "b", l, j), from, edge(l, j), back.b[l][j], own ? back.dC_db[l][j] : undefined, { now: is("own", l) || is("update", L), on: chosen, dial: order("b", l, j) });
        arrows.push({ from: [from, edge(l, j)], to: [sumX, y], on: chosen || is("z", l), back: is("own", l) });
        for (let k = 0; k < sizes[l - 1]; k++) {
          const index = turnable.findIndex((one) => one.kind === "w" && one.l === l && one.k === k && one.j === j);
          const picked = way?.kind === "w" && now.number === index;
          const grad = own ? back.dC_dW[l][k][j] : undefined;
          const lit = is("own", l) || is("update", L);
          const through = (way?.kind === "x" && l === 1 && k === way.k) || (onWay(l - 1, k) && l > 1);
          if (many) {
            arrows.push({ from: [from, py(l - 1, k)], to: [sumX, y], on: picked || through || is("z", l), back: is("dC_da", l - 1) || is("own", l) });
            weights.push({ x: from + (sumX - from) * (k === j || sizes[l] === 1 ? 0.5 : 0.32), y: py(l - 1, k) + (y - py(l - 1, k)) * (k === j || sizes[l] === 1 ? 0.5 : 0.32), value: back.W[l][k][j], grad: grad === undefined ? undefined : turn * grad, lit: lit || picked, dial: index });
          } else {
            add(this.name(sizes, "w", l), from, rows[0], back.W[l][k][j], grad, { now: lit, on: picked, dial: index });
            arrows.push({ from: [from, rows[0]], to: [sumX, y], on: picked || is("z", l), back: is("own", l) });
            arrows.push({ from: [from, rows[1]], to: [sumX, y], on: through || is("z", l), back: is("dC_da", l - 1) });
          }
        }
        const on = onWay(l, j) || (way?.kind === "x" && l >= 1);
        add(this.name(sizes, "z", l, j), sumX, y, known("z", l) ? back.z[l][j] : undefined, known("dC_dz", l) ? back.dC_dz[l][j] : undefined, { now: is("z", l) || is("dC_dz", l), on });
        add(this.name(sizes, "a", l, j), outX, y, known("a", l) ? back.a[l][j] : undefined, known("dC_da", l) ? back.dC_da[l][j] : undefined, { now: is("a", l) || is("dC_da", l), on });
        arrows.push({ from: [sumX, y], to: [outX, y], on: on || is("a", l), back: is("dC_dz", l) });
        if (l === L) {
          const target = many ? edge(l, sizes[L] === 1 ? 1 : j) : rows[2];
          const end = [px(2 * L + 1), many ? middle : rows[1]];
          add(sizes[L] === 1 ? "y" : `y${LOW[j + 1]}`, outX, target, back.y[j], undefined);
          arrows.push({ from: [outX, y], to: end, on: on || is("C", L), back: is("dC_da", L) }, { from: [outX, target], to: end, on: is("C", L), back: false });
        }
      }
    }
    add("C", px(2 * L + 1), many ? middle : rows[1], known("C", L) ? back.C : undefined, undefined, { now: is("C", L), on: way !== undefined });
    const label = `Graph of the network. ${nodes.filter(({ value }) => value !== undefined).map(({ label, value, grad }) => `${label} = ${show(value, 3)}${grad === undefined ? "" : `, ${turn < 0 ? "wish" : "slope"} ${show(grad, 3)}`}`).join("; ")}`;
    const small = r < 14 ? 11 : width < 420 ? 12 : 13;
    const line = ({ from, to, on, back: home }) => {
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const at = (t) => [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
      const [tail, head] = [at((r + 1) / length), at(1 - (r + 2) / length)];
      const [[x1, y1], [x2, y2]] = home ? [head, tail] : [tail, head];
      const [ux, uy] = [(x2 - x1) / (Math.hypot(x2 - x1, y2 - y1) || 1), (y2 - y1) / (Math.hypot(x2 - x1, y2 - y1) || 1)];
      const tip = `${x2},${y2} ${x2 - 8 * ux - 3.5 * uy},${y2 - 8 * uy + 3.5 * ux} ${x2 - 8 * ux + 3.5 * uy},${y2 - 8 * uy - 3.5 * ux}`;
      return svg`<g class=${on || home ? "nn-w-arrow nn-w-lit" : "nn-w-arrow"}><line x1=${x1} y1=${y1} x2=${x2 - 6 * ux} y2=${y2 - 6 * uy}></line><polygon points=${tip}></polygon></g>`;
    };
    const figures = (x, above, below, value, grad, decimals = digits) => svg`
      <text class="nn-w-value" x=${x} y=${above} font-size=${small}>${show(value, decimals)}</text>
      ${grad === undefined ? nothing : svg`<text class="nn-w-grad" x=${x} y=${below} font-size=${small}>${show(grad, digits)}</text>`}`;
    return html`<svg class="nn-w-graph" viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label=${label}>
      ${arrows.filter(({ on, back: home }) => !on && !home).map(line)}${arrows.filter(({ on, back: home }) => on || home).map(line)}
      ${weights.map(
        ({ x, y, value, grad, lit, dial }) => svg`<g class=${way ? "nn-w-pick" : ""} @click=${pick(dial)}>
          <rect class=${lit ? "nn-w-back nn-w-lit" : "nn-w-back"} x=${x - 19} y=${y - (grad === undefined ? 9 : 16)} width="38" height=${grad === undefined ? 18 : 32} rx="4"></rect>
          ${figures(x, grad === undefined ? y + 4 : y - 3, y + 12, value, grad)}</g>`,
      )}
      ${nodes.map(
        ({ label: text, x, y, value, grad, lit, on, dial }) => svg`<g class=${way && dial !== undefined ? "nn-w-pick" : ""} @click=${dial === undefined ? nothing : pick(dial)}>
          <circle class=${lit || on ? "nn-w-node nn-w-lit" : "nn-w-node"} cx=${x} cy=${y} r=${r}></circle>
          <text x=${x} y=${y + 4} text-anchor="middle" font-size=${r < 17 ? 11 : 13}>${text}</text>
          ${value === undefined ? nothing : figures(x, y - r - 5, y + r + 14, value, grad, text === "C" && Math.abs(value) < 0.1 ? 4 : digits)}</g>`,
      )}
    </svg>`;
  }

  // ---- One sum and its three kinds of lever ----------------------------------------------------------------------

  levers(state) {
    const { w, before, b } = state;
    const rises = levers(before, w, b);
    const first = levers(...[this.initial.before, this.initial.w, this.initial.b]);
    const row = (name, value, rise, by, [low, high]) => html`<tr>
      <th scope="row">${name}</th>
      <td>${show(value)}</td>
      <td>${show(rise)}<span class="nn-w-strength" style="width: ${Math.min(Math.abs(rise) * 2, 6)}em; background: var(--nn-${rise < 0 ? "orange" : "blue"})"></span></td>
      <td>
        ${button({ label: "−0.1", name: `lower ${name} by 0.1`, disabled: value <= low, on: () => by(-0.1) })}
        ${button({ label: "+0.1", name: `raise ${name} by 0.1`, disabled: value >= high, on: () => by(0.1) })}
      </td>
    </tr>`;
    const group = (text) => html`<tr><th class="nn-w-group" scope="colgroup" colspan="4">${text}</th></tr>`;
    const turn = (list, k, by) => this.set({ [list]: this.state[list].with(k, tidy(this.state[list][k] + by)) });
    const wide = [-10, 10];
    return html`
      ${this.neuron(state, rises)}
      <p class="nn-w-formula">
        z = ${before.map((_, k) => `w${LOW[k + 1]} a′${LOW[k + 1]}`).join(" + ")} + b =
        ${before.map((a, k) => `${k ? term(w[k]) : show(w[k])} · ${show(a)}`).join(" + ")} ${plus(b)} = <strong>${show(rises.z, 3)}</strong>,
        a = σ(z) = <strong>${show(rises.a, 3)}</strong>
      </p>
      <p class="nn-w-note">At the start z was ${show(first.z, 3)} and a was ${show(first.a, 3)}.</p>
      <table class="nn-w-levers" aria-label="The levers of the sum">
        <thead><tr><td></td><th scope="col">value</th><th scope="col">a unit of it raises z by</th><th scope="col">turn it</th></tr></thead>
        <tbody>
          ${group("1. the bias: ∂z/∂b = 1")}
          ${row("b", b, rises.bias, (by) => this.set({ b: tidy(this.state.b + by) }), wide)}
          ${group("2. the weights: ∂z/∂w = the activation it carries, a′")}
          ${w.map((value, k) => row(`w${LOW[k + 1]}`, value, rises.weights[k], (by) => turn("w", k, by), wide))}
          ${group("3. the activations before: ∂z/∂a′ = the weight it comes along, w")}
          ${before.map((value, k) => row(`a′${LOW[k + 1]}`, value, rises.before[k], (by) => turn("before", k, by), [0, 1]))}
        </tbody>
      </table>
    `;
  }

  /** The neuron: inputs as bright as they are, lines as thick as their weights. */
  neuron({ before, w, b }, { z, a }) {
    const width = Math.min(this.width, 440);
    const [x0, x1, x2] = [52, width - 128, width - 40];
    const y = (k) => 26 + 50 * k;
    const middle = (y(0) + y(3)) / 2;
    return html`<svg viewBox="0 0 ${width} 226" width=${width} role="img" aria-label="A neuron with four inputs; its sum z is ${show(z, 3)}, its activation ${show(a, 3)}">
      ${w.map((weight, k) => svg`<line x1=${x0} y1=${y(k)} x2=${x1} y2=${middle} stroke="var(--nn-${weight < 0 ? "orange" : "blue"})" stroke-width=${Math.min(0.5 + 3 * Math.abs(weight), 12)} opacity=${0.25 + 0.75 * before[k]}></line>`)}
      <line class="nn-w-axis" x1=${x1} y1="196" x2=${x1} y2=${middle}></line><line class="nn-w-axis" x1=${x1} y1=${middle} x2=${x2} y2=${middle}></line>
      ${before.map((value, k) => svg`<circle class="nn-w-node" cx=${x0} cy=${y(k)} r="19"></circle><circle cx=${x0} cy=${y(k)} r="19" fill="var(--nn-blue)" opacity=${0.45 * value}></circle>
        <text x=${x0} y=${y(k) + 5} text-anchor="middle">${show(value)}</text><text x="4" y=${y(k) + 5}>a′${LOW[k + 1]}</text>
        <rect class="nn-w-back" x=${x0 + 34} y=${y(k) + (middle - y(k)) * 0.27 - 10} width="62" height="20" rx="4"></rect>
        <text x=${x0 + 65} y=${y(k) + (middle - y(k)) * 0.27 + 5} text-anchor="middle">w${LOW[k + 1]} = ${show(w[k])}</text>`)}
      <circle class="nn-w-node" cx=${x1} cy=${middle} r="26"></circle><text x=${x1} y=${middle - 3} text-anchor="middle">z</text><text x=${x1} y=${middle + 13} text-anchor="middle">${show(z)}</text>
      <circle class="nn-w-node" cx=${x2} cy=${middle} r="26"></circle><circle cx=${x2} cy=${middle} r="26" fill="var(--nn-blue)" opacity=${0.45 * a}></circle>
      <text x=${x2} y=${middle - 3} text-anchor="middle">a</text><text x=${x2} y=${middle + 13} text-anchor="middle">${show(a)}</text>
      <text x=${(x1 + x2) / 2} y=${middle - 8} text-anchor="middle">σ</text>
      <rect class="nn-w-back" x=${x1 - 34} y="184" width="68" height="20" rx="4"></rect><text x=${x1} y="200" text-anchor="middle">b = ${show(b)}</text>
    </svg>`;
  }
}

customElements.define("nn-backprop-stepper", BackpropStepper);
