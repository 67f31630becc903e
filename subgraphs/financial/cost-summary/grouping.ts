import { registerEnumType } from 'type-graphql';
import type { Stage } from '../../shared/record-store.js';

export enum Grouping {
  YEAR = 'YEAR',
  SERVICE_CATEGORY = 'SERVICE_CATEGORY',
  YEAR_AND_CATEGORY = 'YEAR_AND_CATEGORY',
}

registerEnumType(Grouping, {
  name: 'SummaryGrouping',
  description: 'What the rows of a summary stand for.',
  valuesConfig: {
    YEAR: { description: 'A row for each year.' },
    SERVICE_CATEGORY: { description: 'A row for each service category.' },
    YEAR_AND_CATEGORY: { description: 'A row for each service category in each year.' },
  },
});

/** What the rows are grouped by; what they are not is null in all of them. */
export function rowIdOf(by: Grouping): Stage {
  return {
    year: by === Grouping.SERVICE_CATEGORY ? null : '$year',
    serviceCategory: by === Grouping.YEAR ? null : '$serviceCategory',
  };
}

export const SORTED_ROWS: Stage = { $sort: { year: 1, serviceCategory: 1, currency: 1 } };
