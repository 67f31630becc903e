/** GraphiQL with the schema of the role that asks. */
import { buildSchema } from 'graphql';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Width } from '../../../../schema/policy/viewer.js';
import { type Answer, ask, type Question, schemaOf } from '../shared/ask.js';
import type { PageProps } from '../shared/page.js';
import { Failure, Switch } from '../shared/parts.js';
import { useLoaded } from '../shared/use-loaded.js';
import { EXAMPLES, type Example } from './examples.js';
import type { Workbench, WorkbenchProps } from './workbench.js';

/** The page. */
export function Explorer({ signIn, identity, onSwitch }: PageProps) {
  const [width, setWidth] = useState<Width>('PRACTICE');
  const [said, setSaid] = useState('Nothing was run yet.');
  const [problem, setProblem] = useState<string | null>(null);
  const key = `${identity.role} ${identity.organization} ${identity.patient}`;
  const schema = useLoaded(key, async () => buildSchema(await schemaOf(identity), { assumeValidSDL: true }));
  const onAsk = async (question: Question): Promise<Answer> => {
    const begun = performance.now();
    const answer = await ask(identity, { ...question, width });
    const how = answer.errors === undefined ? 'Answered' : answer.data == null ? 'Refused' : 'Answered with errors';
    setSaid(`${how} in ${Math.round(performance.now() - begun)} ms`);
    return answer;
  };
  const onExample = async (example: Example) => {
    try {
      const taken = await signIn.identityFor(example.as);
      setProblem(taken ? null : `This example is for the role ${example.as.role}.`);
      if (taken) onSwitch(taken);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It failed.');
    }
  };
  const holder = useWorkbench({
    schema: schema.state === 'here' ? schema.value : null,
    first: EXAMPLES[0]?.examples[0],
    onAsk,
    onExample: (example) => void onExample(example),
  });
  return (
    <main id="page" class="wide" tabIndex={-1}>
      <h1>Explorer</h1>
      <p class="lead">
        Operations against the schema of the role {identity.role}, which is all that this role can ask. Ctrl-Enter runs.
      </p>
      {problem && <Failure message={problem} />}
      {schema.state === 'failed' && <Failure message={schema.message} />}
      <div class="row">
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
        <p class="quiet" role="status">
          {said}
        </p>
      </div>
      <div class="workbench" aria-busy={schema.state === 'waiting'} ref={holder} />
    </main>
  );
}

/** The element to hold GraphiQL, which is loaded when the page is first shown. */
function useWorkbench(props: WorkbenchProps) {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [bench, setBench] = useState<Workbench | null>(null);
  useEffect(() => {
    let opened: Workbench | null = null;
    let isWanted = true;
    const open = async () => {
      const { openWorkbench } = await import('./workbench.js');
      if (!isWanted || !holder.current) return;
      opened = openWorkbench(holder.current, latest.current);
      setBench(opened);
    };
    void open();
    return () => {
      isWanted = false;
      opened?.close();
    };
  }, []);
  useEffect(() => bench?.update(props));
  return holder;
}
