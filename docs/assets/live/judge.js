// An answer runs in the reader's interpreter, its check in the book's. What the check asks of the answer, and what the
// answer replies, are texts that pass through the page, which never looks into them.

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./engine.js").End} End */
/** @typedef {import("./engine.js").Told} Told */
/** @typedef {{ accepted: boolean, message: string, error: string, asks?: string }} Verdict */

let count = 0;
const LARGEST = 50_000_000; // characters of a reply

/**
 * What a check says, from the book's interpreter, which no code of a reader's has been in.
 * @param {string} text
 * @returns {Verdict}
 */
export const verdict = (text) => JSON.parse(text);

/**
 * Have an answer checked. The promise is fulfilled with how that ended: if it is done, `verdict` reads its text.
 * @param {{ key: object, answer: string, check: string }} exercise
 * @param {{ book: Engine, reader: Engine }} engines
 * @param {(told: Told) => void} on
 * @returns {Promise<End>}
 */
export async function judge({ key, answer, check }, { book, reader }, on = () => {}) {
  count += 1;
  const name = String(count);
  const source = `${answer}\n${check}`; // the answer's side needs what the check's needs
  const ask = (/** @type {string} */ replied) =>
    book.run({ key, source: check, call: "judge", given: [name, check, replied] }, on);
  /** @param {string} call @param {string} given */
  const tell = (call, given) => reader.run({ key, source, call, given: [name, given] }, on);

  let end = await tell("answer", answer);
  if (end.type === "done") end = await ask("");
  while (end.type === "done") {
    const { asks } = verdict(end.text);
    if (asks === undefined) return end;
    const replied = await tell("reply", asks);
    if (replied.type !== "done") return replied;
    if (replied.text.length > LARGEST) {
      return { type: "failed", lost: false, message: "the answer gives more than its check can read" };
    }
    end = await ask(replied.text);
  }
  return end;
}
