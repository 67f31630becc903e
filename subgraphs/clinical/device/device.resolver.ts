import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { Device } from './device.type.js';

export const deviceResolvers = clinicalList({
  record: Device,
  one: 'device',
  many: 'devices',
  facet: 'device',
  description: 'Devices implanted or in use.',
  dates: ['manufactureDate'],
  filters: {
    type: { ...filters.code('type'), description: 'A code of the type, as `system|code` or as the bare code.' },
    status: filters.status('status'),
  },
});
