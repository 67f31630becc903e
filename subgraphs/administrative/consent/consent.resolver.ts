import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { patientFilter } from '../filters.js';
import { Patient } from '../patient/patient.type.js';
import { Consent } from './consent.type.js';

const consents: ListDefinition = {
  record: Consent,
  name: 'consents',
  facet: 'consent',
  description: 'What patients permitted or refused.',
  filters: {
    status: filters.status('status'),
    category: filters.category('category'),
    scope: {
      description: 'A code of the scope (patient-privacy, research, treatment, adr), or `system|code`.',
      touches: ['scope'],
      predicate: (value: string) => ({ codes: value }),
    },
    period: filters.period('dateTime'),
  },
  sortedBy: { key: 'at', touches: ['dateTime'] },
};

export const consentResolvers = [
  rootRecord(Consent, 'consent', 'consent', 'One consent by id.'),
  rootList({ ...consents, filters: { ...consents.filters, patient: patientFilter } }),
  entityList(Patient, { ...consents, description: 'What the patient permitted or refused.' }),
];
