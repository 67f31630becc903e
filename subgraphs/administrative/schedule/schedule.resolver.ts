import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { partyFilter } from '../filters.js';
import { Location } from '../location/location.type.js';
import { Practitioner } from '../practitioner/practitioner.type.js';
import { Schedule } from './schedule.type.js';

const ofService = {
  serviceType: {
    description: 'A code of the service, as `system|code` or as the bare code.',
    touches: ['serviceType'],
    predicate: (value: string) => ({ codes: value }),
  },
  specialty: {
    description: 'A specialty, as `system|code` or as the bare code.',
    touches: ['specialty'],
    predicate: (value: string) => ({ categories: value }),
  },
  period: filters.period('planningHorizon'),
};

const schedules: ListDefinition = {
  record: Schedule,
  name: 'schedules',
  facet: 'scheduling',
  description: 'Timetables of practitioners and places.',
  filters: {
    ...ofService,
    practitioner: partyFilter('Practitioner', 'The id of the practitioner.', 'actor'),
    location: partyFilter('Location', 'The id of the place.', 'actor'),
  },
  sortedBy: { key: 'at', touches: ['planningHorizon'] },
};

const ofActor: ListDefinition = {
  ...schedules,
  description: 'The timetables of this practitioner or place.',
  filters: ofService,
};

export const scheduleResolvers = [
  rootRecord(Schedule, 'schedule', 'scheduling', 'One timetable by id.'),
  rootList(schedules),
  entityList(Practitioner, ofActor, ({ id }) => ({ patient: null, where: { parties: `Practitioner/${id}` } })),
  entityList(Location, ofActor, ({ id }) => ({ patient: null, where: { parties: `Location/${id}` } })),
];
