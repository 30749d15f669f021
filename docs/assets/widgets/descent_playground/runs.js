// Who goes down in the descent playground, from where and how fast, and where each has come to.

import { batches, COSTS, descend, lineBound, lineCost, lineGradient } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {keyof typeof COSTS | "line"} CostName */
/** @typedef {"full" | "mini" | "single" | "momentum" | "adam"} Who */
/** @typedef {{ rule: import("./maths.js").Rule, size: number, label: string, colour: string }} Runner */
/**
 * @typedef {ReturnType<typeof descend> & Runner & Found} Run
 * @typedef {object} Found
 * @property {string} key what it was worked out from
 * @property {Who} who
 * @property {number} rate
 * @property {number[][]} rows the batches
 * @property {number[]} costs at all places
 * @property {number[]} place the last place
 * @property {number} last the cost there
 */

/**
 * On a function there are three rules, on the data five runners, by the size of their batches.
 * @type {Record<Who, Runner>}
 */
export const RUNNERS = {
  full: { rule: "plain", size: 200, label: "all 200", colour: "blue" },
  mini: { rule: "plain", size: 20, label: "batches of 20", colour: "orange" },
  single: { rule: "plain", size: 1, label: "one at a time", colour: "green" },
  momentum: { rule: "momentum", size: 20, label: "momentum", colour: "purple" },
  adam: { rule: "adam", size: 20, label: "Adam", colour: "red" },
};
export const ORDER = /** @type {Who[]} */ (Object.keys(RUNNERS));
/** @type {Who[]} */
const ON_FUNCTIONS = ["full", "momentum", "adam"];

/** @type {import("./maths.js").Cost} */
const LINE = {
  inputs: 2,
  cost: lineCost,
  start: [-2, -2],
  span: [
    [-3, 4],
    [-3, 3],
  ],
  levels: [1, 1.5, 2.5, 4, 7, 11, 16, 22, 30],
  bounds: [[lineBound(), ""]],
};
/** Where each begins on the line, and how far its slider goes. */
const LINE_RATES = { full: [0.3, 1.1], mini: [0.1, 1.1], single: [0.02, 0.3], momentum: [0.02, 0.3], adam: [0.3, 1] };

export const LONGEST = 200; // steps
const TICKS = 60; // on the other clock: 20 examples each, six epochs

/** @param {CostName} cost */
export const about = (cost) => (cost === "line" ? LINE : COSTS[cost]);

/**
 * Who can go down.
 * @param {CostName} cost
 */
export const able = (cost) => (cost === "line" ? ORDER : ON_FUNCTIONS);

/**
 * @param {CostName} cost
 * @param {Who} who
 */
export const label = (cost, who) => (cost !== "line" && who === "full" ? "plain" : RUNNERS[who].label);

/**
 * Where a cost begins: the start, and a rate for each runner.
 * @param {CostName} cost
 */
export function beginning(cost) {
  if (cost === "line") return { start: [...LINE.start], rates: ORDER.map((who) => LINE_RATES[who][0]) };
  const { start, rates } = COSTS[cost];
  return { start: [...start], rates: ORDER.map((who) => rates[RUNNERS[who].rule]) };
}

/**
 * How far the slider of a rate goes.
 * @param {CostName} cost
 * @param {Who} who
 */
export const fastest = (cost, who) => (cost === "line" ? LINE_RATES[who][1] : COSTS[cost].longest[RUNNERS[who].rule]);

/**
 * The last moment of the clock.
 * @param {State} state
 */
export const end = ({ cost, clock }) => (cost === "line" && clock === "examples" ? TICKS : LONGEST);

/**
 * The starts in a list of their numbers.
 * @param {number[]} list
 */
const pairs = (list) => Array.from({ length: list.length >> 1 }, (_, i) => list.slice(2 * i, 2 * i + 2));

/** The runs up to now, each worked out anew only if its numbers have changed: a slider must answer at once. */
export class Runs {
  /** @type {Map<string, Run>} The last run of each, from each start. */
  last = new Map();

  /** @type {Map<string, number[][]>} The batches of a whole run, by size and seed. */
  order = new Map();

  /** @param {State} state */
  of(state) {
    return able(state.cost)
      .filter((who) => state[who])
      .map((who) => this.one(state, who));
  }

  /**
   * The runs from the starts before this one, at the same moment.
   * @param {State} state
   */
  earlier(state) {
    const going = able(state.cost).filter((who) => state[who]);
    return pairs(state.earlier).flatMap((start, i) => going.map((who) => this.one({ ...state, start }, who, i + 1)));
  }

  /**
   * @param {State} state
   * @param {Who} who
   * @param {number} place among the starts
   * @returns {Run}
   */
  one(state, who, place = 0) {
    const { cost, clock, start, rates, seed } = state;
    const runner = { ...RUNNERS[who], label: label(cost, who) };
    const { rule, size } = runner;
    const { inputs, cost: costOf } = about(cost);
    const time = Math.min(state.time, end(state));
    const count = cost === "line" && clock === "examples" ? Math.floor((time * 20) / size) : time;
    const rate = rates[ORDER.indexOf(who)];
    const key = [cost, start, rate, count, seed].join();
    const kept = `${who} ${place}`;
    const before = this.last.get(kept);
    if (before?.key === key) return before;
    const rows = cost === "line" ? this.shuffled(size, seed) : [];
    const run = descend(rule, gradient(cost, rows), start.slice(0, inputs), rate, count);
    const costs = run.places.map(costOf);
    const found = {
      ...{ ...run, ...runner, key, who, rate, rows, costs },
      ...{ place: run.places[run.places.length - 1], last: costs[costs.length - 1] },
    };
    this.last.set(kept, found);
    return found;
  }

  /**
   * @param {number} size
   * @param {number} seed
   */
  shuffled(size, seed) {
    const key = `${size} ${seed}`;
    const known = this.order.get(key);
    if (known) return known;
    if (this.order.size > 20) this.order.clear();
    const rows = batches(size, Math.max(LONGEST, (TICKS * 20) / size), seed);
    this.order.set(key, rows);
    return rows;
  }
}

/**
 * The slope in each step: on the line that of its batch.
 * @param {CostName} cost
 * @param {number[][]} rows
 * @returns {(theta: number[], step: number) => number[]}
 */
const gradient = (cost, rows) =>
  cost === "line" ? (theta, step) => lineGradient(theta, rows[step]) : COSTS[cost].gradient;
