import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { Goal } from './goal.type.js';

export const goalResolvers = clinicalList({
  record: Goal,
  one: 'goal',
  many: 'goals',
  facet: 'care-plan',
  description: 'Goals of care.',
  dates: ['startDate', 'statusDate'],
  filters: {
    code: {
      ...filters.code('description', 'GoalTarget.measure'),
      description: 'A code of the goal or of what measures it.',
    },
    category: filters.category('category'),
    lifecycleStatus: filters.status('lifecycleStatus'),
    achievementStatus: codeKey(
      'achievementStatus',
      'The code of the achievement status: in-progress, achieved, ...',
      'achievementStatus',
    ),
  },
});
