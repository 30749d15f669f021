// Where the figures of the page lie and the ink of their texts, in pixels of the page; then takes all else away,
// and says
// where they are `shown`.
() => {
  const pen = document.createElement("canvas").getContext("2d");

  // The ink of a text, not the line in which it stands: the quadrangle around its letters, turned as the text is.
  const ink = (text) => {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    const pieces = text.querySelectorAll("tspan");
    for (const piece of pieces.length ? pieces : [text]) {
      const style = getComputedStyle(piece);
      pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      for (let i = 0; i < piece.getNumberOfChars(); i++) {
        const start = piece.getStartPositionOfChar(i);
        const size = pen.measureText(piece.textContent[i]);
        if (!piece.textContent[i].trim()) continue;
        left = Math.min(left, start.x - size.actualBoundingBoxLeft);
        right = Math.max(right, start.x + size.actualBoundingBoxRight);
        top = Math.min(top, start.y - size.actualBoundingBoxAscent);
        bottom = Math.max(bottom, start.y + size.actualBoundingBoxDescent);
      }
    }
    const turn = text.getScreenCTM();
    return [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([x, y]) => {
      const at = new DOMPoint(x, y).matrixTransform(turn);
      return [at.x, at.y];
    });
  };

  // How high the letters of a text are, apart from raised ones.
  const size = (text) => {
    const pieces = text.querySelectorAll("tspan");
    const turn = text.getScreenCTM();
    const sizes = [...(pieces.length ? pieces : [text])].map((one) => parseFloat(getComputedStyle(one).fontSize));
    return Math.max(...sizes) * Math.hypot(turn.a, turn.b);
  };

  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };

  const figures = [...document.querySelectorAll(".nn-figure > svg")];
  const places = figures.map((svg) => {
    const fence = svg.closest(".nn-fence");
    return {
      fence: Number(fence.id.split("-")[1]),
      number: [...fence.querySelectorAll(".nn-figure > svg")].indexOf(svg),
      box: box(svg),
      room: box(svg.closest(".nn-figure")),
      window: document.documentElement.clientWidth,
      texts: [...svg.querySelectorAll("text")]
        .filter((text) => text.textContent.trim())
        .map((text) => ({ text: text.textContent.trim().replace(/\s+/g, " "), ink: ink(text), size: size(text) })),
      // What is cut off where its axes end may reach beyond them.
      shapes: [...svg.querySelectorAll("path, use, foreignObject, image")]
        .filter((shape) => !shape.closest("[clip-path], defs"))
        .map(box),
    };
  });

  const kept = new Set();
  for (const svg of figures) for (let e = svg; e; e = e.parentElement) kept.add(e);
  const clear = (element) => {
    for (const child of element.children) {
      if (!kept.has(child)) child.classList.add("nn-aside");
      else if (!figures.includes(child)) clear(child);
    }
  };
  clear(document.body);
  window.scrollTo(0, 0);
  figures.forEach((svg, number) => {
    // To a whole pixel, where Matplotlib's picture begins.
    svg.style.position = "relative";
    svg.style.left = svg.style.top = 0;
    const { left, top } = svg.getBoundingClientRect();
    svg.style.left = `${Math.round(left) - left}px`;
    svg.style.top = `${Math.round(top) - top}px`;
    places[number].shown = box(svg);
  });
  return places;
};
