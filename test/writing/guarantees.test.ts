/** What holds for every change, whatever it records. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { readExact, writeExact } from '../../subgraphs/shared/writing/exact-json.js';
import { exported } from '../exchange/export/round-trip.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { lastEntry } from '../support/trail.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { change, codeOf, commits, mutationsOf, mutationText, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let clinician: Asker;
let trailWorks = true;

const cough = { encounter: 'visit-ann', code: { text: 'Cough' } };
const record = (variables: Readonly<Record<string, unknown>>, asker = clinician) =>
  change('clinician', asker, 'recordCondition', { patient: 'ann', input: cough, ...variables });

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  const entries = world.databases.trail.collection('entries');
  open = await world.open({
    trail: {
      insertMany: async (documents) => {
        if (!trailWorks) throw new Error('the trail is down');
        await entries.insertMany(documents as never);
      },
    },
  });
  clinician = await open.as('clinician', NORTHERNERS.clinician);
});

describe('every mutation of the record', () => {
  /** What is taken out changes nothing: each time it is a disclosure of its own, and in the trail. */
  const WITHOUT_KEY = ['transferRecord'];
  /** A cohort has no versions: it is saved under a name in place of the last. */
  const WITHOUT_VERSION = ['reviewBreakGlass', 'deleteSavedCohort'];

  it('takes an idempotency key, and those that change something the version that they change', () => {
    for (const role of ROLES)
      for (const name of mutationsOf(role).filter((mutation) => !WITHOUT_KEY.includes(mutation))) {
        const text = mutationText(role, name, 'id');
        expect(text).toContain('$idempotencyKey: ID');
        // An emergency opening is reviewed once, whatever its version.
        if (/\$id: ID!/.test(text) && !WITHOUT_VERSION.includes(name)) expect(text).toContain('$expectedVersion: Int!');
        expect(text).not.toContain('rganization: ');
      }
  });

  it('is in the trail also when it is refused', async () => {
    await record({ patient: 'ben' });
    const entry = await lastEntry(world.databases);
    expect(entry).toMatchObject({ outcome: 'refused', code: 'UNKNOWN_PATIENT', disclosures: [] });
  });

  it('whose answer the trail could not keep is found by its key', async () => {
    const idempotencyKey = newKey();
    trailWorks = false;
    const withheld = await record({ idempotencyKey });
    trailWorks = true;
    expect(codeOf(withheld)).toBe('TRAIL_UNAVAILABLE_AFTER_WRITE');
    expect(withheld.errors?.[0]?.message).toContain('same idempotency key');
    const before = await commits(world.databases);
    expect((await record({ idempotencyKey })).errors).toBeUndefined();
    expect(await commits(world.databases)).toBe(before);
  });

  it('has keys that stand for one change in all of the record', async () => {
    const idempotencyKey = newKey();
    await record({ idempotencyKey });
    const input = { accepted: true, statement: 'Yes.' };
    const other = { id: 'nothing', expectedVersion: 1, input, idempotencyKey };
    expect(codeOf(await change('clinician', clinician, 'decideAmendment', other))).toBe('KEY_REUSED');
    const colleague = await open.as('clinician', { organization: 'north', subject: 'colleague' });
    const theirs = await record({ idempotencyKey }, colleague);
    expect(theirs.errors).toBeUndefined();
  });

  it('takes a key and a reason as they may be', async () => {
    for (const idempotencyKey of ['', 'with a space', 'x'.repeat(129)])
      expect(codeOf(await record({ idempotencyKey }))).toBe('BAD_RECORD');
    expect((await record({ reason: '  ' })).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_RECORD',
      input: 'reason',
    });
  });
});

describe('under a broken glass', () => {
  it('nothing is opened that would outlast it', async () => {
    const stranger = await open.as('clinician', { organization: 'north', subject: 'stranger', width: 'NETWORK' });
    const glass = 'mutation { breakGlass(patient: "ben", reason: "found unconscious on the road") { id } }';
    expect((await stranger.ask(glass)).errors).toBeUndefined();
    expect((await stranger.ask('{ patient(id: "ben") { id } }')).at('patient')).toEqual({ id: 'ben' });
    const variables = { patient: 'ben', input: { class: 'EMER', start: '2026-01-01T00:00:00Z' } };
    const answer = await change('clinician', stranger, 'openEncounter', variables);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_YOURS', input: 'patient' });
  });
});

describe('what is written', () => {
  it('leaves an export as it was given, to the byte', async () => {
    const input = {
      encounter: 'visit-ann',
      category: 'laboratory',
      code: { text: 'Creatinine' },
      effectiveDateTime: '2024-03-01',
      valueQuantity: { value: '1.50', unit: 'mg/dL' },
    };
    const answer = await change(
      'clinician',
      clinician,
      'recordObservation',
      { patient: 'ann', input },
      'record { id }',
    );
    const text = await textOf(world.databases, `Observation/${String(answer.at('recordObservation.record.id'))}`);
    expect(text).toContain('"value":1.50,');
    const place = {
      databases: world.databases,
      writer: world.writer,
      take: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    expect(await exported(place, 'ann', 'bundle')).toContain(text);
  });

  it('about a person whose sender keeps its ids apart is about that person, and so is a change of what was sent', async () => {
    await world.tellFrom(
      'clinic',
      { resourceType: 'Patient', id: 'zoe', name: [{ family: 'Zoe' }] },
      {
        resourceType: 'Encounter',
        id: 'visit',
        status: 'in-progress',
        subject: { reference: 'Patient/zoe' },
        serviceProvider: { reference: 'Organization/house' },
        participant: [{ individual: { reference: 'Practitioner/nurse' } }],
      },
    );
    const house = await open.as('clinician', { organization: 'clinic:house', subject: 'nurse' });
    const made = await record(
      { patient: 'clinic:zoe', input: { encounter: 'clinic:visit', code: { text: 'Cough' } } },
      house,
    );
    expect(made.errors).toBeUndefined();
    const { records } = world.databases.of('clinical');
    const condition = `Condition/${String(made.at('recordCondition.id'))}`;
    expect(await records.findOne({ _id: condition })).toMatchObject({
      patient: 'clinic:zoe',
      encounter: 'clinic:visit',
    });
    const closing = {
      id: 'clinic:visit',
      expectedVersion: 1,
      input: { end: '2024-01-01T00:00:00Z', diagnosis: [{ condition: condition.slice('Condition/'.length) }] },
    };
    expect((await change('clinician', house, 'closeEncounter', closing)).errors).toBeUndefined();
    expect(await records.findOne({ _id: 'Encounter/clinic:visit' })).toMatchObject({
      patient: 'clinic:zoe',
      content: {
        participant: [{ individual: { reference: 'Practitioner/clinic:nurse' } }],
        diagnosis: [{ condition: { reference: condition } }],
      },
    });
  });

  it.each([
    '{"a":1.50,"b":[-0.0,1e5,{"c":"1.50"}],"d":"\\"2.0\\"","e":null,"f":true}',
    '{"x":"\\u0000 3.10 \\\\","y":12345678901234567890.123456789}',
  ])('is read and written without a difference: %s', (text) => {
    expect(JSON.parse(writeExact(readExact(text)))).toEqual(JSON.parse(text));
    const numbers = (of: string) => of.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/-?\d[\d.eE+-]*/g);
    expect(numbers(writeExact(readExact(text)))).toEqual(numbers(text));
  });
});
