/** Attacks 20 and 21: the same text asked by others. What is remembered of an operation or an answer is nobody else's. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
beforeAll(() => world.tell(...NORTH, ...SOUTH, ...BOTH));

let salt = 0;
/** A text that nobody has asked before, so that whoever asks first fills every cache. */
function fresh(query: string): string {
  salt += 1;
  return query.replace('{', `{ fresh${salt}: __typename`);
}

const MIXED = '{ claim(id: "bill-ann") { id total { value } diagnosis { diagnosisCodeableConcept { text } } } }';
const SECRET = 'diagnosis-billed-for-ann';

describe.each([
  ['all walls', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['the guard alone', { view: 'open', store: 'open' }, 'FORBIDDEN'],
  ['the store alone', { view: 'open', guard: 'open' }, undefined],
] as const)('20 same text under two roles, with %s', (_name, walls, code) => {
  let open: OpenWorld;
  beforeAll(async () => {
    open = await world.open({ walls });
  });

  it.each(['clinician first', 'insurer first', 'both at once'])('%s: each gets what is theirs', async (order) => {
    const clinician = await open.as('clinician', NORTHERNERS.clinician);
    const insurer = await open.as('insurer', NORTHERNERS.insurer);
    const query = fresh(MIXED);
    const granted = async () => expect((await clinician.ask(query)).text).toContain(SECRET);
    const refused = async () => {
      const { text, errors } = await insurer.ask(query);
      expect(text).not.toContain(SECRET);
      expect(errors?.[0]?.extensions.code).toBe(code);
    };
    const turns = order === 'insurer first' ? [refused, granted] : [granted, refused];
    if (order === 'both at once') await Promise.all([...turns, ...turns, ...turns].map((turn) => turn()));
    else for (const turn of [...turns, ...turns]) await turn();
  });
});

describe('one document with a harmless and a hidden operation', () => {
  it('is judged by the operation that runs', async () => {
    const open = await world.open({ walls: { view: 'open', store: 'open' } });
    const insurer = await open.as('insurer', NORTHERNERS.insurer);
    const document =
      'query Harmless { claims { totalCount } } query Hidden { patient(id: "ann") { conditions { totalCount } } }';
    const run = async (operationName: string) => {
      const response = await fetch(open.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${insurer.token}` },
        body: JSON.stringify({ query: document, operationName }),
      });
      return await response.text();
    };
    for (const _turn of [1, 2]) {
      expect(await run('Harmless')).not.toContain('errors');
      expect(await run('Hidden')).toContain('FORBIDDEN');
    }
  });
});

describe('21 caches, asked under one role and two organisations: one text', () => {
  it('is answered to each with what they reach, also at once', async () => {
    const open = await world.open();
    const houses = { north: ['ann', 'cyd'], south: ['ben', 'cyd'] } as const;
    const query = fresh(
      '{ patients { totalCount nodes { id } } ann: patient(id: "ann") { id } ben: patient(id: "ben") { id } }',
    );
    const asked = async (house: keyof typeof houses) => {
      const asker = await open.as('clinician', { organization: house, subject: `doctor-of-${house}` });
      const { data } = await asker.ask(query);
      const { patients, ann, ben } = data as { patients: { nodes: { id: string }[] }; ann: unknown; ben: unknown };
      expect(patients.nodes.map(({ id }) => id).sort()).toEqual(houses[house]);
      expect([ann !== null, ben !== null]).toEqual([house === 'north', house === 'south']);
    };
    await Promise.all(Array.from({ length: 12 }, (_, turn) => asked(turn % 2 === 0 ? 'north' : 'south')));
  });

  it('is answered to each patient with their own', async () => {
    const open = await world.open();
    const query = fresh('{ claims { nodes { id patient { id } } } }');
    for (const id of ['ann', 'ben', 'cyd', 'ann']) {
      const { data } = await (await open.as('patient', { patient: id })).ask(query);
      const { nodes } = (data as { claims: { nodes: { patient: { id: string } }[] } }).claims;
      expect([...new Set(nodes.map(({ patient }) => patient.id))]).toEqual([id]);
    }
  });

  it('20 persisted operations are not taken: a hash of somebody else’s text is no operation', async () => {
    const open = await world.open();
    const { token } = await open.as('clinician', NORTHERNERS.clinician);
    const response = await fetch(open.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
    });
    expect(response.status).toBe(400);
  });
});
