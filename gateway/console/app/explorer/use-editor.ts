/** An editor within a component, loaded when the component is first shown. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Editor } from './editor.js';

type EditorModule = typeof import('./editor.js');

export interface EditorUse {
  readonly label: string;
  readonly text: string;
  /** Counts the texts that came from elsewhere. What is typed is not put back: it would undo what was typed since. */
  readonly revision: number;
  readonly language: (module: EditorModule) => ReturnType<EditorModule['jsonLanguage']>;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

/** The element to hold the editor, and the editor once it is there. */
export function useEditor(use: EditorUse): {
  readonly holder: RefObject<HTMLDivElement | null>;
  readonly editor: Editor | null;
} {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(use);
  latest.current = use;
  const [editor, setEditor] = useState<Editor | null>(null);
  useEffect(() => {
    let opened: Editor | null = null;
    let isWanted = true;
    const open = async () => {
      const module = await import('./editor.js');
      if (!isWanted || !holder.current) return;
      opened = module.openEditor({
        parent: holder.current,
        label: use.label,
        text: latest.current.text,
        language: use.language(module),
        onChange: (text) => latest.current.onChange(text),
        onRun: () => latest.current.onRun(),
      });
      setEditor(opened);
    };
    void open();
    return () => {
      isWanted = false;
      opened?.close();
    };
  }, []);
  useEffect(() => editor?.setText(use.text), [editor, use.revision]);
  return { holder, editor };
}
