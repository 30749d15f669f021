// What all widgets share: state, its place in the address of the page, drawing, announcing, resetting, and what
// happens when something goes wrong. A widget is a class with four methods:
//
//   fields(settings)   the fields of its state (fields.js); `settings` are the data- attributes of its place
//   draw(state)        what is seen, as a lit-html template
//   say(state)         one sentence for a screen reader, spoken after a change
//   task(state)        what to find out: { task, answer }
//
// and a static `title`. It changes its state with `this.set({ name: value })`, and nowhere else.

import { html, nothing, render } from "../vendor/lit-html/lit-html.js";

export { html, nothing };
export { svg } from "../vendor/lit-html/lit-html.js";

const SPEECH = 900; // milliseconds of rest before what has changed is said
const ADDRESS = 300; // and before it is written into the address, which costs a browser as much time as the drawing

export class Widget extends HTMLElement {
  static title = "";

  /** The width of the column in pixels, for drawings. */
  width = 600;

  connectedCallback() {
    if (this.ui) return;
    this.classList.add("nn-live");
    this.ui = this.appendChild(document.createElement("div"));
    this.voice = this.appendChild(document.createElement("p"));
    this.voice.className = "nn-w-unseen";
    this.voice.setAttribute("role", "status");
    this.guard(() => {
      this.known = this.fields(this.settings);
      this.initial = Object.fromEntries(Object.entries(this.known).map(([name, { initial }]) => [name, initial]));
      this.state = { ...this.initial, ...this.fromAddress() };
      this.observer = new ResizeObserver(([{ contentRect }]) => {
        const width = Math.round(contentRect.width);
        if (width === 0) return;
        // While a slider moves, a widget that has been taller keeps its room: the page below stays where it is.
        this.style.minBlockSize = this.sliding && width === this.width ? `${contentRect.height}px` : "";
        if (width === this.width) return;
        this.width = width;
        this.redraw();
      });
      this.observer.observe(this);
      this.width = Math.round(this.getBoundingClientRect().width) || this.width;
      this.paint();
    });
  }

  get sliding() {
    return this.querySelector("input[type=range]:focus") !== null;
  }

  disconnectedCallback() {
    this.pause();
    this.observer?.disconnect();
    for (const timer of [this.speaking, this.writing]) clearTimeout(timer);
    cancelAnimationFrame(this.frame);
  }

  /** Change the state: what a field refuses stays as it was. Drawing waits for the next frame. */
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
      this.ui.replaceWith((this.ui = document.createElement("div")));
    }
    this.set(structuredClone(this.initial));
  }

  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.guard(() => this.paint());
    });
  }

  paint() {
    const { task, answer } = this.task(this.state);
    render(
      html`<div class="nn-w" role="group" aria-label=${this.constructor.title}>
        <header class="nn-w-head">
          <p class="nn-w-title">${this.constructor.title}</p>
          <button type="button" class="nn-w-reset" @click=${() => this.reset()}>Reset</button>
        </header>
        ${this.draw(this.state)}
        <div class="nn-w-task">
          <p><strong>Try this.</strong> ${task}</p>
          ${answer ? html`<details><summary>What you should find</summary><p>${answer}</p></details>` : nothing}
        </div>
      </div>`,
      this.ui,
    );
  }

  /** Do something; if it fails, show the figure and a message in place of the widget. */
  guard(action) {
    try {
      action();
    } catch (problem) {
      console.error(problem);
      this.pause();
      this.classList.add("nn-failed");
      this.ui.replaceWith((this.ui = document.createElement("div")));
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
    this.speaking = setTimeout(() => this.guard(() => (this.voice.textContent = this.say(this.state))), SPEECH);
  }

  /** Call `step` again and again until it returns false or `pause` is called. */
  play(step, milliseconds) {
    this.pause();
    this.playing = setInterval(() => {
      if (step() === false) this.pause();
    }, milliseconds);
    this.redraw();
  }

  pause() {
    if (this.playing === undefined) return;
    clearInterval(this.playing);
    this.playing = undefined;
    this.redraw();
  }

  /** Whether the reader has asked for less motion: then show the end of a movement, or go step by step. */
  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** The parts of the state that the address names, in the form `?matrix-stepper-2.row=1`. */
  fromAddress() {
    const found = {};
    for (const [name, text] of new URL(location.href).searchParams) {
      if (!name.startsWith(`${this.key}.`)) continue;
      const field = this.known[name.slice(this.key.length + 1)];
      const value = field?.mend(field.read(text));
      if (value !== undefined) found[name.slice(this.key.length + 1)] = value;
    }
    return found;
  }

  /** Write what differs from the beginning into the address, so that a copy of it shows the same. */
  toAddress() {
    if (!this.isConnected) return;
    const url = new URL(location.href);
    for (const [name, field] of Object.entries(this.known)) {
      const text = field.write(this.state[name]);
      if (text === field.write(this.initial[name])) url.searchParams.delete(`${this.key}.${name}`);
      else url.searchParams.set(`${this.key}.${name}`, text);
    }
    history.replaceState(history.state, "", url);
  }
}
