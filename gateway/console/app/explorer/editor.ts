/**
 * The editor: CodeMirror with the language service of GraphiQL. It lives in a shadow root, because there it can carry its styles
 * as constructed style sheets, which a content security policy without `unsafe-inline` lets pass.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { graphql, updateSchema } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';

export interface EditorOptions {
  readonly parent: HTMLElement;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly text: string;
  readonly language: Extension;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

export interface Editor {
  /** Replaces the text, unless it is the same. */
  setText(text: string): void;
  setSchema(schema: GraphQLSchema): void;
  close(): void;
}

/** GraphQL with completion, checks and jumps to the documentation. */
export function graphqlLanguage(onShow: (type: string) => void): Extension {
  return graphql(undefined, {
    onShowInDocs: (field, type, parent) => {
      const name = parent ?? type ?? field;
      if (name !== undefined) onShow(name);
    },
  });
}

/** Variables. */
export function jsonLanguage(): Extension {
  return json();
}

/** Opens an editor within an element. Ctrl-Enter runs; Escape and then Tab leaves it. */
export function openEditor({ parent, label, text, language, onChange, onRun }: EditorOptions): Editor {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const run = () => {
    onRun();
    return true;
  };
  const extensions = [
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    highlightActiveLine(),
    autocompletion(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    colours,
    syntaxHighlighting(highlights),
    language,
  ];
  const view = new EditorView({ parent: root, root, state: EditorState.create({ doc: text, extensions }) });
  return {
    setText(next) {
      const length = view.state.doc.length;
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: length, insert: next } });
    },
    setSchema: (schema) => updateSchema(view, schema),
    close: () => view.destroy(),
  };
}

/** The page's colours: variables reach into the shadow. */
const colours = EditorView.theme({
  '&': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', height: '100%', fontSize: '0.85rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--soft)',
  },
  // CodeMirror's own underline is an image in the style sheet, which the page's policy stops.
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
});

const highlights = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-number)' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--accent)' },
  { tag: tags.variableName, color: 'var(--code-number)' },
  { tag: tags.typeName, color: 'var(--code-keyword)' },
  { tag: tags.comment, color: 'var(--quiet)' },
]);
