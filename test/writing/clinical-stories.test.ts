/** How what clinicians record goes on: visits close, medicines stop, orders are done, and a signed note stays as it is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { CLINICAL_CASES, recordCase } from './clinical-cases.js';
import { change, codeOf, commits, mutationsOf, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let clinician: Asker;

const write = (mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id') =>
  change('clinician', clinician, mutation, variables, selection);

const recorded = (mutation: string, input: object = {}) => recordCase(clinician, mutation, input);

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  clinician = await open.as('clinician', NORTHERNERS.clinician);
});

describe('a visit', () => {
  it('is opened and closed, with what was found', async () => {
    const opened = await write(
      'openEncounter',
      { patient: 'ann', input: { class: 'AMB', start: '2024-05-01T09:00:00Z' } },
      'id status serviceProvider { id }',
    );
    expect(opened.at('openEncounter')).toMatchObject({ status: 'in-progress', serviceProvider: { id: 'north' } });
    const id = opened.at('openEncounter.id') as string;
    const condition = await recorded('recordCondition', { encounter: id });
    const input = { end: '2024-05-01T09:30:00Z', diagnosis: [{ condition, rank: 1 }], dischargeDisposition: 'home' };
    const selection = 'status statusHistory { status } period { start end } diagnosis { condition { id } rank }';
    const closed = await write('closeEncounter', { id, expectedVersion: 1, input }, selection);
    expect(closed.at('closeEncounter')).toEqual({
      status: 'finished',
      statusHistory: [{ status: 'in-progress' }],
      period: { start: '2024-05-01T09:00:00Z', end: '2024-05-01T09:30:00Z' },
      diagnosis: [{ condition: { id: condition }, rank: 1 }],
    });
    expect(codeOf(await write('closeEncounter', { id, expectedVersion: 2, input }))).toBe('WRONG_STATE');
  });

  it('does not end before it began, nor with a diagnosis of somebody else', async () => {
    const opened = await write('openEncounter', {
      patient: 'ann',
      input: { class: 'AMB', start: '2024-05-01T09:00:00Z' },
    });
    const id = opened.at('openEncounter.id') as string;
    const close = (input: object) => write('closeEncounter', { id, expectedVersion: 1, input });
    const early = await close({ end: '2024-05-01T08:00:00Z' });
    expect(early.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_RECORD', input: 'input.end' });
    const others = await close({ end: '2024-05-01T10:00:00Z', diagnosis: [{ condition: 'problem-ben' }] });
    expect(others.errors?.[0]?.extensions).toMatchObject({
      code: 'UNKNOWN_RECORD',
      input: 'input.diagnosis.0.condition',
    });
  });
});

describe('a measurement', () => {
  const measure = (input: object) => {
    const { input: usual } = CLINICAL_CASES.find(({ mutation }) => mutation === 'recordObservation') ?? { input: {} };
    const selection = 'record { valueQuantity { value } component { code { text } } } warnings { input low high unit }';
    return write('recordObservation', { patient: 'ann', input: { ...usual, ...input } }, selection);
  };

  it('that is hardly possible is recorded, and warned of by its place', async () => {
    const answer = await measure({ valueQuantity: { value: '7150', unit: 'kg' } });
    expect(answer.at('recordObservation')).toEqual({
      record: { valueQuantity: { value: 7150 }, component: null },
      warnings: [{ input: 'input.valueQuantity', low: '0.3', high: '650', unit: 'kg' }],
    });
    expect((await measure({})).at('recordObservation.warnings')).toEqual([]);
  });

  it('has a UCUM unit, a decimal, and one value', async () => {
    const places = [
      [{ valueQuantity: { value: '70', unit: 'stone' } }, 'input.valueQuantity.unit'],
      [{ valueQuantity: { value: '7,5', unit: 'kg' } }, 'input.valueQuantity.value'],
      [
        { valueQuantity: { value: '1e999999999999999999999999999999999999999', unit: 'kg' } },
        'input.valueQuantity.value',
      ],
      [{ valueString: 'heavy' }, 'input.valueString'],
      [{ valueQuantity: null }, 'input'],
    ] as const;
    for (const [input, place] of places)
      expect((await measure(input)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_RECORD', input: place });
  });

  it('may have components', async () => {
    const part = (code: string, value: string) => ({
      code: { coding: [{ system: 'http://loinc.org', code }], text: code },
      valueQuantity: { value, unit: 'mm[Hg]' },
    });
    const answer = await measure({ valueQuantity: null, component: [part('8480-6', '120'), part('8462-4', '800')] });
    expect(answer.at('recordObservation')).toEqual({
      record: { valueQuantity: null, component: [{ code: { text: '8480-6' } }, { code: { text: '8462-4' } }] },
      warnings: [{ input: 'input.component.1.valueQuantity', low: '10', high: '220', unit: 'mm[Hg]' }],
    });
  });

  it('is corrected as a whole', async () => {
    const id = await recorded('recordObservation');
    const input = { code: { text: 'Weight' }, valueQuantity: { value: '17.50', unit: 'kg' } };
    const selection = 'record { status valueQuantity { value } code { text coding { code } } }';
    const answer = await write('correctObservation', { id, expectedVersion: 1, input }, selection);
    expect(answer.at('correctObservation.record')).toEqual({
      status: 'corrected',
      valueQuantity: { value: 17.5 },
      code: { text: 'Weight', coding: null },
    });
    expect(await textOf(world.databases, `Observation/${id}`, 2)).toContain('"value":17.50');
  });
});

describe('a medicine', () => {
  it('is stopped with a reason, once', async () => {
    const id = await recorded('startMedication');
    const input = { statusReason: { text: 'a rash' }, end: '2024-03-05' };
    const selection = 'status statusReason { text } dispenseRequest { validityPeriod { start end } }';
    const stopped = await write('stopMedication', { id, expectedVersion: 1, input }, selection);
    expect(stopped.at('stopMedication')).toEqual({
      status: 'stopped',
      statusReason: { text: 'a rash' },
      dispenseRequest: { validityPeriod: { start: '2024-03-01', end: '2024-03-05' } },
    });
    expect(codeOf(await write('stopMedication', { id, expectedVersion: 2, input }))).toBe('WRONG_STATE');
  });

  it('that was ordered is handed out by the order, while that stands', async () => {
    const id = await recorded('startMedication');
    const input = {
      encounter: 'visit-ann',
      quantity: { value: '21.0', unit: '1' },
      daysSupply: { value: '7', unit: 'd' },
      whenHandedOver: '2024-03-01T11:00:00Z',
    };
    const selection = 'id status medication { text } authorizingPrescription { id } daysSupply { value }';
    const given = await write('recordDispense', { id, expectedVersion: 1, input }, selection);
    expect(given.errors).toBeUndefined();
    expect(given.at('recordDispense')).toMatchObject({
      status: 'completed',
      medication: { text: 'Amoxicillin' },
      authorizingPrescription: [{ id }],
      daysSupply: { value: 7 },
    });
    const text = await textOf(world.databases, `MedicationDispense/${String(given.at('recordDispense.id'))}`);
    expect(text).toContain('"quantity":{"value":21.0,');
    await write('stopMedication', { id, expectedVersion: 1, input: { statusReason: { text: 'a rash' } } });
    expect(codeOf(await write('recordDispense', { id, expectedVersion: 2, input }))).toBe('WRONG_STATE');
  });

  it('that was ordered is taken as it was ordered, or is not', async () => {
    const order = await recorded('startMedication');
    const input = { encounter: 'visit-ann', order, status: 'active' };
    const answer = await write(
      'recordMedicationUse',
      { patient: 'ann', input },
      'medication { text } basedOn { reference }',
    );
    expect(answer.at('recordMedicationUse')).toEqual({
      medication: { text: 'Amoxicillin' },
      basedOn: [{ reference: `MedicationRequest/${order}` }],
    });
  });
});

describe('a signed note', () => {
  it('is addended by a note of its own, and there is no way to change it', async () => {
    const id = await recorded('signNote');
    const before = await textOf(world.databases, `DocumentReference/${id}`);
    const selection = 'id docStatus relatesTo { code target { id } } context { encounter { id } }';
    const input = { text: 'She called back.' };
    const answer = await write('addendNote', { id, expectedVersion: 1, input }, selection);
    expect(answer.at('addendNote')).toMatchObject({
      docStatus: 'final',
      relatesTo: [{ code: 'appends', target: { id } }],
      context: { encounter: [{ id: 'visit-ann' }] },
    });
    expect(answer.at('addendNote.id')).not.toBe(id);
    const { records } = world.databases.of('clinical');
    expect(await records.findOne({ _id: `DocumentReference/${id}` })).toMatchObject({ version: 1 });
    expect(await textOf(world.databases, `DocumentReference/${id}`)).toBe(before);
    expect(mutationsOf('clinician').filter((name) => /Note|DocumentReference/.test(name))).toEqual([
      'addendNote',
      'signNote',
    ]);
  });

  it('of psychotherapy is its author’s alone, addenda too', async () => {
    const id = await recorded('signNote', { psychotherapy: true });
    const addendum = await write('addendNote', { id, expectedVersion: 1, input: { text: 'More.' } });
    const colleague = await open.as('clinician', { organization: 'north', subject: 'colleague' });
    for (const note of [id, addendum.at('addendNote.id')]) {
      const query = `{ documentReference(id: "${String(note)}") { id } }`;
      expect((await clinician.ask(query)).at('documentReference')).toEqual({ id: note });
      expect((await colleague.ask(query)).at('documentReference')).toBeNull();
    }
  });
});

describe('an order', () => {
  const result = {
    encounter: 'visit-ann',
    effectiveDateTime: '2024-03-02T08:00:00Z',
    results: [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }], text: 'HbA1c' },
        valueQuantity: { value: '6.50', unit: '%' },
      },
    ],
    conclusion: 'Higher than before.',
  };

  it('is done with its result, in one commit', async () => {
    const id = await recorded('placeOrder');
    const before = await commits(world.databases);
    const selection = 'status code { text } basedOn { reference } result { id valueQuantity { value } status }';
    const answer = await write('recordResult', { id, expectedVersion: 1, input: result }, selection);
    expect(answer.at('recordResult')).toMatchObject({
      status: 'final',
      code: { text: 'HbA1c' },
      basedOn: [{ reference: `ServiceRequest/${id}` }],
      result: [{ valueQuantity: { value: 6.5 }, status: 'final' }],
    });
    expect(await commits(world.databases)).toBe(before + 1);
    expect((await clinician.ask(`{ serviceRequest(id: "${id}") { status } }`)).at('serviceRequest.status')).toBe(
      'completed',
    );
    expect(codeOf(await write('recordResult', { id, expectedVersion: 2, input: result }))).toBe('WRONG_STATE');
  });

  it.each([
    ['imaging', 'RAD', { conclusion: 'No fracture.' }],
    ['consultation', 'OTH', { conclusion: 'Seen, no surgery.' }],
    ['procedure', 'OTH', { conclusionCode: [{ text: 'Wart removed' }] }],
  ])('of %s comes back as a report of its service', async (category, service, outcome) => {
    const id = await recorded('placeOrder', { category, code: { text: `An order of ${category}` } });
    const { results: _, conclusion: __, ...circumstances } = result;
    const input = { ...circumstances, ...outcome };
    const selection = 'code { text } category { coding { code } } conclusion conclusionCode { text } result { id }';
    const answer = await write('recordResult', { id, expectedVersion: 1, input }, selection);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('recordResult')).toEqual({
      code: { text: `An order of ${category}` },
      category: [{ coding: [{ code: service }] }],
      conclusion: null,
      conclusionCode: null,
      result: [],
      ...outcome,
    });
  });

  it('with one bad result leaves nothing behind', async () => {
    const id = await recorded('placeOrder');
    const before = await commits(world.databases);
    const bad = { ...result, results: [...result.results, { code: { text: 'nothing came out' } }] };
    const answer = await write('recordResult', { id, expectedVersion: 1, input: bad });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_RECORD', input: 'input.results.1' });
    expect(await commits(world.databases)).toBe(before);
  });

  it('is revoked with a reason', async () => {
    const id = await recorded('placeOrder');
    const input = { note: 'not needed' };
    const answer = await write('revokeOrder', { id, expectedVersion: 1, input }, 'status note { text }');
    expect(answer.at('revokeOrder')).toEqual({ status: 'revoked', note: [{ text: 'not needed' }] });
  });
});

describe('a plan', () => {
  it('and its goal go on', async () => {
    const goal = await recorded('setGoal');
    const plan = await recorded('createCarePlan', { goal: [goal] });
    const reached = await write(
      'updateGoal',
      { id: goal, expectedVersion: 1, input: { lifecycleStatus: 'completed', achievementStatus: 'achieved' } },
      'lifecycleStatus achievementStatus { coding { code } }',
    );
    expect(reached.at('updateGoal')).toEqual({
      lifecycleStatus: 'completed',
      achievementStatus: { coding: [{ code: 'achieved' }] },
    });
    const selection = 'status period { start end } goal { id } activity { detail { code { text } status } }';
    const done = await write(
      'updateCarePlan',
      {
        id: plan,
        expectedVersion: 1,
        input: { status: 'completed', end: '2024-06-01', activity: [{ code: { text: 'Walk' }, status: 'completed' }] },
      },
      selection,
    );
    expect(done.at('updateCarePlan')).toEqual({
      status: 'completed',
      period: { start: '2024-03-01', end: '2024-06-01' },
      goal: [{ id: goal }],
      activity: [{ detail: { code: { text: 'Walk' }, status: 'completed' } }],
    });
  });
});
