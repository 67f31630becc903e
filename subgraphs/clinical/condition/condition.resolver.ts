import { ConditionCategory } from '../../shared/condition-category.js';
import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { Condition } from './condition.type.js';

export const conditionResolvers = clinicalList({
  record: Condition,
  one: 'condition',
  many: 'conditions',
  facet: 'diagnosis',
  description: 'Problems and diagnoses.',
  dates: ['onsetDateTime', 'onsetPeriod', 'recordedDate'],
  visit: 'encounter',
  filters: {
    code: filters.code('code'),
    category: filters.category('category'),
    clinicalStatus: codeKey(
      'status',
      'The code of the clinical status: active, recurrence, relapse, inactive, remission, resolved.',
      'clinicalStatus',
    ),
    verificationStatus: codeKey(
      'verificationStatus',
      'The code of the verification status: confirmed, provisional, refuted, ...',
      'verificationStatus',
    ),
    conditionCategory: {
      type: () => ConditionCategory,
      description: 'The broad group that the code belongs to.',
      touches: ['conditionCategory'],
      predicate: (value: string) => ({ conditionCategory: value }),
    },
  },
});
