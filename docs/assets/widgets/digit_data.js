// What the build laid beside the page for the digit pad: the networks that it trained, and some test images. Each file
// is fetched once, and again only if that failed.

import { SIDE, dense } from "./digit_maths.js";
import { readNpz } from "./npz.js";

const FILES = { small: "digit-pad.npz", wide: "digit-pad-wide.npz", digits: "digit-pad-digits.npz" };
const kept = new Map();

/** A network, `{ layers, count }`, or the digits, `{ images, labels }`. Fails with a sentence for the reader. */
export function fetched(name) {
  const address = new URL(FILES[name], location.href).href;
  if (!kept.has(address)) {
    const found = get(address, name);
    kept.set(address, found);
    found.catch(() => kept.delete(address));
  }
  return kept.get(address);
}

async function get(address, name) {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) throw new Error(`${FILES[name]} could not be fetched`);
  try {
    const arrays = await readNpz(await answer.arrayBuffer());
    if (name === "digits") return digits(arrays);
    return { layers: dense(arrays), count: Object.values(arrays).reduce((sum, { data }) => sum + data.length, 0) };
  } catch (problem) {
    throw new Error(`${FILES[name]} cannot be used: ${problem.message}`, { cause: problem });
  }
}

/** Each image as brightness from 0 to 1. */
function digits({ images, labels }) {
  const size = SIDE * SIDE;
  if (images.data.length !== labels.data.length * size) throw new Error("images and labels are not equally many");
  return {
    images: Array.from(labels.data, (_, n) => Float64Array.from(images.data.subarray(n * size, (n + 1) * size), (v) => v / 255)),
    labels: labels.data,
  };
}
