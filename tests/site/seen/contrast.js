// The texts and controls below `selector` that are to be seen, the first of each look; of drawings every text.
//
// `known` holds the looks that were met before, and grows. Controls are marked, so that their states can be forced.
// `nnWhere` says where all that was found is now.
([selector, known]) => {
  const seen = new Set(known);
  const CONTROLS = "a[href], button, summary, label, input, select, [role=slider], [tabindex='0']";
  const UNSEEN = "script, style, noscript, template, mjx-assistive-mml, .nn-alt, .nn-w-unseen, desc, title, option";
  const name = (e) => `<${[e.localName, ...e.classList].join(".")}>`;
  const state = (e) =>
    ["disabled", "aria-disabled", "aria-pressed", "aria-selected", "aria-current"].map((key) => e?.getAttribute(key));
  const look = (e, style) =>
    [
      name(e),
      name(e.parentElement),
      style.color,
      style.fontSize,
      style.fontWeight,
      state(e.closest(CONTROLS)),
      e.closest("label")?.querySelector("input")?.checked,
      e.closest(".nn-stale, .nn-verdict, .nn-error, .admonition, details, table")?.className,
    ].join("|");
  const visible = (e, box) =>
    box.width > 2 &&
    box.height > 4 &&
    box.left >= 0 &&
    box.right <= innerWidth &&
    box.top >= 0 &&
    box.bottom <= innerHeight &&
    e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // What lies below something else is not to be seen.
  const above = (e, box) => {
    if (!within(e, box)) return false;
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return over && (over.contains(e) || e.contains(over) || over.closest("label")?.contains(e));
  };
  // A box that scrolls, or cuts off what reaches beyond it.
  const within = (e, box) => {
    for (let outer = e.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX === "visible") continue;
      const room = outer.getBoundingClientRect();
      if (box.left < room.left || box.right > room.right || box.top < room.top || box.bottom > room.bottom)
        return false;
    }
    return true;
  };
  const wheres = [];
  // What a widget has drawn anew meanwhile is no more.
  window.nnWhere = () => wheres.map((where) => where()?.toJSON() ?? null);
  const found = [];
  for (const old of document.querySelectorAll("[data-nn-control]")) delete old.dataset.nnControl;
  for (const root of document.querySelectorAll(selector)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || element.closest(UNSEEN)) continue;
      const style = getComputedStyle(element);
      const drawn = element.ownerSVGElement;
      const key = look(element, style);
      if (seen.has(key) && !drawn) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const line = [...range.getClientRects()].findIndex(
        (one) => visible(element, one) && (drawn || above(element, one)),
      );
      if (line < 0) continue;
      seen.add(key);
      const size = parseFloat(style.fontSize) * (drawn ? element.getScreenCTM().a : 1);
      const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      const text = node.data.trim().slice(0, 30);
      const control = element.closest(CONTROLS);
      if (control) control.dataset.nnControl = "";
      wheres.push(() => range.getClientRects()[line]);
      found.push({ text, least: large ? 3 : 4.5, where: name(element), control: control !== null });
    }
    for (const element of root.querySelectorAll(CONTROLS)) {
      const key = `control|${name(element)}|${name(element.parentElement)}|${state(element)}`;
      const box = element.getBoundingClientRect();
      const reached = element.matches("input, select, summary, [role=slider]") || element.tabIndex >= 0;
      if (seen.has(key) || !reached || element.disabled || element === document.activeElement || !above(element, box))
        continue;
      if (!(visible(element, box) || (element.matches("label input") && visible(element.parentElement, box)))) continue;
      seen.add(key);
      element.dataset.nnControl = "";
      wheres.push(() => element.getBoundingClientRect());
      found.push({ where: name(element), control: true });
    }
  }
  return { found, known: [...seen] };
};
