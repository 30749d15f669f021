// Where a figure of the page lies, and the ink of its texts, in pixels of the window, into which it is moved.
(number) => {
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

  const svg = document.querySelectorAll(".nn-figure > svg")[number];
  svg.scrollIntoView({ block: "center", behavior: "instant" });
  // To a whole pixel, where Matplotlib's picture begins.
  svg.style.position = "relative";
  svg.style.left = svg.style.top = 0;
  const { left, top } = svg.getBoundingClientRect();
  svg.style.left = `${Math.round(left) - left}px`;
  svg.style.top = `${Math.round(top) - top}px`;
  return {
    box: box(svg),
    room: box(svg.closest(".nn-figure")),
    scrolled: scrollY,
    window: document.documentElement.clientWidth,
    texts: [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim())
      .map((text) => ({ text: text.textContent.trim().replace(/\s+/g, " "), ink: ink(text), size: size(text) })),
    // What is cut off where its axes end may reach beyond them.
    shapes: [...svg.querySelectorAll("path, use, foreignObject, image")]
      .filter((shape) => !shape.closest("[clip-path], defs"))
      .map(box),
  };
};
