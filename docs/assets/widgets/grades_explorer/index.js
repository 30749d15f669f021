// The table of marks as a layer: a weight for each subject, a bias, ReLU, and if wanted a second feature.

import { Widget } from "../shared/base.js";
import { button, choices, matrix, more, slider, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { curve, line, plane, table } from "./drawing.js";
import { feature, MARKS, PRESETS, rows, STUDENTS, SUBJECTS } from "./maths.js";
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
 * @property {number[]} marks of all students, one row after another
 */

/** @typedef {{ w: number[], b: number, before: number[], values: number[] }} Feature Before and after ReLU. */

/** @extends {Widget<State>} */
export class GradesExplorer extends Widget {
  static title = "Grades explorer";

  /** Where on the screen a weight that is being dragged would be 0, in units of the weight. */
  begun = 0;

  /** Whether the table is all there is: where the chapter has not yet had a formula, a bias or ReLU. */
  plain = false;

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ features = "mean", bias = "0", relu: bent, plain }) {
    this.plain = plain !== undefined;
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
      marks: numbers(MARKS.flat(), { min: 0, max: 20 }),
      student: number(0, { min: 0, max: STUDENTS.length - 1, whole: true }),
    };
  }

  /** @param {State} state */
  task({ features, relu: bent }) {
    if (features === "two") return TASKS.two;
    return TASKS[bent ? "relu" : this.settings.features === "mean" ? "opening" : "bias"];
  }

  /**
   * The features as they stand.
   * @param {State} state
   * @returns {Feature[]}
   */
  computed({ w, b, v, c, features, relu: bent, marks }) {
    const table = rows(marks);
    const list =
      features === "two"
        ? [
            { w, b },
            { w: v, b: c },
          ]
        : [{ w, b }];
    return list.map((one) => ({
      ...one,
      before: feature({ ...one, bent: false }, table),
      values: feature({ ...one, bent }, table),
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
    const told = two && state.edit === "second" ? 1 : 0; // of two features the one that is changed is written out
    const sum = formula(state, all[told], two ? told + 1 : 0);
    const own = [this.own(state), this.sliders(state)];
    if (this.plain && !two) {
      return html`
        <div class="nn-w-row">${this.sorting(state)}</div>
        ${table(this, state, all)} ${this.presets(state)}
        ${more(own, "Marks, and weights to type")}
      `;
    }
    const picture = two ? plane(this, state, all) : (state.relu ? curve : line)(this, state, all[0]);
    const small = two && this.width < 420; // there the plane takes the room of the order and of the sum
    return html`
      <div class="nn-w-row">${this.views(state)} ${small ? nothing : this.sorting(state)}</div>
      ${table(this, state, all)}
      <div class="nn-w-both nn-w-layer">
        ${picture}
        <div class="nn-w-read">${this.layer(state)} ${small ? nothing : sum}</div>
      </div>
      ${
        small
          ? more([this.sorting(state), sum, ...own], "Order, sums, marks, and weights to type")
          : more(own, "Marks, and weights to type")
      }
    `;
  }

  /**
   * What is shown: one feature or two, with ReLU or without.
   * @param {State} state
   */
  views({ features, relu, sort }) {
    return html`${choices({
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
      ${toggle({ label: "ReLU", value: relu, on: (on) => this.set({ relu: on }) })}`;
  }

  /**
   * The order of the students.
   * @param {State} state
   */
  sorting({ features, sort }) {
    return choices({
      legend: "Order",
      group: `${this.key}-sort`,
      value: sort,
      options: [
        ["none", "as in the class"],
        ["first", features === "two" ? "by feature 1" : "best first"],
        ...(features === "two" ? [/** @type {const} */ (["second", "by feature 2"])] : []),
      ],
      strip: true,
      on: (chosen) => this.set({ sort: chosen }),
    });
  }

  /**
   * The marks of the chosen student, to be changed.
   * @param {State} state
   */
  own({ marks, student }) {
    const name = STUDENTS[student];
    const at = student * SUBJECTS.length;
    return html`<div class="nn-w-row">
      <span class="nn-w-note">Marks of ${name}</span>
      <div class="nn-w-weights">
        ${matrix({
          label: `marks of ${name}`,
          value: [marks.slice(at, at + SUBJECTS.length)],
          on: (_, k, mark) => this.set({ marks: this.state.marks.with(at + k, mark) }),
        })}
      </div>
    </div>`;
  }

  /**
   * The names of weights and bias that are moved.
   * @param {State} state
   * @returns {["v", "c"] | ["w", "b"]}
   */
  moved({ features, edit }) {
    return features === "two" && edit === "second" ? ["v", "c"] : ["w", "b"];
  }

  /** @param {number} k */
  weight(k) {
    return this.state[this.moved(this.state)[0]][k];
  }

  /**
   * Give a subject another weight, to the twentieth.
   * @param {number} k
   * @param {number} weight
   */
  weigh(k, weight) {
    const [name] = this.moved(this.state);
    this.set({ [name]: this.state[name].with(k, Math.round(Math.max(-2, Math.min(2, weight)) * 20) / 20) });
  }

  /**
   * What is changed for one feature: the presets of its weights, and its bias.
   * @param {State} state
   */
  layer(state) {
    const two = state.features === "two";
    const [weights, bias] = this.moved(state);
    const which = two ? `, feature ${weights === "v" ? 2 : 1}` : "";
    return html`${
      two
        ? choices({
            legend: "Change",
            group: `${this.key}-edit`,
            value: state.edit,
            options: [
              ["first", "feature 1"],
              ["second", "feature 2"],
            ],
            on: (chosen) => this.set({ edit: chosen }),
          })
        : nothing
    }
      ${this.presets(state)}
      ${slider({
        label: "Bias",
        name: `bias${which}`,
        value: state[bias],
        min: -20,
        max: 20,
        step: 0.2,
        on: (value) => this.set({ [bias]: value }),
      })}`;
  }

  /**
   * Weights that ask a question of the chapter.
   * @param {State} state
   */
  presets(state) {
    const [weights, bias] = this.moved(state);
    return html`<div class="nn-w-row nn-w-strip nn-w-presets" role="group" aria-label="Presets for the weights">
      ${Object.entries(NAMES).map(([name, label]) =>
        button({
          label,
          pressed: PRESETS[name].every((weight, i) => Math.abs(weight - state[weights][i]) < 1e-9),
          on: () => this.set({ [weights]: [...PRESETS[name]], [bias]: name === "difference" ? 0 : this.initial.b }),
        }),
      )}
      <span class="nn-w-note">Tint: what a mark adds</span>
    </div>`;
  }

  /**
   * The weights of one feature, to be slid and typed.
   * @param {State} state
   */
  sliders(state) {
    const [weights] = this.moved(state);
    const which = state.features === "two" ? `, feature ${weights === "v" ? 2 : 1}` : "";
    return html`<div class="nn-w-columns" style="--nn-label: 8.4em">
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
    </div>`;
  }
}

customElements.define("nn-grades-explorer", GradesExplorer);
