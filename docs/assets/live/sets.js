// Chosen exercises: ticked on the page that lists all, they become an address, ?set=ex-grades-1,ex-losses-3, and that
// shows just these, in this order, to print or to solve. What the address names and no exercise has is left out.
import { button, showSolved } from "./progress.js";
import { solved } from "./store.js";

const PARAMETER = "set";

/** @returns {Map<string, HTMLAnchorElement>} */
function all() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll(".md-content ol a[href*='#ex-']")
  );
  return new Map([...links].map((link) => [link.hash.slice(1), link]));
}

/** @param {Iterable<string>} ids */
function addressOf(ids) {
  const url = new URL(location.pathname, location.href);
  url.search = `?${PARAMETER}=${[...ids].join(",")}`;
  return url.href;
}

/**
 * @param {string} textContent
 * @param {string} className
 */
const paragraph = (textContent, className = "") =>
  Object.assign(document.createElement("p"), { textContent, className });

/**
 * @param {string} href
 * @param {string} textContent
 */
const link = (href, textContent) => Object.assign(document.createElement("a"), { href, textContent });

export function showSet() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".nn-set"));
  if (!place || place.childElementCount) return;
  const known = all();
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  if (asked === null) offer(place, known);
  else show(place, known, asked.split(","));
}

/**
 * A box to tick before each exercise, and the address of those that are ticked.
 * @param {HTMLElement} place
 * @param {Map<string, HTMLAnchorElement>} known
 */
function offer(place, known) {
  /** @type {Set<string>} */
  const chosen = new Set();
  const said = paragraph(
    "Tick exercises in the lists below: they get an address that shows just these, in the order of ticking.",
  );
  said.setAttribute("role", "status");
  const address = paragraph("", "nn-set-link");
  const copy = button("Copy link", async () => {
    await navigator.clipboard.writeText(addressOf(chosen)).then(
      () => said.append(" Copied."),
      () => said.append(" This browser lets no page copy; the link itself stands below."),
    );
  });
  copy.hidden = true;
  for (const [id, exercise] of known) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "nn-pick" });
    box.setAttribute("aria-label", `Choose “${exercise.textContent}”`);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(id);
      else chosen.delete(id);
      said.textContent = `${chosen.size} of ${known.size} exercises chosen.`;
      copy.hidden = chosen.size === 0;
      address.replaceChildren(...(chosen.size ? [link(addressOf(chosen), "Show just these")] : []));
    });
    exercise.before(box);
  }
  place.append(said, address, copy);
}

/**
 * Just the exercises that an address names, with their tasks, which their worksheets have.
 * @param {HTMLElement} place
 * @param {Map<string, HTMLAnchorElement>} known
 * @param {string[]} asked
 */
function show(place, known, asked) {
  const names = new Set(asked.filter((name) => name !== ""));
  const chosen = [...names].filter((name) => known.has(name));
  const done = chosen.filter((id) => id in solved()).length;
  const count = `${chosen.length} ${chosen.length === 1 ? "exercise" : "exercises"}`;
  place.parentElement?.classList.add("nn-set-only");
  place.append(Object.assign(document.createElement("h2"), { textContent: "Chosen exercises" }));
  place.append(paragraph(`${count}, chosen for you. You have solved ${done} of ${chosen.length}.`));
  const strange = names.size - chosen.length;
  if (strange) place.append(paragraph(`The address also names ${strange} that this book does not have.`));
  const back = paragraph("", "nn-set-back");
  back.append(link(location.pathname, "All exercises"));
  place.append(
    button("Print", () => print()),
    back,
  );
  for (const id of chosen) {
    const exercise = /** @type {HTMLAnchorElement} */ (known.get(id));
    const section = Object.assign(document.createElement("section"), { className: "nn-task" });
    const heading = Object.assign(document.createElement("h3"), { id, textContent: exercise.textContent });
    const there = paragraph("", "nn-set-back");
    there.append(link(exercise.href, "Solve and check it in its chapter"));
    section.append(heading, there);
    place.append(section);
    task(id, exercise)
      .then(
        (whole) => section.replaceChildren(...whole, there),
        () => {}, // the link leads to the task
      )
      .finally(showSolved);
  }
}

/**
 * What the worksheet of its chapter has of an exercise.
 * @param {string} id
 * @param {HTMLAnchorElement} exercise
 */
async function task(id, exercise) {
  const chapter = new URL(exercise.href).pathname.split("/").at(-2);
  const answer = await fetch(new URL(`../../worksheets/${chapter}/`, location.href));
  if (!answer.ok) throw new Error(`no worksheet of ${chapter}`);
  const sheet = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = sheet.getElementById(id)?.closest(".nn-task");
  if (!section) throw new Error(`no task ${id}`);
  return [...document.importNode(section, true).childNodes];
}
