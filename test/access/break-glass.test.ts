/** An emergency: a clinician opens a record that is out of reach, and an auditor reviews it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const REASON = 'Found unconscious, no relatives at hand';
const BREAK = `mutation ($patient: ID!, $reason: String!, $minutes: Int) {
  breakGlass(patient: $patient, reason: $reason, minutes: $minutes) { id subject reason until patient { id displayName } }
}`;
const CHART = '{ patient(id: "ben") { displayName conditions { totalCount nodes { code { text } } } } }';

const world = await createWorld();
const kept: TrailEntry[] = [];
let now = new Date('2026-03-01T12:00:00Z');
let open: OpenWorld;
let stranger: Asker;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  await world.tell({
    resourceType: 'DocumentReference',
    id: 'psychotherapy-of-ben',
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSYTHPN' }] },
    status: 'current',
    subject: { reference: 'Patient/ben' },
    author: [{ reference: 'Practitioner/therapist' }],
    date: '2024-03-01T10:00:00Z',
    context: { encounter: [{ reference: 'Encounter/visit-ben' }] },
  });
  open = await world.open({
    now: () => now,
    env: { BREAK_GLASS_MINUTES: '30' },
    trail: { insertMany: async (entries) => void kept.push(...entries) },
  });
  stranger = await open.as('clinician', { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' });
});

describe('a clinician in an emergency', () => {
  it('reaches nobody out of care before', async () => {
    expect((await stranger.ask(CHART)).at('patient')).toBeNull();
  });

  it.each([
    ['without a reason', { patient: 'ben', reason: '   short  ' }, 'NO_REASON'],
    ['for longer than is allowed', { patient: 'ben', reason: REASON, minutes: 31 }, 'BAD_ARGUMENT'],
    ['of somebody who has no record', { patient: 'nobody', reason: REASON }, 'UNKNOWN_PATIENT'],
  ])('opens nothing %s', async (_why, variables, code) => {
    const answer = await stranger.ask(BREAK, variables);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect((await stranger.ask(CHART)).at('patient')).toBeNull();
  });

  it('opens one record for a time, and what is read under it is marked in the answer and in the trail', async () => {
    const opened = await stranger.ask(BREAK, { patient: 'ben', reason: REASON, minutes: 20 });
    expect(opened.errors).toBeUndefined();
    expect(opened.at('breakGlass')).toMatchObject({
      subject: 'doctor-of-north',
      until: '2026-03-01T12:20:00.000Z',
      patient: { id: 'ben', displayName: 'ben Family-of-ben' },
    });
    kept.length = 0;
    const chart = await stranger.ask(CHART);
    expect(chart.at('patient.conditions.nodes.0.code.text')).toBe('problem-of-ben');
    expect(chart.extensions).toEqual({
      width: 'NETWORK',
      breakGlass: [{ patient: 'ben', until: '2026-03-01T12:20:00.000Z' }],
    });
    expect(kept.flatMap(({ disclosures }) => disclosures).every(({ breakGlass }) => breakGlass)).toBe(true);
  });

  it('does not open psychotherapy notes, which their author alone reads', async () => {
    const notes = '{ patient(id: "ben") { documentReferences { totalCount nodes { id } } } }';
    expect((await stranger.ask(notes)).at('patient.documentReferences.totalCount')).toBe(0);
    const author = await open.as('clinician', { organization: 'south', subject: 'therapist', width: 'NETWORK' });
    expect((await author.ask(notes)).at('patient.documentReferences.totalCount')).toBe(1);
    const colleague = await open.as('clinician', { organization: 'south', subject: 'other', width: 'NETWORK' });
    expect((await colleague.ask(notes)).at('patient.documentReferences.totalCount')).toBe(0);
  });

  it('opens it to this clinician, for this organisation, and to no list over people', async () => {
    const colleague = await open.as('clinician', { organization: 'north', subject: 'colleague', width: 'NETWORK' });
    expect((await colleague.ask(CHART)).at('patient')).toBeNull();
    const elsewhere = await open.as('clinician', { organization: 'red', subject: 'doctor-of-north', width: 'NETWORK' });
    expect((await elsewhere.ask(CHART)).at('patient')).toBeNull();
    const listed = await stranger.ask('{ patients { nodes { id } } }');
    expect(listed.at('patients.nodes')).toEqual([{ id: 'ann' }, { id: 'cyd' }]);
  });

  it('ends by itself', async () => {
    now = new Date('2026-03-01T12:20:01Z');
    const chart = await stranger.ask(CHART);
    expect(chart.at('patient')).toBeNull();
    expect(chart.extensions).toEqual({ width: 'NETWORK' });
  });
});

describe('other roles', () => {
  it.each(['registrar', 'biller', 'insurer', 'patient', 'auditor', 'agency', 'analyst'] as const)(
    'have no glass to break: %s',
    async (role) => {
      const asker = await open.as(role, { organization: 'red', patient: 'ann' });
      const answer = await asker.ask(BREAK, { patient: 'ben', reason: REASON });
      expect(answer.status).toBe(400);
      expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );
});

describe('the review', () => {
  const list = (reviewed: boolean) =>
    `{ breakGlasses(reviewed: ${reviewed}) { totalCount nodes { id reason subject patient { id } review { outcome note reviewer } } } }`;

  it('is open until the auditor closes it with an outcome, once', async () => {
    const auditor = await open.as('auditor', { subject: 'privacy-officer' });
    const waiting = await auditor.ask(list(false));
    expect(waiting.at('breakGlasses.nodes.0')).toMatchObject({
      reason: REASON,
      subject: 'doctor-of-north',
      patient: { id: 'ben' },
      review: null,
    });
    const id = waiting.at('breakGlasses.nodes.0.id') as string;
    const review =
      'mutation ($id: ID!) { reviewBreakGlass(id: $id, outcome: JUSTIFIED, note: "called back") { review { outcome note reviewer } } }';
    const closed = await auditor.ask(review, { id });
    expect(closed.at('reviewBreakGlass.review')).toEqual({
      outcome: 'JUSTIFIED',
      note: 'called back',
      reviewer: 'privacy-officer',
    });
    expect((await auditor.ask(list(false))).at('breakGlasses.totalCount')).toBe(0);
    expect((await auditor.ask(list(true))).at('breakGlasses.totalCount')).toBe(1);
    const again = await auditor.ask(review, { id });
    expect(again.errors?.[0]?.extensions.code).toBe('ALREADY_REVIEWED');
  });

  it('is known to the patient without what the review said, and to nobody else', async () => {
    const ben = await open.as('patient', { patient: 'ben' });
    const own = await ben.ask('{ patient(id: "ben") { breakGlasses { nodes { subject reason } } } }');
    expect(own.at('patient.breakGlasses.nodes')).toEqual([{ subject: 'doctor-of-north', reason: REASON }]);
    const ann = await open.as('patient', { patient: 'ann' });
    expect((await ann.ask('{ breakGlasses { totalCount } }')).at('breakGlasses.totalCount')).toBe(0);
  });
});

describe('a key', () => {
  it('opens a record once, and stands for nothing else', async () => {
    const text = `mutation ($reason: String!) {
      breakGlass(patient: "ben", reason: $reason, minutes: 20, idempotencyKey: "once") { id }
    }`;
    const [first, second] = [
      await stranger.ask(text, { reason: REASON }),
      await stranger.ask(text, { reason: REASON }),
    ];
    expect(first.errors).toBeUndefined();
    expect(second.text).toBe(first.text);
    const other = await stranger.ask(text, { reason: 'Another emergency altogether' });
    expect(other.errors?.map(({ extensions }) => extensions.code)).toEqual(['KEY_REUSED']);
  });
});
