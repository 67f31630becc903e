import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { AllergyIntolerance } from './allergy-intolerance.type.js';

export const allergyIntoleranceResolvers = clinicalList({
  record: AllergyIntolerance,
  one: 'allergyIntolerance',
  many: 'allergyIntolerances',
  facet: 'allergy',
  description: 'Allergies and intolerances.',
  dates: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
  visit: 'encounter',
  filters: {
    code: {
      ...filters.code('code', 'AllergyIntoleranceReaction.substance'),
      description: 'A code of the allergy or of the substance of a reaction.',
    },
    category: { ...filters.category('category'), description: 'food, medication, environment or biologic.' },
    clinicalStatus: codeKey('status', 'The code of the clinical status: active, inactive, resolved.', 'clinicalStatus'),
    verificationStatus: codeKey(
      'verificationStatus',
      'The code of the verification status: confirmed, unconfirmed, refuted, ...',
      'verificationStatus',
    ),
    criticality: codeKey('criticality', 'low, high or unable-to-assess.', 'criticality'),
  },
});
