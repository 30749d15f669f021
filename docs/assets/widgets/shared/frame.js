// What stands around a widget: above it its title and what one does with the whole of it, below it what to find out.

import { html, nothing, repeat, svg } from "./lit.js";

/** @typedef {import("./base.js").Content} Content */

/**
 * A widget in its frame; `figure` is the name of the figure in whose place it stands, such as "Figure 3.9".
 * @param {{ figure: string, title: string, tools: Content, content: Content } & import("./base.js").Task} parts
 */
export const framed = ({ figure, title, tools, content, task, answer }) =>
  html`<div class="nn-w" role="group" aria-label=${title}>
    <header class="nn-w-head">
      <p class="nn-w-title">${figure ? html`<span>${figure}</span> ` : nothing}${title}</p>
      ${tools}
    </header>
    ${content}
    <div class="nn-w-task">
      <p><strong>Try this.</strong> ${task}</p>
      ${repeat([answer], (one) => one, found)}
    </div>
  </div>`;

/**
 * The answer, folded: that of another task is an element of its own, which nobody has opened.
 * @param {string | undefined} answer
 */
const found = (answer) =>
  answer ? html`<details><summary>What you should find</summary><p>${answer}</p></details>` : nothing;

/** The signs of the buttons in the head, of 16 by 16 pixels. */
export const SIGNS = {
  reset: "M3 8a5 5 0 1 0 1.6-3.7L3 6M3 2.5V6h3.5",
  link: "M6.5 9.5l3-3M7 4.5 8.6 3A3 3 0 0 1 13 7.4l-1.5 1.6M9 11.5 7.4 13A3 3 0 0 1 3 8.6l1.5-1.6",
  embed: "M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4",
  enlarge: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  lessen: "M6 2.5V6H2.5M13.5 6H10V2.5M10 13.5V10h3.5M2.5 10H6v3.5",
};

/**
 * A button in the head: a sign, and where there is room its name.
 * @param {keyof typeof SIGNS} sign
 * @param {string} name
 * @param {(event: MouseEvent) => void} on
 */
export const tool = (sign, name, on) =>
  html`<button type="button" class="nn-w-tool" data-tool=${sign} aria-label=${name} @click=${on}>
    ${svg`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${SIGNS[sign]}></path></svg>`}
    <span>${name}</span>
  </button>`;
