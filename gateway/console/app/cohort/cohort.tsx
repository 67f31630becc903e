/** Breakdowns of a cohort: counts near the number, and few people never counted at all. */
import { useState } from 'preact/hooks';
import { dataOf } from '../shared/ask.js';
import { Bars } from '../shared/bars.js';
import type { PageProps } from '../shared/page.js';
import { Await, Select } from '../shared/parts.js';
import { useLoaded } from '../shared/use-loaded.js';
import { COHORT, CONDITIONS, DIMENSIONS } from './question.js';

interface Told {
  readonly people: number | null;
  readonly suppressed: boolean;
}

interface CohortAnswer {
  readonly cohort: {
    readonly size: Told;
    readonly breakdown: readonly (Told & { readonly values: readonly string[] })[];
  };
}

const EVERYBODY = 'everybody';
const ALONE = 'no other';

/** The page. */
export function CohortPage({ signIn }: PageProps) {
  const [condition, setCondition] = useState('HYPERTENSION');
  const [by, setBy] = useState('AGE_BAND');
  const [and, setAnd] = useState(ALONE);
  const dimensions = and === ALONE || and === by ? [by] : [by, and];
  const where = condition === EVERYBODY ? {} : { condition: { group: condition } };
  const answer = useLoaded(`${condition} ${dimensions.join(' ')}`, async () => {
    const analyst = await signIn.identityFor({ role: 'analyst' });
    if (analyst === null) throw new Error('Cohorts are asked for by analysts.');
    return dataOf<CohortAnswer>(analyst, { query: COHORT, variables: { where, by: dimensions } });
  });
  return (
    <main id="page" tabIndex={-1}>
      <h1>Cohort</h1>
      <p class="lead">
        As an analyst: numbers over many people, and no person. A hatched cell is withheld: 10 people or fewer, and
        sometimes a few more, so that nobody is found by subtraction.
      </p>
      <div class="row">
        <Select
          label="People with"
          value={condition}
          choices={choices([EVERYBODY, ...CONDITIONS])}
          onChoose={setCondition}
        />
        <Select label="By" value={by} choices={choices(DIMENSIONS)} onChoose={setBy} />
        <Select label="And by" value={and} choices={choices([ALONE, ...DIMENSIONS])} onChoose={setAnd} />
      </div>
      <Await of={answer} what="Counting">
        {({ cohort }) => (
          <section class="sheet" aria-label="Breakdown">
            <p>
              In all: <b>{said(cohort.size)}</b>
            </p>
            <Bars
              caption="People of the cohort"
              rows={cohort.breakdown.map((cell) => ({
                label: cell.values.map(words).join(', '),
                value: cell.people,
                said: said(cell),
              }))}
            />
          </section>
        )}
      </Await>
    </main>
  );
}

function said({ people }: Told): string {
  return people === null ? 'withheld' : `about ${people}`;
}

function choices(values: readonly string[]) {
  return values.map((value) => ({ value, label: words(value) }));
}

function words(value: string): string {
  return /^[A-Z0-9_]+$/.test(value) ? value.toLowerCase().replaceAll('_', ' ') : value;
}
