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
    left = undefined;
    if (shown() === first) event.stopImmediatePropagation();
  });
  // A link to a section of another page: its address is there at once, the page when it is fetched. Until then the
  // theme would write into the new address how far the old page is scrolled, and the section would be forgotten.
  const { pushState, replaceState } = history;
  const path = (/** @type {string | URL} */ url) => new URL(url, location.href).pathname;
  /** @type {Element | null | undefined} The page that is shown although the address is another's already. */
  let left;
  // On a slow machine the theme then takes the section out of the address: it sees the new page before it has scrolled.
  // Until the reader does something, the section stays.
  let arriving = false;
  const section = (/** @type {string | URL} */ url) => new URL(url, location.href).hash;
  for (const deed of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(deed, () => (arriving = false), { capture: true, passive: true });
  }
  history.pushState = (state, unused, url) => {
    if (url && path(url) !== location.pathname) {
      left = shown();
      arriving = section(url) !== "";
    }
    pushState.call(history, state, unused, url);
  };
  history.replaceState = (state, unused, url) => {
    if (shown() === left || (arriving && location.hash && url && !section(url))) return;
    replaceState.call(history, state, unused, url);
  };
}
