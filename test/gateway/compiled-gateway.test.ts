/** An operation that comes again is answered by steps made ready for it: with the same bytes as the first time. */
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import type { Role } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { wholeView } from '../support/whole-view.js';
import { createWorld, type OpenWorld } from '../support/world.js';

const built = await Promise.all([administrative, clinical, financial, population].map(buildSubgraph));
const world = await createWorld({ monitorCommands: true });
const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };
const WHO = {
  organization: MARKED_ID('Organization'),
  patient: MARKED_ID('Patient'),
  subject: MARKED_ID('Practitioner'),
};
/** Nothing is kept, so that the trail itself, which a patient reads, stays the same. */
const forgetful = { insertMany: () => Promise.resolve() };
let open: OpenWorld;

beforeAll(async () => {
  await world.tell(...markedRecords(built.map(({ schema }) => schema)).resources, ...NORTH, ...SOUTH, ...BOTH);
  open = await world.open({ env: WIDE, trail: forgetful });
});

describe.each(['clinician', 'registrar', 'biller', 'insurer', 'patient', 'auditor'] as const)(
  'an operation of the %s that comes again',
  (role: Role) => {
    it('is answered with the same bytes', async () => {
      const asker = await open.as(role, role === 'clinician' ? { ...WHO, width: 'NETWORK' } : WHO);
      // These tell the time: where a page of the feed ends, and when a summary was made.
      const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
      const operations = wholeView(view, MARKED_ID, ['changes', 'summary']);
      for (const { name, query } of operations) {
        const first = await asker.ask(query);
        const [second, third] = [await asker.ask(query), await asker.ask(query)];
        expect({ name, text: second.text }).toEqual({ name, text: first.text });
        expect(third.text).toBe(first.text);
      }
    });
  },
);

const TRICKY: readonly [string, string, Record<string, unknown>?][] = [
  [
    'aliases and fragments',
    '{ a: patient(id: "ann") { ...P ... on Patient { b: id } } c: patient(id: "ann") { id } } fragment P on Patient { n: displayName id }',
  ],
  [
    '@include and @skip of variables',
    'query ($y: Boolean!, $n: Boolean!) { patient(id: "ann") { id @skip(if: $n) displayName @include(if: $n) birthDate @include(if: $y) } }',
    { y: true, n: false },
  ],
  ['@skip of a constant', '{ patient(id: "ann") { id @skip(if: true) gender } }'],
  [
    'a variable with a default',
    'query ($y: Boolean = true, $n: Int = 1) { patient(id: "ann") { id @include(if: $y) claims(first: $n) { totalCount nodes { id } } } }',
  ],
  [
    'a record that is not there',
    '{ patient(id: "nobody") { id claims { totalCount } } ann: patient(id: "ann") { id } }',
  ],
  [
    '__typename everywhere',
    '{ __typename patient(id: "ann") { __typename t: __typename claims { __typename nodes { __typename id } } } }',
  ],
  [
    'the same part twice',
    '{ patient(id: "ann") { claims { nodes { id } } claims { nodes { total { value } provider { organization { name } } } } } }',
  ],
  [
    'entities of one kind in several places',
    '{ claims { nodes { provider { organization { name } } insurer { name } patient { displayName managingOrganization { name } } } } }',
  ],
  [
    'names that objects are born with',
    '{ constructor: patient(id: "ann") { toString: id valueOf: displayName hasOwnProperty: claims { totalCount } } }',
  ],
  ['a cursor that is none', '{ patient(id: "ann") { id claims(after: "x") { totalCount nodes { id } } } }'],
  [
    'an argument that does not fit',
    '{ patient(id: "ann") { id claims(first: 0) { nodes { id } } coverages { totalCount } } }',
  ],
  ['a variable that does not fit', 'query ($id: ID!) { patient(id: $id) { id } }', {}],
  ['introspection beside data', '{ __schema { queryType { name } } patient(id: "ann") { id } }'],
];

describe('an operation with', () => {
  it.each(TRICKY)('%s is answered alike each time', async (_what, query, variables) => {
    const asker = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push(await asker.ask(query, variables));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  it('several of one name or none picks the one that is named', async () => {
    const asker = await open.as('clinician', NORTHERNERS.clinician);
    const body = (operationName: string) =>
      fetch(open.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${asker.token}` },
        body: JSON.stringify({
          query: 'query A { patient(id: "ann") { id } } query B { patient(id: "ann") { gender } }',
          operationName,
        }),
      }).then((response) => response.json() as Promise<{ data?: unknown }>);
    for (let time = 0; time < 3; time++) {
      expect((await body('A')).data).toEqual({ patient: { id: 'ann' } });
      expect((await body('B')).data).toEqual({ patient: { gender: 'female' } });
    }
  });
});

describe('the compiled way', () => {
  it('asks a subgraph once for entities of several places, which is how one sees that it is taken', async () => {
    const asker = await open.as('insurer', NORTHERNERS.insurer);
    const query =
      '{ claims { nodes { insurer { name } patient { displayName } provider { organization { name } } } } }';
    const counts: number[] = [];
    const count = ({ databaseName }: { databaseName: string }) => {
      if (databaseName.endsWith('_administrative')) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    };
    // Who follows the record for analysts asks things too.
    await open.gateway.population.stop();
    world.databases.client.on('commandStarted', count);
    for (let time = 0; time < 2; time++) {
      counts.push(0);
      await asker.ask(query);
    }
    world.databases.client.off('commandStarted', count);
    expect(counts[1]).toBeLessThan(counts[0] ?? 0);
  });
});
