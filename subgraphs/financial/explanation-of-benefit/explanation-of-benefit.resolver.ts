import { type Filter, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootList, rootRecord } from '../../shared/record-list.js';
import { billDates, billFilters } from '../bill/bill-filters.js';
import { Claim } from '../claim/claim.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Patient } from '../patient/patient.type.js';
import { ExplanationOfBenefit } from './explanation-of-benefit.type.js';

const outcome: Filter = {
  description: 'queued, complete, error or partial.',
  touches: ['outcome'],
  predicate: (value: string) => ({ outcome: value }),
};

const explanations: ListDefinition = {
  record: ExplanationOfBenefit,
  name: 'explanationOfBenefits',
  facet: 'claim',
  description: 'What insurers made of bills, the latest service first.',
  filters: { ...billFilters('ExplanationOfBenefitItem'), outcome },
  sortedBy: { key: 'at', touches: billDates('ExplanationOfBenefitItem') },
};

export const explanationOfBenefitResolvers = [
  rootRecord(ExplanationOfBenefit, 'explanationOfBenefit', 'claim', 'One explanation of benefit by id.'),
  rootList({ ...explanations, description: 'All explanations of benefit that you reach, the latest service first.' }),
  entityList(Patient, explanations),
  entityList(
    Encounter,
    { ...explanations, description: 'What insurers made of the bills for the visit.' },
    ({ id, patientId }) => ({
      patient: patientId ?? null,
      where: { encounters: id },
    }),
  ),
  entityList(Claim, { ...explanations, description: 'What insurers made of the claim.' }, ({ id, patientId }) => ({
    patient: patientId ?? null,
    where: { claim: id },
  })),
];
