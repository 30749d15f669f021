// A widget that needs files which the build laid beside the page: networks, test images. Until they are there, and
// whenever they do not come, its figure stands in.

import { Widget } from "../shared/base.js";
import { html, render } from "../shared/lit.js";
import { fetched } from "./data.js";

/** @typedef {import("./data.js").Name} Name */

/**
 * @template {object} State
 * @extends {Widget<State>}
 */
export class Fetching extends Widget {
  /** @type {Partial<import("./data.js").Fetched>} What has been fetched, by name. */
  ready = {};
  fetching = false;

  /** What is said while the reader waits. */
  waits = "";

  /**
   * The files that a state needs.
   * @param {State} _state
   * @returns {Name[]}
   */
  needs(_state) {
    throw this.missing("needs");
  }

  /** What comes after each drawing: the canvases are filled. */
  painted() {
    throw this.missing("painted");
  }

  /** The files that are not there yet. */
  get lacks() {
    return this.needs(this.state).filter((name) => !this.ready[name]);
  }

  /** Draw if all that it takes is there; until then leave what is shown. */
  paint() {
    const { lacks } = this;
    if (lacks.length) {
      this.fetch(lacks);
      return;
    }
    this.classList.remove("nn-failed");
    super.paint();
    this.painted();
  }

  /** The figure stands in while the reader waits for the first drawing. */
  wait() {
    if (this.ui.querySelector(".nn-w")) return;
    this.classList.add("nn-failed");
    render(html`<p class="nn-w-problem" role="status">${this.waits}</p>`, this.ui);
  }

  /** @param {Name[]} names */
  async fetch(names) {
    if (this.fetching) return;
    this.fetching = true;
    this.wait();
    const results = await Promise.allSettled(names.map((name) => fetched(name, this.site)));
    this.fetching = false;
    let problem = "";
    for (const [k, result] of results.entries()) {
      if (result.status === "fulfilled") Object.assign(this.ready, { [names[k]]: result.value });
      else problem ||= result.reason.message;
    }
    if (!this.isConnected) return;
    if (problem) this.lost(problem);
    else this.redraw();
  }

  /**
   * Without its files there is nothing to show but the figure.
   * @param {string} problem
   */
  lost(problem) {
    const { title } = /** @type {typeof Widget} */ (this.constructor);
    this.classList.add("nn-failed");
    render(
      html`<p class="nn-w-problem" role="alert">
        The ${title.toLowerCase()} cannot start: ${problem}. The figure shows one digit in its place.
        <button type="button" @click=${() => this.redraw()}>Try again</button>
      </p>`,
      this.ui,
    );
  }
}
