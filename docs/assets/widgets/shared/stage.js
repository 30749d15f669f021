// What a reader does with a widget as a whole: copy a link to what it shows, take it along to another site, fill the
// screen with it.

import { tool } from "./frame.js";
import { html, nothing } from "./lit.js";
import { short } from "./room.js";

/**
 * What a stage knows of its widget.
 * @typedef {HTMLElement & {
 *   key: string, settings: import("./base.js").Settings, width: number, least: number, ui: HTMLElement,
 *   voice: HTMLElement, addressed(address: string): URL, guard(action: () => void): void, paint(): void,
 *   redraw(): void,
 * }} Host
 */

const REST = 4000; // milliseconds for which a short note is shown, and a button held under the pointer
const MARGIN = 24; // pixels around a widget that fills the screen
const NARROW = 8; // on a phone
const WIDTHS = [520, 640, 760, 880, 1000, 1120]; // of which the one is taken that can be shown largest
const LARGER = 1.25; // at least so much larger than on the page; what is then too high scrolls, but not on a phone

export class Stage {
  /** What has been copied, and the text itself where the reader may have to take it. */
  note = { said: "", text: "" };

  /** @type {import("./base.js").Timer} */
  closing = undefined;

  /** @type {import("./base.js").Timer} */
  holding = undefined;

