// The editor of a fence. Loaded at the first press of Edit.
import {
  bracketMatching,
  classHighlighter,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  indentOnInput,
  indentUnit,
  keymap,
  lineNumbers,
  python,
  syntaxHighlighting,
} from "./codemirror.js";

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--md-code-bg-color)", color: "var(--md-code-fg-color)", borderRadius: "0.25rem" },
  "&.cm-focused": { outline: "0.1rem solid var(--md-accent-fg-color)" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family, monospace)", lineHeight: "1.55", overflowX: "auto" },
  ".cm-content": { caretColor: "var(--md-code-fg-color)", padding: "0.8em 0" },
  ".cm-gutters": {
    backgroundColor: "var(--md-code-bg-color)", // what scrolls past goes below it
    border: "0",
    color: "var(--md-default-fg-color--light)",
    paddingRight: "0.25rem",
  },
  ".cm-cursor": { borderLeftColor: "var(--md-code-fg-color)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--md-typeset-a-color) 22%, transparent)",
  },
  ".cm-matchingBracket": {
    backgroundColor: "var(--md-accent-fg-color--transparent)",
    outline: "1px solid currentColor",
  },
});

/**
 * Tab indents; after Escape it moves on, as everywhere (CodeMirror sees to that), which the hint below says.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.hint the id of the hint
 * @param {(text: string) => void} options.onChange
 * @param {() => void} options.onRun
 */
export function edit(parent, text, { label, hint, onChange, onRun }) {
  const start = () => {
    onRun();
    return true;
  };
  // On a phone what is typed would run out of sight.
  const narrow = matchMedia("(max-width: 30em)").matches;
  const keys = [
    { key: "Mod-Enter", run: start, preventDefault: true },
    { key: "Tab", run: indentMore, shift: indentLess },
    ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
    ...historyKeymap,
  ];
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        narrow ? EditorView.lineWrapping : [],
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        python(),
        syntaxHighlighting(classHighlighter),
        keymap.of(keys),
        theme,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    }),
  });
}

/**
 * Put another text into an editor.
 * @param {EditorView} view
 * @param {string} text
 */
export const put = (view, text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
