// Where code runs that nobody has read: a worker in a hidden frame whose origin is no site's, under a policy (in
// frame.html) that allows no request, no storage, no other script. All that gets in or out goes through one port.
import { text } from "./files.js";

const PATIENCE = 30; // seconds until the frame must be there

export class Sandbox {
  frame = document.createElement("iframe");
  #port = new MessageChannel();
  #faults = new MessageChannel();
  #closed = false;

  /** @param {(message: unknown) => void} hear */
  constructor(hear) {
    this.#port.port1.onmessage = ({ data }) => hear(data);
    this.#faults.port1.onmessage = ({ data }) => hear(data);
  }

  /**
   * Start a worker from these scripts.
   * @param {(string | Uint8Array<ArrayBuffer>)[]} scripts
   */
  async open(scripts) {
    const { frame } = this;
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.title = "Python";
    // Its text, not its address: a frame without an origin is not served by the service worker, nor without network.
    frame.srcdoc = await text("frame.html");
    if (this.#closed) return;
    const loaded = new Promise((resolve, reject) => {
      frame.onload = resolve;
      setTimeout(reject, 1000 * PATIENCE, new Error("the browser does not open the frame that code runs in"));
    });
    document.documentElement.append(frame); // not the body, which navigation replaces
    await loaded;
    // Without an origin there is none to name; nobody else can be in a frame that has just been made.
    frame.contentWindow?.postMessage(scripts, "*", [this.#faults.port2, this.#port.port2]);
  }

  /** @param {unknown} message */
  post(message) {
    this.#port.port1.postMessage(message);
  }

  /** What runs in it ends with it. */
  close() {
    this.#closed = true;
    for (const { port1 } of [this.#port, this.#faults]) {
      port1.onmessage = null;
      port1.close();
    }
    this.frame.remove();
  }
}
