/** An editor for operations, with the schema of the role that asks. */
import { buildSchema } from 'graphql';
import { useEffect, useState } from 'preact/hooks';
import type { Width } from '../../../../schema/policy/viewer.js';
import { schemaOf } from '../shared/ask.js';
import type { PageProps } from '../shared/page.js';
import { Await, Failure, Switch } from '../shared/parts.js';
import { useLoaded } from '../shared/use-loaded.js';
import { Docs } from './docs.js';
import { EXAMPLES, type Example } from './examples.js';
import { type Run, run } from './run.js';
import { useEditor } from './use-editor.js';

interface Draft {
  readonly query: string;
  readonly variables: string;
}

/** What was run since the page was opened; it is in no storage, because operations may name people. */
const past: (Draft & { readonly at: Date; readonly role: string })[] = [];

type Side = 'examples' | 'docs' | 'history';

/** The page. */
export function Explorer({ signIn, identity, onSwitch }: PageProps) {
  const [draft, setDraft] = useState<Draft>(past[0] ?? draftOf(EXAMPLES[0]?.examples[0]));
  const [revision, setRevision] = useState(0);
  const [side, setSide] = useState<Side>('examples');
  const [shownType, setShownType] = useState('Query');
  const [width, setWidth] = useState<Width>('PRACTICE');
  const [answer, setAnswer] = useState<Run | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const key = `${identity.role} ${identity.organization} ${identity.patient}`;
  const schema = useLoaded(key, async () => buildSchema(await schemaOf(identity), { assumeValidSDL: true }));
  const runDraft = async () => {
    past.unshift({ ...draft, at: new Date(), role: identity.role });
    setAnswer(await run(identity, draft.query, draft.variables, width));
  };
  const query = useEditor({
    label: 'Operation',
    text: draft.query,
    revision,
    language: (module) =>
      module.graphqlLanguage((type) => {
        setShownType(type);
        setSide('docs');
      }),
    onChange: (text) => setDraft((before) => ({ ...before, query: text })),
    onRun: () => void runDraft(),
  });
  const variables = useEditor({
    label: 'Variables',
    text: draft.variables,
    revision,
    language: (module) => module.jsonLanguage(),
    onChange: (text) => setDraft((before) => ({ ...before, variables: text })),
    onRun: () => void runDraft(),
  });
  useEffect(() => {
    if (schema.state === 'here') query.editor?.setSchema(schema.value);
  }, [query.editor, schema]);
  const replace = (next: Draft) => {
    setDraft(next);
    setRevision((count) => count + 1);
  };
  const takeExample = async (example: Example) => {
    replace(draftOf(example));
    setAnswer(null);
    try {
      const taken = await signIn.identityFor(example.as);
      setProblem(taken ? null : `This example is for the role ${example.as.role}.`);
      if (taken) onSwitch(taken);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It failed.');
    }
  };
  return (
    <main id="page" tabIndex={-1}>
      <h1>Explorer</h1>
      <p class="lead">
        Operations against the schema of the role {identity.role}, which is all that this role can ask. Ctrl-Enter runs.
      </p>
      {problem && <Failure message={problem} />}
      <div class="explorer">
        <section class="sheet side" aria-label="Help">
          <Switch
            label="Help with"
            value={side}
            choices={[
              { value: 'examples', label: 'Examples' },
              { value: 'docs', label: 'Docs' },
              { value: 'history', label: 'History' },
            ]}
            onChoose={(value) => setSide(value as Side)}
          />
          {side === 'examples' && <Examples onTake={(example) => void takeExample(example)} />}
          {side === 'docs' && (
            <Await of={schema} what="Reading the schema">
              {(value) => <Docs schema={value} shown={shownType} onShow={setShownType} />}
            </Await>
          )}
          {side === 'history' && <History onTake={replace} />}
        </section>
        <section class="ask" aria-label="Operation">
          <div class="row">
            <button type="button" class="main" onClick={() => void runDraft()}>
              Run
            </button>
            {identity.role === 'clinician' && (
              <Switch
                label="Width"
                value={width}
                choices={[
                  { value: 'PRACTICE', label: 'Practice' },
                  { value: 'NETWORK', label: 'Network' },
                ]}
                onChoose={(value) => setWidth(value as Width)}
              />
            )}
          </div>
          <div class="editor" ref={query.holder} />
          <h2 class="small">Variables</h2>
          <div class="editor few" ref={variables.holder} />
        </section>
        <section class="answer" aria-label="Answer">
          <p class="quiet" role="status">
            {answer ? `${answer.said} in ${answer.milliseconds} ms` : 'Nothing was run yet.'}
          </p>
          {answer && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
            <pre tabIndex={0}>{answer.text}</pre>
          )}
        </section>
      </div>
    </main>
  );
}

function draftOf(example: Example | undefined): Draft {
  return { query: example?.query ?? '', variables: JSON.stringify(example?.variables ?? {}, null, 2) };
}

function Examples({ onTake }: { readonly onTake: (example: Example) => void }) {
  return (
    <>
      {EXAMPLES.map(({ title, examples }) => (
        <section key={title}>
          <h2 class="small">{title}</h2>
          <ul class="plain">
            {examples.map((example) => (
              <li key={example.title}>
                <button type="button" class="link" onClick={() => onTake(example)}>
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

function History({ onTake }: { readonly onTake: (draft: Draft) => void }) {
  if (past.length === 0) return <p class="quiet">What you run is kept here until the page is closed.</p>;
  return (
    <ol class="plain">
      {past.map((one) => (
        <li key={one.at.toISOString()}>
          <button type="button" class="link" onClick={() => onTake(one)}>
            {one.at.toLocaleTimeString()} {one.role}: {/\w+ \w+|\{\s*\w+/.exec(one.query)?.[0] ?? 'operation'}
          </button>
        </li>
      ))}
    </ol>
  );
}
