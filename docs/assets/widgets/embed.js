// A page with one widget alone, for a frame in another site (nnbook/book/site/embed.py). A widget with large files of its
// own waits until it is asked for.

import { mount } from "./mount.js";

const place = document.querySelector("[data-widget]");
const start = document.querySelector("button");
if (place instanceof HTMLElement) {
  if (start) {
    start.addEventListener("click", () => {
      start.remove();
      mount(place);
    });
  } else mount(place);
}
