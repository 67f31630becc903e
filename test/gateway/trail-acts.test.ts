/** What the trail says that an operation did, and who received what was handed over: chained like all else in it. */
import { describe, expect, it } from 'vitest';
import { entryHash } from '../../gateway/trail-hash.js';
import { auditEvent } from '../../subgraphs/administrative/audit-event/fhir-audit-event.js';
import { NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { lastEntry } from '../support/trail.js';
import { createWorld } from '../support/world.js';
import { change, newKey } from '../writing/support.js';

const world = await createWorld();
await world.tell(...NORTH, ...SOUTH);
const open = await world.open();
const last = () => lastEntry(world.databases);

describe('an entry of the trail', () => {
  it('says that something was created, changed, read, or asked for in vain', async () => {
    const clinician = await open.as('clinician', NORTHERNERS.clinician);
    const actions: string[] = [];
    const note = async () => actions.push(auditEvent(await last()).action);
    const idempotencyKey = newKey();
    const input = { encounter: 'visit-ann', code: { text: 'Cough' } };
    const made = await change('clinician', clinician, 'recordCondition', { patient: 'ann', input, idempotencyKey });
    await note();
    const id = made.at('recordCondition.id');
    const again = { id, expectedVersion: 1, input: { clinicalStatus: 'resolved' } };
    await change('clinician', clinician, 'updateCondition', again);
    await note();
    // A retry writes nothing: it shows what was written.
    await change('clinician', clinician, 'recordCondition', { patient: 'ann', input, idempotencyKey });
    await note();
    await clinician.ask('{ patient(id: "ann") { conditions { totalCount } } }');
    await note();
    await change('clinician', clinician, 'recordCondition', { patient: 'ben', input });
    await note();
    expect(actions).toEqual(['C', 'U', 'R', 'R', 'E']);
  });

  it('says what was written also where nobody was shown it', async () => {
    const analyst = await open.as('analyst', { organization: 'north', subject: 'counting' });
    const saved = { name: 'all', where: { sex: 'FEMALE' }, shared: false };
    const kept = await change('analyst', analyst, 'saveCohort', saved);
    expect(kept.errors).toBeUndefined();
    expect(await last()).toMatchObject({ outcome: 'disclosed', code: null, action: 'C', disclosures: [] });
    await change('analyst', analyst, 'saveCohort', { ...saved, shared: true });
    expect((await last()).action).toBe('U');
    const remove = 'mutation ($id: ID!) { deleteSavedCohort(id: $id, idempotencyKey: "remove") }';
    await analyst.ask(remove, { id: kept.at('saveCohort.id') });
    expect((await last()).action).toBe('D');
  });

  it('names the recipient to the person and in the AuditEvent, and shows when somebody changes it', async () => {
    const clinician = await open.as('clinician', NORTHERNERS.clinician);
    const recipient = { name: 'Far Hospital', address: '1 Far Road' };
    const text = `mutation ($recipient: TransferRecipientInput) {
      transferRecord(patient: "ann", recipient: $recipient) { resources }
    }`;
    expect((await clinician.ask(text, { recipient })).errors).toBeUndefined();
    const entry = await last();
    const agents = auditEvent(entry).agent.map(({ who }) => who?.display);
    expect(agents).toContain('Far Hospital, 1 Far Road');
    const patient = await open.as('patient', NORTHERNERS.patient);
    const log = '{ patient(id: "ann") { accessLog(first: 1) { nodes { action recipient { name address } } } } }';
    expect((await patient.ask(log)).at('patient.accessLog.nodes')).toEqual([{ action: 'R', recipient }]);
    const { hash, ...unsigned } = entry;
    expect(entryHash(unsigned)).toBe(hash);
    expect(entryHash({ ...unsigned, recipient: { ...recipient, name: 'Near Hospital' } })).not.toBe(hash);
    expect(entryHash({ ...unsigned, action: 'C' })).not.toBe(hash);
  });
});
