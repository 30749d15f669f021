// A link to another part of this page is followed by the browser. The theme fetches whatever page the first link leads
// to, this one included, and then what the reader has run and moved is gone; after that it knows where it is. This
// script comes before the theme's, because listeners of the window are called in the order in which they were added.
{
  const shown = () => document.querySelector("[data-md-component=container]");
  const first = shown();
  addEventListener(
    "click",
    ({ target }) => {
      const link = target instanceof Element && target.closest("a[href]");
      if (!(link instanceof HTMLAnchorElement) || link.target || !link.hash || shown() !== first) return;
      if (link.href.split("#")[0] === location.href.split("#")[0]) link.target = "_self"; // the theme lets these be
    },
    true,
  );
  addEventListener("popstate", (event) => {
    if (shown() === first) event.stopImmediatePropagation();
  });
}
