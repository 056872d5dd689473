// The part of CodeMirror that `editor.js` uses. The bundle itself is made by server/assets.
declare module 'codemirror' {
  export const EditorView: any;
  export const EditorState: any;
  export const Compartment: any;
  export const StateEffect: any;
  export const StateField: any;
  export const Decoration: any;
  export const GutterMarker: any;
  export const WidgetType: any;
  export const RangeSetBuilder: any;
  export const HighlightStyle: any;
  export const indentUnit: any;
  export const tags: any;
  export const indentWithTab: any;
  export const historyKeymap: any;
  export const defaultKeymap: any;
  export function gutter(config: object): any;
  export function lineNumbers(): any;
  export function keymap(...args: any[]): any;
  export namespace keymap {
    function of(list: any[]): any;
  }
  export function history(): any;
  export function python(): any;
  export function syntaxHighlighting(style: any): any;
  export function bracketMatching(): any;
  export function indentOnInput(): any;
  export function drawSelection(): any;
}
