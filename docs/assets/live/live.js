// All that a page loads of live code before the reader asks for it: the buttons stand in the page already, and the
// first press fetches the rest. It is fetched at once only where there is something to bring back: an edit that the
// reader made here before, code that came with the link, a solved exercise.
const runner = () => import("./runner.js");

/** @param {HTMLElement | null | undefined} button */
const press = async (button) => button && (await runner()).act(button);
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element) press(/** @type {HTMLElement | null} */ (target.closest("[data-nn-live]")));
});
press(window.pressed);

const stored = () => {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith("nnbook:"));
  } catch {
    return false; // the browser keeps nothing for this site
  }
};

// The theme announces each page, the first one included.
document$.subscribe(async () => {
  if (!document.querySelector(".nn-live, .nn-progress")) return;
  const shared = location.hash.includes("~");
  if (shared || stored() || document.querySelector(".nn-scratchpad, .nn-progress")) (await runner()).open();
  for (const heading of document.querySelectorAll('h3[id^="ex-"]')) {
    const exercise = document.createElement("button");
    Object.assign(exercise, { type: "button", textContent: "Check", className: "nn-live-check" });
    exercise.dataset.nnLive = "check";
    let node = heading.nextElementSibling;
    while (node && !node.matches(".nn-fence, h1, h2, h3")) node = node.nextElementSibling;
    const bar = node?.querySelector(":scope > .nn-live");
    if (bar && !bar.querySelector(".nn-live-check")) bar.prepend(exercise);
  }
});
