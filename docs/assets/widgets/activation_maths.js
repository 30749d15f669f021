// Activations and their derivatives, safe for large numbers as the library's are.

import { relu, sigmoid } from "./microscope_maths.js";

export const LEAK = 0.1; // as in the figure of the page

/** Each with its derivative, the formula of the text, and what is drawn: z from −limit to limit. */
export const ACTIVATIONS = {
  sigmoid: { name: "sigmoid", f: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z), limit: 10, span: [-0.1, 1.1], rise: [0, 0.3], letter: "σ" },
  tanh: { name: "tanh", f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, limit: 5, span: [-1.2, 1.2], rise: [0, 1.2], letter: "tanh" },
  relu: { name: "ReLU", f: relu, slope: (z) => (z > 0 ? 1 : 0), limit: 3, span: [-0.6, 3.2], rise: [0, 1.2], letter: "ReLU", kink: true },
  leaky_relu: { name: "leaky ReLU", f: (z) => (z > 0 ? z : LEAK * z), slope: (z) => (z > 0 ? 1 : LEAK), limit: 3, span: [-0.6, 3.2], rise: [0, 1.2], letter: "leaky", kink: true },
};

/** What a neuron with one input gives at x, and the slope of it in x, by the chain rule. */
export function neuron(name, w, b, x) {
  const { f, slope } = ACTIVATIONS[name];
  const z = w * x + b;
  return { z, a: f(z), local: slope(z), slope: w * slope(z) };
}

/** A neuron counts as saturated where its slope is below a twentieth of the steepest. */
const STEEPEST = { sigmoid: 0.25, tanh: 1, relu: 1, leaky_relu: 1 };
export const saturated = (name, z) => ACTIVATIONS[name].slope(z) < STEEPEST[name] / 20;

/** The pieces of x between `low` and `high` where the neuron is saturated. */
export function flat(name, w, b, low, high, steps = 400) {
  const pieces = [];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [low + ((high - low) * i) / steps, low + ((high - low) * (i + 1)) / steps];
    if (!saturated(name, (w * (from + to)) / 2 + b)) continue;
    if (pieces.length && pieces.at(-1)[1] === from) pieces.at(-1)[1] = to;
    else pieces.push([from, to]);
  }
  return pieces;
}
