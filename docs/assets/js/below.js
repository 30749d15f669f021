// What lies below the first screens of a page is not laid out before the first painting (see overrides/main.html and
// book.css), but while these are read, a part at a time when the browser has nothing else to do; at once, if the
// reader is about to jump there. A browser lays out what is nearly in the window by itself.
{
  const LATER = "nn-below-later";
  const QUIET = 2000; // milliseconds after the theme has begun
  const AMOUNT = 300; // elements that are laid out in one go: 20 ms on a desk
  const root = document.documentElement;
  /** @type {HTMLElement[]} */
  const parts = [...document.querySelectorAll(".md-content__inner > *")].filter((one) => one instanceof HTMLElement);
  let next = 0;

  function done() {
    next = parts.length;
    root.classList.remove(LATER);
    for (const part of parts) {
      part.style.contentVisibility = "";
      if (!part.getAttribute("style")) part.removeAttribute("style");
    }
  }

  function goOn() {
    for (let amount = 0; amount < AMOUNT && next < parts.length; next += 1) {
      parts[next].style.contentVisibility = "visible";
      amount += parts[next].getElementsByTagName("*").length;
    }
    if (next < parts.length) requestAnimationFrame(() => requestIdleCallback(goOn));
    else if (root.classList.contains(LATER)) done();
  }

  if (root.classList.contains(LATER)) {
    addEventListener("beforeprint", done);
    addEventListener("keydown", ({ key }) => key === "End" && done());
    const jump = (/** @type {Event} */ { target }) =>
      target instanceof Element && target.closest("a[href*='#']") && done();
    for (const sign of ["pointerdown", "click"]) addEventListener(sign, jump, true);
    document$.subscribe(() => setTimeout(goOn, QUIET));
  }
}
