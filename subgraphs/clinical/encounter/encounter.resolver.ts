import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootRecord } from '../../shared/record-list.js';
import { codeKey } from '../parts/clinical-list.js';
import { Patient } from '../patient/patient.type.js';
import { Encounter } from './encounter.type.js';

const encounters: ListDefinition = {
  record: Encounter,
  name: 'encounters',
  facet: 'visit',
  description: 'Visits and stays.',
  filters: {
    status: filters.status('status'),
    class: codeKey('class', 'The class code: AMB, EMER, IMP, ...', 'class'),
    type: { ...filters.code('type'), description: 'A code of the type, as `system|code` or as the bare code.' },
    period: filters.period('period'),
  },
  sortedBy: { key: 'at', touches: ['period'] },
};

export const encounterResolvers = [
  rootRecord(Encounter, 'encounter', 'visit', 'One Encounter by id.'),
  entityList(Patient, encounters),
];
