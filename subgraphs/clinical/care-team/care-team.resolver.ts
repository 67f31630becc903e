import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { CareTeam } from './care-team.type.js';

export const careTeamResolvers = clinicalList({
  record: CareTeam,
  one: 'careTeam',
  many: 'careTeams',
  facet: 'care-plan',
  description: 'Care teams.',
  dates: ['period'],
  visit: 'encounter',
  filters: {
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
