import { filters, type ListDefinition, SortOrder } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { partyFilter } from '../filters.js';
import { Schedule } from '../schedule/schedule.type.js';
import { Slot } from './slot.type.js';

const ofTime = {
  status: filters.status('status'),
  serviceType: {
    description: 'A code of the service, as `system|code` or as the bare code.',
    touches: ['serviceType'],
    predicate: (value: string) => ({ codes: value }),
  },
  period: filters.period('start'),
};

const slots: ListDefinition = {
  record: Slot,
  name: 'slots',
  facet: 'scheduling',
  description: 'Times that can be booked, earliest first.',
  filters: { schedule: partyFilter('Schedule', 'The id of the timetable.', 'schedule'), ...ofTime },
  sortedBy: { key: 'at', touches: ['start'], defaultOrder: SortOrder.EARLIEST_FIRST },
};

export const slotResolvers = [
  rootRecord(Slot, 'slot', 'scheduling', 'One slot by id.'),
  rootList(slots),
  entityList(Schedule, { ...slots, filters: ofTime }, ({ id }) => ({
    patient: null,
    where: { parties: `Schedule/${id}` },
  })),
];
