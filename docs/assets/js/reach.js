// What is wider than its column (an equation, a line of code) scrolls in its own box, which the keyboard must reach.
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting && target.scrollWidth > target.clientWidth) target.tabIndex = 0;
  }
});

// The theme puts the buttons of each code block into a `nav`: a hundred landmarks without a name.
const groups = new MutationObserver((changes) => {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (node.className === "md-code__nav") node.setAttribute("role", "presentation");
  }
});

// The theme announces each page, the first one included.
document$.subscribe(() => {
  watcher.disconnect();
  for (const box of document.querySelectorAll('mjx-container[display="true"], pre > code')) watcher.observe(box);
  groups.disconnect();
  groups.observe(document.querySelector(".md-content"), { childList: true, subtree: true });
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "presentation");
});
