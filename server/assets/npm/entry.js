// What the page uses of CodeMirror, and nothing else: one bundle, so that there is one copy of its state.
// `static/js/editor/` is the only importer, as `codemirror` in the page's import map.

export {
  Compartment, EditorSelection, EditorState, Facet, Prec, RangeSet, RangeSetBuilder, StateEffect, StateField, Text,
  Transaction,
} from '@codemirror/state';

export {
  Decoration, EditorView, GutterMarker, ViewPlugin, WidgetType, drawSelection, dropCursor, gutter, gutterLineClass, gutters,
  highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, hoverTooltip, keymap, lineNumberMarkers,
  lineNumbers, placeholder, rectangularSelection, scrollPastEnd, showPanel, showTooltip, tooltips,
} from '@codemirror/view';

export {
  defaultKeymap, history, historyKeymap, indentLess, indentMore, indentWithTab, insertNewlineAndIndent, redo,
  standardKeymap, toggleComment, undo,
} from '@codemirror/commands';

export {
  HighlightStyle, bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';

export { python, pythonLanguage } from '@codemirror/lang-python';

export {
  forEachDiagnostic, lintGutter, lintKeymap, nextDiagnostic, openLintPanel, setDiagnostics,
} from '@codemirror/lint';

export { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';

export { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';

export { tags } from '@lezer/highlight';
