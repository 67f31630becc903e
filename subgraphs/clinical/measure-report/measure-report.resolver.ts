import { filters, type ListDefinition } from '../../shared/list-definition.js';
import { rootList } from '../../shared/record-list.js';
import { clinicalList } from '../parts/clinical-list.js';
import { MeasureBasis, MeasureReport } from './measure-report.type.js';

const FILTERS = {
  measure: {
    description: 'The measure: its canonical address with or without `|version`, or the last part of the address.',
    touches: ['measure'],
    predicate: (value: string) => ({ measures: value }),
  },
  basis: {
    type: () => MeasureBasis,
    description: 'From which records the report was computed.',
    touches: ['basis'],
    predicate: (value: MeasureBasis) => ({ basis: value }),
  },
} as const;

/** Over all people whom the viewer reaches: what a practice asks of its patients. */
const ALL: ListDefinition = {
  record: MeasureReport,
  name: 'measureReports',
  facet: 'quality-evidence',
  description: 'What quality measures say of the people whom the viewer reaches.',
  filters: { ...FILTERS, status: filters.status('status'), period: filters.period('period', 'date') },
  sortedBy: { key: 'at', touches: ['period', 'date'] },
};

export const measureReportResolvers = [
  ...clinicalList({
    record: MeasureReport,
    one: 'measureReport',
    many: 'measureReports',
    facet: 'quality-evidence',
    description: 'What quality measures say of this person.',
    dates: ['period', 'date'],
    filters: { ...FILTERS, status: filters.status('status') },
  }),
  rootList(ALL),
];
