// Which exercises are solved, shown where they stand and, for the whole book, on the page that lists them.
import { erase, everything, solved } from "./store.js";

export function showSolved() {
  const done = solved();
  for (const heading of document.querySelectorAll('h3[id^="ex-"]')) {
    if (!done[heading.id] || heading.querySelector(".nn-solved")) continue;
    const mark = document.createElement("span");
    mark.className = "nn-solved";
    mark.textContent = "solved";
    heading.append(" ", mark);
  }
}

// The page's own list says which exercises there are.
export function showProgress() {
  const place = document.querySelector(".nn-progress");
  if (!place) return;
  const done = solved();
  const chapters = new Map();
  for (const link of document.querySelectorAll('.md-content a[href*="#ex-"]')) {
    const id = link.hash.slice(1);
    const chapter = /^ex-(.+)-\d+$/.exec(id)?.[1];
    if (!chapter) continue;
    const entry = chapters.get(chapter) ?? { solved: 0, all: 0, page: link.pathname };
    chapters.set(chapter, { ...entry, all: entry.all + 1, solved: entry.solved + (id in done ? 1 : 0) });
    link.classList.toggle("nn-solved-link", id in done);
  }
  const make = (name, text, action) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (action) Object.assign(made, { type: "button", onclick: action, className: "nn-progress-button" });
    return made;
  };
  const [all, right] = [...chapters.values()].reduce(([a, s], c) => [a + c.all, s + c.solved], [0, 0]);
  const list = document.createElement("ul");
  for (const [name, entry] of chapters) list.append(make("li", `${name}: ${entry.solved} of ${entry.all}`));
  place.replaceChildren(
    make("p", `You have solved ${right} of ${all} exercises. This browser alone knows: it is sent nowhere.`),
    list,
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
