// Formulas: MathJax from this site, started once and told again after each instant navigation.
(() => {
  const home = new URL("../vendor/mathjax/", document.currentScript.src).href;

  window.MathJax = {
    loader: {
      load: ["input/tex", "output/chtml", "a11y/assistive-mml"],
      paths: { mathjax: home.replace(/\/$/, ""), fonts: "[mathjax]/fonts" },
    },
    tex: {
      tags: "ams",
      inlineMath: [["\\(", "\\)"], ["$", "$"]],
      displayMath: [["\\[", "\\]"], ["$$", "$$"]],
      processEscapes: true,
      processEnvironments: true,
    },
    output: {
      font: "mathjax-newcm",
      fontPath: "[fonts]/%%FONT%%-font",
      displayAlign: "left",
      displayOverflow: "overflow",
      linebreaks: { inline: true },
    },
    options: {
      enableAssistiveMml: true,
      // Only what the Markdown extension marks, and the text cells of a lab notebook.
      ignoreHtmlClass: "md-container",
      processHtmlClass: "arithmatex|jp-RenderedMarkdown",
    },
    startup: {
      typeset: false,
      ready() {
        // The accessible form is on without the menu that would switch it.
        delete MathJax.config.options.menuOptions;
        MathJax.startup.defaultReady();
      },
    },
  };

  const engine = document.createElement("script");
  engine.src = home + "startup.js";
  const ready = new Promise((resolve, reject) => {
    engine.onload = () => MathJax.startup.promise.then(resolve, reject);
    engine.onerror = () => reject(new Error(`formulas: ${engine.src} did not load`));
  });
  document.head.append(engine);

  const typeset = async () => {
    await ready;
    MathJax.startup.output.clearCache();
    MathJax.typesetClear();
    MathJax.texReset();
    await MathJax.typesetPromise([...document.querySelectorAll(".arithmatex, .jp-RenderedMarkdown")]);
    for (const box of document.querySelectorAll('mjx-container[display="true"]')) {
      // A box that scrolls must be reachable from the keyboard.
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
    document.body.dataset.formulas = location.pathname;
  };

  // Material announces each page, the first one included; pages of one visit are typeset one after another.
  let queue = Promise.resolve();
  document$.subscribe(() => {
    queue = queue.then(typeset).catch((problem) => console.error(problem));
  });
})();
