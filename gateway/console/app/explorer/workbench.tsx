/** @jsxImportSource react */
/**
 * GraphiQL, the whole of it, in an element of the page. React is in this chunk and in no other. GraphiQL 4 and not 5: 5 is
 * built on Monaco, whose markup carries inline styles, and the page's policy stops those.
 */
import { useEditorContext, usePluginStore } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import type { GraphQLSchema } from 'graphql';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Answer, Question } from '../shared/ask.js';
import type { Example } from './examples.js';
import { examplesPlugin, TakesExample } from './examples-plugin.js';
import styles from './graphiql.css?text';
import { memoryStorage } from './memory-storage.js';
import { mendMarkup } from './mended-markup.js';

export interface WorkbenchProps {
  /** Of the role that asks; null while it is read. */
  readonly schema: GraphQLSchema | null;
  /** What stands in the first tab. */
  readonly first: Example | undefined;
  readonly onAsk: (question: Question) => Promise<Answer>;
  readonly onExample: (example: Example) => void;
}

export interface Workbench {
  update(props: WorkbenchProps): void;
  close(): void;
}

/** Opens it within an element. */
export function openWorkbench(parent: HTMLElement, props: WorkbenchProps): Workbench {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
  begin(props.first);
  const mending = mendMarkup(parent);
  const root = createRoot(parent);
  const update = (next: WorkbenchProps) => root.render(<Bench {...next} />);
  update(props);
  return {
    update,
    close() {
      mending.disconnect();
      root.unmount();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

/** GraphiQL takes up what its storage holds: at first the example, later what stood there when the page was left. */
function begin(first: Example | undefined): void {
  if (first === undefined || memoryStorage.getItem('graphiql:query') !== null) return;
  memoryStorage.setItem('graphiql:query', first.query);
  memoryStorage.setItem('graphiql:variables', JSON.stringify(first.variables, null, 2));
}

function Bench({ schema, onAsk, onExample }: WorkbenchProps) {
  return (
    <TakesExample value={onExample}>
      <GraphiQL
        schema={schema}
        dangerouslyAssumeSchemaIsValid
        storage={memoryStorage}
        shouldPersistHeaders={false}
        isHeadersEditorEnabled={false}
        defaultEditorToolsVisibility="variables"
        plugins={PLUGINS}
        fetcher={({ query, variables, operationName }) =>
          onAsk({
            query,
            variables: (variables ?? {}) as Record<string, unknown>,
            ...(operationName && { operationName }),
          }) as Promise<never>
        }
      >
        <GraphiQL.Logo>
          <span className="unseen">GraphiQL</span>
        </GraphiQL.Logo>
        <GraphiQL.Toolbar>
          {({ prettify, merge, copy }) => (
            <>
              {prettify}
              {merge}
              {copy}
              <Names />
              <OpenExamples />
            </>
          )}
        </GraphiQL.Toolbar>
      </GraphiQL>
    </TakesExample>
  );
}

const PLUGINS = [examplesPlugin];

/** What a screen reader calls the editors; what scrolls in them is reached by keyboard. */
function Names() {
  const { queryEditor, variableEditor, responseEditor } = useEditorContext({ nonNull: true });
  useEffect(() => {
    for (const [editor, name] of [
      [queryEditor, 'Operation'],
      [variableEditor, 'Variables'],
      [responseEditor, 'Answer'],
    ] as const) {
      editor?.setOption('screenReaderLabel', name);
      const scroller = editor?.getScrollerElement();
      scroller?.setAttribute('tabindex', '0');
      scroller?.setAttribute('role', 'group');
      scroller?.setAttribute('aria-label', `${name}, to scroll`);
    }
  }, [queryEditor, variableEditor, responseEditor]);
  return null;
}

/** GraphiQL keeps a panel shut that is shown from the start: its own button opens it, once it is there. */
function OpenExamples() {
  const { plugins, visiblePlugin } = usePluginStore();
  const [isOpened, setOpened] = useState(visiblePlugin !== null);
  useEffect(() => {
    if (isOpened || !plugins.includes(examplesPlugin)) return;
    setOpened(true);
    document.querySelector<HTMLButtonElement>(`button[aria-label="Show ${examplesPlugin.title}"]`)?.click();
  }, [isOpened, plugins]);
  return null;
}
