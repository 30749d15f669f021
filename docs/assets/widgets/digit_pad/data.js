// What the build laid beside the pages for the digit pad: the networks that it trained, and some test images. Each file
// is fetched once, and again only if that failed.

import { readNpz } from "../shared/npz.js";
import { SIDE } from "./maths.js";
import { counted, layersOf } from "./network.js";

/** @typedef {{ layers: import("./network.js").Layer[], count: number }} Network With the count of its numbers. */
/** @typedef {{ images: import("./maths.js").Picture[], labels: import("./maths.js").Numbers }} Digits */
/** @typedef {{ small: Network, wide: Network, conv: Network, opening: Network }} Networks */
/** @typedef {Networks & { digits: Digits, train: Digits, example: Digits }} Fetched */
/** @typedef {keyof Fetched} Name */

/** Where the files are, below the site's root. */
const FILES = {
  small: "chapters/digits/digit-pad.npz",
  wide: "chapters/digits/digit-pad-wide.npz",
  conv: "chapters/digits/digit-pad-conv.npz",
  opening: "opening.npz",
  digits: "chapters/digits/digit-pad-digits.npz",
  train: "chapters/digits/digit-pad-train.npz",
  example: "opening-digit.npz",
};

/** Files that hold images and labels; the others hold weights. */
const IMAGES = new Set(["digits", "train", "example"]);

/** @type {Map<Name, Promise<Network | Digits>>} */
const kept = new Map();

/**
 * A network or the digits. Fails with a sentence for the reader.
 * @template {Name} N
 * @param {N} name
 * @param {URL} site its root
 * @returns {Promise<Fetched[N]>}
 */
export function fetched(name, site) {
  const found = kept.get(name) ?? get(name, site);
  kept.set(name, found);
  found.catch(() => kept.delete(name));
  return /** @type {Promise<Fetched[N]>} */ (found);
}

/**
 * @param {Name} name
 * @param {URL} site
 */
async function get(name, site) {
  const answer = await fetch(new URL(FILES[name], site)).catch(() => undefined);
  const file = FILES[name].split("/").at(-1);
  if (!answer?.ok) throw new Error(`${file} could not be fetched`);
  try {
    const found = Object.entries(await readNpz(await answer.arrayBuffer()));
    const arrays = Object.fromEntries(found.map(([key, array]) => [key, numbers(array)]));
    if (IMAGES.has(name)) return digits(arrays);
    const layers = layersOf(arrays);
    return { layers, count: counted(layers) };
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : problem;
    throw new Error(`${file} cannot be used: ${reason}`, { cause: problem });
  }
}

/**
 * An array of a file, which must be one of numbers.
 * @param {import("../shared/npz.js").NumberArray | string} array
 */
function numbers(array) {
  if (typeof array === "string") throw new Error("an array is a text");
  return array;
}

/**
 * Each image as brightness from 0 to 1.
 * @param {Record<string, import("../shared/npz.js").NumberArray>} arrays
 */
function digits({ images, labels }) {
  const size = SIDE * SIDE;
  if (images.data.length !== labels.data.length * size) throw new Error("images and labels are not equally many");
  const picture = (/** @type {number} */ n) =>
    Float64Array.from(images.data.subarray(n * size, (n + 1) * size), (value) => value / 255);
  return { images: Array.from(labels.data, (_, n) => picture(n)), labels: labels.data };
}
