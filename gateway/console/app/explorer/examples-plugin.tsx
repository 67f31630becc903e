/** @jsxImportSource react */
/** The examples as a panel of GraphiQL, beside its documentation and its history. */
import { useEditorContext } from '@graphiql/react';
import { createContext, useContext, useEffect, useState } from 'react';
import { EXAMPLES, type Example } from './examples.js';

/** Told of an example that somebody takes: it is for a role. */
export const TakesExample = createContext<(example: Example) => void>(() => undefined);

/** What GraphiQL shows as a panel. */
export const examplesPlugin = { title: 'Examples', icon: Icon, content: Examples };

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 6h16M4 12h10M4 18h13" />
    </svg>
  );
}

/** An example opens in a tab of its own: what stands in the others stays. */
function Examples() {
  const { addTab, activeTabIndex, queryEditor, variableEditor, tabs } = useEditorContext({ nonNull: true });
  const onTake = useContext(TakesExample);
  const [taken, setTaken] = useState<{ readonly example: Example; readonly tab: number } | null>(null);
  useEffect(() => {
    // GraphiQL fetches its editors after its panels: an example that is taken before waits for them.
    if (taken === null || activeTabIndex !== taken.tab || queryEditor === null || variableEditor === null) return;
    queryEditor.setValue(taken.example.query);
    variableEditor.setValue(JSON.stringify(taken.example.variables, null, 2));
    queryEditor.focus();
    setTaken(null);
  }, [taken, activeTabIndex, queryEditor, variableEditor]);
  const take = (example: Example) => {
    setTaken({ example, tab: tabs.length });
    addTab();
    onTake(example);
  };
  return (
    <>
      <h2 className="graphiql-doc-explorer-title">Examples</h2>
      {EXAMPLES.map(({ title, examples }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul className="plain">
            {examples.map((example) => (
              <li key={example.title}>
                <button type="button" className="link" onClick={() => take(example)}>
                  {example.title}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
