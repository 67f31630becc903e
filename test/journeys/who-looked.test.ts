/** An emergency seen from the other side: what the trail tells the patient and the auditor of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { WIDTH_HEADER } from '../../gateway/width.js';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const BREAK = `mutation Emergency {
  breakGlass(patient: "ben", reason: "Found unconscious, no relatives at hand") { id }
}`;
const CHART = 'query Chart { patient(id: "ben") { displayName conditions { totalCount nodes { code { text } } } } }';

const world = await createWorld();
let open: OpenWorld;
let stranger: Asker;
let auditor: Asker;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  stranger = await open.as('clinician', { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' });
  auditor = await open.as('auditor', { subject: 'privacy-officer' });
});

describe('a look under broken glass', () => {
  beforeAll(async () => {
    await stranger.ask(BREAK);
    await stranger.ask(CHART);
  });

  it('is told to the patient: who, why, how wide, and that the glass was broken', async () => {
    const ben = await open.as('patient', { patient: 'ben' });
    const answer = await ben.ask(`{ patient(id: "ben") { accessLog(first: 50) { nodes {
      width breakGlass subtype { code } agent { who role organization { id } } purposeOfEvent { coding { code } } entity { kind count breakGlass }
    } } } }`);
    expect(answer.errors).toBeUndefined();
    const looks = answer.at('patient.accessLog.nodes') as { entity: { kind: string }[] }[];
    const look = looks.find(({ entity }) => entity.some(({ kind }) => kind === 'Condition'));
    expect(look).toMatchObject({
      width: 'NETWORK',
      breakGlass: true,
      subtype: [{ code: 'read' }, { code: '110127' }],
      agent: [{ who: 'doctor-of-north', role: 'clinician', organization: { id: 'north' } }],
      purposeOfEvent: [{ coding: [{ code: 'TREAT' }] }, { coding: [{ code: 'BTG' }] }],
    });
    expect(look?.entity).toContainEqual({ kind: 'Condition', count: 1, breakGlass: true });
  });

  it('is found by the auditor among all others, the opening and the reading', async () => {
    const ward = await open.as('clinician', { organization: 'north', subject: 'doctor-of-north', width: 'PRACTICE' });
    await ward.ask('query Ward { patient(id: "ann") { displayName } }');
    const answer = await auditor.ask(
      '{ auditEvents(breakGlass: true) { nodes { operation agent { who } entity { patient { id } } } } }',
    );
    const found = answer.at('auditEvents.nodes') as {
      operation: string;
      entity: { patient: { id: string } | null }[];
    }[];
    expect(found.map(({ operation }) => operation)).toEqual(['Chart', 'Emergency']);
    expect(new Set(found.flatMap(({ entity }) => entity.flatMap(({ patient }) => patient?.id ?? [])))).toEqual(
      new Set(['ben']),
    );
  });

  it('is treatment, and stands in no accounting of disclosures', async () => {
    const answer = await auditor.ask('{ accountingOfDisclosures(patient: "ben") { totalCount } }');
    expect(answer.at('accountingOfDisclosures.totalCount')).toBe(0);
  });
});

describe('what came to nothing', () => {
  it('is found by the auditor with its code', async () => {
    await stranger.ask('query Nosy { patient(id: "ben") { costSummary { paid { value } } } }');
    await stranger.ask('mutation Try { breakGlass(patient: "ben", reason: "because") { id } }');
    const response = await fetch(open.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${stranger.token}`,
        [WIDTH_HEADER]: 'EVERYTHING',
      },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.status).toBe(400);
    const answer = await auditor.ask(
      '{ auditEvents(subject: "doctor-of-north", outcome: "refused") { nodes { operation code outcome entity { kind } } } }',
    );
    expect(answer.at('auditEvents.nodes')).toEqual([
      { operation: null, code: 'BAD_WIDTH', outcome: '4', entity: [] },
      { operation: 'Try', code: 'NO_REASON', outcome: '4', entity: [] },
      { operation: 'Nosy', code: 'GRAPHQL_VALIDATION_FAILED', outcome: '4', entity: [] },
    ]);
  });
});
