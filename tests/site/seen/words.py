"""Every message has its words: no `undefined`, no empty label, no name of a key in the place of a text."""

import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from tests.site.seen import damage
from tests.site.seen.references import code
from tests.site.widgets.places import Visit
from tools.building import ROOT

SCRIPTS = tuple(
    f"assets/{name}" for name in ("js", "live", "widgets", "vendor/lit-html", "vendor/d3-array", "vendor/d3-contour")
)
TABLE = re.compile(r"^(?:export )?const (?P<name>[A-Z_]+) = \{(?P<body>.*?)\};$", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"(?:^|[{,]) *(?P<key>\w+):", re.M)
# What stands where a word is missing; `undefined` is a word of mathematics too, and is looked for in widgets alone.
BLANK = re.compile(r"\[object |\{\{|\}\}|\$\{")
LOST = re.compile(r"\bundefined\b|\bnull\b|\bNaN\b|\[object |\$\{")
KEYS = re.compile(r"\b[a-z]{2,}(?:_[a-z]+)+\b|\b[a-z]{2,}[A-Z][a-z]+")
NAMED = "button, summary, legend, a[href], option, th, figcaption, h1, h2, h3, h4, h5, h6"
LABELS = ("aria-label", "aria-labelledby", "title")
MOST = 60  # states of a widget, by its choices

# Note which entries of a widget's tables it asks for, and which it asks for that are not there.
NOTE = """async (url) => {
  const noted = (window.nnNoted = { defined: [], used: [], missed: [] });
  for (const [name, table] of Object.entries(await import(url))) {
    if (Object.getPrototypeOf(table) !== Object.prototype) continue;
    for (const [key, value] of Object.entries(table)) {
      noted.defined.push(`${name}.${key}`);
      Object.defineProperty(table, key, { get: () => (noted.used.push(`${name}.${key}`), value), enumerable: true });
    }
    const get = (target, key, receiver) => {
      if (typeof key === "string" && !(key in target)) noted.missed.push(`${name}.${key}`);
      return Reflect.get(target, key, receiver);
    };
    Object.setPrototypeOf(table, new Proxy(Object.prototype, { get }));
  }
}"""
CHOICES = """(e) => Object.entries(e.known).flatMap(([name, field]) => {
  const options = field.options ?? (typeof field.initial === "boolean" ? [false, true] : null);
  return options ? [[name, [...options]]] : [];
})"""
SAY = """(e, state) => new Promise((done) => {
  e.set(state);
  requestAnimationFrame(() => setTimeout(() => {
    const { task, answer = "" } = e.task(e.state);
    const shown = [...e.querySelectorAll(".nn-w *")].filter((one) => !one.closest("svg") || one.localName === "text");
    const controls = [...e.querySelectorAll(".nn-w :is(button, summary, input, select, [role=slider], [role=group])")];
    done({
      texts: [e.say(e.state), task, answer, e.querySelector(".nn-w").innerText, ...shown.flatMap((one) =>
        ["aria-label", "aria-valuetext", "title", "alt"].map((name) => one.getAttribute(name) ?? ""))],
      nameless: controls.filter((one) => !(one.ariaLabel || one.textContent || one.closest("label")?.textContent ||
        one.labels?.[0]?.textContent || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent ||
        "").trim()).map((one) => one.outerHTML.slice(0, 90)),
    });
  }, 0));
})"""


def with_scripts_as_written(site: Path, target: Path) -> Path:
    """Return a copy of the site whose scripts are not bundled, so that their words can be watched."""
    copy = damage.copy(site, target)
    for folder in SCRIPTS:
        shutil.rmtree(copy / folder, ignore_errors=True)
        shutil.copytree(ROOT / "docs" / folder, copy / folder)
    return copy


def tables(file: Path) -> Iterator[tuple[str, set[str]]]:
    """Return the tables of a module of words with their keys, of the outermost level."""
    for match in TABLE.finditer(code(file)):
        body, depth, outer = match["body"], 0, ""
        for letter in re.sub(r'"[^"]*"|`[^`]*`', "", body):
            depth -= letter in "}])"
            outer += letter if depth == 0 else ""
            depth += letter in "{[("
        yield match["name"], {found["key"] for found in KEY.finditer("{" + outer)}


def unmatched(folder: Path) -> list[str]:
    """Return the entries of tables of words that are used and not there, or there and not used."""
    file = folder / "words.js"
    everything = "\n".join(map(code, folder.glob("*.js")))
    beside = "\n".join(code(other) for other in folder.glob("*.js") if other != file)
    problems = []
    for name, keys in tables(file):
        used = set(re.findall(rf"\b{name}\.(\w+)", everything))
        problems += [f"{folder.name}: {name}.{key} is used, and not there" for key in sorted(used - keys)]
        # One that is handed on is used whole; where one is looked up in, what is looked up stands in other modules.
        if re.search(rf"\b{name}\b(?! = |[.\[\w])", re.sub(r"import \{.*?\}", "", everything, flags=re.DOTALL)):
            continue
        sought = set(re.findall(r"\w+", beside)) if f"{name}[" in everything else set()
        problems += [f"{folder.name}: {name}.{key} is there, and not used" for key in sorted(keys - used - sought)]
    return problems


def said(visit: Visit) -> Iterator[tuple[dict[str, Any], dict[str, list[str]]]]:
    """Put a widget into all states of its choices, or if those are many, each choice in turn; return its words."""
    choices = visit.element.evaluate(CHOICES)
    names = [name for name, _ in choices]
    states = [dict(zip(names, values, strict=True)) for values in product(*(options for _, options in choices))]
    if len(states) > MOST:
        states = [{name: option} for name, options in choices for option in options]
    for state in states:
        yield state, visit.element.evaluate(SAY, state)


def blanks(page: str) -> list[str]:
    """Return what has no words in the HTML of a page."""
    soup = BeautifulSoup(page, "html.parser")
    problems = []
    for element in soup.select(NAMED):
        if not worded(element) and not element.find_parent(attrs={"hidden": True}):
            problems.append(f"nothing in {str(element)[:90]}")
    for element in soup(["script", "style", "code", "pre", "template"]):
        element.decompose()
    return problems + [f"“{found[0]}” in the text" for found in BLANK.finditer(soup.get_text(" "))]


def worded(element: Tag) -> bool:
    """Tell whether there is a text in an element, or one that is read out."""
    if element.get_text().strip() or any(element.get(name) for name in LABELS):
        return True
    return any(image.get("alt") or image.get("aria-label") for image in element.select("img, svg, [role=img]"))


def titles(page: str) -> tuple[list[str], str]:
    """Return what is wrong with the titles of a page, and its title."""
    soup = BeautifulSoup(page.partition("</head>")[0], "html.parser")
    tab = soup.title.get_text() if soup.title else ""
    given = {str(one.get("property") or one.get("name")): str(one.get("content", "")) for one in soup.select("meta")}
    problems = [
        f"no {name}"
        for name in ("description", "og:type", "og:site_name", "og:title", "og:description", "og:url")
        if not given.get(name)
    ]
    title = given.get("og:title", "")
    if title and tab not in {f"{title} - {given['og:site_name']}", given["og:site_name"]}:
        problems.append(f"the tab says “{tab}”, og:title “{title}”")
    return problems, tab


def steps(worker: Path) -> set[str]:
    """Return the steps of a start of which the worker tells."""
    return set(re.findall(r'step: "(\w+)"', code(worker)))
