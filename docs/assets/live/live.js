// All that a page needs of live code to be read: the buttons stand in the page already, and the first press fetches the
// rest. It is fetched earlier where there is something to bring back (an edit that the reader made here before, code
// that came with the link, a solved exercise), and where Python can be started beforehand at nobody's cost.
const runner = () => import("./runner.js");

/** @param {HTMLElement | null | undefined} button */
async function press(button) {
  if (!button) return;
  try {
    (await runner()).act(button);
  } catch {
    const status = button.closest(".nn-live")?.querySelector(".nn-live-status");
    if (status) status.textContent = "The program for live code could not be loaded. Reload the page to try again.";
  }
}
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element) press(/** @type {HTMLElement | null} */ (target.closest("[data-nn-live]")));
});
press(window.pressed);
document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.closest(".nn-live-file")) press(target);
});

// In an exercise a box that is locked opens when its turn has come, see unlock.js.
document.addEventListener("click", (event) => {
  const summary = event.target instanceof Element ? event.target.closest("summary") : null;
  const box = summary?.parentElement;
  if (!(box instanceof HTMLDetailsElement) || box.open || !box.matches('h3[id^="ex-"] ~ details')) return;
  const locked = box.classList.contains("nn-locked");
  if (locked) event.preventDefault();
  runner().then(
    (program) => program.pressed(box),
    () => {
      if (locked) box.open = true;
    },
  );
});

// An answer that has been guessed is open the next time too, see guesses.js.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.matches(".nn-guess")) return;
    runner().then(
      (program) => program.guessed(target),
      () => {}, // without the program it is open for now
    );
  },
  true,
);

/** Whether the connection may count bytes: then nothing comes before it is asked for. A phone seldom says. */
const counted = () => {
  const { saveData, type } = navigator.connection ?? {};
  return saveData || (type ? !["wifi", "ethernet"].includes(type) : matchMedia("(hover: none)").matches);
};

/** @param {Element | null | undefined} inside */
function beforehand(inside) {
  const fence = /** @type {HTMLElement | null | undefined} */ (inside?.closest(".nn-fence"));
  if (!fence || counted()) return;
  runner().then(
    (program) => program.beforehand(fence),
    () => {}, // the press of a button says so
  );
}
for (const sign of ["pointerover", "focusin"]) {
  document.addEventListener(sign, ({ target }) => {
    if (target instanceof Element) beforehand(target.closest(".nn-live, .nn-editor"));
  });
}

const QUIET = 1; // seconds until a page that is being read is taken to be read
const approaching = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      approaching.unobserve(target);
      beforehand(target);
    }
  },
  { rootMargin: "50%" },
);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let quiet;
function readAhead() {
  approaching.disconnect();
  const bars = document.querySelectorAll(".nn-live");
  beforehand(bars[0]);
  for (const bar of bars) approaching.observe(bar);
}

const stored = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("nnbook:"));
  } catch {
    return []; // the browser keeps nothing for this site
  }
};

// The theme announces each page, the first one included.
document$.subscribe(async () => {
  if (!document.querySelector(".nn-live, .nn-progress, .nn-map")) return;
  clearTimeout(quiet);
  const shared = location.hash.includes("~");
  const before = stored();
  // Python is 8 MB, which is much for somebody who only reads, with hints and answers: unasked it comes to those who
  // have run code here before.
  if (before.some((key) => !/^nnbook:(opened$|guess:)/.test(key))) quiet = setTimeout(readAhead, 1000 * QUIET);
  if (shared || before.length || document.querySelector(".nn-scratchpad, .nn-progress, .nn-map")) {
    runner().then(
      (program) => program.open(),
      () => {}, // without the program what is kept stays kept
    );
  }
  for (const heading of document.querySelectorAll('h3[id^="ex-"]')) {
    const exercise = document.createElement("button");
    Object.assign(exercise, { type: "button", textContent: "Check", className: "nn-live-check" });
    exercise.dataset.nnLive = "check";
    let node = heading.nextElementSibling;
    while (node && !node.matches(".nn-fence, h1, h2, h3")) node = node.nextElementSibling;
    const bar = node?.querySelector(":scope > .nn-live");
    if (bar && !bar.querySelector(".nn-live-check")) bar.prepend(exercise);
    for (; node && !node.matches("h1, h2, h3"); node = node.nextElementSibling) {
      if (node.matches("details + details:not([open])")) node.classList.add("nn-locked");
    }
  }
});
