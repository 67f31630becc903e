/** What clinicians change: the version they name, of what their organisation wrote, and nothing that was signed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { CLINICAL_CASES } from './clinical-cases.js';
import { change, codeOf, commits, mutationsOf, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let clinician: Asker;

const write = (mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id') =>
  change('clinician', clinician, mutation, variables, selection);

/** Records a case anew; its id. */
async function recorded(mutation: string, input: object = {}): Promise<string> {
  const found = CLINICAL_CASES.find((each) => each.mutation === mutation);
  const warned = mutation === 'recordObservation';
  const variables = { patient: 'ann', input: { ...found?.input, ...input } };
  const answer = await write(mutation, variables, warned ? 'record { id }' : 'id');
  return answer.at(`${mutation}.${warned ? 'record.' : ''}id`) as string;
}

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  clinician = await open.as('clinician', NORTHERNERS.clinician);
});

describe('a change', () => {
  it('becomes the next version of what it names; the earlier one stays as it was, to the byte', async () => {
    const id = await recorded('recordCondition');
    const before = await textOf(world.databases, `Condition/${id}`);
    const input = { clinicalStatus: 'resolved', abatementDateTime: '2024-04' };
    const answer = await write(
      'updateCondition',
      { id, expectedVersion: 1, input, reason: 'coughs no more' },
      'clinicalStatus { coding { code } } code { text } history { version changed provenance { reason } }',
    );
    expect(answer.at('updateCondition')).toEqual({
      clinicalStatus: { coding: [{ code: 'resolved' }] },
      code: { text: 'Cough' },
      history: [
        {
          version: 2,
          changed: ['abatementDateTime', 'clinicalStatus'],
          provenance: { reason: 'coughs no more' },
        },
        expect.objectContaining({ version: 1 }),
      ],
    });
    expect(await textOf(world.databases, `Condition/${id}`)).toBe(before);
  });

  it('keeps what it does not name, with its digits, also of a record that came from elsewhere', async () => {
    const text =
      '{"resourceType":"Condition","id":"sent","x":1.50,"subject":{"reference":"Patient/ann"},"encounter":{"reference":"Encounter/visit-ann"},"code":{"text":"\\"1.50\\""}}';
    const agent = { name: 'sender', source: 'default' };
    const version = { kind: 'Condition', id: 'sent', source: 'default', text, references: {} };
    await world.writer.record({ subgraph: 'clinical', agent, reason: 'sent', patient: 'ann', versions: [version] });
    await write('updateCondition', { id: 'sent', expectedVersion: 1, input: { clinicalStatus: 'active' } });
    const next = await textOf(world.databases, 'Condition/sent', 2);
    expect(next.startsWith(text.slice(0, -1))).toBe(true);
  });

  it('is refused with the current number when the version is stale, and nothing is written', async () => {
    const id = await recorded('recordCondition');
    const input = { clinicalStatus: 'inactive' };
    await write('updateCondition', { id, expectedVersion: 1, input });
    const before = await commits(world.databases);
    const stale = await write('updateCondition', { id, expectedVersion: 1, input });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    expect(await commits(world.databases)).toBe(before);
  });

  it('has one winner of two who name the same version', async () => {
    const id = await recorded('recordCondition');
    const answers = await Promise.all(
      ['inactive', 'remission', 'resolved'].map((clinicalStatus) =>
        write('updateCondition', { id, expectedVersion: 1, input: { clinicalStatus } }),
      ),
    );
    expect(answers.map(codeOf).sort()).toEqual(['CONFLICT', 'CONFLICT', undefined]);
  });

  it('when repeated under its key shows what it showed, though the record has changed since', async () => {
    const id = await recorded('recordCondition');
    const idempotencyKey = newKey();
    const first = { id, expectedVersion: 1, input: { clinicalStatus: 'inactive' }, idempotencyKey };
    const selection = 'clinicalStatus { coding { code } }';
    const answer = await write('updateCondition', first, selection);
    await write('updateCondition', { id, expectedVersion: 2, input: { clinicalStatus: 'active' } });
    expect((await write('updateCondition', first, selection)).text).toBe(answer.text);
  });

  it('is not in the answer of the retry that first recorded it', async () => {
    const first = {
      patient: 'ann',
      input: { encounter: 'visit-ann', code: { text: 'Ache' } },
      idempotencyKey: newKey(),
    };
    const answer = await write('recordCondition', first, 'id clinicalStatus { coding { code } }');
    const id = answer.at('recordCondition.id');
    await write('updateCondition', { id, expectedVersion: 1, input: { clinicalStatus: 'resolved' } });
    expect((await write('recordCondition', first, 'id clinicalStatus { coding { code } }')).text).toBe(answer.text);
  });

  it('of what another organisation wrote is refused, and of what is out of reach as if it were not there', async () => {
    await world.tell({
      resourceType: 'Condition',
      id: 'problem-cyd-south',
      subject: { reference: 'Patient/cyd' },
      encounter: { reference: 'Encounter/visit-cyd-south' },
      code: { text: 'of the south' },
    });
    const network = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    const ask = (id: string, asker = network) =>
      change('clinician', asker, 'updateCondition', { id, expectedVersion: 1, input: { clinicalStatus: 'active' } });
    expect(codeOf(await ask('problem-cyd-south'))).toBe('NOT_YOURS');
    expect(codeOf(await ask('problem-cyd-south', clinician))).toBe('UNKNOWN_RECORD');
    expect(codeOf(await ask('problem-ben'))).toBe('UNKNOWN_RECORD');
    expect((await ask('problem-ben')).text).toBe((await ask('nothing')).text);
  });

  it('of a mistake is none: it was marked, with the reason, and is not changed any more', async () => {
    const id = await recorded('recordObservation');
    const marked = await write(
      'retractObservation',
      { id, expectedVersion: 1, input: { mistake: 'the scales were broken' } },
      'status history(first: 1) { provenance { reason } }',
    );
    expect(marked.at('retractObservation')).toEqual({
      status: 'entered-in-error',
      history: [{ provenance: { reason: 'the scales were broken' } }],
    });
    const again = await write('retractObservation', { id, expectedVersion: 2, input: { mistake: 'again' } });
    expect(codeOf(again)).toBe('WRONG_STATE');
  });

  it.each([
    ['no name of a place', { encounter: 'visit-ann', code: {} }, 'input.code'],
    [
      'a day that never was',
      { encounter: 'visit-ann', code: { text: 'x' }, onsetDateTime: '2024-02-30' },
      'input.onsetDateTime',
    ],
    [
      'a status of its own',
      { encounter: 'visit-ann', code: { text: 'x' }, clinicalStatus: 'fine' },
      'input.clinicalStatus',
    ],
    [
      'an end before the beginning',
      { encounter: 'visit-ann', code: { text: 'x' }, onsetDateTime: '2024', abatementDateTime: '2023' },
      'input.abatementDateTime',
    ],
  ])('with %s is refused by its place, without what was said there', async (_what, input, place) => {
    const answer = await write('recordCondition', { patient: 'ann', input });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_RECORD', input: place });
    expect(answer.text).not.toMatch(/2024-02-30|fine/);
  });
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
