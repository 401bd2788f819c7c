// The editor: CodeMirror 6, with the page's colours and the keys that a page needs.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
import type { Token } from "../tokens.ts";

// Pygments' short names, which the page colours.
const classes = tagHighlighter([
  { tag: [tags.comment], class: "c1" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "k" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: [tags.string, tags.special(tags.string), tags.docString], class: "s" },
  { tag: [tags.number], class: "m" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "nf" },
  { tag: [tags.standard(tags.name)], class: "nb" },
]);

/** A program's lines, each in coloured pieces. */
export function coloured(source: string): Token[][] {
  const lines: Token[][] = [[]];
  highlightCode(
    source,
    pythonLanguage.parser.parse(source),
    classes,
    (text, kind) => lines.at(-1)!.push([kind, text]),
    () => lines.push([]),
  );
  return lines;
}

export interface Editor {
  text(): string;
  replace(text: string): void;
  /** Mark a line with what is wrong there, and go to it; undefined takes the mark away. */
  mark(line: number | undefined, sentence?: string): void;
  focus(): void;
  close(): void;
}

interface Wanted {
  place: HTMLElement;
  root: ShadowRoot;
  text: string;
  label: string;
  describedBy: string;
  onChange: () => void;
  onRun: () => void;
  onExplore: () => void;
}

export function editor(wanted: Wanted): Editor {
  const run = (what: () => void) => () => {
    what();
    return true;
  };
  const view = new EditorView({
    parent: wanted.place,
    root: wanted.root,
    state: EditorState.create({
      doc: wanted.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        pythonLanguage,
        placeholder("Type or paste a program here."),
        syntaxHighlighting(classes),
        EditorView.contentAttributes.of({
          "aria-label": wanted.label,
          "aria-describedby": wanted.describedBy,
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
          tabindex: "0", // it takes the focus without; checkers ask for it where a box scrolls
        }),
        EditorView.updateListener.of(update => {
          if (update.docChanged) wanted.onChange();
        }),
        Prec.high(keymap.of([
          { key: "Mod-Enter", run: run(wanted.onRun), shift: run(wanted.onExplore) },
          // Tab indents; Escape, then Tab, leaves: CodeMirror's own way out.
          indentWithTab,
        ])),
        keymap.of([...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
  // The theme has letters of its own, and so has the player.
  view.dom.addEventListener("keydown", event => event.stopPropagation());
  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(line, sentence = "") {
      const { doc } = view.state;
      if (line === undefined || line < 1 || line > doc.lines) {
        view.dispatch(setDiagnostics(view.state, []));
        return;
      }
      const at = doc.line(line);
      const from = at.from + (/^\s*/.exec(at.text)?.[0].length ?? 0);
      view.dispatch(setDiagnostics(view.state, [{ from: Math.min(from, at.to), to: at.to, severity: "error", message: sentence }]));
      view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "nearest" }) });
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
