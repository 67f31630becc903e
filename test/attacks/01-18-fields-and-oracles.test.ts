/** Attacks on what a role may see, by their numbers: the field policy (1-12), and what answers tell besides (13-18). */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, PolicyCatalogue } from '../../schema/policy/catalogue.js';
import type { Facet } from '../../schema/policy/facets.js';
import { ROLE_GRANTS } from '../../schema/policy/roles.js';
import { verifyPolicy } from '../../schema/policy/verify.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Answer, type Asker, createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
let open: OpenWorld;
let insurer: Asker;
let clinician: Asker;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  insurer = await open.as('insurer', NORTHERNERS.insurer);
  clinician = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
});

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;
const refusedByView = (answer: Answer) => [answer.status, codeOf(answer), answer.data];
const REFUSED = [400, 'GRAPHQL_VALIDATION_FAILED', undefined];

describe('field policy', () => {
  it.each([
    ['name', '{ patient(id: "ann") { conditions { totalCount } } }'],
    ['alias', '{ patient(id: "ann") { displayName: conditions { totalCount } } }'],
    ['fragment', '{ patient(id: "ann") { ...F } } fragment F on Patient { conditions { totalCount } }'],
    ['@include', 'query ($v: Boolean = false) { patient(id: "ann") { conditions @include(if: $v) { totalCount } } }'],
  ])('1 hidden field by %s: refused, no value', async (_how, query) => {
    expect(refusedByView(await insurer.ask(query))).toEqual(REFUSED);
  });

  it.each([
    ['inline fragment', '{ patient(id: "ann") { ... on Patient { conditions { totalCount } } } }'],
    ['inline fragment on a hidden type', '{ patient(id: "ann") { ... on Condition { id } } }'],
    ['interface', '{ patient(id: "ann") { ... on Node { id } } }'],
  ])('2 hidden field through %s: refused', async (_how, query) => {
    expect(refusedByView(await insurer.ask(query))).toEqual(REFUSED);
  });

  it('6 back edges: claim, patient, encounters stay in the same scope', async () => {
    const around = await clinician.ask(
      '{ claim(id: "bill-ann") { patient { encounters { nodes { patient { claims { nodes { id } } } } } } } }',
    );
    expect(around.errors).toBeUndefined();
    expect(around.text).toContain('bill-ann-cash');
    const plan = await insurer.ask('{ claims { nodes { patient { claims { nodes { id patient { id } } } } } } }');
    expect(plan.text).not.toMatch(/bill-ann-cash|bill-ben|bill-cyd/);
    const south = await clinician.ask('{ claim(id: "bill-ben") { id patient { id } } }');
    expect(south.data).toEqual({ claim: null });
  });

  it('10 mutation returning hidden fields: same rules as a query', async () => {
    const asked = (inner: string) =>
      clinician.ask(`mutation { breakGlass(patient: "ann", reason: "a reason of ten letters") { ${inner} } }`);
    expect(refusedByView(await asked('review { outcome }'))).toEqual(REFUSED);
    expect(refusedByView(await asked('patient { costSummary { claims } }'))).toEqual(REFUSED);
  });

  it.each(['chartlens-viewer', 'chartlens-role', 'x-role', 'x-user-role', 'x-hasura-role', 'x-forwarded-user'])(
    '12 forged role header %s: ignored',
    async (header) => {
      const response = await fetch(open.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${insurer.token}`,
          [header]: 'clinician',
        },
        body: JSON.stringify({ query: '{ patient(id: "ann") { conditions { totalCount } } }' }),
      });
      expect(response.status).toBe(400);
    },
  );
});

describe('the build', async () => {
  const { schema } = await buildSubgraph(administrative);
  const changed = (change: (mutated: PolicyCatalogue) => void, keys: [string, string[]][] = []) => {
    const mutated = new PolicyCatalogue();
    for (const [at, field] of catalogue.fields) mutated.field(at, field);
    for (const [at, argument] of catalogue.arguments) mutated.argument(at, argument);
    change(mutated);
    return verifyPolicy({
      schemas: { administrative: schema },
      catalogue: mutated,
      grants: ROLE_GRANTS,
      keys: new Map(keys),
    }).join('\n');
  };
  const facetOf = (mutated: PolicyCatalogue, at: string, facet: Facet) => {
    const field = mutated.fields.get(at);
    if (!field) throw new Error(at);
    mutated.fields.set(at, { ...field, facet });
  };

  it('7 derived field reading a hidden one: refused', () => {
    // The name on one line is made from the name: whoever may not read the name may not read it either.
    expect(changed((mutated) => facetOf(mutated, 'Patient.name', 'narrative'))).toMatch(
      /Patient\.displayName.*Patient\.name/s,
    );
  });

  it('8 protected field used as @key: build fails', () => {
    expect(changed(() => {}, [['Patient', ['birthDate']]])).toMatch(/Patient\.birthDate: is a @key, but hidden/);
  });

  it('9 new field without a facet: build fails', () => {
    expect(changed((mutated) => mutated.fields.delete('Patient.birthDate'))).toMatch(
      /Patient\.birthDate .*has no facet/,
    );
  });
});

describe('oracles', () => {
  it('13 sort by hidden field: not in the schema', async () => {
    const sorted = await insurer.ask('{ claims(sort: BY_DIAGNOSIS) { totalCount } }');
    expect(sorted.status).toBe(400);
    expect(refusedByView(await insurer.ask('{ observations(sort: LATEST_FIRST) { totalCount } }'))).toEqual(REFUSED);
  });

  it.each([
    'diagnosis: "38341003"',
    'service: "162673000"',
    'diagnosis: null',
    'where: { diagnosis: 1 }',
    'exists: true',
  ])('14 filter, regex, exists on a hidden field (%s): likewise', async (argument) => {
    expect((await insurer.ask(`{ claims(${argument}) { totalCount } }`)).status).toBe(400);
  });

  it('15 count, hasNextPage, cursor contents: independent of hidden data', async () => {
    const page = '{ claims(first: 1) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }';
    const before = await insurer.ask(page);
    await world.tell(
      ...['x', 'y'].map((n) => ({
        resourceType: 'Claim',
        id: `bill-hidden-${n}`,
        status: 'active',
        use: 'claim',
        patient: { reference: 'Patient/ann' },
        provider: { reference: 'Organization/north' },
        created: '2024-03-02',
      })),
    );
    expect((await insurer.ask(page)).text).toBe(before.text);
    expect(before.at('claims')).toMatchObject({ totalCount: 1, pageInfo: { hasNextPage: false } });
  });

  it('16 free-text search over hidden text: no match', async () => {
    // There is no search over text but by name, and names of people out of reach match nothing.
    const found = async (name: string) =>
      (await clinician.ask('query ($n: String) { patients(name: $n) { totalCount } }', { n: name })).at(
        'patients.totalCount',
      );
    expect([await found('Family-of-ann'), await found('Family-of-ben')]).toEqual([1, 0]);
  });

  it.each(['patient', 'encounter', 'observation', 'claim', 'appointment'])(
    '17 missing against forbidden %s id: identical bytes',
    async (kind) => {
      const forbidden = { patient: 'ben', encounter: 'visit-ben', observation: 'pressure-ben', claim: 'bill-ben' };
      const id = forbidden[kind as keyof typeof forbidden] ?? 'booking-ben';
      const one = await clinician.ask(`{ ${kind}(id: "${id}") { id } }`);
      const other = await clinician.ask(`{ ${kind}(id: "nobody-at-all") { id } }`);
      expect([one.status, one.text]).toEqual([other.status, other.text]);
    },
  );

  it('18 error path, message, null bubbling: identical for forbidden and missing', async () => {
    const asked = (id: string) =>
      clinician.ask(
        'query ($id: ID!) { patient(id: $id) { id claims(first: 0) { totalCount } } ann: patient(id: "ann") { id claims(first: 0) { totalCount } } }',
        { id },
      );
    const [forbidden, missing] = [await asked('ben'), await asked('nobody')];
    expect(forbidden.text).toBe(missing.text);
    expect(forbidden.errors?.[0]?.path).toEqual(['ann', 'claims']);
  });
});
