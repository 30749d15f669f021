// Numbers as the widgets write them.

export const LOW = "₀₁₂₃₄₅₆₇₈₉";
export const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A whole number as an exponent.
 * @param {number} whole
 */
export const raised = (whole) => String(whole).replace(/./g, (sign) => (sign === "-" ? "⁻" : HIGH[Number(sign)]));

/**
 * A number with at most `digits` decimals, without trailing zeros, with a true minus sign.
 * @param {number} value
 * @param {number} digits
 */
export function show(value, digits = 2) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "undefined";
  if (Math.abs(value) < 1e6) return String(asShown(value, digits)).replace("-", "−");
  const [share, exponent] = value.toExponential(2).split("e+");
  return `${share.replace("-", "−")} · 10${raised(Number(exponent))}`;
}

/**
 * The number that is read where `show` has written this one.
 * @param {number} value
 * @param {number} digits
 */
export const asShown = (value, digits = 2) => Number(value.toFixed(digits)) + 0; // no −0

/**
 * What stands between what comes of numbers as they are shown, and the result as it is shown: rounding parts the two.
 * @param {number} computed
 * @param {number} result
 * @param {number} digits
 */
export const equal = (computed, result, digits = 2) =>
  asShown(computed, digits) === asShown(result, digits) ? "=" : "≈";

/**
 * A number with a fixed number of decimals, for columns.
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits = 2) {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e6) return show(value, digits);
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/**
 * A number as a factor or a term of a sum: negative ones in brackets.
 * @param {number} value
 * @param {number} digits
 */
export const term = (value, digits = 2) => show(value, digits).replace(/^−.*/, "($&)");

/**
 * What follows in a sum: "+ 3" or "− 3".
 * @param {number} value
 * @param {number} digits
 */
export const plus = (value, digits = 2) => `${value < 0 ? "−" : "+"} ${show(Math.abs(value), digits)}`;

/**
 * Random numbers that are the same for the same seed (mulberry32), each from 0 to 1.
 * @param {number} seed
 */
export function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A number as an address can hold it.
 * @param {number} value
 */
export const tidy = (value) => Number(value.toPrecision(12));
