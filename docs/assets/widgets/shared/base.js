// What all widgets share: state, its place in the address of the page, drawing, announcing, resetting, and what
// happens when something goes wrong. A widget is a class with four methods:
//
//   fields(settings)   the fields of its state (fields.js); `settings` are the data- attributes of its place
//   draw(state)        what is seen, as a lit-html template
//   say(state)         one sentence for a screen reader, spoken after a change
//   task(state)        what to find out: { task, answer }
// and a static `title`. It changes its state with `this.set({ name: value })`, and nowhere else.

import { read, written } from "./address.js";
import { framed } from "./frame.js";
import { hold } from "./hold.js";
import { html, nothing, render } from "./lit.js";
import { FRAME, gliding, journey } from "./motion.js";
import { reach } from "./reaching.js";
import { Stage } from "./stage.js";

/** @typedef {import("./lit.js").TemplateResult | import("./lit.js").SVGTemplateResult | typeof nothing} Template */
/** @typedef {Template | import("./lit.js").DirectiveResult | string | number | readonly Content[]} Content */
/** @typedef {{ task: string, answer?: string }} Task */
/** @typedef {Record<string, string | undefined>} Settings */
/** @typedef {ReturnType<typeof setTimeout> | undefined} Timer */

const SPEECH = 900; // milliseconds of rest before what has changed is said
const ADDRESS = 300; // and before it is written into the address, which costs a browser as much time as the drawing

/** @template {object} State */
export class Widget extends HTMLElement {
  static title = "";

  width = 600; // of the column in pixels, for drawings
  least = 0; // from which its parts stand side by side: so much it is given where the screen has it

  /** Its name on this page: in the address, and in front of ids. */
  key = "";

  /** @type {Settings} */
  settings = {};

  /** The site's root. Files are found from there: instant navigation changes a page's address before its content. */
  site = /** @type {URL} */ (/** @type {unknown} */ (undefined));

  /** The state is there once the widget stands on the page and its fields are known. */
  state = /** @type {State} */ (/** @type {unknown} */ (undefined));
  initial = this.state;

  /** @type {Record<string, import("./fields.js").Field<unknown>>} */
  known = {};

  ui = document.createElement("div");
  voice = document.createElement("p");

  /** @type {number | undefined} The frame in which what plays goes on. */
  playing = undefined;
  /** @type {Timer} */
  speaking = undefined;
  /** @type {Timer} */
  writing = undefined;
  /** @type {number | undefined} */
  frame = undefined;

  stage = new Stage(this);

  observer = new ResizeObserver(([{ contentRect }]) => this.fit(contentRect));

  connectedCallback() {
    if (this.contains(this.ui)) return;
    this.classList.add("nn-live");
    this.voice.className = "nn-w-unseen";
    this.voice.setAttribute("role", "status");
    this.append(this.ui, this.voice);
    this.addEventListener("pointerdown", reach);
    this.addEventListener("toggle", () => this.redraw(), { capture: true }); // what is unfolded is higher: hold.js
    this.guard(() => {
      const fields = this.fields(this.settings);
      this.known = /** @type {typeof this.known} */ (/** @type {unknown} */ (fields));
      const initial = Object.entries(this.known).map(([name, field]) => [name, field.initial]);
      this.initial = /** @type {State} */ (Object.fromEntries(initial));
      this.state = { ...this.initial, ...read(new URL(location.href), this.key, this.known) };
      this.observer.observe(this);
      this.width = Math.round(this.getBoundingClientRect().width) || this.width;
      this.paint();
    });
  }

  disconnectedCallback() {
    this.pause();
    this.observer.disconnect();
    this.stage.close();
    for (const timer of [this.speaking, this.writing]) clearTimeout(timer);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
  }

  // ---- What each widget does in its own way ---------------------------------------------------------------------

  /**
   * @param {Settings} _settings
   * @returns {import("./fields.js").Fields<State>}
   */
  fields(_settings) {
    throw this.missing("fields");
  }

  /**
   * @param {State} _state
   * @returns {Template}
   */
  draw(_state) {
    throw this.missing("draw");
  }

  /**
   * @param {State} _state
   * @returns {string}
   */
  say(_state) {
    throw this.missing("say");
  }

  /**
   * @param {State} _state
   * @returns {Task}
   */
  task(_state) {
    throw this.missing("task");
  }

  /** @param {string} method */
  missing(method) {
    return new TypeError(`${this.localName} has no method ${method}`);
  }

  // ---- What it changes ------------------------------------------------------------------------------------------

