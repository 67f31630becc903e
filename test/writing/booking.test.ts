/** Appointments: booked, moved and cancelled, and nobody booked twice. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';
import { change, codeOf, commits, mutationsOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let registrar: Asker;
let day = 0;

const to = (reference: string) => ({ reference });
const write = (mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id') =>
  change('registrar', registrar, mutation, variables, selection);

const place = (house: string): Resource => ({
  resourceType: 'Location',
  id: `rooms-${house}`,
  name: `Rooms of ${house}`,
  managingOrganization: to(`Organization/${house}`),
});
const schedule = (id: string, house: string, doctor = 'doc'): Resource => ({
  resourceType: 'Schedule',
  id,
  actor: [to(`Practitioner/${doctor}`), to(`Location/rooms-${house}`)],
});
const slot = (id: string, of: string, from: string, until: string): Resource => ({
  resourceType: 'Slot',
  id,
  status: 'free',
  schedule: to(`Schedule/${of}`),
  start: `2031-03-${String(day).padStart(2, '0')}T${from}:00Z`,
  end: `2031-03-${String(day).padStart(2, '0')}T${until}:00Z`,
});

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH, place('north'), place('south'));
  await world.tell(
    { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Doc' }] },
    schedule('s', 'north'),
    schedule('s2', 'north'),
    schedule('theirs', 'south', 'other-doc'),
  );
  open = await world.open();
  registrar = await open.as('registrar', NORTHERNERS.registrar);
});

/** Each story has a day of its own, with the slots nine, half past nine, and one across both. */
beforeEach(async () => {
  day += 1;
  await world.tell(
    slot(`nine-${day}`, 's', '09:00', '09:30'),
    slot(`half-${day}`, 's', '09:30', '10:00'),
    slot(`across-${day}`, 's2', '09:15', '09:45'),
    slot(`theirs-${day}`, 'theirs', '09:00', '09:30'),
  );
});

const book = (name: string, patient = 'ann', selection = 'id') =>
  write('bookAppointment', { patient, input: { slot: `${name}-${day}`, slotVersion: 1 } }, selection);
const statusOf = async (name: string) =>
  (await registrar.ask(`{ slot(id: "${name}-${day}") { status } }`)).at('slot.status');

