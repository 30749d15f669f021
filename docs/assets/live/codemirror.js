// CodeMirror as the editor uses it: third-party modules are imported in one place, with their types beside it.

export { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "../vendor/editor/codemirror-commands.js";
export { python } from "../vendor/editor/codemirror-lang-python.js";
export {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "../vendor/editor/codemirror-language.js";
export { EditorState } from "../vendor/editor/codemirror-state.js";
export { drawSelection, EditorView, keymap, lineNumbers } from "../vendor/editor/codemirror-view.js";
export { classHighlighter } from "../vendor/editor/lezer-highlight.js";
