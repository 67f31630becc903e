/** Who is in reach follows the relations of the record, from the moment a commit changes them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { NORTH, visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();
let now = new Date('2024-06-01T00:00:00Z');
let open: OpenWorld;

const unmanaged = (id: string): Resource => ({ resourceType: 'Patient', id, name: [{ family: 'Nobodys' }] });
const knows = async (asker: Asker, id: string) =>
  (await asker.ask(`{ patient(id: "${id}") { id } }`)).at('patient') !== null;

beforeAll(async () => {
  await world.tell(...NORTH, unmanaged('eve'), unmanaged('fay'));
  open = await world.open({ now: () => now, env: { REACH_DAYS: '365' } });
});

describe('a clinician', () => {
  it('reaches a patient from the commit on that tells of care, and no longer when it is taken back', async () => {
    const north = await open.as('clinician', { organization: 'north' });
    expect(await knows(north, 'eve')).toBe(false);
    await world.tell(visit('visit-eve', 'eve', 'north'));
    expect(await knows(north, 'eve')).toBe(true);
    await world.tell(visit('visit-eve', 'eve', 'north', 'entered-in-error'));
    expect(await knows(north, 'eve')).toBe(false);
  });

  it('loses a patient whose care has ended, after the time that is configured', async () => {
    const north = await open.as('clinician', { organization: 'north' });
    await world.tell(visit('visit-fay', 'fay', 'north'));
    now = new Date('2025-03-01T09:59:00Z');
    expect(await knows(north, 'fay')).toBe(true);
    const listed = async () => (await north.ask('{ patients { nodes { id } } }')).at('patients.nodes');
    expect(await listed()).toEqual([{ id: 'ann' }, { id: 'fay' }]);
    now = new Date('2025-03-01T10:01:00Z');
    expect(await knows(north, 'fay')).toBe(false);
    expect(await listed()).toEqual([{ id: 'ann' }]);
  });

  it('keeps a patient whom the organisation manages, and one whose visit has not ended', async () => {
    now = new Date('2034-01-01T00:00:00Z');
    const north = await open.as('clinician', { organization: 'north' });
    expect(await knows(north, 'ann')).toBe(true);
    const { period: _, ...ongoing } = visit('visit-fay-2', 'fay', 'north', 'in-progress');
    await world.tell({ ...ongoing, resourceType: 'Encounter', id: 'visit-fay-2', period: { start: '2024-05-05' } });
    expect(await knows(north, 'fay')).toBe(true);
  });
});
