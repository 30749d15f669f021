// What a page refers to that is not there: asked of the browser, after the page's programs have run.
//
// Returns { looked, variables, targets, icons, hidden, code, files, letters }: how much was looked at,
// the problems found,
// the files that the page names, and the letters that each typeface has to have.
(written) => {
  const looked = { variables: 0, targets: 0, icons: 0, hidden: 0, code: 0 };
  const kinds = ["variables", "targets", "icons", "hidden", "code"];
  const problems = Object.fromEntries(kinds.map((kind) => [kind, new Set()]));
  const attribute = (e, key) => (e.getAttribute(key) ? ` ${key}="${e.getAttribute(key)}"` : "");
  const name = (e) => `<${e.localName}${attribute(e, "id")}${attribute(e, "class")}>`;

  // ---- Variables: names without a value to fall back on -------------------------------------------------------------

  const used = (text) => [...text.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map(([, variable]) => variable);
  const value = (element, variable) => getComputedStyle(element).getPropertyValue(variable);
  const rules = [];
  const collect = (list, parent) => {
    for (const rule of list) {
      const selector = rule.selectorText?.replaceAll("&", `:is(${parent})`);
      if (selector) rules.push({ selector, style: rule.style });
      if (rule.cssRules && !(rule instanceof CSSKeyframesRule)) collect(rule.cssRules, selector ?? parent);
    }
  };
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) collect(sheet.cssRules, "*");
  // What a program sets, and what belongs to some elements and not to the schemes, may have no value on this page.
  const set = new Set(written.set);
  const local = new Set(set);
  for (const { selector, style } of rules)
    if (!/^(:root|html|body|\[data-md-color-)/.test(selector))
      for (const property of style) if (property.startsWith("--")) local.add(property);

  // A state or a part of an element has the variables of the element.
  const STATES = /::[\w-]+(\([^)]*\))?|:(hover|focus|focus-visible|focus-within|active)(?![\w-])/g;
  for (const scheme of ["default", "slate"]) {
    document.body.dataset.mdColorScheme = scheme;
    const everywhere = new Map();
    const resolved = (variable) => {
      if (!everywhere.has(variable)) everywhere.set(variable, value(document.body, variable) !== "");
      return everywhere.get(variable);
    };
    const complain = (variable, where) =>
      problems.variables.add(`${variable} has no value in the scheme ${scheme}, for ${where}`);
    for (const { selector, style } of rules) {
      for (const variable of new Set(used(style.cssText))) {
        looked.variables += 1;
        if (resolved(variable)) continue;
        const plain = selector.replace(STATES, "").replace(/(^|[\s>+~,(])(?=$|[\s>+~,)])/g, "$1*");
        const elements = [...document.querySelectorAll(plain)];
        const given = elements.length
          ? elements.every((element) => value(element, variable) !== "")
          : local.has(variable);
        if (!given && !set.has(variable)) complain(variable, selector);
      }
    }
    for (const element of document.querySelectorAll('[style*="var("], [fill*="var("], [stroke*="var("]')) {
      const text = ["style", "fill", "stroke"].map((attribute) => element.getAttribute(attribute) ?? "").join(";");
      for (const variable of used(text)) {
        looked.variables += 1;
        if (!resolved(variable) && value(element, variable) === "") complain(variable, name(element));
      }
    }
    for (const variable of written.used) {
      looked.variables += 1;
      if (!resolved(variable) && !local.has(variable)) complain(variable, "a program");
    }
  }

  // ---- What names an element by its id ------------------------------------------------------------------------------

  const LISTS = [
    "for",
    "headers",
    "list",
    "form",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-flowto",
    "aria-activedescendant",
  ];
  const seek = (id, element, attribute) => {
    looked.targets += 1;
    if (id && !document.getElementById(id))
      problems.targets.add(`${attribute}="${id}" of ${name(element)} leads to nothing`);
  };
  for (const attribute of LISTS)
    for (const element of document.querySelectorAll(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(/\s+/)) seek(id, element, attribute);
  for (const element of document.querySelectorAll("*")) {
    for (const { name: attribute, value: text } of element.attributes) {
      if (/^(xlink:)?href$/.test(attribute) && text.startsWith("#"))
        seek(decodeURIComponent(text.slice(1)).replace(/~.*/, ""), element, attribute);
      else for (const [, id] of text.matchAll(/url\(["']?#([^"')]+)/g)) seek(id, element, attribute);
    }
  }

  // ---- Icons --------------------------------------------------------------------------------------------------------

  const drawn = (svg) =>
    [
      ...svg.querySelectorAll("path, rect, circle, ellipse, line, polyline, polygon, text, image, use, foreignObject"),
    ].some((shape) => shape.localName !== "path" || (shape.getAttribute("d") ?? "").trim());
  // One that only defines what others use has no size.
  for (const svg of document.querySelectorAll("svg:not([width='0'])")) {
    looked.icons += 1;
    if (!drawn(svg)) problems.icons.add(`${name(svg)} in ${name(svg.parentElement)} draws nothing`);
  }
  for (const { selector, style } of rules) {
    if (!style.maskImage && !style.webkitMaskImage) continue;
    const part = selector.match(/::(before|after)/)?.[0];
    for (const element of document.querySelectorAll(selector.replace(STATES, "") || "*")) {
      looked.icons += 1;
      const mask = getComputedStyle(element, part).maskImage;
      if (!mask.startsWith("url(")) problems.icons.add(`${selector} has no picture: ${mask || "none"}`);
    }
  }

  // ---- Texts that only a screen reader is to have -------------------------------------------------------------------

  const UNSEEN = "[hidden], template, .nn-alt, .nn-w-unseen, mjx-assistive-mml, .md-skip, noscript";
  for (const element of document.querySelectorAll(UNSEEN)) {
    looked.hidden += 1;
    const { width, height } = element.getBoundingClientRect();
    const { clip, clipPath } = getComputedStyle(element);
    const cut = clip !== "auto" || clipPath !== "none" || width <= 2 || height <= 2;
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !cut;
    if (seen && element.textContent.trim())
      problems.hidden.add(`${name(element)} is to be seen: ${element.textContent.trim().slice(0, 40)}`);
  }

  // ---- Code: in a sentence it looks like code; in a block, its plain words look as if they had their elements ------

  const differing = (one, other, names) => {
    const [a, b] = [getComputedStyle(one), getComputedStyle(other)];
    return names.filter((name) => a[name] !== b[name]).map((name) => `${name} ${a[name]}, not ${b[name]}`);
  };
  const content = document.querySelector(".md-content__inner");
  const sample = content?.appendChild(document.createElement("code"));
  for (const scheme of ["default", "slate"]) {
    document.body.dataset.mdColorScheme = scheme;
    for (const element of content?.querySelectorAll(":is(p, li, td, summary) > code") ?? []) {
      looked.code += 1;
      const wrong = differing(element, sample, ["fontFamily", "backgroundColor"]);
      if (wrong.length) problems.code.add(`${element.outerHTML}: ${wrong.join("; ")}`);
    }
    for (const line of document.querySelectorAll(".highlight code")) {
      for (const className of ["n", "o", "p", "w"]) {
        looked.code += 1;
        const word = line.appendChild(Object.assign(document.createElement("span"), { className }));
        const wrong = differing(word, line, ["color", "fontFamily", "fontSize", "fontWeight", "fontStyle"]);
        if (wrong.length) problems.code.add(`a word of class ${className} has ${wrong.join("; ")}`);
        word.remove();
      }
    }
  }
  sample?.remove();

  // ---- Files, and letters with their typefaces ----------------------------------------------------------------------

  const files = new Set();
  for (const element of document.querySelectorAll("[src], link[href], use[href], image[href], [poster], object[data]"))
    for (const attribute of ["src", "href", "poster", "data"])
      if (element.hasAttribute(attribute) && (attribute !== "href" || element.localName !== "a"))
        files.add(new URL(element.getAttribute(attribute), document.baseURI).href);

  const letters = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faces = new Map();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, noscript, template, mjx-assistive-mml")) continue;
    if (!faces.has(element)) {
      const { fontFamily, fontStyle } = getComputedStyle(element);
      faces.set(element, `${fontFamily.replaceAll('"', "")}|${fontStyle}`);
    }
    const face = faces.get(element);
    letters[face] = [...new Set((letters[face] ?? "") + node.data)].join("");
  }
  const found = Object.fromEntries(Object.entries(problems).map(([kind, all]) => [kind, [...all]]));
  return { looked, files: [...files], letters, ...found };
};
