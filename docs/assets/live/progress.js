// Which exercises are solved, shown where they stand and, for the whole book, on the page that lists them.
import { erase, everything, solved } from "./store.js";

export function showSolved() {
  const done = solved();
  for (const heading of document.querySelectorAll('h3[id^="ex-"]')) {
    if (!done[heading.id] || heading.querySelector(".nn-solved")) continue;
    heading.append(" ", mark("solved"));
  }
}

const mark = (textContent) => Object.assign(document.createElement("span"), { className: "nn-solved", textContent });

// The page's own lists, one under the heading of each chapter, say which exercises there are.
export function showProgress() {
  const place = document.querySelector(".nn-progress");
  if (!place) return;
  const done = solved();
  let [all, right] = [0, 0];
  for (const list of document.querySelectorAll(".md-content ol:has(a[href*='#ex-'])")) {
    const links = [...list.querySelectorAll("a")];
    for (const link of links) link.classList.toggle("nn-solved-link", link.hash.slice(1) in done);
    const here = links.filter((link) => link.hash.slice(1) in done).length;
    const heading = list.previousElementSibling;
    heading.querySelector(".nn-solved")?.remove();
    if (here) heading.append(mark(`${here} of ${links.length}`));
    [all, right] = [all + links.length, right + here];
  }
  const make = (name, text, action) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (action) Object.assign(made, { type: "button", onclick: action, className: "nn-progress-button" });
    return made;
  };
  place.replaceChildren(
    make("p", `You have solved ${right} of ${all} exercises. This browser alone knows: it is sent nowhere.`),
    make("button", "Export", () => {
      const file = new Blob([JSON.stringify(everything(), null, 1)], { type: "application/json" });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "nnbook-progress.json" });
      link.click();
      URL.revokeObjectURL(link.href);
    }),
    " ",
    make("button", "Erase", () => {
      erase();
      showProgress();
    }),
  );
}
