// The table of marks as a layer: a weight for each subject, a bias, ReLU, and if wanted a second feature.

import { Widget } from "../shared/base.js";
import { button, choices, slider, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { curve, plane, table } from "./drawing.js";
import { feature, PRESETS, STUDENTS, SUBJECTS } from "./maths.js";
import { formula, NAMES, said, TASKS } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";

/**
 * @typedef {object} State
 * @property {number[]} w
 * @property {number} b
 * @property {number[]} v the weights of the second feature
 * @property {number} c the bias of the second feature
 * @property {"one" | "two"} features
 * @property {"first" | "second"} edit which of the two the sliders move
 * @property {boolean} relu
 * @property {"none" | "first" | "second"} sort
 * @property {number} student
 */

/** @typedef {{ w: number[], b: number, before: number[], values: number[] }} Feature Before and after ReLU. */

/** @extends {Widget<State>} */
export class GradesExplorer extends Widget {
  static title = "Grades explorer";

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ features = "mean", bias = "0", relu: bent }) {
    const [first, second = "languages"] = features.split(" ");
    return {
      w: numbers(PRESETS[first], { min: -20, max: 20 }),
      b: number(bias, { min: -400, max: 400 }),
      v: numbers(PRESETS[second], { min: -20, max: 20 }),
      c: number(bias, { min: -400, max: 400 }),
      features: choice(features.includes(" ") ? "two" : "one", ["one", "two"]),
      edit: choice("first", ["first", "second"]),
      relu: flag(bent !== undefined),
      sort: choice("none", ["none", "first", "second"]),
      student: number(0, { min: 0, max: STUDENTS.length - 1, whole: true }),
    };
  }

  /** @param {State} state */
  task({ features, relu: bent }) {
    return TASKS[features === "two" ? "two" : bent ? "relu" : "bias"];
  }

  /**
   * The features as they stand.
   * @param {State} state
   * @returns {Feature[]}
   */
  computed({ w, b, v, c, features, relu: bent }) {
    const list =
      features === "two"
        ? [
            { w, b },
            { w: v, b: c },
          ]
        : [{ w, b }];
    return list.map((one) => ({
      ...one,
      before: feature({ ...one, bent: false }),
      values: feature({ ...one, bent }),
    }));
  }

  /** @param {State} state */
  say(state) {
    return said(state, this.computed(state));
  }

  /** @param {State} state */
  draw(state) {
    const all = this.computed(state);
    const two = state.features === "two";
    return html`
      ${this.views(state)}
      ${this.layer(state)}
      ${table(this, state, all)}
      ${choices({
        legend: "Order",
        group: `${this.key}-sort`,
        value: state.sort,
        options: [
          ["none", "as in the class"],
          ["first", two ? "by feature 1" : "best first"],
          ...(two ? [/** @type {const} */ (["second", "by feature 2"])] : []),
        ],
        on: (sort) => this.set({ sort }),
      })}
      ${all.map((one, n) => formula(state, one, two ? n + 1 : 0))}
      ${two ? plane(this, state, all) : curve(this, state, all[0])}
    `;
  }

  /**
   * What is shown: one feature or two, with ReLU or without.
   * @param {State} state
   */
  views({ features, relu, edit, sort }) {
    return html`<div class="nn-w-row">
      ${choices({
        legend: "Features",
        group: `${this.key}-features`,
        value: features,
        options: [
          ["one", "one"],
          ["two", "two"],
        ],
        modes: true,
        on: (chosen) =>
          this.set({
            features: chosen,
            edit: "first",
            sort: chosen === "one" && sort === "second" ? "none" : sort,
          }),
      })}
      ${toggle({ label: "ReLU", value: relu, on: (on) => this.set({ relu: on }) })}
      ${
        features === "two"
          ? choices({
              legend: "Sliders for",
              group: `${this.key}-edit`,
              value: edit,
              options: [
                ["first", "feature 1"],
                ["second", "feature 2"],
              ],
              on: (chosen) => this.set({ edit: chosen }),
            })
          : nothing
      }
    </div>`;
  }

  /**
   * Presets and sliders for the weights and the bias of one feature.
   * @param {State} state
   */
  layer(state) {
    const two = state.features === "two";
    /** @type {["v", "c"] | ["w", "b"]} */
    const [weights, bias] = two && state.edit === "second" ? ["v", "c"] : ["w", "b"];
    const which = two ? `, feature ${weights === "v" ? 2 : 1}` : "";
    return html`<div class="nn-w-row" role="group" aria-label="Presets for the weights">
        ${Object.entries(NAMES).map(([name, label]) =>
          button({
            label,
            pressed: PRESETS[name].every((weight, i) => Math.abs(weight - state[weights][i]) < 1e-9),
            on: () => this.set({ [weights]: [...PRESETS[name]], [bias]: name === "difference" ? 0 : this.initial.b }),
          }),
        )}
      </div>
      <div class="nn-w-columns" style="--nn-label: 8.4em">
        ${SUBJECTS.map((subject, i) =>
          slider({
            label: subject,
            name: `weight of ${subject}${which}`,
            value: state[weights][i],
            min: -2,
            max: 2,
            step: 0.05,
            on: (value) => this.set({ [weights]: this.state[weights].with(i, value) }),
          }),
        )}
        ${slider({
          label: "Bias",
          name: `bias${which}`,
          value: state[bias],
          min: -20,
          max: 20,
          step: 0.2,
          on: (value) => this.set({ [bias]: value }),
        })}
      </div>`;
  }
}

customElements.define("nn-grades-explorer", GradesExplorer);
