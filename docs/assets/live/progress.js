// Which exercises are solved, shown where they stand and, for the whole book, on the page that lists them.
import { erase, everything, solved } from "./store.js";

export function showSolved() {
  const done = solved();
  for (const heading of document.querySelectorAll('h3[id^="ex-"]')) {
    if (!done[heading.id] || heading.querySelector(".nn-solved")) continue;
    heading.append(" ", mark("solved"));
  }
}

const mark = (/** @type {string} */ textContent) =>
  Object.assign(document.createElement("span"), { className: "nn-solved", textContent });

// The list of the chapters says how many exercises each has.
export function showChapters() {
  const done = Object.keys(solved());
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".nn-done"))) {
    const { chapter, of } = place.dataset;
    const here = done.filter((id) => id.startsWith(`ex-${chapter}-`)).length;
    place.replaceChildren(...(here ? [mark(`${here} of ${of} solved`)] : []));
  }
}

// The page's own lists, one under the heading of each chapter, say which exercises there are.
export function showProgress() {
  const place = document.querySelector(".nn-progress");
  if (!place) return;
  const done = solved();
  let [all, right] = [0, 0];
  for (const list of document.querySelectorAll(".md-content ol:has(a[href*='#ex-'])")) {
    const links = [...list.querySelectorAll("a")];
    for (const link of links) link.classList.toggle("nn-solved-link", link.hash.slice(1) in done);
    const here = links.filter((link) => link.hash.slice(1) in done).length;
    const heading = list.previousElementSibling;
    heading?.querySelector(".nn-solved")?.remove();
    if (here) heading?.append(mark(`${here} of ${links.length}`));
    [all, right] = [all + links.length, right + here];
  }
  const paragraph = document.createElement("p");
  paragraph.textContent = `You have solved ${right} of ${all} exercises. This browser alone knows: it is sent nowhere.`;
  place.replaceChildren(paragraph, button("Export", download), " ", button("Erase", eraseAll));
}

/**
 * @param {string} textContent
 * @param {() => void} onclick
 */
export const button = (textContent, onclick) =>
  Object.assign(document.createElement("button"), {
    type: "button",
    textContent,
    onclick,
    className: "nn-progress-button",
  });

function download() {
  const file = new Blob([JSON.stringify(everything(), null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  Object.assign(link, { href: URL.createObjectURL(file), download: "nnbook-progress.json" }).click();
  URL.revokeObjectURL(link.href);
}

function eraseAll() {
  erase();
  showProgress();
}
