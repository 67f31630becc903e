import { ID } from 'type-graphql';
import { type Filter, filters } from '../../shared/list-definition.js';
import { ServiceCategory } from '../service-category/service-category.js';

/** The fields of a line, of a diagnosis, ... whose types Claim and ExplanationOfBenefit do not share. */
type Line = 'ClaimItem' | 'ExplanationOfBenefitItem';

/** Filters of lists of bills; `line` names the type of their lines. */
export function billFilters(line: Line): Record<string, Filter> {
  return {
    status: filters.status('status'),
    period: filters.period(...billDates(line)),
    type: {
      description: 'A code of the type, as `system|code` or as the bare code: institutional, pharmacy, ...',
      touches: ['type'],
      predicate: (value: string) => ({ codes: value }),
    },
    serviceCategory: {
      type: () => ServiceCategory,
      description: 'The broad kind of service.',
      touches: ['serviceCategory'],
      predicate: (value: ServiceCategory) => ({ serviceCategory: value }),
    },
    use: {
      description: 'claim, preauthorization or predetermination.',
      touches: ['use'],
      predicate: (value: string) => ({ use: value }),
    },
    provider: {
      type: () => ID,
      description: 'The id of the organisation that billed.',
      touches: ['provider', 'facility'],
      predicate: (value: string) => ({ providers: value }),
    },
    payer: {
      type: () => ID,
      description: 'The id of the insurer (an Organization).',
      touches: ['insurer', 'insurance'],
      predicate: (value: string) => ({ payers: value }),
    },
    service: {
      description: 'A code of what was billed, as `system|code` or as the bare code.',
      touches: [`${line}.productOrService`],
      predicate: (value: string) => ({ services: value }),
    },
    diagnosis: {
      description: 'A code of a diagnosis, as `system|code` or as the bare code.',
      touches: ['ClaimDiagnosis.diagnosisCodeableConcept'],
      predicate: (value: string) => ({ diagnoses: value }),
    },
  };
}

/** What bills are sorted by: the fields their main date is taken from. */
export function billDates(line: Line): string[] {
  return ['billablePeriod', `${line}.servicedPeriod`, `${line}.servicedDate`, 'created'];
}
