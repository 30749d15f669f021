// Widgets come to the page when the reader comes near their place; until then not a byte of them is fetched.
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      near.unobserve(target);
      import("../widgets/mount.js").then(
        ({ mount }) => mount(target),
        () => target.insertAdjacentHTML("afterbegin", '<p role="status">The widget could not be fetched.</p>'),
      );
    }
  },
  { rootMargin: "400px" },
);

// The theme announces each page, the first one included.
document$.subscribe(() => {
  near.disconnect();
  for (const place of document.querySelectorAll("[data-widget]")) near.observe(place);
  if (document.querySelector("[data-terms]")) import("./terms.js"); // once: then it follows the pages itself
});
