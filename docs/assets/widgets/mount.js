// Puts a widget into its place on the page, before its code; its figure moves into the widget, which shows it in print,
// and whenever the widget itself cannot be shown.

/**
 * The widgets that there are: the name in `data-widget`, and the module.
 * @type {Record<string, string>}
 */
const MODULES = {
  "activation-lab": "./activation_lab/index.js",
  "backprop-stepper": "./backprop_stepper/index.js",
  "convolution-explorer": "./convolution_explorer/index.js",
  "descent-playground": "./descent_playground/index.js",
  "digit-pad": "./digit_pad/index.js",
  "digit-reader": "./digit_reader/index.js",
  "grades-explorer": "./grades_explorer/index.js",
  "line-fitter": "./line_fitter/index.js",
  "matrix-stepper": "./matrix_stepper/index.js",
  "network-microscope": "./network_microscope/index.js",
  "neuron-painter": "./neuron_painter/index.js",
  "tangent-explorer": "./tangent_explorer/index.js",
};

/** @type {Promise<void> | undefined} */
let styled;

/** Fetch the style sheet once. It belongs to the document and not to its head, which instant navigation replaces. */
function style() {
  styled ??= fetch(new URL("widgets.css", import.meta.url))
    .then((answer) => answer.text())
    .then((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets.push(sheet);
    });
  return styled;
}

/**
 * Make the widget that `place` asks for. A place whose widget is not in the list keeps its figure.
 * @param {HTMLElement} place
 */
export async function mount(place) {
  const name = place.dataset.widget ?? "";
  if (!(name in MODULES) || place.querySelector(`nn-${name}`)) return;
  try {
    await Promise.all([import(MODULES[name]), style()]);
  } catch (problem) {
    console.error(problem);
    place.insertAdjacentHTML("afterbegin", `<p role="status">The widget “${name}” could not be fetched.</p>`);
    return;
  }
  if (!place.isConnected) return; // the reader has gone to another page meanwhile
  const element = /** @type {import("./shared/base.js").Widget<object>} */ (document.createElement(`nn-${name}`));
  element.key = place.id;
  element.settings = { ...place.dataset };
  element.site = new URL("../../", import.meta.url);
  const figures = place.querySelectorAll("figure:not(.nn-figure-run)"); // what a reader's run drew stays below it
  if (figures.length) element.append(figures[figures.length - 1]);
  // The widget stands where the picture stood; its code, put below anew, is not a thing that moved while one read it.
  const code = place.contains(document.activeElement) ? [] : [...place.children];
  place.prepend(element);
  place.append(...code);
}
