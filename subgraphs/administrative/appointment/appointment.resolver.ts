import { filters, type ListDefinition, SortOrder } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { partyFilter, patientFilter } from '../filters.js';
import { Patient } from '../patient/patient.type.js';
import { Appointment } from './appointment.type.js';
import { DoubleBookingResolver } from './double-booking.resolver.js';

const ofPatient: ListDefinition = {
  record: Appointment,
  name: 'appointments',
  facet: 'scheduling',
  description: 'Appointments, past and to come.',
  filters: {
    status: filters.status('status'),
    serviceType: {
      description: 'A code of the service, as `system|code` or as the bare code.',
      touches: ['serviceType'],
      predicate: (value: string) => ({ codes: value }),
    },
    practitioner: partyFilter(
      'Practitioner',
      'The id of a practitioner who takes part.',
      'AppointmentParticipant.actor',
    ),
    location: partyFilter('Location', 'The id of the place.', 'AppointmentParticipant.actor'),
    period: filters.period('start', 'requestedPeriod'),
  },
  sortedBy: { key: 'at', touches: ['start', 'requestedPeriod'] },
};

/** Over all patients in reach: the day's work, in its order. */
const worklist: ListDefinition = {
  ...ofPatient,
  description: 'The appointments of the patients you reach, earliest first.',
  filters: {
    ...ofPatient.filters,
    patient: patientFilter,
    slot: partyFilter('Slot', 'The id of the slot that is booked.', 'slot'),
  },
  sortedBy: { key: 'at', touches: ['start', 'requestedPeriod'], defaultOrder: SortOrder.EARLIEST_FIRST },
};

export const appointmentResolvers = [
  rootRecord(Appointment, 'appointment', 'scheduling', 'One appointment by id.'),
  rootList(worklist),
  entityList(Patient, ofPatient),
  DoubleBookingResolver,
];