  /**
   * Change the state: what a field refuses stays as it was. Drawing waits for the next frame.
   * @param {Partial<State>} changes
   */
  set(changes) {
    this.guard(() => {
      const mended = Object.entries(changes).map(([name, value]) => [name, this.known[name].mend(value)]);
      this.state = { ...this.state, ...Object.fromEntries(mended.filter(([, value]) => value !== undefined)) };
      if (!this.sliding) this.style.minBlockSize = "";
      this.redraw();
      this.speak();
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.toAddress(), ADDRESS);
    });
  }

  /** Back to the beginning. */
  reset() {
    this.pause();
    if (this.classList.contains("nn-failed")) {
      this.classList.remove("nn-failed");
      this.renew();
    }
    this.set(structuredClone(this.initial));
  }

  /** Call `step` again and again until it returns false or `pause` is called.
   * @param {() => boolean} step
   * @param {number} milliseconds
   */
  play(step, milliseconds) {
    this.pause();
    let due = performance.now() + milliseconds;
    const turn = (/** @type {number} */ now) => {
      this.playing = requestAnimationFrame(turn);
      if (now < due - FRAME / 2) return; // the next frame would be later than this one is early
      due = Math.max(due, now - milliseconds) + milliseconds;
      if (step() === false) this.pause();
      if (this.frame !== undefined) this.refresh(); // in this frame, not in the one that has been asked for
    };
    this.playing = requestAnimationFrame(turn);
    this.redraw();
  }

  /** Move numbers of the state to others; at once, if the reader asked for less motion.
   * @param {Partial<State>} goal
   * @param {number} milliseconds
   */
  tween(goal, milliseconds) {
    this.pause();
    if (this.frame !== undefined) this.refresh(); // what is to be seen meanwhile is drawn before the time runs
    const step = journey(this.state, goal, milliseconds, (now) => this.set(now));
    return this.calm ? this.set(goal) : this.play(step, FRAME);
  }

  pause() {
    if (this.playing === undefined) return;
    cancelAnimationFrame(this.playing);
    this.playing = undefined;
    this.redraw();
  }

  get sliding() {
    const { activeElement } = document;
    return activeElement instanceof HTMLInputElement && activeElement.type === "range" && this.contains(activeElement);
  }

  /** Whether the reader has asked for less motion: then show the end of a movement, or go step by step. */
  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // ---- What is seen and heard -----------------------------------------------------------------------------------

  redraw() {
    this.frame ??= requestAnimationFrame(() => this.refresh());
  }

  /** Draw now what a frame has been asked for. */
  refresh() {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    this.guard(() => this.paint());
  }

  paint() {
    const glide = this.calm ? undefined : gliding(this.ui);
    const head = this.stage.head(() => this.reset());
    render(framed({ ...head, content: this.draw(this.state), ...this.task(this.state) }), this.ui);
    glide?.();
    if (!this.stage.full) hold(this.ui, this.playing !== undefined);
  }

  /**
   * Follow the width of the column. While a slider moves, a widget that has been taller keeps its room: the page below
   * stays where it is.
   * @param {DOMRectReadOnly} content
   */
  fit(content) {
    const width = Math.round(content.width);
    if (width === 0) return;
    if (this.stage.full) {
      this.stage.fit();
      return;
    }
    this.style.minBlockSize = this.sliding && width === this.width ? `${content.height}px` : "";
    if (width === this.width) return;
    this.width = width;
    this.redraw();
  }

  /** Begin the drawing in an empty element: lit-html cannot go on where it was interrupted. */
  renew() {
    const ui = document.createElement("div");
    this.ui.replaceWith(ui);
    this.ui = ui;
  }

  /**
   * Do something; if it fails, show the figure and a message in place of the widget.
   * @param {() => void} action
   */
  guard(action) {
    try {
      action();
    } catch (problem) {
      console.error(problem);
      this.pause();
      this.classList.add("nn-failed");
      this.renew();
      render(
        html`<p class="nn-w-problem" role="alert">
          This widget stopped because of an error in it; the figure shows where it began.
          ${this.state ? html`<button type="button" @click=${() => this.reset()}>Start again</button>` : nothing}
        </p>`,
        this.ui,
      );
    }
  }

  /** Announce the state when the reader has paused, so that a drag does not become a flood of numbers. */
  speak() {
    clearTimeout(this.speaking);
    const said = () => {
      this.voice.textContent = this.say(this.state);
    };
    this.speaking = setTimeout(() => this.guard(said), SPEECH);
  }

  // ---- The address ----------------------------------------------------------------------------------------------

  /** Write what differs from the beginning into the address, so that a copy of it shows the same. */
  toAddress() {
    if (this.isConnected) history.replaceState(history.state, "", this.addressed(location.href));
  }

  /**
   * An address that shows the widget as it is now.
   * @param {string} address
   */
  addressed(address) {
    const [now, before] = /** @type {Record<string, unknown>[]} */ ([this.state, this.initial]);
    return written(new URL(address), this.key, this.known, now, before);
  }
}
