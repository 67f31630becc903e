/** Booking, moving and cancelling appointments. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { concept, optional } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { refused } from '../../shared/writing/refusals.js';
import { Appointment } from './appointment.type.js';
import { type FreeTime, isStanding, Timetable } from './timetable.js';

@InputType({ description: 'A time that is wanted.' })
class AppointmentTimeInput {
  @Field(() => ID, { description: 'The id of the slot, of a schedule of your organisation.' }) slot!: string;
  @Field(() => Int, {
    description: 'The version of the slot: a stale one gets CONFLICT, or TIME_TAKEN where the slot is taken.',
  })
  slotVersion!: number;
}

@InputType({ description: 'An appointment that is booked (FHIR Appointment).' })
class AppointmentInput extends AppointmentTimeInput {
  @Field(() => CodeableConceptInput, { nullable: true }) serviceType?: CodeableConceptInput | null;
  @Field(() => CodeableConceptInput, { nullable: true, description: 'ROUTINE, WALKIN, CHECKUP, FOLLOWUP, EMERGENCY.' })
  appointmentType?: CodeableConceptInput | null;
}

@InputType({ description: 'That an appointment is cancelled.' })
class AppointmentCancellationInput {
  @Field(() => CodeableConceptInput, { nullable: true, description: 'Why (FHIR Appointment.cancelationReason).' })
  cancelationReason?: CodeableConceptInput | null;
}

/** What follows from the time that is booked. */
function bookedFor(patient: string, { slot, start, end, actors }: FreeTime): ExactObject {
  const accepted = (reference: string): ExactObject => ({ actor: { reference }, status: 'accepted' });
  return {
    start,
    end,
    slot: [{ reference: `Slot/${slot.id}` }],
    participant: [`Patient/${patient}`, ...actors].map(accepted),
  };
}

const bookAppointment = aboutPatient<AppointmentInput>({
  name: 'bookAppointment',
  facet: 'scheduling',
  record: Appointment,
  input: AppointmentInput,
  description: 'Books a free slot for a patient, with the people and places of its schedule.',
  reason: 'an appointment was booked',
  withoutWords: true,
  looksAgain: true,
  async prepare(desk, patient, input) {
    const timetable = new Timetable(desk);
    const time = await timetable.free(input.slot, input.slotVersion);
    await timetable.mustBeOpen(time, null);
    const serviceType = optional(input.serviceType, 'input.serviceType', concept);
    const appointment = desk.create('Appointment', {
      status: 'booked',
      serviceType: serviceType && [serviceType],
      appointmentType: optional(input.appointmentType, 'input.appointmentType', concept),
      created: desk.now(),
      ...bookedFor(patient, time),
    });
    return { patient, versions: [appointment, ...(await timetable.take(time))] };
  },
});

const moveAppointment = aboutRecord<AppointmentTimeInput>({
  name: 'moveAppointment',
  facet: 'scheduling',
  record: Appointment,
  input: AppointmentTimeInput,
  description: 'Moves an appointment to another free slot; the earlier one is free again.',
  reason: 'an appointment was moved',
  withoutWords: true,
  looksAgain: true,
  async prepare(desk, stored, input) {
    if (!isStanding(stored)) throw refused('WRONG_STATE', 'id');
    const timetable = new Timetable(desk);
    const time = await timetable.free(input.slot, input.slotVersion);
    await timetable.mustBeOpen(time, stored.id);
    const patient = stored.patient ?? '';
    const moved = desk.change(stored, bookedFor(patient, time));
    const taken = await timetable.take(time);
    const ids = new Set(taken.map(({ id }) => id));
    const freed = (await timetable.giveBack(stored, time)).filter(({ id }) => !ids.has(id));
    return { patient, versions: [moved, ...taken, ...freed] };
  },
});

const cancelAppointment = aboutRecord<AppointmentCancellationInput>({
  name: 'cancelAppointment',
  facet: 'scheduling',
  record: Appointment,
  input: AppointmentCancellationInput,
  description: 'Cancels an appointment; its slot is free again.',
  reason: 'an appointment was cancelled',
  withoutWords: true,
  looksAgain: true,
  async prepare(desk, stored, input) {
    if (!isStanding(stored)) throw refused('WRONG_STATE', 'id');
    const cancelationReason = optional(input.cancelationReason, 'input.cancelationReason', concept);
    const cancelled = desk.change(stored, { status: 'cancelled', ...(cancelationReason && { cancelationReason }) });
    return { patient: stored.patient, versions: [cancelled, ...(await new Timetable(desk).giveBack(stored))] };
  },
});

export const appointmentMutations = [bookAppointment, moveAppointment, cancelAppointment];
