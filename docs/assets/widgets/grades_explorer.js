// The table of marks as a layer: a weight for each subject, a bias, ReLU, and if wanted a second feature.

import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { Widget, html, nothing, svg } from "./base.js";
import { button, choices, slider, toggle } from "./controls.js";
import { choice, flag, number, numbers } from "./fields.js";
import { MARKS, PRESETS, STUDENTS, SUBJECTS, feature, kept, order, relu, weightedSum } from "./grades_maths.js";
import { plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const SHORT = ["Ma", "Ph", "CS", "L1", "L2", "Bi", "Ch"];
const NAMES = { mean: "Mean", languages: "Languages", difference: "Mathematics − Physics", sciences: "Sciences" };

const TASKS = {
  bias: {
    task: "With the weights for the sciences, move only the bias. Between which two numbers must it lie, so that exactly three students stay above zero?",
    answer: "Above −14 and up to −11.4. At −11.4 Farah, whose mean is 11.4, is exactly at zero; at −14 Amina is too.",
  },
  relu: {
    task: "Elif is at zero whichever preset you choose. Find two weights and a bias with which she is the only one above zero.",
    answer: "Computer Science +1, Mathematics −1, bias −1. She is five marks better in the first than in the second; nobody else is more than one mark better. Every student can be somebody’s answer: it depends on the question.",
  },
  two: {
    task: "Leave everything but the bias of feature 2 (languages) as it is. For which values is exactly one student above zero in both? Who is it?",
    answer: "Above −15 and up to −14: then Goran, whose mean in languages is 14, is out, and Amina with 15 is the only one left.",
  },
};

class GradesExplorer extends Widget {
  static title = "Grades explorer";

  fields({ features, bias, relu: bent }) {
    const [first, second = "languages"] = features.split(" ");
    return {
      w: numbers(PRESETS[first], { min: -20, max: 20 }),
      b: number(bias, { min: -400, max: 400 }),
      v: numbers(PRESETS[second], { min: -20, max: 20 }), // the weights of the second feature, and its bias
      c: number(bias, { min: -400, max: 400 }),
      features: choice(features.includes(" ") ? "two" : "one", ["one", "two"]),
      edit: choice("first", ["first", "second"]),
      relu: flag(bent !== undefined),
      sort: choice("none", ["none", "first", "second"]),
      student: number(0, { min: 0, max: STUDENTS.length - 1, whole: true }),
    };
  }

  task = ({ features, relu: bent }) => TASKS[features === "two" ? "two" : bent ? "relu" : "bias"];

  /** The features as they stand: weights, bias, the values of all students before and after ReLU. */
  computed({ w, b, v, c, features, relu: bent }) {
    const list = [{ name: "feature 1", w, b }];
    if (features === "two") list.push({ name: "feature 2", w: v, b: c });
    return list.map((one) => ({
      ...one,
      before: feature({ ...one, bent: false }),
      values: feature({ ...one, bent }),
    }));
  }

  say(state) {
    const all = this.computed(state);
    const above = STUDENTS.filter((_, i) => all.every(({ values }) => values[i] > 1e-9));
    const mine = all.map(({ values }) => show(values[state.student])).join(" and ");
    return `${STUDENTS[state.student]}: ${mine}. Above zero${all.length > 1 ? " in both" : ""}: ${above.join(", ") || "nobody"}.`;
  }

  draw(state) {
    const all = this.computed(state);
    const two = state.features === "two";
    const second = two && state.edit === "second";
    const [weights, bias] = second ? ["v", "c"] : ["w", "b"];
    return html`
      <div class="nn-w-row">
        ${choices({
          legend: "Features",
          group: `${this.key}-features`,
          value: state.features,
          options: [["one", "one"], ["two", "two"]],
          modes: true,
          on: (features) => this.set({ features, edit: "first", sort: features === "one" && state.sort === "second" ? "none" : state.sort }),
        })}
        ${toggle({ label: "ReLU", value: state.relu, on: (on) => this.set({ relu: on }) })}
        ${two
          ? choices({
              legend: "Sliders for",
              group: `${this.key}-edit`,
              value: state.edit,
              options: [["first", "feature 1"], ["second", "feature 2"]],
              on: (edit) => this.set({ edit }),
            })
          : nothing}
      </div>
      <div class="nn-w-row" role="group" aria-label="Presets for the weights">
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
            name: `weight of ${subject}${two ? (second ? ", feature 2" : ", feature 1") : ""}`,
            value: state[weights][i],
            min: -2,
            max: 2,
            step: 0.05,
            on: (value) => this.set({ [weights]: this.state[weights].with(i, value) }),
          }),
        )}
        ${slider({
          label: "Bias",
          name: `bias${two ? (second ? ", feature 2" : ", feature 1") : ""}`,
          value: state[bias],
          min: -20,
          max: 20,
          step: 0.2,
          on: (value) => this.set({ [bias]: value }),
        })}
      </div>
      ${this.table(state, all)}
      ${choices({
        legend: "Order",
        group: `${this.key}-sort`,
        value: state.sort,
        options: [["none", "as in the class"], ["first", two ? "by feature 1" : "best first"], ...(two ? [["second", "by feature 2"]] : [])],
        on: (sort) => this.set({ sort }),
      })}
      ${all.map((one, n) => this.written(state, one, two ? n + 1 : 0))}
      ${two ? this.plane(state, all) : this.curve(state, all[0])}
    `;
  }

  /** Rows that change places move there, unless the reader wants less motion. */
  paint() {
    const tops = () => [...this.ui.querySelectorAll("tbody tr")].map((row) => [row, row.offsetTop]);
    const before = new Map(tops());
    super.paint();
    if (this.calm) return;
    for (const [row, top] of tops()) {
      const way = (before.get(row) ?? top) - top;
      if (way) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 350, easing: "ease-in-out" });
    }
  }

  /** The table: each mark is tinted by what it adds, each student coloured by what comes out. */
  table(state, all) {
    const edited = all[state.edit === "second" && all[1] ? 1 : 0];
    const sorted = order(all[state.sort === "second" && all[1] ? 1 : 0].values, state.sort !== "none");
    const most = Math.max(...MARKS.flatMap((x) => x.map((mark, i) => Math.abs(mark * edited.w[i]))), 1e-9);
    const tint = (share) =>
      `background: color-mix(in srgb, var(--nn-${share > 0 ? "blue" : "orange"}) ${(Math.abs(share) * 34).toFixed(1)}%, transparent)`;
    const largest = all.map(({ values }) => Math.max(...values.map(Math.abs), 1e-9));
    const result = (value, n) => {
      const share = Math.abs(value) < 1e-9 ? 0 : value / largest[n];
      const colour = share > 0 ? "blue" : "orange";
      return html`<td class="nn-w-result">
        <span class="nn-w-bar" style="width: ${(Math.abs(share) * 100).toFixed(1)}%; background: var(--nn-${colour})"></span>
        ${show(value)}
      </td>`;
    };
    const letter = state.relu ? "a" : "s";
    const names = all.length > 1 ? [html`<i>${letter}</i><sub>1</sub>`, html`<i>${letter}</i><sub>2</sub>`] : [html`<i>${letter}</i>`];
    return html`<table class="nn-w-grades" aria-label="Marks, and what the layer makes of them">
      <thead>
        <tr>
          <td></td>
          ${SUBJECTS.map((subject, i) => html`<th scope="col"><abbr title=${subject}>${SHORT[i]}</abbr></th>`)}
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
        <tr class="nn-w-weights">
          <th scope="row">weights</th>
          ${edited.w.map((weight) => html`<td>${show(weight, this.width > 400 ? 2 : 1)}</td>`)}
          ${all.map(({ b }) => html`<td>${plus(b)}</td>`)}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          sorted,
          (i) => i,
          (i) =>
            html`<tr class=${all.every(({ values }) => values[i] > 1e-9) ? "nn-w-above" : ""}>
              <th scope="row">
                <button type="button" aria-pressed=${i === state.student} @click=${() => this.set({ student: i })}>${STUDENTS[i]}</button>
              </th>
              ${MARKS[i].map((mark, k) => html`<td style=${edited.w[k] === 0 ? "" : tint((mark * edited.w[k]) / most)}>${mark}</td>`)}
              ${all.map(({ values }, n) => result(values[i], n))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** The formula of the text with the numbers of the chosen student. */
  written({ student, relu: bent }, { w, b, before }, number) {
    const x = MARKS[student];
    const terms = w.map((weight, i) => [weight, x[i]]).filter(([weight]) => weight !== 0);
    const sub = number ? html`<sub>${number}</sub>` : nothing;
    const s = weightedSum(w, x, b);
    return html`<p class="nn-w-formula">
      ${STUDENTS[student]}: <i>s</i>${sub} = <i>w</i> · <i>x</i> + <i>b</i> =
      ${terms.map(([weight, mark], n) => `${n ? " + " : ""}${term(weight, 3)} · ${mark}`).join("") || "0"} ${plus(b)} =
      <strong>${show(before[student])}</strong>${bent ? html`, <i>a</i>${sub} = ReLU(<i>s</i>${sub}) = max(0, ${show(s)}) = <strong>${show(relu(s))}</strong>` : nothing}
    </p>`;
  }

  /** One feature: what comes out against what goes in. */
  curve(state, { before, values }) {
    const width = Math.min(this.width, 520);
    const height = 210;
    const range = span([...before, ...values]);
    const x = linear(range, [44, width - 12]);
    const y = linear(range.map((v) => (state.relu ? Math.max(v, range[1] * -0.12) : v)), [height - 44, 10]);
    const line = [[range[0], state.relu ? 0 : range[0]], [0, 0], [range[1], range[1]]];
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label="The eight students on the ${state.relu ? "curve of ReLU" : "straight line"}: ${kept(values)} above zero">
      ${axes({ x, y, xlabel: "s", ylabel: state.relu ? "a = ReLU(s)" : "s", many: [6, 4] })}
      <path class="nn-w-line" d=${path(line, x, y)}></path>
      ${before.map((s, i) => this.dot(i === state.student, values[i] > 1e-9, x(s), y(values[i]), i === state.student ? STUDENTS[i] : ""))}
    </svg>`;
  }

  /** Two features: each student a point; the quarter where both are above zero is tinted. */
  plane(state, [one, two]) {
    const width = Math.min(this.width, 460);
    const height = 330;
    const x = linear(span(one.before), [48, width - 12]);
    const y = linear(span(two.before), [height - 46, 10]);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label="Each student a point: feature 1 to the right, feature 2 upwards">
      <rect class="nn-w-quarter" x=${x(0)} y=${y.to[1]} width=${x.to[1] - x(0)} height=${y(0) - y.to[1]}></rect>
      ${axes({ x, y, xlabel: "feature 1", ylabel: "feature 2", grid: false })}
      <path class="nn-w-zero" d="M${x(0)} ${y.to[0]}V${y.to[1]}M${x.to[0]} ${y(0)}H${x.to[1]}"></path>
      ${STUDENTS.map((name, i) => {
        const [a, b] = [x(one.before[i]), y(two.before[i])];
        const [c, d] = [x(one.values[i]), y(two.values[i])];
        const above = one.values[i] > 1e-9 && two.values[i] > 1e-9;
        return svg`${state.relu && (a !== c || b !== d) ? svg`<line class="nn-w-move" x1=${a} y1=${b} x2=${c} y2=${d}></line><circle class="nn-w-ghost" cx=${a} cy=${b} r="4"></circle>` : nothing}
          ${this.dot(i === state.student, above, c, d, "")}
          <text x=${a > width - 70 ? a - 8 : a + 8} y=${two.before[i] < 0 ? b + 17 : b - 6} text-anchor=${a > width - 70 ? "end" : "start"} font-weight=${i === state.student ? 700 : 400}>${name}</text>`;
      })}
    </svg>`;
  }

  dot(chosen, above, cx, cy, name) {
    return svg`<circle class=${above ? "nn-w-above" : "nn-w-below"} cx=${cx} cy=${cy} r=${chosen ? 7 : 5}></circle>
      ${name ? svg`<text x=${cx} y=${cy - 12} text-anchor="middle" font-weight="700">${name}</text>` : nothing}`;
  }
}

/** From a little below the smallest to a little above the largest, zero always between them. */
function span(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const more = Math.max(high - low, 1) * 0.1;
  return [low - more, high + more];
}

customElements.define("nn-grades-explorer", GradesExplorer);
