import { describe, expect, it } from 'vitest';
import {
  appointmentKeys,
  appointmentRelations,
} from '../../../subgraphs/administrative/appointment/appointment.type.js';
import { scheduleKeys } from '../../../subgraphs/administrative/schedule/schedule.type.js';
import { slotKeys } from '../../../subgraphs/administrative/slot/slot.type.js';

const actor = (reference: string, status = 'accepted') => ({ actor: { reference, display: 'D' }, status });

const booked = {
  status: 'booked',
  created: '2026-01-05',
  start: '2026-02-01T09:00:00Z',
  end: '2026-02-01T09:30:00Z',
  slot: [{ reference: 'Slot/s1' }],
  participant: [
    actor('Patient/p1'),
    actor('Practitioner/holm'),
    actor('Location/w7'),
    actor('RelatedPerson/mother'),
    { actor: { display: 'Phone call' }, status: 'accepted' },
  ],
};

describe('an appointment', () => {
  it('ties its patient to its people and places, from the booking to its end', () => {
    const tie = {
      patient: 'p1',
      as: 'appointment',
      from: new Date('2026-01-05'),
      until: new Date('2026-02-01T09:30:00.999Z'),
    };
    expect(appointmentRelations(booked)).toEqual([
      { ...tie, party: 'Practitioner/holm' },
      { ...tie, party: 'Location/w7' },
    ]);
  });

  it('ties nobody when it is cancelled, missed or an error', () => {
    for (const status of ['cancelled', 'noshow', 'entered-in-error'])
      expect(appointmentRelations({ ...booked, status })).toEqual([]);
  });

  it('ties nobody who declined', () => {
    const participant = [actor('Patient/p1'), actor('Practitioner/holm', 'declined'), actor('Organization/harbor')];
    expect(appointmentRelations({ ...booked, participant }).map(({ party }) => party)).toEqual(['Organization/harbor']);
    expect(
      appointmentRelations({ ...booked, participant: [actor('Patient/p1', 'declined'), actor('Location/w7')] }),
    ).toEqual([]);
  });

  it('ties each patient of a group', () => {
    const participant = [actor('Patient/p1'), actor('Patient/p2'), actor('Location/w7')];
    expect(appointmentRelations({ ...booked, participant }).map(({ patient }) => patient)).toEqual(['p1', 'p2']);
  });

  it('is found by its people, places and slots, never by another patient', () => {
    const participant = [...booked.participant, actor('Patient/p2')];
    expect(appointmentKeys({ ...booked, participant })['parties']).toEqual([
      'Practitioner/holm',
      'Location/w7',
      'RelatedPerson/mother',
      'Slot/s1',
    ]);
  });
});

describe('a timetable', () => {
  it('is found by whose it is, and its slots by it', () => {
    expect(scheduleKeys({ actor: [{ reference: 'Practitioner/holm' }, { reference: 'Patient/p1' }] })).toEqual({
      parties: ['Practitioner/holm'],
    });
    expect(slotKeys({ schedule: { reference: 'Schedule/1' } })).toEqual({ parties: ['Schedule/1'] });
  });
});