describe('an appointment', () => {
  it.each(['bookAppointment', 'moveAppointment', 'cancelAppointment'])('is the front desk’s: %s', (mutation) => {
    expect(ROLES.filter((role) => mutationsOf(role).includes(mutation))).toEqual(['registrar']);
  });

  it('takes its slot, with the people and places of the schedule, and closes what overlaps', async () => {
    const selection = 'status start end patient { id } slot { id status } participant { status actor { reference } }';
    const answer = await book('nine', 'ann', selection);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('bookAppointment')).toMatchObject({
      status: 'booked',
      patient: { id: 'ann' },
      slot: [{ id: `nine-${day}`, status: 'busy' }],
      participant: [
        { actor: null },
        { status: 'accepted', actor: { reference: 'Practitioner/doc' } },
        { status: 'accepted', actor: { reference: 'Location/rooms-north' } },
      ],
    });
    expect(await statusOf('across')).toBe('busy-unavailable');
    expect(await statusOf('half')).toBe('free');
  });

  it('is booked by one of many who want the slot', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => book('nine')));
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    for (const { errors } of answers) if (errors) expect(errors[0]?.extensions.code).toBe('TIME_TAKEN');
    const found = await registrar.ask(`{ appointments(slot: "nine-${day}") { totalCount } }`);
    expect(found.at('appointments.totalCount')).toBe(1);
  });

  it('is booked by one of two who want slots of one doctor that overlap', async () => {
    const answers = await Promise.all([book('nine'), book('across')]);
    expect(answers.map((answer) => codeOf(answer) ?? 'booked').sort()).toEqual(['TIME_TAKEN', 'booked']);
    expect(await statusOf('half')).toMatch(/^(free|busy-unavailable)$/);
  });

  it('is not booked in a time that is closed, though the slot is named as it stands', async () => {
    await world.tell({ ...slot(`shut-${day}`, 's', '11:00', '11:30'), status: 'busy-unavailable' });
    expect(codeOf(await book('shut'))).toBe('TIME_TAKEN');
  });

  it('is not booked over one that came without a slot', async () => {
    const at = (time: string) => `2031-03-${String(day).padStart(2, '0')}T${time}:00Z`;
    await world.tell({
      resourceType: 'Appointment',
      id: `sent-${day}`,
      status: 'booked',
      start: at('08:45'),
      end: at('09:15'),
      participant: [
        { actor: to('Patient/cyd'), status: 'accepted' },
        { actor: to('Practitioner/doc'), status: 'accepted' },
      ],
    });
    expect(codeOf(await book('nine'))).toBe('TIME_TAKEN');
    expect((await book('half')).errors).toBeUndefined();
  });

  it('is shown with one that came by import while it was booked, and neither with the next', async () => {
    const at = (time: string) => `2031-03-${String(day).padStart(2, '0')}T${time}:00Z`;
    const sent = {
      resourceType: 'Appointment',
      id: `meanwhile-${day}`,
      status: 'booked',
      start: at('09:10'),
      end: at('09:20'),
      participant: [
        { actor: to('Patient/ann'), status: 'accepted' },
        { actor: to('Practitioner/doc'), status: 'accepted' },
      ],
    };
    const { writer } = world;
    const record = writer.record.bind(writer);
    // Between the look at the timetable and the commit.
    writer.record = async (request) => {
      writer.record = record;
      await world.tell(sent);
      return record(request);
    };
    const booked = await book('nine', 'ann', 'id doubleBookedWith { id start doubleBookedWith { id } }');
    expect(booked.errors).toBeUndefined();
    const id = booked.at('bookAppointment.id');
    expect(booked.at('bookAppointment.doubleBookedWith')).toEqual([
      { id: sent.id, start: sent.start, doubleBookedWith: [{ id }] },
    ]);
    const next = await book('half', 'ann', 'doubleBookedWith { id }');
    expect(next.at('bookAppointment.doubleBookedWith')).toEqual([]);
    await world.tell({ ...sent, status: 'cancelled' });
    const after = `{ appointment(id: "${String(id)}") { doubleBookedWith { id } } }`;
    expect((await registrar.ask(after)).at('appointment.doubleBookedWith')).toEqual([]);
  });

  it('moves to another slot, and gives the first one back', async () => {
    const id = (await book('nine')).at('bookAppointment.id');
    const input = { slot: `half-${day}`, slotVersion: 1 };
    const moved = await write(
      'moveAppointment',
      { id, expectedVersion: 1, input },
      'start slot { id } history { version }',
    );
    expect(moved.errors).toBeUndefined();
    expect(moved.at('moveAppointment')).toMatchObject({
      slot: [{ id: `half-${day}` }],
      history: [{ version: 2 }, { version: 1 }],
    });
    expect(await statusOf('nine')).toBe('free');
    expect(await statusOf('half')).toBe('busy');
    expect(await statusOf('across')).toBe('busy-unavailable');
    expect(codeOf(await write('moveAppointment', { id, expectedVersion: 1, input }))).toBe('CONFLICT');
  });

  it('is cancelled, and its time is free again', async () => {
    const id = (await book('nine')).at('bookAppointment.id');
    const input = { cancelationReason: { text: 'Patient is ill' } };
    const cancelled = await write(
      'cancelAppointment',
      { id, expectedVersion: 1, input },
      'status cancelationReason { text }',
    );
    expect(cancelled.at('cancelAppointment')).toEqual({
      status: 'cancelled',
      cancelationReason: { text: 'Patient is ill' },
    });
    expect([await statusOf('nine'), await statusOf('across')]).toEqual(['free', 'free']);
    expect(codeOf(await write('cancelAppointment', { id, expectedVersion: 2, input }))).toBe('WRONG_STATE');
  });

  it('is not booked with another organisation, for who is out of reach, or by a stale version', async () => {
    const before = await commits(world.databases);
    expect(codeOf(await book('theirs'))).toBe('NOT_YOURS');
    expect(codeOf(await book('nine', 'ben'))).toBe('UNKNOWN_PATIENT');
    expect((await book('nine', 'ben')).text).toBe((await book('nine', 'nobody')).text);
    const stale = await write('bookAppointment', { patient: 'ann', input: { slot: `nine-${day}`, slotVersion: 7 } });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    expect(await commits(world.databases)).toBe(before);
  });

  it('leaves no words of the caller with the slot, which everybody may read', () => {
    const text =
      'mutation { bookAppointment(patient: "ann", input: { slot: "x", slotVersion: 1 }, reason: "r", idempotencyKey: "k") { id } }';
    return expect(registrar.ask(text).then(codeOf)).resolves.toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
