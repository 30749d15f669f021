// A page with one widget alone, for a frame in another site (nnbook/book/site/embed.py). A widget with large files of
// its own waits until it is asked for.

import { mount } from "./mount.js";

const place = document.querySelector("[data-widget]");
if (place instanceof HTMLElement) {
  const start = place.querySelector("button");
  const open = () => {
    place.replaceChildren();
    mount(place);
  };
  if (start) start.addEventListener("click", open);
  else open();
}
