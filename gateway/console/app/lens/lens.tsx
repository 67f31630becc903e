/** One question asked as every role, side by side. */
import { parse, print } from 'graphql';
import { useState } from 'preact/hooks';
import { ROLES, type Role } from '../../../../schema/policy/role.js';
import type { ActingFor } from '../shared/askers.js';
import type { PageProps } from '../shared/page.js';
import { Await, Failure, Select } from '../shared/parts.js';
import { type RolesCompared, rolesCompared } from '../shared/policy.js';
import type { Identity, SignIn } from '../shared/sign-in.js';
import { useLoaded } from '../shared/use-loaded.js';
import { AnswerTree } from './answer-tree.js';
import { type Look, lookAs, type Question } from './look.js';
import { LENS_QUESTIONS } from './questions.js';
import { closedField } from './reasons.js';

interface Asked {
  readonly query: string;
  readonly variables: string;
  readonly actingFor: ActingFor;
}

/** The page. */
export function Lens({ signIn, identity }: PageProps) {
  const [chosen, setChosen] = useState(0);
  const [draft, setDraft] = useState<Asked>(() => draftOf(0));
  const [asked, setAsked] = useState<Asked>(draft);
  const choose = (index: number) => {
    setChosen(index);
    setDraft(draftOf(index));
    setAsked(draftOf(index));
  };
  return (
    <main id="page" tabIndex={-1}>
      <h1>Lens</h1>
      <p class="lead">
        One question, asked as every role. Each role is asked only what its own schema has. What is missing is greyed,
        with the wall and the grant that removed it.
      </p>
      <form
        class="question"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(draft);
        }}
      >
        <Select
          label="Question"
          value={String(chosen)}
          choices={LENS_QUESTIONS.map(({ title }, index) => ({ value: String(index), label: title }))}
          onChoose={(value) => choose(Number(value))}
        />
        <details>
          <summary>Change it</summary>
          <label class="field">
            <span>Query</span>
            <textarea
              rows={12}
              spellcheck={false}
              value={draft.query}
              onInput={(event) => setDraft({ ...draft, query: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>Variables (JSON)</span>
            <textarea
              rows={3}
              spellcheck={false}
              value={draft.variables}
              onInput={(event) => setDraft({ ...draft, variables: event.currentTarget.value })}
            />
          </label>
        </details>
        <button type="submit" class="main">
          Ask as every role
        </button>
      </form>
      <Answers asked={asked} signIn={signIn} identity={identity} />
    </main>
  );
}

function draftOf(index: number): Asked {
  const question = LENS_QUESTIONS[index];
  return {
    query: question?.query ?? '',
    variables: JSON.stringify(question?.variables ?? {}, null, 2),
    actingFor: question?.actingFor ?? {},
  };
}

function Answers({
  asked,
  signIn,
  identity,
}: {
  readonly asked: Asked;
  readonly signIn: SignIn;
  readonly identity: Identity;
}) {
  const compared = useLoaded('policy', () => rolesCompared(signIn, identity));
  const question = read(asked);
  if (typeof question === 'string') return <Failure message={question} />;
  return (
    <Await of={compared} what="Reading the policy">
      {(value) => (
        <div class="lens">
          {ROLES.map((role) => (
            <Eye key={role} role={role} asked={asked} question={question} compared={value} signIn={signIn} />
          ))}
        </div>
      )}
    </Await>
  );
}

/** The question, or what is wrong with it. */
function read({ query, variables, actingFor }: Asked): Question | string {
  try {
    const values = JSON.parse(variables === '' ? '{}' : variables) as Readonly<Record<string, unknown>>;
    return { document: parse(query), variables: values, actingFor };
  } catch (error) {
    return error instanceof Error ? error.message : 'The question cannot be read.';
  }
}

function Eye({
  role,
  asked,
  question,
  compared,
  signIn,
}: {
  readonly role: Role;
  readonly asked: Asked;
  readonly question: Question;
  readonly compared: RolesCompared;
  readonly signIn: SignIn;
}) {
  const look = useLoaded(`${role} ${asked.query} ${asked.variables}`, () => lookAs(role, question, compared, signIn));
  const { title, purpose } = compared.policy.roles[role] ?? { title: role, purpose: '' };
  return (
    <section class="eye" aria-labelledby={`eye-${role}`}>
      <h2 id={`eye-${role}`}>{title}</h2>
      <p class="purpose">{purpose}</p>
      <Await of={look} what="Asking">
        {(value) => (
          <>
            <Summary look={value} />
            <AnswerTree look={value} document={question.document} compared={compared} />
            <Why look={value} compared={compared} />
            <Asking look={value} />
          </>
        )}
      </Await>
    </section>
  );
}

function Summary({ look: { pruned, identity, answer } }: { readonly look: Look }) {
  const [problem] = answer?.errors ?? [];
  const gone = [...pruned.removals.values()].filter(({ reason }) => reason === 'gone').length;
  return (
    <>
      <p class="quiet">
        {identity?.patient ??
          identity?.organization ??
          (identity ? 'for nobody in particular' : 'cannot be asked here')}
        {' · '}
        {gone === 0 ? 'nothing removed' : `${gone} removed`}
      </p>
      {problem && <Failure message={problem.message} />}
    </>
  );
}

/** The reasons in full, for whoever cannot hover over a name. */
function Why({ look: { pruned, role }, compared }: { readonly look: Look; readonly compared: RolesCompared }) {
  const gone = [...pruned.removals.values()].filter(({ reason }) => reason === 'gone');
  if (gone.length === 0) return null;
  return (
    <details>
      <summary>
        Why it is missing<span class="unseen"> for {role}</span>
      </summary>
      <ul class="plain">
        {gone.map((removal) => (
          <li key={removal.coordinate} class="why">
            {closedField(compared.policy, role, removal).words}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Asking({ look: { pruned, role } }: { readonly look: Look }) {
  if (pruned.document === null) return <p class="quiet">Nothing of the question is left to ask.</p>;
  return (
    <details>
      <summary>
        What was asked<span class="unseen"> as {role}</span>
      </summary>
      <pre>{print(pruned.document)}</pre>
    </details>
  );
}
