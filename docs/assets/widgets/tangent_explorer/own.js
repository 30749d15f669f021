// A function that the reader writes, with its derivative: a small parser whose parts compute both at once. Nothing that
// is written is ever run as code.

/** @typedef {[value: number, slope: number]} Both What a part is at x, and how steep it is there. */
/** @typedef {(x: number) => Both} Part */

/** @type {Record<string, (value: number) => Both>} Functions of one number, with their derivatives. */
const FUNCTIONS = {
  sin: (v) => [Math.sin(v), Math.cos(v)],
  cos: (v) => [Math.cos(v), -Math.sin(v)],
  tan: (v) => [Math.tan(v), 1 / Math.cos(v) ** 2],
  tanh: (v) => [Math.tanh(v), 1 - Math.tanh(v) ** 2],
  exp: (v) => [Math.exp(v), Math.exp(v)],
  ln: (v) => [Math.log(v), v > 0 ? 1 / v : NaN],
  sqrt: (v) => [Math.sqrt(v), 0.5 / Math.sqrt(v)],
  abs: (v) => [Math.abs(v), v === 0 ? NaN : Math.sign(v)],
};
const CONSTANTS = /** @type {Record<string, number>} */ ({ pi: Math.PI, e: Math.E });
export const KNOWN = Object.keys(FUNCTIONS);

/** @type {Record<string, (one: Both, other: Both) => Both>} */
const RULES = {
  "+": ([a, da], [b, db]) => [a + b, da + db],
  "-": ([a, da], [b, db]) => [a - b, da - db],
  "*": ([a, da], [b, db]) => [a * b, da * b + a * db],
  "/": ([a, da], [b, db]) => [a / b, (da * b - a * db) / b ** 2],
  "^": ([a, da], [b, db]) => {
    const along = b === 0 || da === 0 ? 0 : b * a ** (b - 1) * da;
    return [a ** b, along + (db === 0 ? 0 : a ** b * Math.log(a) * db)];
  },
};

const TOKENS = /\d+\.?\d*|\.\d+|[a-z]+|[-+*/^()]|\S/g;
const SIGNS = /** @type {Record<string, string>} */ ({ "−": "-", "·": "*", "×": "*", "²": "^2", "³": "^3", ",": "." });

/**
 * The function that a text stands for; if it stands for none, an error says what is wrong with it.
 * @param {string} text
 * @returns {Part}
 */
export function parse(text) {
  const plain = text
    .toLowerCase()
    .replace("**", "^")
    .replace(/[−·×²³,]/g, (sign) => SIGNS[sign]);
  const tokens = plain.match(TOKENS) ?? [];
  let at = 0;
  const wrong = () =>
    new SyntaxError(at < tokens.length ? `“${tokens[at]}” is not expected there` : "the end is missing");
  const taken = (/** @type {string} */ token) => tokens[at] === token && ++at > 0;
  const joined = (/** @type {string} */ sign, /** @type {Part} */ one, /** @type {Part} */ other) =>
    /** @type {Part} */ ((x) => RULES[sign](one(x), other(x)));

  const sum = () => {
    let all = product();
    while (tokens[at] === "+" || tokens[at] === "-") all = joined(tokens[at++], all, product());
    return all;
  };
  const product = () => {
    let all = signed();
    for (;;) {
      if (tokens[at] === "*" || tokens[at] === "/") all = joined(tokens[at++], all, signed());
      else if (/^[a-z(]/.test(tokens[at] ?? ""))
        all = joined("*", all, power()); // 2x, 3 sin(x)
      else return all;
    }
  };
  /** @returns {Part} */
  const signed = () => (taken("-") ? joined("-", () => [0, 0], signed()) : power());
  /** @returns {Part} */
  const power = () => {
    const base = atom();
    return taken("^") ? joined("^", base, signed()) : base;
  };
  /** @returns {Part} */
  const bracket = () => {
    if (!taken("(")) throw wrong();
    const inside = sum();
    if (!taken(")")) throw new SyntaxError("a bracket is not closed");
    return inside;
  };
  /** @returns {Part} */
  const atom = () => {
    const token = tokens[at] ?? "";
    if (token === "(") return bracket();
    if (/^[\d.]+$/.test(token) && Number.isFinite(Number(token))) return constant(Number(tokens[at++]));
    if (!/^[a-z]/.test(token)) throw wrong();
    at++;
    if (token === "x") return (x) => [x, 1];
    if (Object.hasOwn(CONSTANTS, token)) return constant(CONSTANTS[token]);
    if (!Object.hasOwn(FUNCTIONS, token)) throw new SyntaxError(`“${token}” is not known`);
    const inner = bracket();
    return (x) => {
      const [value, slope] = inner(x);
      const [f, rate] = FUNCTIONS[token](value);
      return [f, slope === 0 ? 0 : rate * slope];
    };
  };

  const all = sum();
  if (at < tokens.length) throw wrong();
  return all;
}

/** @type {(value: number) => Part} */
const constant = (value) => () => [value, 0];
