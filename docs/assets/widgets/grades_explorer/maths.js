// The grades table and the layer on it: weighted sums, a bias, ReLU. A test compares the table with nnbook's.

export const STUDENTS = ["Amina", "Bruno", "Chloé", "Daniel", "Elif", "Farah", "Goran", "Hana"];
export const SUBJECTS = [
  "Mathematics",
  "Physics",
  "Computer Science",
  "Natural Language 1",
  "Natural Language 2",
  "Biology",
  "Chemistry",
];
export const PASS_MARK = 10;
export const MARKS = [
  [15, 13, 16, 14, 16, 12, 14],
  [17, 16, 18, 7, 8, 13, 16],
  [8, 7, 9, 17, 16, 11, 10],
  [11, 14, 9, 10, 12, 7, 8],
  [6, 8, 11, 9, 7, 8, 7],
  [12, 9, 10, 11, 10, 15, 11],
  [19, 18, 17, 15, 13, 17, 19],
  [9, 11, 8, 6, 9, 12, 11],
];

const mean = (/** @type {number[]} */ ...places) =>
  SUBJECTS.map((_, i) => (places.includes(i) ? 1 / places.length : 0));

/**
 * The questions of the chapter, as weights.
 * @type {Record<string, number[]>}
 */
export const PRESETS = {
  mean: mean(0, 1, 2, 3, 4, 5, 6),
  languages: mean(3, 4),
  difference: [1, -1, 0, 0, 0, 0, 0],
  sciences: mean(0, 1, 2, 5, 6),
};

/**
 * w · x + b.
 * @param {number[]} w
 * @param {number[]} x
 * @param {number} b
 */
export const weightedSum = (w, x, b) => w.reduce((sum, weight, i) => sum + weight * x[i], 0) + b;

/** @param {number} s */
export const relu = (s) => Math.max(s, 0);

/**
 * The table of a list of marks, a row for each student.
 * @param {number[]} list
 */
export const rows = (list) => STUDENTS.map((_, i) => list.slice(i * SUBJECTS.length, (i + 1) * SUBJECTS.length));

/**
 * One feature of all students.
 * @param {{ w: number[], b: number, bent: boolean }} layer whose sums ReLU has bent, or not
 * @param {number[][]} marks
 */
export const feature = ({ w, b, bent }, marks = MARKS) =>
  marks.map((x) => {
    const s = weightedSum(w, x, b);
    return bent ? relu(s) : s;
  });

/**
 * The order of the students: that of the table, or by their values, the largest first; equal ones stay in order.
 * @param {number[]} values
 * @param {boolean} sorted
 */
export function order(values, sorted) {
  const places = values.map((_, i) => i);
  return sorted ? places.sort((i, j) => values[j] - values[i] || i - j) : places;
}

/**
 * Whether a value is above zero, and not there by rounding.
 * @param {number} value
 */
export const isAbove = (value) => value > 1e-9;

/**
 * The best students of one bias: those above zero.
 * @param {number[]} values
 */
export const kept = (values) => values.filter(isAbove).length;