  /** @type {number[] | undefined} Where on the screen the button was pressed that has filled it. */
  pressed = undefined;

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    host.addEventListener("fullscreenchange", () => this.fit());
    for (const kind of ["pointermove", "pointerdown"]) host.addEventListener(kind, (event) => this.release(event));
    host.addEventListener("keydown", () => this.release());
  }

  /** Whether the widget fills the screen. */
  get full() {
    return document.fullscreenElement === this.host;
  }

  get title() {
    return /** @type {typeof import("./base.js").Widget} */ (this.host.constructor).title;
  }

  /**
   * What stands above the widget: the name of its figure, such as "Figure 3.9", its title, and buttons.
   * @param {() => void} reset
   */
  head(reset) {
    const figure = this.host.querySelector(":scope > figure > figcaption > a")?.textContent ?? "";
    return { figure, title: this.title, tools: this.tools(reset) };
  }

  /** @param {() => void} reset */
  tools(reset) {
    const { full, note } = this;
    const screen = full
      ? tool("lessen", "Exit full screen", () => document.exitFullscreen())
      : tool("enlarge", "Full screen", (event) => this.enlarge(event));
    return html`<div class="nn-w-tools">
      ${tool("reset", "Reset", reset)} ${tool("link", "Copy link", () => this.copyLink())}
      ${this.host.settings.embed ? tool("embed", "Embed", () => this.copyFrame()) : nothing}
      ${document.fullscreenEnabled ? screen : nothing}
      ${note.said ? this.noted() : nothing}
    </div>`;
  }

  noted() {
    const { said, text } = this.note;
    return html`<div class="nn-w-noted">
      <p>${said}</p>
      ${
        text
          ? html`<input
                type="text"
                readonly
                aria-label="To copy"
                .value=${text}
                @focus=${(/** @type {Event & { target: HTMLInputElement }} */ event) => event.target.select()}
              />
              <button type="button" @click=${() => this.close()}>Close</button>`
          : nothing
      }
    </div>`;
  }

  /** The chapter's own address, also where the widget stands alone. */
  link() {
    const url = this.host.addressed(document.baseURI.split(/[?#]/)[0]);
    url.hash = this.host.key;
    return url.href;
  }

  copyLink() {
    return this.copy("Link copied", this.link(), false);
  }

  /** The line for a page of the reader's own, as high as the widget is now. */
  copyFrame() {
    const { host } = this;
    const { href } = host.addressed(new URL(host.settings.embed ?? "", document.baseURI).href);
    const height = Math.ceil(host.ui.offsetHeight) + 80;
    const given = `title="${this.title}" width="100%" height="${height}" style="border:0" loading="lazy"`;
    return this.copy("Copied: a line for a page of your own", frameOf(href, given), true);
  }

  /**
   * Copy a text, and show it if that is wanted, or if the browser refuses to copy.
   * @param {string} done what is said then
   * @param {string} text
   * @param {boolean} shown
   */
  async copy(done, text, shown) {
    const copied = await Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    clearTimeout(this.closing);
    const said = copied ? `${done}.` : "The browser does not let the page copy. Copy this yourself:";
    this.note = { said, text: shown || !copied ? text : "" };
    if (!this.note.text) this.closing = setTimeout(() => this.close(), REST);
    this.host.voice.textContent = said;
    this.host.redraw();
  }

  close() {
    clearTimeout(this.closing);
    this.note = { said: "", text: "" };
    if (this.host.isConnected) this.host.redraw();
  }

  // ---- Full screen ----------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  enlarge({ detail, screenX, screenY }) {
    const pointer = detail > 0 && matchMedia("(hover: hover)").matches; // not a key, nor a finger, which is gone
    this.pressed = pointer ? [screenX, screenY] : undefined;
    return this.host.requestFullscreen().catch(() => {});
  }

  /**
   * The button that has been pressed stays under the pointer, as the one back, until the pointer leaves it, a key is
   * pressed, or some seconds have passed: then the reader looks at what lies below it.
   * @param {number} scale of what fills the screen
   */
  hold(scale) {
    const { host, pressed } = this;
    const button = /** @type {HTMLElement | null} */ (host.querySelector("[data-tool=lessen]"));
    if (!pressed || !button) return;
    button.style.translate = "";
    const { left, top, width, height } = button.getBoundingClientRect();
    const within = (/** @type {number} */ start, /** @type {number} */ size, /** @type {number} */ room) =>
      Math.max(0, Math.min(start - size / 2, room - size));
    const x = within(pressed[0] - window.screenX, width, host.clientWidth) - left;
    const y = within(pressed[1] - window.screenY, height, host.clientHeight) - top;
    button.style.translate = `${x / scale}px ${y / scale}px`;
    clearTimeout(this.holding);
    this.holding = setTimeout(() => this.release(), REST);
  }

  /**
   * The button goes back to its row, unless the pointer is on it.
   * @param {Event} [event]
   */
  release(event) {
    const button = /** @type {HTMLElement | null} */ (this.host.querySelector(".nn-w-tool[style]"));
    if (!button?.style.translate || (event?.target instanceof Node && button.contains(event.target))) return;
    this.pressed = undefined;
    button.style.translate = "";
  }

  /** Draw the widget as large as the screen allows, for a class that looks at it from afar; or as on the page. */
  fit() {
    const { host } = this;
    host.guard(() => {
      if (!this.full) {
        this.release();
        host.ui.style.cssText = "";
        host.width = Math.round(host.getBoundingClientRect().width) || host.width;
        host.redraw();
        return;
      }
      const margin = 2 * (short() ? NARROW : MARGIN);
      const [room, height] = [host.clientWidth - margin, host.clientHeight - margin];
      let best = { width: 0, scale: 0 };
      for (const one of WIDTHS) {
        const width = short() ? Math.max(one, room) : Math.min(Math.max(one, host.least), room);
        this.lay(width);
        const scale = Math.min(room / width, height / host.ui.offsetHeight);
        if (scale > best.scale) best = { width, scale };
      }
      const scale = short() ? best.scale : Math.min(room / best.width, Math.max(best.scale, LARGER));
      this.lay(best.width);
      if (scale < 1) host.ui.style.position = "absolute"; // what is made smaller keeps its room otherwise, and scrolls
      host.ui.style.transform = `translate(${(room - best.width * scale) / 2}px) scale(${scale})`;
      this.hold(scale);
    });
  }

  /** @param {number} width */
  lay(width) {
    this.host.ui.style.cssText = `width: ${width}px; transform-origin: 0 0`;
    this.host.width = width;
    this.host.paint();
  }
}

/**
 * @param {string} address
 * @param {string} given its attributes
 */
const frameOf = (address, given) => `<iframe src="${address}" ${given} allow="fullscreen; clipboard-write"></iframe>`;
