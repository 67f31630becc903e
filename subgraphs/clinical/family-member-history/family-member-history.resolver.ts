import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { FamilyMemberHistory } from './family-member-history.type.js';

export const familyMemberHistoryResolvers = clinicalList({
  record: FamilyMemberHistory,
  one: 'familyMemberHistory',
  many: 'familyMemberHistories',
  facet: 'family-history',
  description: 'The health of relatives.',
  dates: ['date'],
  filters: {
    code: {
      ...filters.code('FamilyMemberHistoryCondition.code'),
      description: 'A code of a condition of the relative.',
    },
    relationship: codeKey(
      'relationships',
      'A code of the relationship, as `system|code` or as the bare code.',
      'relationship',
    ),
    status: filters.status('status'),
  },
});
