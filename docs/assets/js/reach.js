// What is wider than its column (an equation, a table, a line of code or of what it printed) scrolls in its own box,
// which the keyboard must reach.
const BOXES = 'mjx-container[display="true"], pre > code, .md-typeset__scrollwrap';
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const wide = isIntersecting && target.scrollWidth > target.clientWidth;
    if (wide && target instanceof HTMLElement) target.tabIndex = 0;
  }
});

// The theme puts the buttons of each code block into a `nav`, a hundred landmarks without a name, and tables into
// boxes.
const groups = new MutationObserver((changes) => {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (!(node instanceof Element)) continue;
    if (node.className === "md-code__nav") node.setAttribute("role", "presentation");
    if (node.className === "md-typeset__scrollwrap") watcher.observe(node);
  }
});

// The theme announces each page, the first one included.
document$.subscribe(() => {
  watcher.disconnect();
  for (const box of document.querySelectorAll(BOXES)) watcher.observe(box);
  groups.disconnect();
  groups.observe(/** @type {Element} */ (document.querySelector(".md-content")), { childList: true, subtree: true });
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "presentation");
});

// The assertion behind a sentence is shown and marked as the target of its sign. The theme notes how far the page is
// scrolled, and Chromium then knows no target any more, so it is marked here as well.
/** @param {string} hash the part of an address that names an assertion, if it does */
function tell(hash) {
  if (!/^#fence-\d+-line-\d+$/.test(hash)) return;
  for (const shown of document.querySelectorAll(".nn-told")) shown.classList.remove("nn-told");
  document.getElementById(hash.slice(1))?.classList.add("nn-told");
}
document.addEventListener("click", ({ target }) => {
  const sign = target instanceof Element && target.closest("a.nn-claim");
  if (sign instanceof HTMLAnchorElement) tell(sign.hash);
});
document$.subscribe(() => tell(location.hash));
