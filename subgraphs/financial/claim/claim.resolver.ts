import { type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { billDates, billFilters } from '../bill/bill-filters.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Patient } from '../patient/patient.type.js';
import { Claim } from './claim.type.js';

const claims: ListDefinition = {
  record: Claim,
  name: 'claims',
  facet: 'claim',
  description: 'Bills sent to insurers, the latest service first.',
  filters: billFilters('ClaimItem'),
  sortedBy: { key: 'at', touches: billDates('ClaimItem') },
};

export const claimResolvers = [
  rootRecord(Claim, 'claim', 'claim', 'One claim by id.'),
  rootList({ ...claims, description: 'All claims that you reach, the latest service first.' }),
  entityList(Patient, claims),
  entityList(Encounter, { ...claims, description: 'What was billed for the visit.' }, ({ id, patientId }) => ({
    patient: patientId ?? null,
    where: { encounters: id },
  })),
];
