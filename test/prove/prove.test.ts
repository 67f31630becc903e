/** Non-interference, tried with random operations: what a role may not see makes no difference to it. And that it can fail. */
import { afterAll, describe, expect, it } from 'vitest';
import { CLEARANCES } from '../../schema/policy/clearances.js';
import { ALL_LABELS } from '../../schema/policy/labels.js';
import { rowScope } from '../../schema/policy/row-scopes.js';
import type { Role } from '../../schema/policy/viewer.js';
import { recordPredicate } from '../../subgraphs/shared/access/record-predicate.js';
import type { Walls } from '../../subgraphs/shared/subgraph.js';
import { freshPrefix, mongoUri } from '../support/engine.js';
import { CASES } from './cases.js';
import { prove } from './prove.js';
import { openTwinGateway } from './twin-gateway.js';
import { Vocabulary } from './vocabulary.js';

/** As many as fit into four minutes for all together, on two cores. `npm run prove` runs any number. */
const OPERATIONS = 1200;
const SEED = 'the usual one';

const vocabulary = new Vocabulary();
const gateway = await openTwinGateway({ uri: mongoUri(), prefix: freshPrefix(), noted: vocabulary.noted });
afterAll(() => gateway.close());

describe.each(CASES)('what is hidden from the $name', ({ eyes, who }) => {
  it('makes no difference to any answer', async () => {
    const proof = await prove({ gateway, vocabulary, eyes, who, operations: OPERATIONS, seed: SEED });
    expect(proof.difference).toBeNull();
    expect(proof.internal).toEqual([]);
    // Operations that are refused, or find nothing, would prove nothing.
    expect(proof.withData).toBeGreaterThan(OPERATIONS * 0.8);
    // Seven people are too few to be counted: what analysts are told of them is mostly that it is withheld.
    expect(proof.telling).toBeGreaterThan(OPERATIONS * (eyes === 'analyst' ? 0.15 : 0.3));
  }, 180_000);
});

const everyLabel = Object.fromEntries(
  Object.keys(CLEARANCES).map((role) => [
    role,
    { own: ALL_LABELS, others: ALL_LABELS, named: [], boundByConsent: true },
  ]),
) as unknown as typeof CLEARANCES;

const WEAKENED: readonly [string, Role | 'practice', Walls][] = [
  ['no row scope at all', 'registrar', { store: 'open' }],
  ['every row in scope', 'insurer', { weakened: { rowScope: () => ({ reach: 'all' }) } }],
  [
    'the scope of another house',
    'biller',
    { weakened: { rowScope: (viewer, kind) => rowScope({ ...viewer, organization: 'south' }, kind) } },
  ],
  [
    'no width',
    'practice',
    { weakened: { recordPredicate: (viewer, ...rest) => recordPredicate({ ...viewer, width: 'NETWORK' }, ...rest) } },
  ],
  [
    'no consents',
    'clinician',
    {
      weakened: {
        recordPredicate: (viewer, kind, access, settings) =>
          recordPredicate(viewer, kind, { ...access, rules: [] }, settings),
      },
    },
  ],
  [
    'no labels',
    'insurer',
    {
      weakened: {
        recordPredicate: (viewer, kind, access, settings) =>
          recordPredicate(viewer, kind, access, settings, everyLabel),
      },
    },
  ],
];

describe('the proof finds', () => {
  it.each(WEAKENED)('%s', async (_what, eyes, walls) => {
    const weak = await openTwinGateway({ uri: mongoUri(), prefix: freshPrefix(), noted: vocabulary.noted, walls });
    try {
      const { who } = CASES.find((candidate) => candidate.eyes === eyes) ?? { who: {} };
      const proof = await prove({ gateway: weak, vocabulary, eyes, who, operations: 640, seed: SEED });
      expect(proof.difference).not.toBeNull();
      // Shrunk to what a person can read.
      expect(proof.difference?.asked.query.length).toBeLessThan(400);
    } finally {
      await weak.close();
    }
  });
});
