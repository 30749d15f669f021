// An equation wider than its column scrolls in its own box, and that box can then be reached with the keyboard.
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting && target.scrollWidth > target.clientWidth) target.tabIndex = 0;
  }
});

// The theme announces each page, the first one included.
document$.subscribe(() => {
  watcher.disconnect();
  for (const box of document.querySelectorAll('mjx-container[display="true"]')) watcher.observe(box);
});
