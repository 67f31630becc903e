/** What clinicians record: within their reach, as themselves, for their own organisation, once. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { lastEntry } from '../support/trail.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { CLINICAL_CASES } from './clinical-cases.js';
import { change, codeOf, commits, mutationsOf, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let clinician: Asker;

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  clinician = await open.as('clinician', NORTHERNERS.clinician);
});

/** `recordObservation` answers with warnings beside the record. */
const WITH_WARNINGS = ['recordObservation', 'recordPanel', 'correctObservation'];
const HISTORY = 'history { version provenance { reason agent { name who onBehalfOf } source { origin } } }';
const shown = (mutation: string, selection: string) =>
  WITH_WARNINGS.includes(mutation) ? `record { ${selection} }` : selection;
const pathOf = (mutation: string, path: string) =>
  WITH_WARNINGS.includes(mutation) ? `${mutation}.record.${path}` : `${mutation}.${path}`;

describe.each(CLINICAL_CASES)('$mutation', ({ mutation, kind, input, stored }) => {
  const variables = { patient: 'ann', input };

  it('is in the view of clinicians and of nobody else', () => {
    expect(ROLES.filter((role) => mutationsOf(role).includes(mutation))).toEqual(['clinician']);
  });

  it('records what was said, to the digit, with who wrote it for whom and why', async () => {
    const selection = shown(mutation, `id patient { id displayName } ${HISTORY}`);
    const answer = await change('clinician', clinician, mutation, { ...variables, reason: 'as seen' }, selection);
    expect(answer.errors).toBeUndefined();
    expect(answer.at(pathOf(mutation, 'patient'))).toEqual({ id: 'ann', displayName: 'ann Family-of-ann' });
    expect(answer.at(pathOf(mutation, 'history'))).toEqual([
      {
        version: 1,
        provenance: {
          reason: 'as seen',
          agent: { name: 'doctor-of-north', who: 'Practitioner/doctor-of-north', onBehalfOf: 'Organization/north' },
          source: { origin: 'TYPED' },
        },
      },
    ]);
    const id = answer.at(pathOf(mutation, 'id')) as string;
    expect(await textOf(world.databases, `${kind}/${id}`)).toContain(stored);
  });

  it('is refused about a patient out of reach exactly as about one who does not exist', async () => {
    const before = await commits(world.databases);
    const forbidden = await change('clinician', clinician, mutation, { patient: 'ben', input }, shown(mutation, 'id'));
    const unknown = await change('clinician', clinician, mutation, { patient: 'nobody', input }, shown(mutation, 'id'));
    expect(codeOf(forbidden)).toBe('UNKNOWN_PATIENT');
    expect(forbidden.text).toBe(unknown.text);
    expect(await commits(world.databases)).toBe(before);
  });

  it('cannot be put into a visit of another organisation, nor of another patient', async () => {
    const network = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    const before = await commits(world.databases);
    const elsewhere = { patient: 'cyd', input: { ...input, encounter: 'visit-cyd-south' } };
    expect(codeOf(await change('clinician', network, mutation, elsewhere, shown(mutation, 'id')))).toBe('NOT_YOURS');
    const other = { patient: 'cyd', input: { ...input, encounter: 'visit-ann' } };
    expect(codeOf(await change('clinician', network, mutation, other, shown(mutation, 'id')))).toBe('UNKNOWN_RECORD');
    expect(await commits(world.databases)).toBe(before);
  });

  it('happens once, however often it is sent, and its key stands for nothing else', async () => {
    const idempotencyKey = newKey();
    const once = { ...variables, idempotencyKey };
    const both = await Promise.all([
      change('clinician', clinician, mutation, once, shown(mutation, 'id')),
      change('clinician', clinician, mutation, once, shown(mutation, 'id')),
    ]);
    const before = await commits(world.databases);
    const again = await change('clinician', clinician, mutation, once, shown(mutation, 'id'));
    expect(again.errors).toBeUndefined();
    expect(both.map(({ text }) => text)).toEqual([again.text, again.text]);
    for (const other of [{ patient: 'cyd' }, { reason: 'another one' }]) {
      const reused = await change('clinician', clinician, mutation, { ...once, ...other }, shown(mutation, 'id'));
      expect(codeOf(reused)).toBe('KEY_REUSED');
    }
    expect(await commits(world.databases)).toBe(before);
  });

  it('is in the trail', async () => {
    const entries = world.databases.trail.collection('entries');
    const before = await entries.countDocuments();
    await change('clinician', clinician, mutation, variables, shown(mutation, 'id'));
    const entry = await lastEntry(world.databases);
    expect(await entries.countDocuments()).toBe(before + 1);
    expect(entry.disclosures).toContainEqual(expect.objectContaining({ kind, patient: 'ann' }));
  });
});
