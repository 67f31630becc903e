/** What clinicians change: the version they name, of what their organisation wrote, and nothing that was signed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { recordCase } from './clinical-cases.js';
import { change, codeOf, commits, newKey, textOf } from './support.js';

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
